import { dedent, partOf, pump, pumpId, pumpPart, pumpSchemas, pumpWith, type Row } from "./row.js";

const speed = pumpPart("contents.speed");

const withMember = (version: number, member: string) =>
  pump(
    version,
    `
    {
      "@type": "Telemetry",
      "name": "speed",
      ${member}, // ← here
      "schema": "double"
    }`,
  );

const list = (count: number, item: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => item(at)).join(`,\n${" ".repeat(10)}`);

const enumOf = (values: string, version = 2, valueSchema = "integer") =>
  pumpSchemas(
    version,
    `
    {
      "@id": "dtmi:com:example:state;1",
      "@type": "Enum",
      "valueSchema": "${valueSchema}",
      "enumValues": [
        ${values.trim()}
      ]
    }`,
  );
const state = "dtmi:com:example:state;1";

/** What is refused among the properties of an element. */
export const propertyRows: readonly Row[] = [
  {
    title: "a property is written twice",
    text: pump(
      2,
      `
      {
        "@type": "Telemetry",
        "name": "speed",
        "schema": "double", // ← also
        "schema": "float" // ← here
      }`,
    ),
    expect: [{ code: "duplicatePropertyName", primaryId: speed, property: "schema" }],
    corrected: { ', "schema": "float"': "" },
  },
  {
    title: "a property is written as word and as identifier",
    text: pump(
      4,
      `
      {
        "@type": "Telemetry",
        "dtmi:dtdl:property:schema;4": "double", // ← also
        "name": "speed",
        "schema": "double" // ← here
      }`,
    ),
    expect: [{ code: "duplicatePropertyName", primaryId: speed, property: "schema" }],
    corrected: { '"dtmi:dtdl:property:schema;4": "double",': "" },
  },
  {
    title: "a property of a semantic type is written twice",
    text: pump(
      3,
      `
      {
        "@type": ["Telemetry", "Velocity"],
        "name": "speed",
        "schema": "double",
        "unit": "knot", // ← also
        "unit": "knot" // ← here
      }`,
      "quantitativeTypes;1",
    ),
    expect: [{ code: "duplicatePropertyName", primaryId: speed, property: "unit" }],
    corrected: { ', "unit": "knot", "unit"': ', "unit"' },
  },
  {
    title: "the name of a property is a DTMI with a hyphen",
    text: withMember(3, '"dtmi:com:my-company:colour;1": "red"'),
    expect: [
      {
        code: "propertyInvalidDtmi",
        primaryId: speed,
        property: "dtmi:com:my-company:colour;1",
      },
    ],
    corrected: { '"dtmi:com:my-company:colour;1": "red",': "" },
  },
  {
    title: "the name of a property is a web address",
    text: withMember(4, '"https://example.com/colour": "red"'),
    expect: [
      {
        code: "propertyNotDtmiNorTerm",
        primaryId: speed,
        property: "https://example.com/colour",
      },
    ],
    corrected: { '"https://example.com/colour": "red",': "" },
  },
  {
    title: "the name of a property is misspelt",
    text: withMember(4, '"coment": "by the inlet"'),
    expect: [
      { code: "propertyUndefinedTerm", primaryId: speed, property: "coment", restriction: "4" },
    ],
    corrected: { coment: "comment" },
  },
  {
    title: "a unit is given in v3 without the extension for units",
    text: withMember(3, '"unit": "knot"'),
    expect: [
      { code: "propertyUndefinedTerm", primaryId: speed, property: "unit", restriction: "3" },
    ],
    corrected: {
      '"dtmi:dtdl:context;3"': '["dtmi:dtdl:context;3", "dtmi:dtdl:extension:quantitativeTypes;1"]',
      '"Telemetry"': '["Telemetry", "Velocity"]',
    },
  },
  {
    title: "a Telemetry is writable, which only a Property can be",
    text: pump(
      4,
      `
      {
        "@type": "Telemetry", // ← also
        "name": "speed",
        "schema": "double",
        "writable": true // ← here
      }`,
    ),
    expect: [{ code: "propertyIrrelevantDtmiOrTerm", primaryId: speed, property: "writable" }],
    corrected: { '"Telemetry"': '"Property"' },
  },
  {
    title: "a property is written with the identifier of another version",
    text: pump(
      4,
      `
      {
        "@type": "Telemetry", // ← also
        "dtmi:dtdl:property:comment;3": "by the inlet", // ← here
        "name": "speed",
        "schema": "double"
      }`,
    ),
    expect: [
      {
        code: "propertyIrrelevantDtmiOrTerm",
        primaryId: speed,
        property: "dtmi:dtdl:property:comment;3",
      },
    ],
    corrected: { "comment;3": "comment;4" },
  },
  {
    title: "a unit is given without semantic type",
    text: pump(
      4,
      `
      {
        "@type": "Telemetry", // ← also
        "name": "speed",
        "schema": "double",
        "unit": "knot" // ← here
      }`,
      "quantitativeTypes;3",
    ),
    expect: [{ code: "propertyIrrelevantDtmiOrTerm", primaryId: speed, property: "unit" }],
    corrected: { '"Telemetry"': '["Telemetry", "Velocity"]' },
  },
  {
    title: "a request in v3 may be null, which it can only since v4",
    text: pump(
      3,
      `
      {
        "@type": "Command",
        "name": "start",
        "request": {
          "name": "speed",
          "schema": "double",
          "nullable": true // ← here
        }
      }`,
    ),
    expect: [
      {
        code: "propertyUndefinedTerm",
        primaryId: pumpPart("contents.start.request"),
        property: "nullable",
        restriction: "3",
      },
    ],
    corrected: { "context;3": "context;4" },
  },
  {
    title: "a field may be null, which only requests and responses can be",
    text: pumpSchemas(
      4,
      `
      {
        "@id": "dtmi:com:example:motor;1",
        "@type": "Object",
        "fields": {
          "@type": "Field", // ← also
          "name": "speed",
          "schema": "double",
          "nullable": true // ← here
        }
      }`,
    ),
    expect: [
      {
        code: "propertyIrrelevantDtmiOrTerm",
        primaryId: "dtmi:com:example:motor:_fields:__speed;1",
        property: "nullable",
      },
    ],
    corrected: { ', "nullable": true': "" },
  },
  {
    title: "a field without type may be null, which only requests and responses can be",
    text: pumpSchemas(
      4,
      `
      {
        "@id": "dtmi:com:example:motor;1",
        "@type": "Object",
        "fields": {
          "name": "speed",
          "schema": "double",
          "nullable": true // ← here
        }
      }`,
    ),
    expect: [
      {
        code: "propertyIrrelevantDtmiOrTerm",
        primaryId: "dtmi:com:example:motor:_fields:__speed;1",
        property: "nullable",
      },
    ],
    corrected: { ', "nullable": true': "" },
  },
  {
    title: "a v2 Telemetry has a property that nobody knows",
    text: pump(
      2,
      `
      {
        "@type": "Telemetry", // ← also
        "colour": "red", // ← here
        "name": "speed",
        "schema": "double"
      }`,
    ),
    expect: [{ code: "noTypeThatAllows", primaryId: speed, property: "colour" }],
    corrected: { '"Telemetry"': '["Telemetry", "Coloured"]' },
  },
  {
    title: "a v2 Interface has a property that nobody knows",
    text: dedent(`
      {
        "@context": "dtmi:dtdl:context;2",
        "@id": "${pumpId}",
        "@type": "Interface", // ← also
        "https://example.com/colour": "red" // ← here
      }`),
    expect: [
      { code: "noTypeThatAllows", primaryId: pumpId, property: "https://example.com/colour" },
    ],
    corrected: { '"https://example.com/colour"': '"comment"' },
  },
  {
    title: "a v4 Telemetry has a property that an unknown extension may define, but no type of it",
    text: pump(
      4,
      `
      {
        "@type": "Telemetry", // ← also
        "colour": "red", // ← here
        "name": "speed",
        "schema": "double"
      }`,
      "dtmi:com:example:context;1",
    ),
    options: { undefinedExtensions: "always" },
    expect: [{ code: "noTypeThatAllows", primaryId: speed, property: "colour" }],
    corrected: { '"Telemetry"': '["Telemetry", "Coloured"]' },
  },
  {
    title: "a field without type has a property that fields do not have",
    text: pumpSchemas(
      2,
      `
      {
        "@id": "dtmi:com:example:motor;1",
        "@type": "Object",
        "fields": { // ↓ also
          "name": "speed",
          "schema": "double",
          "writable": true // ← here
        } // ↑ also
      }`,
    ),
    expect: [
      {
        code: "inferredTypeDoesNotAllow",
        primaryId: "dtmi:com:example:motor:_fields:__speed;1",
        type: "Field",
        property: "writable",
      },
    ],
    corrected: { ', "writable": true': "" },
  },
  {
    title: "a request without type has a property that an unknown extension may define",
    text: pump(
      3,
      `
      {
        "@type": "Command",
        "name": "start",
        "request": { // ↓ also
          "name": "speed",
          "schema": "double",
          "colour": "red" // ← here
        } // ↑ also
      }`,
      "dtmi:com:example:context;1",
    ),
    options: { undefinedExtensions: "always" },
    expect: [
      {
        code: "inferredTypeDoesNotAllow",
        primaryId: pumpPart("contents.start.request"),
        type: "CommandRequest",
        property: "colour",
      },
    ],
    corrected: { '"name": "speed"': '"@type": ["CommandRequest", "Coloured"], "name": "speed"' },
  },
  {
    title: "a Telemetry has no schema",
    text: pump(
      4,
      `
      { // ↓ here
        "@type": "Telemetry",
        "name": "speed"
      } // ↑ here`,
    ),
    expect: [{ code: "missingObjectProperty", primaryId: speed, property: "schema" }],
    corrected: { '"speed"': '"speed", "schema": "double"' },
  },
  {
    title: "a v2 Object has no fields",
    text: pumpSchemas(
      2,
      `
      { // ↓ here
        "@id": "dtmi:com:example:motor;1",
        "@type": "Object"
      } // ↑ here`,
    ),
    expect: [
      { code: "missingObjectProperty", primaryId: "dtmi:com:example:motor;1", property: "fields" },
    ],
    corrected: { "context;2": "context;3" },
  },
  {
    title: "a Command with identifier has no name",
    text: pump(
      3,
      `
      { // ↓ here
        "@id": "dtmi:com:example:start;1",
        "@type": "Command"
      } // ↑ here`,
    ),
    expect: [
      { code: "missingLiteralProperty", primaryId: "dtmi:com:example:start;1", property: "name" },
    ],
    corrected: { '"Command"': '"Command", "name": "start"' },
  },
  {
    title: "a value of an Enum has no value",
    text: enumOf(`{ // ↓ here
          "name": "running"
        } // ↑ here`),
    expect: [
      {
        code: "missingLiteralProperty",
        primaryId: partOf(state, "enumValues.running"),
        property: "enumValue",
      },
    ],
    corrected: { '"running"': '"running", "enumValue": 1' },
  },
  {
    title: "a semantic type has no unit",
    text: pump(
      4,
      `
      { // ↓ here
        "@type": ["Telemetry", "Velocity"],
        "name": "speed",
        "schema": "double"
      } // ↑ here`,
      "quantitativeTypes;2",
    ),
    expect: [
      {
        code: "missingSupplementalObjectProperty",
        primaryId: speed,
        property: "unit",
        type: "Velocity",
      },
    ],
    corrected: { '"double"': '"double", "unit": "knot"' },
  },
  {
    title: "an annotation does not say what it annotates",
    text: pump(
      4,
      `
      { // ↓ here
        "@type": ["Telemetry", "ValueAnnotation"],
        "name": "accuracy",
        "schema": "double"
      } // ↑ here`,
      "annotation;2",
    ),
    expect: [
      {
        code: "missingSupplementalLiteralProperty",
        primaryId: pumpPart("contents.accuracy"),
        property: "annotates",
        type: "ValueAnnotation",
      },
    ],
    corrected: { '"double"': '"double", "annotates": "speed"' },
  },
  {
    title: "an override does not say what it overrides",
    text: pump(
      4,
      `
      { // ↓ here
        "@type": ["Property", "ValueAnnotation", "Override"],
        "name": "speedUnit",
        "annotates": "speed",
        "schema": "VelocityUnit"
      }, // ↑ here
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
        code: "missingSupplementalIdentifierProperty",
        primaryId: pumpPart("contents.speedUnit"),
        property: "overrides",
        type: "Override",
      },
    ],
    corrected: { '"annotates": "speed"': '"annotates": "speed", "overrides": "unit"' },
  },
  {
    title: "a content has a graph",
    text: pump(
      2,
      `
      {
        "@type": "Telemetry",
        "name": "speed",
        "schema": "double",
        "@graph": [] // ← here
      }`,
    ),
    expect: [{ code: "graphDisallowed", primaryId: pumpId, property: "contents" }],
    corrected: { ', "@graph": []': "" },
  },
  {
    title: "a content has a keyword that DTDL does not use",
    text: withMember(3, '"@index": 1'),
    expect: [
      { code: "keywordDisallowed", primaryId: pumpId, property: "contents", value: "@index" },
    ],
    corrected: { "context;3": "context;2" },
  },
  {
    title: "an Interface is referred to by an object",
    text: [
      pumpWith(
        4,
        `
        "extends": { // ↓ here
          "@id": "dtmi:com:example:Base;1"
        } // ↑ here`,
      ),
      dedent(`
        {
          "@context": "dtmi:dtdl:context;4",
          "@id": "dtmi:com:example:Base;1",
          "@type": "Interface"
        }`),
    ],
    expect: [
      {
        code: "idReference",
        primaryId: pumpId,
        property: "extends",
        value: "dtmi:com:example:Base;1",
      },
    ],
    corrected: { '{ "@id": "dtmi:com:example:Base;1" }': '"dtmi:com:example:Base;1"' },
  },
  {
    title: "a schema is referred to by an object, which is tolerated on request",
    text: pump(
      2,
      `
      {
        "@type": "Telemetry",
        "name": "speed",
        "schema": { // ↓ here
          "@id": "double"
        } // ↑ here
      }`,
    ),
    expect: [{ code: "idReference", primaryId: speed, property: "schema", value: "double" }],
    corrected: {},
    correctedOptions: { quirks: ["TolerateSolecismsInParse"] },
  },
  {
    title: "an object that is tolerated as reference has no identifier that could be one",
    text: pump(
      2,
      `
      {
        "@type": "Component",
        "name": "motor",
        "schema": {
          "@id": "urn:example:Motor" // ← here
        }
      }`,
    ),
    options: { quirks: ["TolerateSolecismsInParse"] },
    expect: [
      {
        code: "idRefBadDtmiOrTerm",
        primaryId: pumpPart("contents.motor"),
        property: "schema",
        value: "urn:example:Motor",
        restriction: "2",
      },
    ],
    corrected: {
      '"Component"': '"Telemetry"',
      "urn:example:Motor": "dtmi:dtdl:instance:Schema:double;2",
    },
  },
  {
    title: "the word for a schema is misspelt",
    text: pump(
      2,
      `
      {
        "@type": "Telemetry",
        "name": "speed",
        "schema": "dobule" // ← here, also
      }`,
    ),
    expect: [
      {
        code: "badDtmiOrTerm",
        primaryId: speed,
        property: "schema",
        value: "dobule",
        restriction: "2",
      },
    ],
    corrected: { dobule: "double" },
  },
  {
    title: "a reference has a fragment",
    text: pumpWith(
      4,
      `
      "extends": [ // ← here
        "dtmi:com:example:Base;1#inlet" // ← also
      ],
      "contents": []`,
    ),
    expect: [
      {
        code: "badDtmiOrTerm",
        primaryId: pumpId,
        property: "extends",
        value: "dtmi:com:example:Base;1#inlet",
        restriction: "4",
      },
    ],
    corrected: { '"dtmi:com:example:Base;1#inlet"': "" },
  },
  {
    title: "a unit is misspelt",
    text: pump(
      3,
      `
      {
        "@type": ["Telemetry", "Length"],
        "name": "level",
        "schema": "double",
        "unit": "centimeter" // ← here, also
      }`,
      "quantitativeTypes;1",
    ),
    expect: [
      {
        code: "badDtmiOrTerm",
        primaryId: pumpPart("contents.level"),
        property: "unit",
        value: "centimeter",
        restriction: "3",
      },
    ],
    corrected: { centimeter: "centimetre" },
  },
  {
    title: "a schema is a number",
    text: pump(
      4,
      `
      {
        "@type": "Telemetry",
        "name": "speed",
        "schema": 64 // ← here, also
      }`,
    ),
    expect: [{ code: "refNotStringOrObject", primaryId: speed, property: "schema" }],
    corrected: { 64: '"double"' },
  },
  {
    title: "a schema is null",
    text: pump(
      2,
      `
      {
        "@type": "Telemetry",
        "name": "speed",
        "schema": null // ← here, also
      }`,
    ),
    expect: [{ code: "refNotStringOrObject", primaryId: speed, property: "schema" }],
    corrected: { null: '"double"' },
  },
  {
    title: "a content is true",
    text: pumpWith(
      3,
      `
      "contents": [ // ← here
        true // ← also
      ]`,
    ),
    expect: [{ code: "refNotStringOrObject", primaryId: pumpId, property: "contents" }],
    corrected: { true: "" },
  },
  {
    title: "a unit is defined anew in v4",
    text: pump(
      4,
      `
      {
        "@type": ["Telemetry", "Velocity"],
        "name": "speed",
        "schema": "double",
        "unit": { // ← here ↓ also
          "name": "league",
          "enumValue": "league"
        } // ↑ also
      }`,
      "quantitativeTypes;2",
    ),
    expect: [{ code: "refObjectNotAllowed", primaryId: speed, property: "unit" }],
    corrected: { '{ "name": "league", "enumValue": "league" }': '"knot"' },
  },
  {
    title: "a Telemetry has two schemas",
    text: pump(
      2,
      `
      {
        "@type": "Telemetry",
        "name": "speed",
        "schema": [ // ↓ here
          "double",
          "float"
        ] // ↑ here
      }`,
    ),
    expect: [{ code: "objectMultipleValues", primaryId: speed, property: "schema" }],
    corrected: { ', "float"': "" },
  },
  {
    title: "a semantic type has two units",
    text: pump(
      3,
      `
      {
        "@type": ["Telemetry", "Velocity"],
        "name": "speed",
        "schema": "double",
        "unit": ["knot", "metrePerSecond"] // ← here
      }`,
      "quantitativeTypes;1",
    ),
    expect: [{ code: "objectMultipleValues", primaryId: speed, property: "unit" }],
    corrected: { ', "metrePerSecond"': "" },
  },
  {
    title: "a Telemetry has an empty list as schema",
    text: pump(
      4,
      `
      {
        "@type": "Telemetry",
        "name": "speed",
        "schema": [] // ← here
      }`,
    ),
    expect: [{ code: "objectCountBelowMin", primaryId: speed, property: "schema" }],
    corrected: { "[] }": '["double"] }' },
  },
  {
    title: "a v2 Enum has no values",
    text: pumpSchemas(
      2,
      `
      {
        "@id": "${state}",
        "@type": "Enum",
        "valueSchema": "integer",
        "enumValues": [] // ← here
      }`,
    ),
    expect: [{ code: "objectCountBelowMin", primaryId: state, property: "enumValues" }],
    corrected: { "context;2": "context;4" },
  },
  {
    title: "a v2 Interface extends three others",
    text: dedent(`
      [
        {
          "@context": "dtmi:dtdl:context;2",
          "@id": "${pumpId}",
          "@type": "Interface",
          "extends": [ // ← here
            "dtmi:com:example:A;1",
            "dtmi:com:example:B;1",
            "dtmi:com:example:C;1"
          ]
        },
        { "@context": "dtmi:dtdl:context;2", "@id": "dtmi:com:example:A;1", "@type": "Interface" },
        { "@context": "dtmi:dtdl:context;2", "@id": "dtmi:com:example:B;1", "@type": "Interface" },
        { "@context": "dtmi:dtdl:context;2", "@id": "dtmi:com:example:C;1", "@type": "Interface" }
      ]`),
    expect: [{ code: "objectCountAboveMax", primaryId: pumpId, property: "extends" }],
    corrected: { "context;2": "context;3" },
  },
  {
    title: "a v2 Object has 31 fields",
    text: pumpSchemas(
      2,
      `
      {
        "@id": "dtmi:com:example:motor;1",
        "@type": "Object",
        "fields": [ // ← here
          ${list(31, (at) => `{ "name": "speed${at}", "schema": "double" }`)}
        ]
      }`,
    ),
    expect: [
      { code: "objectCountAboveMax", primaryId: "dtmi:com:example:motor;1", property: "fields" },
    ],
    corrected: { ', { "name": "speed30", "schema": "double" }': "" },
  },
  {
    title: "a v2 Enum has 101 values",
    text: pumpSchemas(
      2,
      `
      {
        "@id": "${state}",
        "@type": "Enum",
        "valueSchema": "integer",
        "enumValues": [ // ← here
          ${list(101, (at) => `{ "name": "state${at}", "enumValue": ${at} }`)}
        ]
      }`,
    ),
    expect: [{ code: "objectCountAboveMax", primaryId: state, property: "enumValues" }],
    corrected: { ', { "name": "state100", "enumValue": 100 }': "" },
  },
  {
    title: "a v2 Interface has 301 contents",
    text: pumpWith(
      2,
      `
      "contents": [ // ← here
        ${list(301, (at) => `{ "@type": "Command", "name": "step${at}" }`)}
      ]`,
    ),
    expect: [{ code: "objectCountAboveMax", primaryId: pumpId, property: "contents" }],
    corrected: { ', { "@type": "Command", "name": "step300" }': "" },
  },
  {
    title: "a v2 Relationship has 301 properties",
    text: pump(
      2,
      `
      {
        "@type": "Relationship",
        "name": "motor",
        "properties": [ // ← here
          ${list(301, (at) => `{ "@type": "Property", "name": "p${at}", "schema": "double" }`)}
        ]
      }`,
    ),
    expect: [
      {
        code: "objectCountAboveMax",
        primaryId: pumpPart("contents.motor"),
        property: "properties",
      },
    ],
    corrected: { ', { "@type": "Property", "name": "p300", "schema": "double" }': "" },
  },
  {
    title: "two contents have one name",
    text: pump(
      2,
      `
      {
        "@type": "Telemetry",
        "name": "speed", // ← here
        "schema": "double"
      },
      {
        "@type": "Property",
        "name": "speed", // ← also
        "schema": "double"
      }`,
    ),
    expect: [
      {
        code: "nonUniquePropertyValue",
        primaryId: pumpId,
        property: "contents",
        auxProperty: "name",
        value: "speed",
      },
    ],
    corrected: { '"Property", "name": "speed"': '"Property", "name": "targetSpeed"' },
  },
  {
    title: "two contents have one name, which is tolerated on request",
    text: pump(
      2,
      `
      {
        "@type": "Command",
        "name": "start" // ← here
      },
      {
        "@type": "Command",
        "name": "start" // ← also
      }`,
    ),
    expect: [
      {
        code: "nonUniquePropertyValue",
        primaryId: pumpId,
        property: "contents",
        auxProperty: "name",
        value: "start",
      },
    ],
    corrected: {},
    correctedOptions: { quirks: ["TolerateSolecismsInParse"] },
  },
  {
    title: "two contents with identifiers have one name",
    text: pump(
      4,
      `
      {
        "@id": "dtmi:com:example:speed;1",
        "@type": "Telemetry",
        "name": "speed", // ← here
        "schema": "double"
      },
      {
        "@id": "dtmi:com:example:target;1",
        "@type": "Property",
        "name": "speed", // ← also
        "schema": "double"
      }`,
    ),
    expect: [
      {
        code: "nonUniquePropertyValue",
        primaryId: pumpId,
        property: "contents",
        auxProperty: "name",
        value: "speed",
      },
    ],
    corrected: { '"Property", "name": "speed"': '"Property", "name": "Speed"' },
  },
  {
    title: "two fields with identifiers have one name",
    text: pumpSchemas(
      3,
      `
      {
        "@id": "dtmi:com:example:motor;1",
        "@type": "Object",
        "fields": [
          {
            "name": "speed", // ← here
            "schema": "double"
          },
          {
            "@id": "dtmi:com:example:target;1",
            "name": "speed", // ← also
            "schema": "double"
          }
        ]
      }`,
    ),
    expect: [
      {
        code: "nonUniquePropertyValue",
        primaryId: "dtmi:com:example:motor;1",
        property: "fields",
        auxProperty: "name",
        value: "speed",
      },
    ],
    corrected: {
      '"dtmi:com:example:target;1", "name": "speed"':
        '"dtmi:com:example:target;1", "name": "target"',
    },
  },
  {
    title: "two properties of a Relationship have one name",
    text: pump(
      4,
      `
      {
        "@type": "Relationship",
        "name": "motor",
        "properties": [
          {
            "@type": "Property",
            "name": "since", // ← here
            "schema": "date"
          },
          {
            "@type": "Property",
            "name": "since", // ← also
            "schema": "dateTime"
          }
        ]
      }`,
    ),
    expect: [
      {
        code: "nonUniquePropertyValue",
        primaryId: pumpPart("contents.motor"),
        property: "properties",
        auxProperty: "name",
        value: "since",
      },
    ],
    corrected: { '"since", "schema": "dateTime"': '"sinceWhen", "schema": "dateTime"' },
  },
  {
    title: "two values of an Enum are the same",
    text: enumOf(`{
          "name": "running",
          "enumValue": 1 // ← here
        },
        {
          "name": "stopped",
          "enumValue": 1 // ← also
        }`),
    expect: [
      {
        code: "nonUniquePropertyValue",
        primaryId: state,
        property: "enumValues",
        auxProperty: "enumValue",
        value: "1",
      },
    ],
    corrected: { '"stopped", "enumValue": 1': '"stopped", "enumValue": 0' },
  },
  {
    title: "two fields have one index",
    text: pumpSchemas(
      4,
      `
      {
        "@id": "dtmi:com:example:motor;1",
        "@type": "Object",
        "fields": [
          { // ↓ here
            "@type": ["Field", "Indexed"],
            "name": "speed",
            "schema": "double",
            "index": 1
          }, // ↑ here
          { // ↓ also
            "@type": ["Field", "Indexed"],
            "name": "torque",
            "schema": "double",
            "index": 1
          } // ↑ also
        ]
      }`,
      "mqtt;4",
    ),
    expect: [
      {
        code: "nonUniquePropertyValue",
        primaryId: "dtmi:com:example:motor;1",
        property: "fields",
        auxProperty: "dtmi:dtdl:extension:mqtt:v4:Indexed:index",
        value: "1",
      },
    ],
    corrected: { '"index": 1 } ]': '"index": 2 } ]' },
  },
  {
    title: "an Enum is of doubles",
    text: pumpSchemas(
      3,
      `
      {
        "@id": "${state}",
        "@type": "Enum",
        "displayName": "state", // ← here
        "valueSchema": "double"
      }`,
    ),
    expect: [
      {
        code: "incorrectPropertyValue",
        primaryId: state,
        property: "valueSchema",
        value: "double",
        restriction: "'integer' or 'string'",
      },
    ],
    corrected: { '"double"': '"string"' },
  },
  {
    title: "a value of an Enum of integers is a text",
    text: pumpSchemas(
      4,
      `
      {
        "@id": "${state}",
        "@type": "Enum",
        "valueSchema": "integer", // ← also
        "enumValues": [
          {
            "name": "running",
            "enumValue": "on" // ← here
          }
        ]
      }`,
    ),
    expect: [
      {
        code: "nonConformantDatatype",
        primaryId: partOf(state, "enumValues.running"),
        property: "enumValue",
        secondaryId: state,
        restriction: "valueSchema",
        value: "on",
        type: "integer",
      },
    ],
    corrected: { '"on"': "1" },
  },
  {
    title: "a value of an Enum of integers has a fraction",
    text: pumpSchemas(
      3,
      `
      {
        "@id": "${state}",
        "@type": "Enum",
        "valueSchema": "integer", // ← also
        "enumValues": {
          "name": "running",
          "enumValue": 1.5 // ← here
        }
      }`,
    ),
    expect: [
      {
        code: "nonConformantDatatype",
        primaryId: partOf(state, "enumValues.running"),
        property: "enumValue",
        secondaryId: state,
        restriction: "valueSchema",
        value: "1.5",
        type: "integer",
      },
    ],
    corrected: { "1.5": "15" },
  },
  {
    title: "a value of an Enum of texts is true",
    text: pumpSchemas(
      4,
      `
      {
        "@id": "${state}",
        "@type": "Enum",
        "enumValues": {
          "name": "running",
          "enumValue": true // ← here
        },
        "valueSchema": "string" // ← also
      }`,
    ),
    expect: [
      {
        code: "nonConformantDatatype",
        primaryId: partOf(state, "enumValues.running"),
        property: "enumValue",
        secondaryId: state,
        restriction: "valueSchema",
        value: "True",
        type: "string",
      },
    ],
    corrected: { true: '"true"' },
  },
  {
    title: "a value of an Enum of texts is a number",
    text: pumpSchemas(
      2,
      `
      {
        "@id": "${state}",
        "@type": "Enum",
        "valueSchema": "string", // ← also
        "enumValues": [
          {
            "name": "running",
            "enumValue": 1 // ← here
          }
        ]
      }`,
    ),
    expect: [
      {
        code: "nonConformantDatatype",
        primaryId: partOf(state, "enumValues.running"),
        property: "enumValue",
        secondaryId: state,
        restriction: "valueSchema",
        value: "1",
        type: "string",
      },
    ],
    corrected: { '"enumValue": 1': '"enumValue": "1"' },
  },
];
