import { content, type ErrorExample, type ExplanationRow, sections } from "./row.js";

/** A kind of literal, with a place where one stands. */
interface LiteralKind {
  readonly noun: string;
  readonly what: string;
  readonly xsd: string;
  readonly good: string;
  readonly other: string;
  readonly wrong: string;
  readonly wrongType: string;
  readonly extensions: readonly string[];
  /** An element that holds the value. */
  readonly holder: (value: string) => string;
  /** An element in which a value is required, where that is another. */
  readonly needy?: { readonly extensions: readonly string[]; holder(value: string): string };
}

const mqtt = ["dtmi:dtdl:extension:mqtt;3"];
const operations = ["dtmi:iotoperations:context;4"];

const kinds: Readonly<Record<string, LiteralKind>> = {
  string: {
    noun: "a string",
    what: "Names and comments are texts; numbers and booleans are not read as such.",
    xsd: "xsd:string",
    good: `"slow"`,
    other: `"fast"`,
    wrong: `7`,
    wrongType: "xsd:boolean",
    extensions: [],
    holder: (value) => `{ "@type": "Command", "name": "boil", "comment": ${value} }`,
    needy: {
      extensions: [],
      holder: (value) =>
        `{ "@id": "dtmi:com:example:boil;1", "@type": "Command", "name": ${value} }`,
    },
  },
  integer: {
    noun: "an integer",
    what: 'Counts and positions are whole numbers from -2147483648 to 2147483647; `3.0` is one, `3.5` and `"3"` are not.',
    xsd: "xsd:integer",
    good: `4`,
    other: `5`,
    wrong: `"4"`,
    wrongType: "xsd:string",
    extensions: [],
    holder: (value) => `{ "@type": "Relationship", "name": "parts", "maxMultiplicity": ${value} }`,
    needy: {
      extensions: mqtt,
      holder: (value) =>
        `{ "@type": [ "Telemetry", "Indexed" ], "name": "level", "schema": "double", "index": ${value} }`,
    },
  },
  numeric: {
    noun: "a number",
    what: "Bounds and factors are numbers, whole or not, written without quotes.",
    xsd: "xsd:decimal",
    good: `0.5`,
    other: `1.5`,
    wrong: `"0.5"`,
    wrongType: "xsd:string",
    extensions: operations,
    holder: (value) =>
      `{ "@type": [ "Telemetry", "ScaledStatically" ], "name": "level", "schema": "double", "scaleFactor": ${value} }`,
  },
  boolean: {
    noun: "`true` or `false`",
    what: "What is or is not so is written as `true` or `false`, never as text or as a number.",
    xsd: "xsd:boolean",
    good: `true`,
    other: `false`,
    wrong: `"true"`,
    wrongType: "xsd:string",
    extensions: [],
    holder: (value) =>
      `{ "@type": "Property", "name": "level", "schema": "double", "writable": ${value} }`,
  },
  duration: {
    noun: "a duration",
    what: "Spans of time are texts in the form of ISO 8601, such as `PT15S` for fifteen seconds.",
    xsd: "xsd:duration",
    good: `"PT15S"`,
    other: `"PT30S"`,
    wrong: `15`,
    wrongType: "xsd:string",
    extensions: mqtt,
    holder: (value) =>
      `{ "@type": [ "Command", "Idempotent", "Cacheable" ], "name": "boil", "ttl": ${value} }`,
  },
  literal: {
    noun: "a string or an integer",
    what: "The values of an Enum are texts or whole numbers, as its `valueSchema` says.",
    xsd: "",
    good: `1`,
    other: `2`,
    wrong: `null`,
    wrongType: "",
    extensions: [],
    holder: (value) =>
      `{ "@type": "Telemetry", "name": "mode", "schema": { "@type": "Enum", "valueSchema": "integer", "enumValues": [ { "name": "on", "enumValue": ${value} } ] } }`,
  },
};

const fields = ["primaryId", "property"];

function families(): Record<string, ExplanationRow> {
  const rows: Record<string, ExplanationRow> = {};
  for (const [kind, about] of Object.entries(kinds)) {
    const { noun, what, xsd, good, other, wrong, wrongType } = about;
    const example = (value: string): ErrorExample =>
      content(about.holder(value), about.holder(good), 4, about.extensions);
    rows[`${kind}MultipleValues`] = {
      meaning: `A property that takes ${noun} has an array of several values.`,
      reason: `${what} No such property holds more than one; an array of one value is the same as the value.`,
      section: sections.json,
      fields,
      example: example(`[ ${good}, ${other} ]`),
    };
    rows[`${kind}ObjectNoValue`] = {
      meaning: `A property that takes ${noun} has an object without \`@value\`.`,
      reason: `${what} JSON-LD can wrap a value in an object, but then the value stands in \`@value\`.`,
      section: sections.json,
      fields,
      example: example(xsd === "" ? `{}` : `{ "@type": "${xsd}" }`),
    };
    if (kind !== "boolean") {
      const { holder, extensions } = about.needy ?? about;
      rows[`${kind}CountBelowMin`] = {
        meaning: `A property that requires ${noun} has an empty array.`,
        reason: `${what} An empty array is the same as no value, and this element cannot do without.`,
        section: sections.json,
        fields,
        example: content(holder(`[]`), holder(good), 4, extensions),
      };
    }
    if (kind === "literal") continue;
    const name = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
    const json = kind === "duration" ? "String" : name;
    rows[`${kind}Not${json}`] = {
      meaning: `A property takes ${noun}, and its value is something else.`,
      reason: what,
      section: sections.json,
      fields,
      example: example(wrong),
    };
    rows[`${kind}TypeNot${name}`] = {
      meaning: `A property takes ${noun}, and the object that wraps the value says another type.`,
      reason: `${what} The \`@type\` beside \`@value\` may repeat that as \`${xsd}\`, but not contradict it.`,
      section: sections.json,
      fields,
      example: example(`{ "@value": ${good}, "@type": "${wrongType}" }`),
    };
    rows[`${kind}ValueNot${json}`] = {
      meaning: `A property takes ${noun}, and the \`@value\` of its object is something else.`,
      reason: `${what} Wrapping a value in an object does not convert it.`,
      section: sections.json,
      fields,
      example: example(`{ "@value": ${wrong} }`),
    };
  }
  return rows;
}

const command = (comment: string): string =>
  `{ "@type": "Command", "name": "boil", "comment": ${comment} }`;
const commented = (comment: string): ErrorExample => content(command(comment), command(`"slow"`));
const relationship = (rest: string): string =>
  `{ "@type": "Relationship", "name": "parts", ${rest} }`;

const wrapped =
  "A value can be wrapped in an object with `@value` and, to confirm its kind, `@type`.";

/** Errors of values that are no elements. */
export const literals: Readonly<Record<string, ExplanationRow>> = {
  ...families(),
  literalNotValid: {
    meaning: "An `enumValue` is `null`, a fraction, or otherwise no value that an Enum can have.",
    reason: "The values of an Enum are sent as integers or strings, and nothing else.",
    section: sections.enum,
    fields,
    example: content(
      `{ "@type": "Telemetry", "name": "mode", "schema": { "@type": "Enum", "valueSchema": "integer", "enumValues": [ { "name": "on", "enumValue": null } ] } }`,
      `{ "@type": "Telemetry", "name": "mode", "schema": { "@type": "Enum", "valueSchema": "integer", "enumValues": [ { "name": "on", "enumValue": 1 } ] } }`,
    ),
  },
  literalTypeNotSingular: {
    meaning: "The object that wraps a value has an `@type` with no or several entries.",
    reason: `${wrapped} A value is of one kind.`,
    section: sections.json,
    fields,
    example: commented(`{ "@value": "slow", "@type": [] }`),
  },
  stringTooLong: {
    meaning:
      "A text has more characters than its property takes: 512 for most, 64 for `name` in DTDL 2.",
    reason: "Names become columns, topics and labels, which have a greatest length too.",
    section: sections.interface,
    fields: [...fields, "value: the text"],
  },
  stringInvalid: {
    meaning: "A text does not have the form that its property wants.",
    reason:
      "A `name` begins with a letter, goes on with letters, digits and `_`, and does not end with `_`, so that it is a name in every programming language. Topics of the MQTT extension have a form of their own.",
    section: sections.interface,
    fields: [...fields, "value: the text", "restriction: the pattern"],
    example: content(
      `{ "@type": "Telemetry", "name": "water-level", "schema": "double" }`,
      `{ "@type": "Telemetry", "name": "waterLevel", "schema": "double" }`,
    ),
  },
  durationInvalid: {
    meaning: "A text that should be a duration is not in the form of ISO 8601.",
    reason: "`P` starts it, `T` stands before hours, minutes and seconds: `P1DT12H`, `PT0.5S`.",
    section: sections.extensions,
    fields: [...fields, "value: the text"],
    example: content(
      `{ "@type": [ "Command", "Idempotent", "Cacheable" ], "name": "boil", "ttl": "15s" }`,
      `{ "@type": [ "Command", "Idempotent", "Cacheable" ], "name": "boil", "ttl": "PT15S" }`,
      4,
      mqtt,
    ),
  },
  valueBelowMin: {
    meaning: "A number is less than the least that its property takes.",
    reason: "In DTDL 3 and 4 `maxMultiplicity` is at least 1; it has no upper bound.",
    section: sections.relationship,
    fields: [...fields, "value: the number", "restriction: the least that is permitted"],
    example: content(relationship(`"maxMultiplicity": 0`), relationship(`"maxMultiplicity": 1`)),
  },
  valueBelowRange: {
    meaning: "A number is below the range of its property.",
    reason:
      "In DTDL 2 `maxMultiplicity` is from 1 to 500. A Relationship to nothing needs no model.",
    section: sections.relationship,
    fields: [...fields, "value: the number", "restriction: the range"],
    example: content(relationship(`"maxMultiplicity": 0`), relationship(`"maxMultiplicity": 1`), 2),
  },
  valueAboveRange: {
    meaning: "A number is above the range of its property.",
    reason:
      "In DTDL 2 `maxMultiplicity` is from 1 to 500; leaving it out means that there is no limit.",
    section: sections.relationship,
    fields: [...fields, "value: the number", "restriction: the range"],
    example: content(
      relationship(`"maxMultiplicity": 501`),
      relationship(`"maxMultiplicity": 500`),
      2,
    ),
  },
  valueNotExact: {
    meaning: "A number is not the only one that its property takes.",
    reason:
      "`minMultiplicity` can only be 0: a Relationship may always be without targets, since these come and go.",
    section: sections.relationship,
    fields: [...fields, "value: the number", "restriction: the number that is permitted"],
    example: content(relationship(`"minMultiplicity": 1`), relationship(`"minMultiplicity": 0`)),
  },
  valueObjectContext: {
    meaning: "The object that wraps a value has a `@context`.",
    reason: `${wrapped} There is nothing in it that a context could explain.`,
    section: sections.json,
    fields,
    example: commented(`{ "@value": "slow", "@context": "dtmi:dtdl:context;4" }`),
  },
  valueObjectId: {
    meaning: "The object that wraps a value has an `@id`.",
    reason: `${wrapped} Only elements have identifiers.`,
    section: sections.json,
    fields,
    example: commented(`{ "@value": "slow", "@id": "dtmi:com:example:slow;1" }`),
  },
  valueObjectGraph: {
    meaning: "The object that wraps a value has a `@graph`.",
    reason: `${wrapped} It cannot hold further objects.`,
    section: sections.json,
    fields,
    example: commented(`{ "@value": "slow", "@graph": {} }`),
  },
  valueObjectLanguage: {
    meaning: "In DTDL 3 or 4, the object that wraps a value has a `@language`.",
    reason: `${wrapped} Of the texts only \`displayName\` and \`description\` are in a language; DTDL 2 passes over the keyword.`,
    section: sections.localization,
    fields,
    example: commented(`{ "@value": "slow", "@language": "en" }`),
  },
  valueObjectKeyword: {
    meaning: "In DTDL 3 or 4, the object that wraps a value has another member with `@`.",
    reason: `${wrapped} Other keywords of JSON-LD have no effect; DTDL 2 passes over them.`,
    section: sections.json,
    fields: [...fields, "value: the keyword"],
    example: commented(`{ "@value": "slow", "@index": "first" }`),
  },
  valueObjectInvalidProp: {
    meaning: "The object that wraps a value has a member without `@`.",
    reason: `${wrapped} With other members it looks like an element or like texts by language, which the property does not take.`,
    section: sections.json,
    fields: [...fields, "value: the name of the member"],
    example: commented(`{ "@value": "slow", "en": "slow" }`),
  },
  identifierMultipleValues: {
    meaning: "`target` or `overrides` has an array of several identifiers.",
    reason:
      "A Relationship has one class of targets. Several kinds of targets are several Relationships.",
    section: sections.relationship,
    fields,
    example: content(
      relationship(`"target": [ "dtmi:com:example:Lid;1", "dtmi:com:example:Spout;1" ]`),
      relationship(`"target": "dtmi:com:example:Lid;1"`),
    ),
  },
  identifierCountBelowMin: {
    meaning: "`overrides` is an empty array, although an Override needs it.",
    reason: "An empty array is the same as no value.",
    section: sections.extensions,
    fields: [...fields, "type: the types that could be named"],
  },
  identifierNotString: {
    meaning: "`target` or `overrides` is not a string.",
    reason: "Both name something by its identifier, and do not define it.",
    section: sections.relationship,
    fields: [...fields, "type: the types that could be named"],
    example: content(
      relationship(`"target": 7`),
      relationship(`"target": "dtmi:com:example:Lid;1"`),
    ),
  },
  identifierNotDtmi: {
    meaning: "The `target` of a Relationship is neither a valid DTMI nor a term.",
    reason: "It names an Interface. That need not be known here, but its identifier has to be one.",
    section: sections.relationship,
    fields: [...fields, "type: the types that could be named", "value: the text"],
    example: content(
      relationship(`"target": "urn:example:lid"`),
      relationship(`"target": "dtmi:com:example:Lid;1"`),
    ),
  },
  identifierNotUri: {
    meaning: "The `overrides` of an Override is neither an identifier nor a term.",
    reason: "It names a property that a type brings, mostly by a term such as `unit`.",
    section: sections.extensions,
    fields: [...fields, "type: the types that could be named", "value: the text"],
  },
};
