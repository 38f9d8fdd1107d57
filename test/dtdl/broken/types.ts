import { dedent, pump, pumpId, pumpPart, pumpSchemas, pumpWith, type Row } from "./row.js";

const speed = pumpPart("contents.speed");

const typed = (version: number, type: string, ...extensions: string[]) =>
  pump(
    version,
    `
    {
      "@type": ["Telemetry", "${type}"], // ← here
      "name": "speed",
      "schema": "double"
    }`,
    ...extensions,
  );

const untyped = (type: string) => ({ [`["Telemetry", "${type}"]`]: '"Telemetry"' });

/** What is refused in `@type`, and as value of a property for its type. */
export const typeRows: readonly Row[] = [
  {
    title: "a Telemetry stands among the schemas",
    text: pumpWith(
      4,
      `
      "schemas": [ // ← here
        { // ↓ also
          "@id": "dtmi:com:example:speed;1",
          "@type": "Telemetry",
          "name": "speed",
          "schema": "double"
        } // ↑ also
      ]`,
    ),
    expect: [
      {
        code: "badType",
        primaryId: pumpId,
        property: "schemas",
        secondaryId: "dtmi:com:example:speed;1",
        value: "Telemetry",
      },
    ],
    corrected: { '"schemas"': '"contents"' },
  },
  {
    title: "a content has no type",
    text: pumpWith(
      2,
      `
      "contents": [ // ← here
        { // ↓ also
          "name": "speed",
          "schema": "double"
        } // ↑ also
      ]`,
    ),
    expect: [{ code: "badType", primaryId: pumpId, property: "contents", secondaryId: speed }],
    corrected: { '"name"': '"@type": "Telemetry", "name"' },
  },
  {
    title: "a schema has no type",
    text: pump(
      3,
      `
      {
        "@type": "Telemetry",
        "name": "speed",
        "schema": { // ← here ↓ also
          "elementSchema": "double"
        } // ↑ also
      }`,
    ),
    expect: [
      {
        code: "badType",
        primaryId: speed,
        property: "schema",
        secondaryId: pumpPart("contents.speed.schema"),
      },
    ],
    corrected: { '"elementSchema"': '"@type": "Array", "elementSchema"' },
  },
  {
    title: "a primitive schema is defined anew",
    text: pump(
      4,
      `
      {
        "@type": "Telemetry",
        "name": "speed",
        "schema": { // ← here ↓ also
          "@type": "Double"
        } // ↑ also
      }`,
    ),
    expect: [
      {
        code: "badType",
        primaryId: speed,
        property: "schema",
        secondaryId: pumpPart("contents.speed.schema"),
        value: "Double",
      },
    ],
    corrected: { '{ "@type": "Double" }': '"double"' },
  },
  {
    title: "a class of another version is named",
    text: pumpWith(
      4,
      `
      "contents": [ // ← here
        { // ↓ also
          "@type": "dtmi:dtdl:class:Telemetry;3",
          "name": "speed",
          "schema": "double"
        } // ↑ also
      ]`,
    ),
    expect: [
      {
        code: "badType",
        primaryId: pumpId,
        property: "contents",
        secondaryId: speed,
        value: "dtmi:dtdl:class:Telemetry;3",
      },
    ],
    corrected: { "Telemetry;3": "Telemetry;4" },
  },
  {
    title: "an abstract class is named",
    text: pumpWith(
      3,
      `
      "contents": [ // ← here
        { // ↓ also
          "@type": "Content",
          "name": "speed"
        } // ↑ also
      ]`,
    ),
    expect: [
      {
        code: "badType",
        primaryId: pumpId,
        property: "contents",
        secondaryId: speed,
        value: "Content",
      },
    ],
    corrected: { '"Content"': '"Command"' },
  },
  {
    title: "a type is a number",
    text: pumpWith(
      4,
      `
      "contents": [ // ← here
        { // ↓ also
          "@type": ["Telemetry", 7],
          "name": "speed",
          "schema": "double"
        } // ↑ also
      ]`,
    ),
    expect: [
      { code: "badType", primaryId: pumpId, property: "contents", secondaryId: speed, value: "7" },
    ],
    corrected: { ", 7": "" },
  },
  {
    title: "the request of a Command in v3 is a payload of v2",
    text: pump(
      3,
      `
      {
        "@type": "Command",
        "name": "start",
        "request": { // ← here ↓ also
          "@type": "CommandPayload",
          "name": "speed",
          "schema": "double"
        } // ↑ also
      }`,
    ),
    expect: [
      {
        code: "badType",
        primaryId: pumpPart("contents.start"),
        property: "request",
        secondaryId: pumpPart("contents.start.request"),
        value: "CommandPayload",
      },
    ],
    corrected: { '"@type": "CommandPayload",': "" },
  },
  {
    title: "the word for a class stands as schema",
    text: pump(
      4,
      `
      {
        "@type": "Telemetry",
        "name": "speed",
        "schema": "Double" // ← here, also
      }`,
    ),
    expect: [
      {
        code: "badType",
        primaryId: speed,
        property: "schema",
        secondaryId: "dtmi:dtdl:class:Double;4",
      },
    ],
    corrected: { '"Double"': '"double"' },
  },
  {
    title: "an Interface is the schema of a Property",
    text: pump(
      2,
      `
      {
        "@type": "Property",
        "name": "speed",
        "schema":
          "${pumpId}" // ← also
      }`,
    ).replace('"schema":', '"schema": // ← here'),
    expect: [
      {
        code: "badType",
        primaryId: speed,
        property: "schema",
        secondaryId: pumpId,
        value: "Interface",
      },
    ],
    corrected: { [`"schema": "${pumpId}"`]: '"schema": "double"' },
  },
  {
    title: "a kind of Command stands as schema",
    text: pump(
      2,
      `
      {
        "@type": "Telemetry",
        "name": "speed",
        "schema": "synchronous" // ← here, also
      }`,
    ),
    expect: [
      {
        code: "badType",
        primaryId: speed,
        property: "schema",
        secondaryId: "dtmi:dtdl:instance:CommandType:synchronous;2",
        value: "CommandType",
      },
    ],
    corrected: { synchronous: "double" },
  },
  {
    title: "the keys of a Map are integers",
    text: pump(
      3,
      `
      {
        "@type": "Telemetry",
        "name": "speed",
        "schema": {
          "@type": "Map",
          "mapKey": {
            "name": "motor",
            "schema": "integer" // ← here, also
          },
          "mapValue": {
            "name": "speed",
            "schema": "double"
          }
        }
      }`,
    ),
    expect: [
      {
        code: "badType",
        primaryId: pumpPart("contents.speed.schema.mapKey"),
        property: "schema",
        secondaryId: "dtmi:dtdl:instance:Schema:integer;3",
        value: "Integer",
      },
    ],
    corrected: { '"integer"': '"string"' },
  },
  {
    title: "a Command is of the kind string",
    text: pump(
      2,
      `
      {
        "@type": "Command",
        "name": "start",
        "commandType": "string" // ← here, also
      }`,
    ),
    expect: [
      {
        code: "badType",
        primaryId: pumpPart("contents.start"),
        property: "commandType",
        secondaryId: "dtmi:dtdl:instance:Schema:string;2",
        value: "String",
      },
    ],
    corrected: { '"string"': '"asynchronous"' },
  },
  {
    title: "a Relationship has a Telemetry",
    text: pump(
      3,
      `
      {
        "@type": "Relationship",
        "name": "motor",
        "properties": { // ← here ↓ also
          "@type": "Telemetry",
          "name": "since",
          "schema": "date"
        } // ↑ also
      }`,
    ),
    expect: [
      {
        code: "badType",
        primaryId: pumpPart("contents.motor"),
        property: "properties",
        secondaryId: pumpPart("contents.motor.properties.since"),
        value: "Telemetry",
      },
    ],
    corrected: { '"Telemetry"': '"Property"' },
  },
  {
    title: "an Interface extends a schema",
    text: pumpWith(
      4,
      `
      "extends": "dtmi:com:example:motor;1", // ← here, also
      "schemas": {
        "@id": "dtmi:com:example:motor;1",
        "@type": "Object"
      }`,
    ),
    expect: [
      {
        code: "badType",
        primaryId: pumpId,
        property: "extends",
        secondaryId: "dtmi:com:example:motor;1",
        value: "Object",
      },
    ],
    corrected: { '"extends": "dtmi:com:example:motor;1",': "" },
  },
  {
    title: "the name of a semantic type of v2 stands in v4 without extension",
    text: typed(4, "Velocity"),
    expect: [{ code: "typeUndefinedTerm", primaryId: speed, value: "Velocity", restriction: "4" }],
    corrected: untyped("Velocity"),
  },
  {
    title: "a unit is a schema",
    text: pump(
      4,
      `
      {
        "@type": ["Telemetry", "Velocity"],
        "name": "speed",
        "schema": "double",
        "unit": "string" // ← here
      }`,
      "quantitativeTypes;2",
    ),
    expect: [
      {
        code: "wrongParent",
        primaryId: speed,
        property: "dtmi:dtdl:extension:quantitativeTypes:v2:property:unit",
        secondaryId: "dtmi:dtdl:instance:Schema:string;4",
        value: "top-level element",
        restriction: "dtmi:dtdl:extension:quantitativeTypes:v2:enum:VelocityUnit",
      },
    ],
    corrected: { '"unit": "string"': '"unit": "knot"' },
  },
  {
    title: "a type is an identifier without version in v2",
    text: typed(2, "dtmi:com:example:Sensor"),
    expect: [{ code: "typeInvalidDtmi", primaryId: speed, value: "dtmi:com:example:Sensor" }],
    corrected: untyped("dtmi:com:example:Sensor"),
  },
  {
    title: "a type is an identifier with a hyphen",
    text: typed(4, "dtmi:com:my-company:Sensor"),
    expect: [{ code: "typeInvalidDtmi", primaryId: speed, value: "dtmi:com:my-company:Sensor" }],
    corrected: untyped("dtmi:com:my-company:Sensor"),
  },
  {
    title: "a type is a web address",
    text: typed(3, "https://example.com/Sensor"),
    expect: [{ code: "typeNotDtmiNorTerm", primaryId: speed, value: "https://example.com/Sensor" }],
    corrected: { "context;3": "context;2" },
  },
  {
    title: "a type is misspelt",
    text: pump(
      4,
      `
      {
        "@type": "Telemetri", // ← here
        "name": "speed",
        "schema": "double"
      }`,
    ),
    expect: [{ code: "typeUndefinedTerm", primaryId: speed, value: "Telemetri", restriction: "4" }],
    corrected: { Telemetri: "Telemetry" },
  },
  {
    title: "a type comes from an extension that is not in the context",
    text: typed(3, "Historized"),
    expect: [
      { code: "typeUndefinedTerm", primaryId: speed, value: "Historized", restriction: "3" },
    ],
    corrected: {
      '"dtmi:dtdl:context;3"': '["dtmi:dtdl:context;3", "dtmi:dtdl:extension:historization;1"]',
    },
  },
  {
    title: "the word for a property stands as type",
    text: typed(4, "displayName"),
    expect: [{ code: "typeIrrelevantDtmiOrTerm", primaryId: speed, value: "displayName" }],
    corrected: untyped("displayName"),
  },
  {
    title: "the identifier of a property stands as type",
    text: typed(2, "dtmi:dtdl:property:displayName;2"),
    expect: [
      {
        code: "typeIrrelevantDtmiOrTerm",
        primaryId: speed,
        value: "dtmi:dtdl:property:displayName;2",
      },
    ],
    corrected: untyped("dtmi:dtdl:property:displayName;2"),
  },
  {
    title: "a type is an identifier that nobody defines",
    text: typed(3, "dtmi:com:example:Sensor;1"),
    expect: [
      { code: "typeIrrelevantDtmiOrTerm", primaryId: speed, value: "dtmi:com:example:Sensor;1" },
    ],
    corrected: untyped("dtmi:com:example:Sensor;1"),
  },
  {
    title: "a type is a class of a version of DTDL that does not exist",
    text: typed(4, "dtmi:dtdl:class:Telemetry;5"),
    expect: [
      { code: "typeIrrelevantDtmiOrTerm", primaryId: speed, value: "dtmi:dtdl:class:Telemetry;5" },
    ],
    corrected: untyped("dtmi:dtdl:class:Telemetry;5"),
  },
  {
    title: "an element is of two classes",
    text: pump(
      2,
      `
      {
        "@type": ["Property", "Telemetry"], // ← here
        "name": "speed",
        "schema": "double"
      }`,
    ),
    expect: [{ code: "multipleMaterialTypes", primaryId: speed, value: "Property and Telemetry" }],
    corrected: { '["Property", "Telemetry"]': '"Telemetry"' },
  },
  {
    title: "an element is of an abstract semantic type",
    text: typed(2, "QuantitativeType"),
    expect: [{ code: "abstractSupplementalType", primaryId: speed, type: "QuantitativeType" }],
    corrected: untyped("QuantitativeType"),
  },
  {
    title: "an element is of the type that all types of extensions come from",
    text: typed(4, "AdjunctType"),
    expect: [{ code: "abstractSupplementalType", primaryId: speed, type: "AdjunctType" }],
    corrected: untyped("AdjunctType"),
  },
  {
    title: "a Command has a semantic type",
    text: pump(
      2,
      `
      {
        "@type": ["Command", "Velocity"], // ← here
        "name": "start",
        "unit": "knot"
      }`,
    ),
    expect: [
      {
        code: "invalidCotype",
        primaryId: pumpPart("contents.start"),
        type: "Velocity",
        restriction: "Property or Telemetry",
      },
    ],
    corrected: { '["Command", "Velocity"]': '"Command"', ', "unit": "knot"': "" },
  },
  {
    title: "a Command is historized",
    text: pump(
      4,
      `
      {
        "@type": ["Command", "Historized"], // ← here
        "name": "start"
      }`,
      "historization;2",
    ),
    expect: [
      {
        code: "invalidCotype",
        primaryId: pumpPart("contents.start"),
        type: "Historized",
        restriction: "Property or Telemetry",
      },
    ],
    corrected: { '["Command", "Historized"]': '"Command"' },
  },
  {
    title: "a map's value is fragmented, which only a Property or the value of a result may be",
    text: pumpSchemas(
      4,
      `
      {
        "@id": "dtmi:com:example:speeds;1",
        "@type": "Map",
        "mapKey": {
          "name": "motor",
          "schema": "string"
        },
        "mapValue": {
          "@type": ["MapValue", "Fragmented"], // ← here
          "name": "speed",
          "schema": {
            "@type": "Map",
            "mapKey": {
              "name": "second",
              "schema": "string"
            },
            "mapValue": {
              "name": "speed",
              "schema": "double"
            }
          }
        }
      }`,
      "mqtt;4",
    ),
    expect: [
      {
        code: "invalidCotype",
        primaryId: "dtmi:com:example:speeds:_mapValue;1",
        type: "Fragmented",
        restriction: "Property or PropertyValue",
      },
    ],
    corrected: { '["MapValue", "Fragmented"]': '"MapValue"' },
  },
  {
    title: "a type for v3 stands in v4",
    text: typed(4, "Historized", "historization;1"),
    expect: [
      { code: "invalidCotypeVersion", primaryId: speed, type: "Historized", restriction: "3" },
    ],
    corrected: { "historization;1": "historization;2" },
  },
  {
    title: "a type for v3 and v4 stands in v2",
    text: typed(2, "Historized", "historization;2"),
    expect: [
      {
        code: "invalidCotypeVersion",
        primaryId: speed,
        type: "Historized",
        restriction: "3 or 4",
      },
    ],
    corrected: { "context;2": "context;3" },
  },
  {
    title: "a Command may be cached, but not repeated",
    text: pump(
      4,
      `
      {
        "@type": ["Command", "Cacheable"], // ← here
        "name": "measure",
        "ttl": "PT15S"
      }`,
      "mqtt;4",
    ),
    expect: [
      {
        code: "missingCocotype",
        primaryId: pumpPart("contents.measure"),
        type: "Cacheable",
        restriction: "Idempotent",
      },
    ],
    corrected: { '"Cacheable"': '"Cacheable", "Idempotent"' },
  },
  {
    title: "an Interface is a composite and an event",
    text: dedent(`
      {
        "@context": ["dtmi:dtdl:context;4", "dtmi:iotoperations:context;4"],
        "@id": "${pumpId}",
        "@type": ["Interface", "Composite", "Event"], // ← here
        "ontology": "pumps"
      }`),
    expect: [
      { code: "disallowedCocotype", primaryId: pumpId, type: "Composite", restriction: "Event" },
    ],
    corrected: { ', "Event"': "" },
  },
  {
    title: "a Relationship is to a component and to a capability",
    text: pump(
      4,
      `
      {
        "@type": ["Relationship", "HasComponent", "HasCapability"], // ← here
        "name": "motor"
      }`,
      "dtmi:iotoperations:context;4",
    ),
    expect: [
      {
        code: "disallowedCocotype",
        primaryId: pumpPart("contents.motor"),
        type: "HasCapability",
        restriction: "HasComponent",
      },
    ],
    corrected: { ', "HasCapability"': "" },
  },
  {
    title: "the normal result of a Command is required",
    text: pumpSchemas(
      3,
      `
      {
        "@id": "dtmi:com:example:outcome;1",
        "@type": ["Object", "Result"],
        "fields": [
          {
            "@type": ["Field", "NormalResult", "Required"], // ← here
            "name": "speed",
            "schema": "double"
          }
        ]
      }`,
      "mqtt;3",
      "requirement;1",
    ),
    expect: [
      {
        code: "disallowedCocotype",
        primaryId: "dtmi:com:example:outcome:_fields:__speed;1",
        type: "NormalResult",
        restriction: "Required",
      },
    ],
    corrected: { ', "Required"': "" },
  },
  {
    title: "a Telemetry has two semantic types",
    text: pump(
      2,
      `
      {
        "@type": ["Telemetry", "Velocity", "Power"], // ← here
        "name": "speed",
        "schema": "double",
        "unit": "knot"
      }`,
    ),
    expect: [
      {
        code: "conflictingSupplementalTypes",
        primaryId: speed,
        type: "Power",
        restriction: "Velocity",
        property: "unit",
      },
    ],
    corrected: { ', "Power"': "" },
  },
];
