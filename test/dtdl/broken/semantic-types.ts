import { pump, pumpPart, type Row } from "./row.js";

const speed = pumpPart("contents.speed");
const quantities = (version: number) => `dtmi:dtdl:extension:quantitativeTypes:v${version}`;

/** A Telemetry that has a velocity, with schema and unit as written, marks included. */
const measured = (version: number, schema: string, unit: string, ...extensions: string[]) =>
  pump(
    version,
    `
    {
      "@type": ["Telemetry", "Velocity"],
      "name": "speed",
      "schema": ${schema}
      "unit": ${unit}
    }`,
    ...extensions,
  );

const central = (type: string, schema: string, rest = "") =>
  pump(
    2,
    `
    {
      "@type": ["Telemetry", "${type}"],
      "name": "speed",
      "schema": ${schema}${rest}
    }`,
    "dtmi:iotcentral:context;2",
  );

const schemaIs = (id: string) => ({
  primaryId: speed,
  property: "schema",
  secondaryId: `dtmi:dtdl:instance:Schema:${id};2`,
});

/** What is refused for quantities with units, and for the types of IoT Central. */
export const semanticTypeRows: readonly Row[] = [
  {
    title: "the unit of a v2 semantic type is one of something else",
    text: measured(2, '"double",', '"gram" // ← here'),
    expect: [
      {
        code: "notRequiredType",
        primaryId: speed,
        property: "dtmi:dtdl:property:unit;2",
        secondaryId: "dtmi:standard:unit:gram;2",
        type: "VelocityUnit",
      },
    ],
    corrected: { gram: "knot" },
  },
  {
    title: "a v2 semantic type stands on a text",
    text: measured(2, '"string", // ← here', '"knot"'),
    expect: [{ code: "notRequiredType", ...schemaIs("string"), type: "NumericSchema" }],
    corrected: { '"string"': '"long"' },
  },
  {
    title: "a v3 semantic type stands on a truth value",
    text: measured(3, '"boolean", // ← here', '"knot"', "quantitativeTypes;1"),
    expect: [{ code: "notRequiredType", ...schemaIs("boolean"), type: "NumericSchema" }],
    corrected: { '"boolean"': '"float"' },
  },
  {
    title: "a v4 semantic type stands on a date",
    text: measured(4, '"date", // ← here', '"knot"', "quantitativeTypes;3"),
    expect: [{ code: "notRequiredType", ...schemaIs("date"), type: "NumericSchema" }],
    corrected: { '"date"': '"decimal"' },
  },
  {
    title: "the unit of a v3 semantic type is one of something else",
    text: measured(3, '"double",', '"gram" // ← here', "quantitativeTypes;1"),
    expect: [
      {
        code: "wrongParent",
        primaryId: speed,
        property: `${quantities(1)}:property:unit`,
        secondaryId: `${quantities(1)}:unit:gram`,
        value: `child of ${quantities(1)}:enum:MassUnit`,
        restriction: `${quantities(1)}:enum:VelocityUnit`,
      },
    ],
    corrected: { gram: "knot" },
  },
  {
    title: "the unit of a v4 semantic type is one of something else",
    text: measured(4, '"double",', '"percent" // ← here', "quantitativeTypes;3"),
    expect: [
      {
        code: "wrongParent",
        primaryId: speed,
        property: `${quantities(3)}:property:unit`,
        secondaryId: `${quantities(3)}:unit:percent`,
        value: `child of ${quantities(3)}:enum:Unitless`,
        restriction: `${quantities(3)}:enum:VelocityUnit`,
      },
    ],
    corrected: { percent: "knot" },
  },
  {
    title: "the unit of a v4 semantic type comes from the extension of another version",
    text: measured(4, '"double",', `"${quantities(3)}:unit:knot" // ← here`, "quantitativeTypes;2"),
    expect: [
      {
        code: "wrongParent",
        primaryId: speed,
        property: `${quantities(2)}:property:unit`,
        secondaryId: `${quantities(3)}:unit:knot`,
        value: `child of ${quantities(3)}:enum:VelocityUnit`,
        restriction: `${quantities(2)}:enum:VelocityUnit`,
      },
    ],
    corrected: { ":v3:unit": ":v2:unit" },
  },
  {
    title: "a state of IoT Central is a number",
    text: central("State", '"double" // ← here'),
    expect: [{ code: "notRequiredType", ...schemaIs("double"), type: "Enum" }],
    corrected: {
      '"double"':
        '{ "@type": "Enum", "valueSchema": "integer", "enumValues": { "name": "on", "enumValue": 1 } }',
    },
  },
  {
    title: "an event of IoT Central is true or false",
    text: central("Event", '"boolean" // ← here'),
    expect: [{ code: "notRequiredType", ...schemaIs("boolean"), type: "NumericSchema or String" }],
    corrected: { '"boolean"': '"string"' },
  },
  {
    title: "a velocity of IoT Central is a number",
    text: central("VelocityVector", '"double" // ← here'),
    expect: [{ code: "notRequiredValue", ...schemaIs("double"), restriction: "vector" }],
    corrected: { '"double"': '"vector"' },
  },
  {
    title: "an acceleration of IoT Central is a text",
    text: central("AccelerationVector", '"string" // ← here'),
    expect: [{ code: "notRequiredValue", ...schemaIs("string"), restriction: "vector" }],
    corrected: { '"string"': '"vector"' },
  },
  {
    title: "the unit of a velocity of IoT Central is one of something else",
    text: central("VelocityVector", '"vector",', '\n      "unit": "gram" // ← here'),
    expect: [
      {
        code: "notRequiredType",
        primaryId: speed,
        property: "dtmi:dtdl:property:unit;2",
        secondaryId: "dtmi:standard:unit:gram;2",
        type: "VelocityUnit",
      },
    ],
    corrected: { gram: "knot" },
  },
  {
    title: "a location of IoT Central is a text",
    text: central("Location", '"string" // ← here'),
    expect: [
      {
        code: "notRequiredValue",
        ...schemaIs("string"),
        restriction:
          "point or multiPoint or lineString or multiLineString or polygon or multiPolygon or geopoint",
      },
    ],
    corrected: { '"string"': '"geopoint"' },
  },
  {
    title: "a Command is a state of IoT Central",
    text: pump(
      2,
      `
      {
        "@type": ["Command", "State"], // ← here
        "name": "start"
      }`,
      "dtmi:iotcentral:context;2",
    ),
    expect: [
      {
        code: "invalidCotype",
        primaryId: pumpPart("contents.start"),
        type: "State",
        restriction: "Property or Telemetry",
      },
    ],
    corrected: { ', "State"': "" },
  },
];
