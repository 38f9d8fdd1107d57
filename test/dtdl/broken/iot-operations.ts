import { pump, pumpId, pumpPart, pumpSchemas, type Row } from "./row.js";

const context = "dtmi:iotoperations:context;4";
const speed = pumpPart("contents.speed");
const start = pumpPart("contents.start");

const telemetry = (type: string, members: string) =>
  pump(
    4,
    `
    {
      "@type": ["Telemetry", "${type}"],
      "name": "speed",
      ${members.trim()}
    }`,
    context,
  );

const command = (type: string, members: string) =>
  pump(
    4,
    `
    {
      "@type": ["Command", "${type}"],
      "name": "start",
      ${members.trim()}
    }`,
    context,
  );

const pumpOf = (type: string, members: string) => `{
  "@context": ["dtmi:dtdl:context;4", "${context}"],
  "@id": "${pumpId}",
  "@type": ["Interface", "${type}"]${members}
}`;

const notNumeric = (type: string, member: string): Row => ({
  title: `a Telemetry of type ${type} is a text`,
  text: telemetry(type, `${member}"schema": "string" // ← here`),
  expect: [
    {
      code: "notRequiredType",
      primaryId: speed,
      property: "schema",
      secondaryId: "dtmi:dtdl:instance:Schema:string;2",
      type: "NumericSchema",
    },
  ],
  corrected: { '"string"': '"unsignedLong"' },
});

const nonConformant = (
  title: string,
  type: string,
  property: string,
  schema: string,
  bad: string,
  good: string,
): Row => ({
  title,
  text: telemetry(
    type,
    `"schema": "${schema}", // ← also
      "${property}": ${bad} // ← here`,
  ),
  expect: [
    { code: "nonConformantPropertyValue", primaryId: speed, property, restriction: "schema" },
  ],
  corrected: { [`": ${bad}`]: `": ${good}` },
});

const lacks = (
  title: string,
  text: string,
  primaryId: string,
  property: string,
  type: string,
  corrected: Row["corrected"],
): Row => ({
  title,
  text,
  expect: [{ code: "missingSupplementalLiteralProperty", primaryId, property, type }],
  corrected,
});

const whole = (text: string) => `${text.replace("{", "{ // ↓ here")} // ↑ here`;
const content = (text: string) =>
  text.replace(/ {4}\{$/m, "    { // ↓ here").replace(/ {4}\}$/m, "    } // ↑ here");

const long = "x".repeat(129);

/** What is refused for the types of IoT Operations. */
export const iotOperationsRows: readonly Row[] = [
  notNumeric("Limited", '"minimum": 5,\n      '),
  notNumeric("Precise", '"decimalPlaces": 1,\n      '),
  nonConformant(
    "the least value of an integer has a fraction",
    "Limited",
    "minimum",
    "integer",
    "0.5",
    "5",
  ),
  nonConformant(
    "the greatest value of a short is larger than a short",
    "Limited",
    "maximum",
    "short",
    "32768",
    "32767",
  ),
  nonConformant(
    "the scale of a byte is larger than a byte",
    "ScaledStatically",
    "scaleFactor",
    "byte",
    "128",
    "127",
  ),
  lacks(
    "a composite belongs to no ontology",
    whole(pumpOf("Composite", "")),
    pumpId,
    "ontology",
    "Composite",
    [pumpOf("Composite", ', "ontology": "pumps"')],
  ),
  lacks(
    "a congruence is with nothing",
    whole(pumpOf("Congruence", "")),
    pumpId,
    "typeRef",
    "Congruence",
    [pumpOf("Congruence", ', "typeRef": "pump"')],
  ),
  lacks(
    "a qualified Command has no name space",
    content(command("Qualified", '"comment": "at once"')),
    start,
    "namespace",
    "Qualified",
    { '"comment": "at once"': '"namespace": "pumps"' },
  ),
  lacks(
    "a member of a group is in no group",
    content(command("GroupMember", '"comment": "at once"')),
    start,
    "group",
    "GroupMember",
    { '"comment": "at once"': '"group": "onOff"' },
  ),
  lacks(
    "a precise Telemetry has no number of decimal places",
    content(telemetry("Precise", '"schema": "double"')),
    speed,
    "decimalPlaces",
    "Precise",
    { '"double"': '"double", "decimalPlaces": 2' },
  ),
  lacks(
    "a scaled Telemetry has no factor",
    content(telemetry("ScaledStatically", '"schema": "double"')),
    speed,
    "scaleFactor",
    "ScaledStatically",
    { '"double"': '"double", "scaleFactor": 0.1' },
  ),
  {
    title: "a number of decimal places has a fraction",
    text: telemetry(
      "Precise",
      `"schema": "double",
      "decimalPlaces": 1.5 // ← here`,
    ),
    expect: [
      {
        code: "integerNotInteger",
        primaryId: speed,
        property: "dtmi:iotoperations:property:decimalPlaces;4",
      },
    ],
    corrected: { "1.5": "1.0" },
  },
  {
    title: "the name of an ontology has more than 128 characters",
    text: pumpOf("Composite", `,\n  "ontology": "${long}" // ← here`),
    expect: [
      {
        code: "stringTooLong",
        primaryId: pumpId,
        property: "dtmi:iotoperations:property:ontology;4",
        value: long,
      },
    ],
    corrected: { [long]: "pumps" },
  },
  {
    title: "an Interface is qualified, which only its contents and fields can be",
    text: pumpOf("Qualified", ',\n  "namespace": "pumps"').replace(
      '"Qualified"],',
      '"Qualified"], // ← here',
    ),
    expect: [
      {
        code: "invalidCotype",
        primaryId: pumpId,
        type: "Qualified",
        restriction: "Command or Component or Field or Property or Relationship or Telemetry",
      },
    ],
    corrected: [pumpOf("Event", "")],
  },
  {
    title: "a type of IoT Operations stands in v3",
    text: pump(
      3,
      `
      {
        "@type": ["Relationship", "HasComponent"], // ← here
        "name": "motor"
      }`,
      context,
    ),
    expect: [
      {
        code: "invalidCotypeVersion",
        primaryId: pumpPart("contents.motor"),
        type: "HasComponent",
        restriction: "4",
      },
    ],
    corrected: { "dtdl:context;3": "dtdl:context;4" },
  },
  {
    title: "a detail has two subjects",
    text: pumpSchemas(
      4,
      `
      {
        "@id": "dtmi:com:example:detail;1",
        "@type": ["Object", "Detail"],
        "fields": [
          {
            "@type": ["Field", "Subject"], // ← here
            "name": "pump",
            "schema": "string"
          },
          {
            "@type": ["Field", "Subject"],
            "name": "valve",
            "schema": "string"
          }
        ]
      }`,
      context,
    ),
    expect: [
      {
        code: "siblingDuplicatesCotype",
        primaryId: "dtmi:com:example:detail:_fields:__pump;1",
        secondaryId: "dtmi:com:example:detail:_fields:__valve;1",
        type: "Subject",
        restriction: "Subject",
        property: "fields",
      },
    ],
    corrected: { '["Field", "Subject"], "name": "valve"': '"Field", "name": "valve"' },
  },
  {
    title: "the subject of something stands in an Object that is no detail",
    text: pumpSchemas(
      4,
      `
      {
        "@id": "dtmi:com:example:detail;1",
        "@type": "Object",
        "fields": [
          {
            "@type": ["Field", "Subject"], // ← here
            "name": "pump",
            "schema": "string"
          }
        ]
      }`,
      context,
    ),
    expect: [
      {
        code: "parentMissingCotype",
        primaryId: "dtmi:com:example:detail:_fields:__pump;1",
        type: "Subject",
        restriction: "Detail",
        property: "fields",
      },
    ],
    corrected: { '"Object"': '["Object", "Detail"]' },
  },
];
