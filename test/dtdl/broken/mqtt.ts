import { partOf, pump, pumpId, pumpPart, pumpSchemas, type Row } from "./row.js";

const outcome = "dtmi:com:example:outcome;1";
const enumeration = '{ "@type": "Enum", "valueSchema": "integer" }';
const error = '{ "@type": ["Object", "Error"] }';
const object = '{ "@type": "Object" }';

/** A type of `mqtt;4` for fields: where such a field may stand, and what it may hold. */
interface FieldType {
  readonly type: string;
  /** The types of the Object around it. */
  readonly parents: readonly string[];
  /** A fitting schema, as JSON. */
  readonly schema: string;
  /** Class or type that the schema must have. */
  readonly needs?: string;
  /** Whether the field must not be marked as required. */
  readonly optional?: boolean;
  /** A field that must stand beside it. */
  readonly beside?: string;
}

const code = `{ "@type": ["Field", "ErrorCode"], "name": "code", "schema": ${enumeration} }`;

const fieldTypes: readonly FieldType[] = [
  { type: "NormalResult", parents: ["Result"], schema: '"double"', optional: true },
  { type: "ErrorResult", parents: ["Result"], schema: error, needs: "Error", optional: true },
  { type: "ErrorMessage", parents: ["Error"], schema: '"string"', needs: "String" },
  { type: "ErrorCode", parents: ["Result", "Error"], schema: enumeration, needs: "Enum" },
  {
    type: "ErrorInfo",
    parents: ["Result", "Error"],
    schema: object,
    needs: "Object",
    beside: code,
  },
  { type: "PropertyValue", parents: ["PropertyResult"], schema: '"double"', optional: true },
  { type: "ReadError", parents: ["PropertyResult"], schema: error, needs: "Error", optional: true },
  {
    type: "WriteError",
    parents: ["PropertyResult"],
    schema: error,
    needs: "Error",
    optional: true,
  },
];

const inObject = (parent: string, fields: string, ...extensions: string[]) =>
  pumpSchemas(
    4,
    `
    {
      "@id": "${outcome}",
      "@type": ${parent},
      "fields": [
        ${fields.trim()}
      ]
    }`,
    "mqtt;4",
    ...extensions,
  );

function fieldRows({ type, parents, schema, needs, optional, beside }: FieldType): readonly Row[] {
  const [parent = ""] = parents;
  const neighbour = beside === undefined ? "" : `${beside},\n        `;
  const field = (types: string, name: string, value: string, mark = "", schemaMark = "") => `{
          "@type": [${types}],${mark}
          "name": "${name}",
          "schema": ${value}${schemaMark}
        }`;
  const one = (mark: string) => field(`"Field", "${type}"`, "first", schema, mark);
  const first = partOf(outcome, "fields.first");
  const second = partOf(outcome, "fields.second");
  const rows: Row[] = [
    {
      title: `a field of type ${type} stands in an Object of no fitting type`,
      text: inObject(
        '"Object"',
        `${neighbour.replace(', "ErrorCode"', "")}${one(beside === undefined ? " // ← here" : " // ← here, here 2")}`,
      ),
      expect: [
        {
          code: "parentMissingCotype",
          primaryId: first,
          type,
          restriction: parents.join(" or "),
          property: "fields",
        },
        ...(beside === undefined
          ? []
          : [
              {
                code: "siblingMissingCotype",
                primaryId: first,
                type,
                restriction: "ErrorCode",
                property: "fields",
              },
            ]),
      ],
      corrected: [inObject(`["Object", "${parent}"]`, `${neighbour}${one("")}`)],
    },
    {
      title: `an Object has two fields of type ${type}`,
      text: inObject(
        `["Object", "${parent}"]`,
        `${neighbour}${one(" // ← here")},
        ${field(`"Field", "${type}"`, "second", schema)}`,
      ),
      expect: [
        {
          code: "siblingDuplicatesCotype",
          primaryId: first,
          secondaryId: second,
          type,
          restriction: type,
          property: "fields",
        },
      ],
      corrected: [inObject(`["Object", "${parent}"]`, `${neighbour}${one("")}`)],
    },
  ];
  if (needs !== undefined) {
    rows.push({
      title: `a field of type ${type} has a schema of another type`,
      text: inObject(
        `["Object", "${parent}"]`,
        `${neighbour}${field(`"Field", "${type}"`, "first", '"boolean"', "", " // ← here")}`,
      ),
      expect: [
        {
          code: "notRequiredType",
          primaryId: first,
          property: "schema",
          secondaryId: "dtmi:dtdl:instance:Schema:boolean;2",
          type: needs,
        },
      ],
      corrected: { '"boolean"': schema },
    });
  }
  if (optional === true) {
    rows.push({
      title: `a field of type ${type} is required`,
      text: inObject(
        `["Object", "${parent}"]`,
        field(`"Field", "${type}", "Required"`, "first", schema, " // ← here"),
        "requirement;1",
      ),
      expect: [{ code: "disallowedCocotype", primaryId: first, type, restriction: "Required" }],
      corrected: { "requirement;1": "requirement;2" },
    });
  }
  return rows;
}

const mqtt = (members: string) => `{
  "@context": ["dtmi:dtdl:context;3", "dtmi:dtdl:extension:mqtt;4"],
  "@id": "${pumpId}",
  "@type": ["Interface", "Mqtt"],
  ${members.trim()}
}`;

const topic =
  "^(?:(?:[!%-*,-.0-z|~][!$-*,-.0-z|~]*)|(?:{(?:[A-Za-z]+:)?[A-Za-z]+}))(?:\\/(?:(?:[!$-*,-.0-z|~]+)|(?:{(?:[A-Za-z]+:)?[A-Za-z]+})))*$";
const group = "^[!$-*,-.0-z|~]+$";

const pattern = (property: string, value: string, restriction: string, good: string): Row => ({
  title: `the ${property} of an Interface is ${JSON.stringify(value)}`,
  text: mqtt(`
  "payloadFormat": "json",
  "${property}": "${value}" // ← here`),
  expect: [
    {
      code: "stringInvalid",
      primaryId: pumpId,
      property: `dtmi:dtdl:extension:mqtt:v4:Mqtt:${property}`,
      value,
      restriction,
    },
  ],
  corrected: { [`": "${value}"`]: `": "${good}"` },
});

/** What is refused for the types of the extension for MQTT. */
export const mqttRows: readonly Row[] = [
  ...fieldTypes.flatMap(fieldRows),
  {
    title: "a field of the result of a Property has no type of its own",
    text: inObject(
      '["Object", "PropertyResult"]',
      `{
          "name": "speed",
          "schema": "double"
        }`,
    ).replace('"fields": [', '"fields": [ // ← here'),
    expect: [
      {
        code: "notRequiredType",
        primaryId: outcome,
        property: "fields",
        secondaryId: partOf(outcome, "fields.speed"),
        type: "PropertyValue or ReadError or WriteError",
      },
    ],
    corrected: { '"name": "speed"': '"@type": ["Field", "PropertyValue"], "name": "speed"' },
  },
  {
    title: "a field of the result of a Command has no type of its own",
    text: inObject(
      '["Object", "Result"]',
      `{
          "name": "speed",
          "schema": "double"
        }`,
    ).replace('"fields": [', '"fields": [ // ← here'),
    expect: [
      {
        code: "notRequiredType",
        primaryId: outcome,
        property: "fields",
        secondaryId: partOf(outcome, "fields.speed"),
        type: "NormalResult or ErrorResult or ErrorCode or ErrorInfo",
      },
    ],
    corrected: { '"name": "speed"': '"@type": ["Field", "NormalResult"], "name": "speed"' },
  },
  {
    title: "the error of a result is an Object that is not marked as error",
    text: inObject(
      '["Object", "Result"]',
      `{
          "@type": ["Field", "ErrorResult"],
          "name": "problem",
          "schema": { // ← here
            "@type": "Object"
          }
        }`,
    ),
    expect: [
      {
        code: "notRequiredType",
        primaryId: partOf(outcome, "fields.problem"),
        property: "schema",
        secondaryId: partOf(outcome, "fields.problem.schema"),
        type: "Error",
      },
    ],
    corrected: { '"@type": "Object" }': '"@type": ["Object", "Error"] }' },
  },
  {
    title: "an error has information and no code",
    text: inObject(
      '["Object", "Error"]',
      `{
          "@type": ["Field", "ErrorInfo"], // ← here
          "name": "info",
          "schema": {
            "@type": "Object"
          }
        }`,
    ),
    expect: [
      {
        code: "siblingMissingCotype",
        primaryId: partOf(outcome, "fields.info"),
        type: "ErrorInfo",
        restriction: "ErrorCode",
        property: "fields",
      },
    ],
    corrected: { '"fields": [': `"fields": [ ${code},` },
  },
  {
    title: "an indirect field is required",
    text: inObject(
      '"Object"',
      `{
          "@type": ["Field", "Indirect", "Required"], // ← here
          "name": "image",
          "schema": "bytes"
        }`,
      "requirement;1",
    ),
    expect: [
      {
        code: "disallowedCocotype",
        primaryId: partOf(outcome, "fields.image"),
        type: "Indirect",
        restriction: "Required",
      },
    ],
    corrected: { ', "Required"': "" },
  },
  {
    title: "a transparent request is a number",
    text: pump(
      3,
      `
      {
        "@type": "Command",
        "name": "start",
        "request": {
          "@type": ["CommandRequest", "Transparent"],
          "name": "speed",
          "schema": "double" // ← here
        }
      }`,
      "mqtt;2",
    ),
    expect: [
      {
        code: "notRequiredType",
        primaryId: pumpPart("contents.start.request"),
        property: "schema",
        secondaryId: "dtmi:dtdl:instance:Schema:double;2",
        type: "Object",
      },
    ],
    corrected: { '"double"': '{ "@type": "Object" }' },
  },
  {
    title: "a fragmented Property is a number",
    text: pump(
      4,
      `
      {
        "@type": ["Property", "Fragmented"],
        "name": "speed",
        "schema": "double" // ← here
      }`,
      "mqtt;4",
    ),
    expect: [
      {
        code: "notRequiredType",
        primaryId: pumpPart("contents.speed"),
        property: "schema",
        secondaryId: "dtmi:dtdl:instance:Schema:double;2",
        type: "Map",
      },
    ],
    corrected: {
      '"double"':
        '{ "@type": "Map", "mapKey": { "name": "at", "schema": "string" }, "mapValue": { "name": "speed", "schema": "double" } }',
    },
  },
  {
    title: "a Telemetry may be repeated, which only a Command can be",
    text: pump(
      3,
      `
      {
        "@type": ["Telemetry", "Idempotent"], // ← here
        "name": "speed",
        "schema": "double"
      }`,
      "mqtt;1",
    ),
    expect: [
      {
        code: "invalidCotype",
        primaryId: pumpPart("contents.speed"),
        type: "Idempotent",
        restriction: "Command",
      },
    ],
    corrected: { ', "Idempotent"': "" },
  },
  {
    title: "a Property has an index, which it may have since mqtt;4",
    text: pump(
      3,
      `
      {
        "@type": ["Property", "Indexed"], // ← here
        "name": "speed",
        "schema": "double",
        "index": 1
      }`,
      "mqtt;3",
    ),
    expect: [
      {
        code: "invalidCotype",
        primaryId: pumpPart("contents.speed"),
        type: "Indexed",
        restriction: "EnumValue or Field or Telemetry",
      },
    ],
    corrected: { "mqtt;3": "mqtt;4" },
  },
  {
    title: "a Command may be cached, but for no time",
    text: pump(
      3,
      `
      { // ↓ here
        "@type": ["Command", "Idempotent", "Cacheable"],
        "name": "measure"
      } // ↑ here`,
      "mqtt;1",
    ),
    expect: [
      {
        code: "missingSupplementalLiteralProperty",
        primaryId: pumpPart("contents.measure"),
        property: "ttl",
        type: "Cacheable",
      },
    ],
    corrected: { '"measure"': '"measure", "ttl": "PT1M"' },
  },
  pattern("telemetryTopic", "$pumps/speed", topic, "pumps/speed"),
  pattern("commandTopic", "pumps//start", topic, "pumps/{commandName}"),
  pattern("propertyTopic", "pumps/my pump", topic, "pumps/{ex:id}"),
  pattern("telemServiceGroupId", "pumps/1", group, "pumps1"),
  pattern("cmdServiceGroupId", "", group, "pumps"),
];
