import { partOf, pump, pumpPart, pumpSchemas, type Row } from "./row.js";

/** How to write one kind of literal as the last member of a fitting element, and what its issues say. */
interface Kind {
  readonly word: string;
  readonly version: number;
  /** Text of a model around a value; the value may have several lines. */
  readonly around: (value: string) => string;
  readonly primaryId: string;
  readonly property: string;
  /** A fitting value, as JSON. */
  readonly good: string;
  /** A value of another kind, as JSON. */
  readonly bad: string;
  /** An xsd type that does not fit. */
  readonly otherType: string;
}

const content = (
  version: number,
  type: string,
  name: string,
  member: string,
  ...extensions: string[]
) =>
  pump(
    version,
    `
    {
      "@type": ${type},
      "name": "${name}",
      ${member}
    }`,
    ...extensions,
  );

const speed = pumpPart("contents.speed");
const iotOperations = "dtmi:iotoperations:context;4";

const text: Kind = {
  word: "string",
  version: 2,
  around: (value) => content(2, '"Command"', "start", `"comment": ${value}`),
  primaryId: pumpPart("contents.start"),
  property: "comment",
  good: '"at once"',
  bad: "7",
  otherType: "xsd:integer",
};

const integer: Kind = {
  word: "integer",
  version: 3,
  around: (value) => content(3, '"Relationship"', "motor", `"maxMultiplicity": ${value}`),
  primaryId: pumpPart("contents.motor"),
  property: "maxMultiplicity",
  good: "7",
  bad: '"seven"',
  otherType: "xsd:string",
};

const numeric: Kind = {
  word: "numeric",
  version: 4,
  around: (value) =>
    content(
      4,
      '["Property", "Limited"]',
      "speed",
      `"schema": "double",\n      "minimum": ${value}`,
      iotOperations,
    ),
  primaryId: speed,
  property: "dtmi:iotoperations:property:minimum;4",
  good: "7.5",
  bad: '"low"',
  otherType: "xsd:integer",
};

const boolean: Kind = {
  word: "boolean",
  version: 4,
  around: (value) =>
    content(4, '"Property"', "speed", `"schema": "double",\n      "writable": ${value}`),
  primaryId: speed,
  property: "writable",
  good: "true",
  bad: '"yes"',
  otherType: "xsd:string",
};

const duration: Kind = {
  word: "duration",
  version: 3,
  around: (value) =>
    content(3, '["Command", "Idempotent", "Cacheable"]', "measure", `"ttl": ${value}`, "mqtt;3"),
  primaryId: pumpPart("contents.measure"),
  property: "dtmi:dtdl:extension:mqtt:v3:Cacheable:ttl",
  good: '"PT15S"',
  bad: "15",
  otherType: "xsd:string",
};

const state = "dtmi:com:example:state;1";

const any: Kind = {
  word: "literal",
  version: 2,
  around: (value) =>
    pumpSchemas(
      2,
      `
      {
        "@id": "${state}",
        "@type": "Enum",
        "valueSchema": "integer",
        "enumValues": {
          "name": "running",
          "enumValue": ${value}
        }
      }`,
    ),
  primaryId: partOf(state, "enumValues.running"),
  property: "enumValue",
  good: "1",
  bad: "null",
  otherType: "xsd:duration",
};

const article = (word: string) => (/^[aei]/.test(word) ? "an" : "a");

/** A value in place of a fitting one, with the issue it brings. */
function wrong(kind: Kind, title: string, code: string, value: string, more = {}): Row {
  const plain = value.replace(/ \/\/.*$/gm, "");
  return {
    title: `${article(kind.word)} ${kind.word} ${title}`,
    text: kind.around(value),
    expect: [{ code, primaryId: kind.primaryId, property: kind.property, ...more }],
    corrected: { [`": ${plain.trim()}`]: `": ${kind.good}` },
  };
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** The conditions that every kind has. */
function everyWay(kind: Kind): readonly Row[] {
  const { word, good, bad, otherType } = kind;
  const nature = word === "duration" ? "String" : capital(word);
  return [
    wrong(
      kind,
      "has two values",
      `${word}MultipleValues`,
      `[ // ↓ here\n        ${good},\n        ${good}\n      ] // ↑ here`,
    ),
    wrong(
      kind,
      "is an object without value",
      `${word}ObjectNoValue`,
      "{ // ↓ here\n      } // ↑ here",
    ),
    ...(word === "literal"
      ? []
      : [
          wrong(kind, "is something else", `${word}Not${nature}`, `${bad} // ← here`),
          wrong(
            kind,
            "has a type for something else",
            `${word}TypeNot${capital(word)}`,
            `{ // ↓ here\n        "@value": ${good},\n        "@type": "${otherType}"\n      } // ↑ here`,
          ),
          wrong(
            kind,
            "is an object whose value is something else",
            `${word}ValueNot${nature}`,
            `{ // ↓ here\n        "@value": ${bad}\n      } // ↑ here`,
          ),
        ]),
  ];
}

const inObject = (kind: Kind, title: string, code: string, member: string, more = {}): Row => ({
  ...wrong(
    kind,
    `is an object with ${title}`,
    code,
    `{\n        "@value": ${kind.good},\n        ${member} // ← here\n      }`,
    more,
  ),
});

/** What is refused of strings, numbers, truth values and durations in a model. */
export const literalRows: readonly Row[] = [
  ...[text, integer, numeric, boolean, duration, any].flatMap(everyWay),
  {
    title: "a name is an empty list",
    text: pump(
      4,
      `
      {
        "@id": "dtmi:com:example:start;1",
        "@type": "Command",
        "name": [] // ← here
      }`,
    ),
    expect: [
      { code: "stringCountBelowMin", primaryId: "dtmi:com:example:start;1", property: "name" },
    ],
    corrected: { "[] }": '["start"] }' },
  },
  {
    title: "an index is an empty list",
    text: content(
      3,
      '["Telemetry", "Indexed"]',
      "speed",
      '"schema": "double",\n      "index": [] // ← here',
      "mqtt;1",
    ),
    expect: [
      {
        code: "integerCountBelowMin",
        primaryId: speed,
        property: "dtmi:dtdl:extension:mqtt:v1:Indexed:index",
      },
    ],
    corrected: { '"index": []': '"index": [1]' },
  },
  {
    title: "a scale is an empty list",
    text: content(
      4,
      '["Telemetry", "ScaledStatically"]',
      "speed",
      '"schema": "double",\n      "scaleFactor": [] // ← here',
      iotOperations,
    ),
    expect: [
      {
        code: "numericCountBelowMin",
        primaryId: speed,
        property: "dtmi:iotoperations:property:scaleFactor;4",
      },
    ],
    corrected: { '"scaleFactor": []': '"scaleFactor": [0.1]' },
  },
  {
    ...wrong(duration, "is an empty list", "durationCountBelowMin", "[] // ← here"),
    corrected: { '"ttl": []': '"ttl": ["PT15S"]' },
  },
  {
    ...wrong(any, "is an empty list", "literalCountBelowMin", "[] // ← here"),
    corrected: { '"enumValue": []': '"enumValue": [1]' },
  },
  wrong(integer, "has a fraction", "integerNotInteger", "7.5 // ← here"),
  wrong(integer, "has more than 32 bits", "integerNotInteger", "2147483648 // ← here"),
  wrong(
    any,
    "has the type of a text and is a number",
    "stringValueNotString",
    `{ // ↓ here
        "@value": 1,
        "@type": "xsd:string"
      } // ↑ here`,
  ),
  wrong(
    any,
    "has the type of an integer and is a text",
    "integerValueNotInteger",
    `{ // ↓ here
        "@value": "1",
        "@type": "xsd:integer"
      } // ↑ here`,
  ),
  wrong(
    any,
    "has the type of a truth value and is a number",
    "booleanValueNotBoolean",
    `{ // ↓ here
        "@value": 1,
        "@type": "xsd:boolean"
      } // ↑ here`,
  ),
  wrong(
    text,
    "has a type without its prefix",
    "stringTypeNotString",
    `{ // ↓ here
        "@value": "at once",
        "@type": "string"
      } // ↑ here`,
  ),
  wrong(any, "is null", "literalNotValid", "null // ← here"),
  wrong(
    text,
    "has two types",
    "literalTypeNotSingular",
    `{ // ↓ here
        "@value": "at once",
        "@type": ["xsd:string", "xsd:duration"]
      } // ↑ here`,
  ),
  wrong(
    boolean,
    "has no type in a list of types",
    "literalTypeNotSingular",
    `{ // ↓ here
        "@value": true,
        "@type": []
      } // ↑ here`,
  ),
  wrong(
    integer,
    "has a number as its type",
    "literalTypeNotSingular",
    `{ // ↓ here
        "@value": 3,
        "@type": 7
      } // ↑ here`,
  ),
  wrong(text, "has more than 512 characters", "stringTooLong", `"${"x".repeat(513)}" // ← here`, {
    value: "x".repeat(513),
  }),
  {
    title: "a name has more than 64 characters in v2",
    text: pump(
      2,
      `
      {
        "@type": "Command",
        "name": "${"x".repeat(65)}" // ← here
      }`,
    ),
    expect: [
      {
        code: "stringTooLong",
        primaryId: pumpPart(`contents.${"x".repeat(65)}`),
        property: "name",
        value: "x".repeat(65),
      },
    ],
    corrected: { "context;2": "context;3" },
  },
  {
    title: "a name starts with a digit",
    text: pump(
      4,
      `
      {
        "@id": "dtmi:com:example:start;1",
        "@type": "Command",
        "name": "2start" // ← here
      }`,
    ),
    expect: [
      {
        code: "stringInvalid",
        primaryId: "dtmi:com:example:start;1",
        property: "name",
        value: "2start",
        restriction: "^[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?$",
      },
    ],
    corrected: { "2start": "start2" },
  },
  {
    title: "a group is no name",
    text: content(
      4,
      '["Command", "GroupMember"]',
      "start",
      '"group": "on/off" // ← here',
      iotOperations,
    ),
    expect: [
      {
        code: "stringInvalid",
        primaryId: pumpPart("contents.start"),
        property: "dtmi:iotoperations:property:group;4",
        value: "on/off",
        restriction: "^[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?$",
      },
    ],
    corrected: { "on/off": "onOff" },
  },
  {
    title: "a group has more than 128 characters",
    text: content(
      4,
      '["Command", "GroupMember"]',
      "start",
      `"group": "${"x".repeat(129)}" // ← here`,
      iotOperations,
    ),
    expect: [
      {
        code: "stringTooLong",
        primaryId: pumpPart("contents.start"),
        property: "dtmi:iotoperations:property:group;4",
        value: "x".repeat(129),
      },
    ],
    corrected: { ["x".repeat(129)]: "x".repeat(128) },
  },
  wrong(duration, "is no duration of ISO 8601", "durationInvalid", '"15s" // ← here', {
    value: "15s",
  }),
  {
    title: "an index is below 1",
    text: content(
      4,
      '["Telemetry", "Indexed"]',
      "speed",
      '"schema": "double",\n      "index": 0 // ← here',
      "mqtt;4",
    ),
    expect: [
      {
        code: "valueBelowMin",
        primaryId: speed,
        property: "dtmi:dtdl:extension:mqtt:v4:Indexed:index",
        value: "0",
        restriction: "1",
      },
    ],
    corrected: { '"index": 0': '"index": 1' },
  },
  {
    title: "a Relationship may be to less than one twin in v3",
    text: content(3, '"Relationship"', "motor", '"maxMultiplicity": 0 // ← here'),
    expect: [
      {
        code: "valueBelowMin",
        primaryId: pumpPart("contents.motor"),
        property: "maxMultiplicity",
        value: "0",
        restriction: "1",
      },
    ],
    corrected: { '": 0': '": 1' },
  },
  {
    title: "a Relationship may be to less than one twin in v2",
    text: content(2, '"Relationship"', "motor", '"maxMultiplicity": 0 // ← here'),
    expect: [
      {
        code: "valueBelowRange",
        primaryId: pumpPart("contents.motor"),
        property: "maxMultiplicity",
        value: "0",
        restriction: "[1, 500]",
      },
    ],
    corrected: { '": 0': '": 1' },
  },
  {
    title: "a Relationship may be to more than 500 twins in v2",
    text: content(2, '"Relationship"', "motor", '"maxMultiplicity": 501 // ← here'),
    expect: [
      {
        code: "valueAboveRange",
        primaryId: pumpPart("contents.motor"),
        property: "maxMultiplicity",
        value: "501",
        restriction: "[1, 500]",
      },
    ],
    corrected: { "context;2": "context;3" },
  },
  {
    title: "a Relationship must be to one twin at least",
    text: content(4, '"Relationship"', "motor", '"minMultiplicity": 1 // ← here'),
    expect: [
      {
        code: "valueNotExact",
        primaryId: pumpPart("contents.motor"),
        property: "minMultiplicity",
        value: "1",
        restriction: "0",
      },
    ],
    corrected: { '": 1': '": 0' },
  },
  inObject(text, "a context", "valueObjectContext", '"@context": "dtmi:dtdl:context;2"'),
  inObject(integer, "an identifier", "valueObjectId", '"@id": "dtmi:com:example:x;1"'),
  inObject(numeric, "a graph", "valueObjectGraph", '"@graph": []'),
  {
    ...inObject(boolean, "a language", "valueObjectLanguage", '"@language": "en"'),
    corrected: { "context;4": "context;2" },
  },
  {
    ...inObject(integer, "a keyword without meaning", "valueObjectKeyword", '"@index": 1', {
      value: "@index",
    }),
    corrected: { "context;3": "context;2" },
  },
  inObject(any, "a member of its own", "valueObjectInvalidProp", '"unit": "gram"', {
    value: "unit",
  }),
  {
    title: "a Relationship has two targets",
    text: content(
      2,
      '"Relationship"',
      "motor",
      `"target": [ // ↓ here
        "dtmi:com:example:Motor;1",
        "dtmi:com:example:Drive;1"
      ] // ↑ here`,
    ),
    expect: [
      {
        code: "identifierMultipleValues",
        primaryId: pumpPart("contents.motor"),
        property: "target",
      },
    ],
    corrected: { ', "dtmi:com:example:Drive;1"': "" },
  },
  {
    title: "an override overrides an empty list of properties",
    text: pump(
      4,
      `
      {
        "@type": ["Property", "ValueAnnotation", "Override"],
        "name": "speedUnit",
        "annotates": "speed",
        "overrides": [], // ← here
        "schema": "VelocityUnit"
      },
      {
        "@type": ["Telemetry", "Velocity"],
        "name": "speed",
        "schema": "double",
        "unit": "knot"
      }`,
      "quantitativeTypes;2",
      "annotation;2",
      "overriding;2",
    ),
    expect: [
      {
        code: "identifierCountBelowMin",
        primaryId: pumpPart("contents.speedUnit"),
        property: "dtmi:dtdl:extension:overriding:v2:Override:overrides",
        type: "URI",
      },
    ],
    corrected: { "[],": '["unit"],' },
  },
  {
    title: "the target of a Relationship is a number",
    text: content(3, '"Relationship"', "motor", '"target": 7 // ← here'),
    expect: [
      {
        code: "identifierNotString",
        primaryId: pumpPart("contents.motor"),
        property: "target",
        type: "DTMI",
      },
    ],
    corrected: { '": 7': '": "dtmi:com:example:Motor;1"' },
  },
  {
    title: "the target of a Relationship is a web address",
    text: content(4, '"Relationship"', "motor", '"target": "https://example.com/Motor" // ← here'),
    expect: [
      {
        code: "identifierNotDtmi",
        primaryId: pumpPart("contents.motor"),
        property: "target",
        type: "DTMI",
        value: "https://example.com/Motor",
      },
    ],
    corrected: { "https://example.com/Motor": "dtmi:com:example:Motor;1" },
  },
  {
    title: "the target of a v2 Relationship has no version",
    text: content(2, '"Relationship"', "motor", '"target": "dtmi:com:example:Motor" // ← here'),
    expect: [
      {
        code: "identifierNotDtmi",
        primaryId: pumpPart("contents.motor"),
        property: "target",
        type: "DTMI",
        value: "dtmi:com:example:Motor",
      },
    ],
    corrected: { "context;2": "context;3" },
  },
  {
    title: "an override overrides a property that is no word of a context",
    text: pump(
      3,
      `
      {
        "@type": ["Property", "ValueAnnotation", "Override"],
        "name": "speedUnit",
        "annotates": "speed",
        "overrides": "units", // ← here
        "schema": "VelocityUnit"
      },
      {
        "@type": ["Telemetry", "Velocity"],
        "name": "speed",
        "schema": "double",
        "unit": "knot"
      }`,
      "quantitativeTypes;1",
      "annotation;1",
      "overriding;1",
    ),
    expect: [
      {
        code: "identifierNotUri",
        primaryId: pumpPart("contents.speedUnit"),
        property: "dtmi:dtdl:extension:overriding:v1:Override:overrides",
        type: "URI",
        value: "units",
      },
    ],
    corrected: { '"units"': '"unit"' },
  },
];
