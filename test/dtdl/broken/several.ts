import { dedent, pump, pumpId, pumpPart, pumpWith, type Row } from "./row.js";

const commands = (name: string, count: number) =>
  Array.from({ length: count }, (_, at) => `{ "@type": "Command", "name": "${name}${at}" }`).join(
    `,\n${" ".repeat(10)}`,
  );

/** Models with several issues, in one text or in several, given or resolved. */
export const severalRows: readonly Row[] = [
  {
    title: "each of three contents has an issue of its own",
    text: pump(
      4,
      `
      {
        "@type": "Telemetry",
        "name": "speed",
        "schema": "double",
        "comment": 7 // ← here
      },
      { // ↓ here 2
        "@type": "Property",
        "name": "level"
      }, // ↑ here 2
      {
        "@type": "Comand", // ← here 3
        "name": "start"
      }`,
    ),
    expect: [
      {
        code: "stringNotString",
        primaryId: pumpPart("contents.speed"),
        property: "comment",
      },
      {
        code: "missingObjectProperty",
        primaryId: pumpPart("contents.level"),
        property: "schema",
      },
      {
        code: "typeUndefinedTerm",
        primaryId: pumpPart("contents.start"),
        value: "Comand",
        restriction: "4",
      },
    ],
    corrected: { ": 7": ': "7"', '"level"': '"level", "schema": "double"', Comand: "Command" },
  },
  {
    title: "two issues stop the reading of the two texts they stand in",
    text: [
      pumpWith(4, '"@base": "https://example.com/" // ← here'),
      dedent(`
        {
          "@context": "dtmi:dtdl:context;4",
          "@id": "dtmi:com:example:Valve", // ← here 2
          "@type": "Interface",
          "comment": 7
        }`).replace("Valve", "my-Valve"),
    ],
    expect: [
      { code: "topLevelKeywordDisallowed", value: "@base" },
      { code: "invalidId", value: "dtmi:com:example:my-Valve", restriction: "4" },
    ],
    corrected: {
      ', "@base": "https://example.com/"': "",
      "my-Valve": "Valve",
      ', "comment": 7': "",
    },
  },
  {
    title: "a text that a resolver gives has an issue",
    text: pumpWith(4, '"extends": "dtmi:com:example:Base;1"'),
    resolves: [
      dedent(`
        {
          "@context": "dtmi:dtdl:context;4",
          "@id": "dtmi:com:example:Base;1",
          "@type": "Interface",
          "contents": {
            "@type": "Telemetry",
            "name": "speed",
            "schema": "double",
            "unit": "knot" // ← here
          }
        }`),
    ],
    expect: [
      {
        code: "propertyUndefinedTerm",
        primaryId: "dtmi:com:example:Base:_contents:__speed;1",
        property: "unit",
        restriction: "4",
      },
    ],
    corrected: { ', "unit": "knot"': "" },
  },
  {
    title: "a text that a resolver gives has an old form, which is tolerated on request",
    text: pumpWith(2, '"extends": "dtmi:com:example:Base;1"'),
    resolves: [
      dedent(`
        {
          "@context": "dtmi:dtdl:context;2",
          "@id": "dtmi:com:example:Base;1",
          "@type": "Interface",
          "contents": {
            "@type": "Telemetry",
            "name": "speed",
            "schema": { // ↓ here
              "@id": "double"
            } // ↑ here
          }
        }`),
    ],
    options: { quirks: ["TolerateSolecismsInParse"] },
    expect: [
      {
        code: "idReference",
        primaryId: "dtmi:com:example:Base:_contents:__speed;1",
        property: "schema",
        value: "double",
      },
    ],
    corrected: {},
    correctedOptions: { quirks: ["TolerateSolecismsInResolve"] },
  },
  {
    title: "the Property of a v2 Interface inside a v4 Interface is a list",
    text: pumpWith(
      4,
      `
      "extends": {
        "@context": "dtmi:dtdl:context;2",
        "@id": "dtmi:com:example:Base;1",
        "@type": "Interface",
        "contents": { // ↓ here
          "@type": "Property",
          "name": "speeds",
          "schema": { // ↓ also
            "@type": "Array",
            "elementSchema": "double"
          } // ↑ also
        } // ↑ here
      }`,
    ),
    expect: [
      {
        code: "excludedType",
        primaryId: "dtmi:com:example:Base:_contents:__speeds;1",
        property: "'schema'",
        secondaryId: "dtmi:com:example:Base:_contents:__speeds:_schema;1",
        restriction: "Array",
        type: "Property",
      },
    ],
    corrected: { '"@context": "dtmi:dtdl:context;2",': "" },
  },
  {
    title: "a Component is of a schema",
    text: pumpWith(
      2,
      `
      "contents": {
        "@type": "Component",
        "name": "motor",
        "schema": "dtmi:com:example:motor;1" // ← here, also
      },
      "schemas": {
        "@id": "dtmi:com:example:motor;1",
        "@type": "Array",
        "elementSchema": "double"
      }`,
    ),
    expect: [
      {
        code: "badType",
        primaryId: pumpPart("contents.motor"),
        property: "schema",
        secondaryId: "dtmi:com:example:motor;1",
        value: "Array",
      },
    ],
    corrected: { '"Component"': '"Telemetry"' },
  },
  {
    title: "a content of another Interface is referred to",
    text: [
      pumpWith(
        3,
        `
        "contents": "dtmi:com:example:speed;1" // ← here`,
      ),
      dedent(`
        {
          "@context": "dtmi:dtdl:context;3",
          "@id": "dtmi:com:example:Motor;1",
          "@type": "Interface",
          "contents": { // ↓ also
            "@id": "dtmi:com:example:speed;1",
            "@type": "Telemetry",
            "name": "speed",
            "schema": "double"
          } // ↑ also
        }`),
    ],
    expect: [
      {
        code: "crossPartitionReference",
        primaryId: pumpId,
        property: "contents",
        secondaryId: "dtmi:com:example:speed;1",
        value: "dtmi:com:example:Motor;1",
        restriction: pumpId,
      },
    ],
    corrected: {
      '"contents": "dtmi:com:example:speed;1"': '"extends": "dtmi:com:example:Motor;1"',
    },
  },
  {
    title: "the bases of an Interface have a base in common, and one of them a content of its name",
    text: dedent(`
      [
        {
          "@context": "dtmi:dtdl:context;4",
          "@id": "${pumpId}",
          "@type": "Interface",
          "extends": ["dtmi:com:example:A;1", "dtmi:com:example:B;1"]
        },
        {
          "@context": "dtmi:dtdl:context;4",
          "@id": "dtmi:com:example:A;1",
          "@type": "Interface",
          "extends": "dtmi:com:example:Base;1"
        },
        {
          "@context": "dtmi:dtdl:context;4",
          "@id": "dtmi:com:example:B;1",
          "@type": "Interface",
          "contents": {
            "@type": "Command",
            "name": "start" // ← also
          }
        },
        {
          "@context": "dtmi:dtdl:context;4",
          "@id": "dtmi:com:example:Base;1",
          "@type": "Interface",
          "contents": {
            "@type": "Command",
            "name": "start" // ← here
          }
        }
      ]`),
    expect: [
      {
        code: "nonUniqueImportedPropertyValue",
        primaryId: pumpId,
        property: "contents",
        secondaryId: "dtmi:com:example:B;1",
        auxProperty: "name",
        value: "start",
        transformation: "'extends'",
      },
    ],
    corrected: {
      '"@id": "dtmi:com:example:B;1", "@type": "Interface", "contents": { "@type": "Command", "name": "start" }':
        '"@id": "dtmi:com:example:B;1", "@type": "Interface", "extends": "dtmi:com:example:Base;1"',
    },
  },
  {
    title: "an Interface inside another has the identifier of the outer one",
    text: dedent(`
      {
        "@context": "dtmi:dtdl:context;4",
        "@id": "${pumpId}", // ← here
        "@type": "Interface",
        "extends": {
          "@id": "${pumpId}", // ← also
          "@type": "Interface"
        }
      }`),
    expect: [{ code: "duplicateDefinition", primaryId: pumpId }],
    corrected: {
      [`"extends": { "@id": "${pumpId}"`]: '"extends": { "@id": "dtmi:com:example:Base;1"',
    },
  },
  {
    title: "an unknown property hides that schemas are nested too deep",
    text: pump(
      3,
      `
      {
        "@type": "Telemetry",
        "name": "speed",
        "colour": "red", // ← here
        "schema": {
          "@type": "Array",
          "elementSchema": { "@type": "Array", "elementSchema": { "@type": "Array",
            "elementSchema": { "@type": "Array", "elementSchema": { "@type": "Array",
              "elementSchema": { "@type": "Array", "elementSchema": "double" } } } } }
        }
      }`,
    ),
    expect: [
      {
        code: "propertyUndefinedTerm",
        primaryId: pumpPart("contents.speed"),
        property: "colour",
        restriction: "3",
      },
    ],
    corrected: { '"colour": "red",': "", "context;3": "context;4" },
  },
  {
    title: "a v2 Interface has more than 300 contents together with those of its base",
    text: [
      pumpWith(
        2,
        `
        "extends": "dtmi:com:example:Base;1",
        "contents": [ // ← here
          ${commands("own", 151)}
        ]`,
      ),
      `{
        "@context": "dtmi:dtdl:context;2",
        "@id": "dtmi:com:example:Base;1",
        "@type": "Interface",
        "contents": [
          ${commands("base", 150)}
        ]
      }`,
    ],
    expect: [{ code: "objectCountAboveMax", primaryId: pumpId, property: "contents" }],
    corrected: { '{ "@type": "Command", "name": "own0" },': "" },
  },
  {
    title: "a text has two keywords and a language that is none",
    text: pumpWith(
      4,
      `
      "displayName": {
        "@type": "text", // ← here
        "@index": 1, // ← here 2
        "EN": "Pump" // ← here 3
      }`,
    ),
    expect: [
      { code: "langMapObjKeyword", primaryId: pumpId, property: "displayName", value: "@type" },
      { code: "langMapObjKeyword", primaryId: pumpId, property: "displayName", value: "@index" },
      { code: "langStringInvalidCode", primaryId: pumpId, property: "displayName", value: "EN" },
    ],
    corrected: { '"@type": "text", "@index": 1,': "", EN: "en" },
  },
  {
    title: "a value object has a keyword, a member and a value that do not belong there",
    text: pumpWith(
      3,
      `
      "comment": { // ↓ here 3
        "@index": 1, // ← here
        "unit": "knot", // ← here 2
        "@value": 7
      } // ↑ here 3`,
    ),
    expect: [
      { code: "valueObjectKeyword", primaryId: pumpId, property: "comment", value: "@index" },
      { code: "valueObjectInvalidProp", primaryId: pumpId, property: "comment", value: "unit" },
      { code: "stringValueNotString", primaryId: pumpId, property: "comment" },
    ],
    corrected: { '"@index": 1, "unit": "knot", "@value": 7': '"@value": "seven"' },
  },
];
