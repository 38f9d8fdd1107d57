import { dedent, pump, pumpId, pumpPart, pumpSchemas, pumpWith, type Row } from "./row.js";

/** A DTMI of this length. */
function dtmiOf(length: number): string {
  const start = "dtmi:com:example:";
  return `${start}${"a".repeat(length - start.length - 2)};1`;
}

const interfaceCalled = (version: number, id: string) =>
  dedent(`
    {
      "@context": "dtmi:dtdl:context;${version}",
      "@id": ${id}, // ← here
      "@type": "Interface"
    }`);

const aioInterfaceCalled = (id: string) =>
  dedent(`
    {
      "@context": [
        "dtmi:dtdl:context;4#limitless",
        "dtmi:dtdl:limits:aio;1"
      ],
      "@id": "${id}", // ← here
      "@type": "Interface"
    }`);

const invalid = (title: string, version: number, id: string, corrected: string): Row => ({
  title,
  text: interfaceCalled(version, JSON.stringify(id)),
  expect: [{ code: "invalidId", value: id, restriction: String(version) }],
  corrected: { [`"${id}"`]: `"${corrected}"` },
});

const reserved = "'dtmi:dtdl:', 'dtmi:standard:'";
const speed = '"@type": "Telemetry", "name": "speed", "schema": "double"';

/** What is refused as identifier of an element. */
export const identifierRows: readonly Row[] = [
  {
    title: "an identifier is a number",
    text: interfaceCalled(4, "7"),
    expect: [{ code: "idNotString" }],
    corrected: { 'id": 7': `id": "${pumpId}"` },
  },
  {
    title: "an identifier is empty",
    text: interfaceCalled(2, '""'),
    expect: [{ code: "idNotString" }],
    corrected: { 'id": ""': `id": "${pumpId}"` },
  },
  {
    title: "an identifier has more than 2048 characters",
    text: pump(
      3,
      `
      {
        "@id": "${dtmiOf(2049)}", // ← here
        "@type": "Telemetry",
        "name": "speed",
        "schema": "double"
      }`,
    ),
    expect: [
      {
        code: "idTooLong",
        value: dtmiOf(2049),
        restriction: "3",
        transformation: "dtmi:dtdl:context;3",
      },
    ],
    corrected: { [dtmiOf(2049)]: dtmiOf(2048) },
  },
  {
    title: "an identifier has more than 512 characters under the limits of aio",
    text: aioInterfaceCalled(dtmiOf(513)),
    options: { acceptedLimits: ["dtmi:dtdl:limits:aio"] },
    expect: [
      {
        code: "idTooLong",
        value: dtmiOf(513),
        restriction: "4",
        transformation: "dtmi:dtdl:limits:aio;1",
      },
    ],
    corrected: { [dtmiOf(513)]: pumpId },
  },
  invalid("an identifier has no version in v2", 2, "dtmi:com:example:Pump", pumpId),
  invalid("an identifier has a minor version in v2", 2, "dtmi:com:example:Pump;1.2", pumpId),
  invalid(
    "an identifier has a hyphen",
    3,
    "dtmi:com:my-company:Pump;1",
    "dtmi:com:my_company:Pump",
  ),
  invalid(
    "an identifier has a version of three parts",
    4,
    "dtmi:com:example:Pump;1.2.3",
    "dtmi:com:example:Pump;1.2",
  ),
  invalid("an identifier has a fragment", 4, "dtmi:com:example:Pump;1#inlet", pumpId),
  invalid(
    "an identifier has a segment that only parsers write",
    4,
    "dtmi:com:_example:Pump;1",
    pumpId,
  ),
  invalid("an identifier is a web address", 2, "https://example.com/pump", pumpId),
  {
    title: "an identifier lies in the name space of DTDL",
    text: interfaceCalled(4, '"dtmi:dtdl:Pump;1"'),
    expect: [{ code: "reservedId", value: "dtmi:dtdl:Pump;1", restriction: reserved }],
    corrected: { "dtmi:dtdl:Pump": "dtmi:dtdlx:Pump" },
  },
  {
    title: "an identifier lies in the name space of standards",
    text: interfaceCalled(2, '"dtmi:standard:Pump;1"'),
    expect: [{ code: "reservedId", value: "dtmi:standard:Pump;1", restriction: reserved }],
    corrected: { "dtmi:standard:Pump": "dtmi:standards:Pump" },
  },
  {
    title: "an identifier lies in the name space of DTDL, which is tolerated on request",
    text: interfaceCalled(2, '"dtmi:dtdl:Valve;1"'),
    expect: [{ code: "reservedId", value: "dtmi:dtdl:Valve;1", restriction: reserved }],
    corrected: {},
    correctedOptions: { quirks: ["TolerateSolecismsInParse"] },
  },
  {
    title: "an identifier lies in the name space of IoT Central, whose context is used",
    text: dedent(`
      {
        "@context": ["dtmi:dtdl:context;2", "dtmi:iotcentral:context;2"],
        "@id": "dtmi:iotcentral:Pump;1", // ← here
        "@type": "Interface"
      }`),
    expect: [
      {
        code: "reservedId",
        value: "dtmi:iotcentral:Pump;1",
        restriction: `${reserved}, 'dtmi:iotcentral:'`,
      },
    ],
    corrected: { '["dtmi:dtdl:context;2", "dtmi:iotcentral:context;2"]': '"dtmi:dtdl:context;2"' },
  },
  {
    title: "an identifier lies in the name space of IoT Operations, whose context is used",
    text: dedent(`
      {
        "@context": ["dtmi:dtdl:context;4", "dtmi:iotoperations:context;4"],
        "@id": "dtmi:iotoperations:Pump;1", // ← here
        "@type": "Interface"
      }`),
    expect: [
      {
        code: "reservedId",
        value: "dtmi:iotoperations:Pump;1",
        restriction: `${reserved}, 'dtmi:iotoperations:'`,
      },
    ],
    corrected: {
      '["dtmi:dtdl:context;4", "dtmi:iotoperations:context;4"]': '"dtmi:dtdl:context;4"',
    },
  },
  {
    title: "an Interface has an identifier of more than 128 characters",
    text: interfaceCalled(4, `"${dtmiOf(129)}"`),
    expect: [{ code: "idTooLongForType", value: dtmiOf(129), type: "Interface" }],
    corrected: { [dtmiOf(129)]: dtmiOf(128) },
  },
  {
    title: "an Interface has an identifier of more than 256 characters under the limits of aio",
    text: aioInterfaceCalled(dtmiOf(257)),
    options: { acceptedLimits: ["dtmi:dtdl:limits:aio"] },
    expect: [{ code: "idTooLongForType", value: dtmiOf(257), type: "Interface" }],
    corrected: { [dtmiOf(257)]: dtmiOf(256) },
  },
  {
    title: "a reference has more than 512 characters under the limits of aio",
    text: aioInterfaceCalled(pumpId)
      .replace(" // ← here", "")
      .replace('"Interface"', `"Interface",\n  "extends": "${dtmiOf(513)}" // ← here, also`),
    options: { acceptedLimits: ["dtmi:dtdl:limits:aio"] },
    expect: [
      {
        code: "badDtmiOrTerm",
        primaryId: pumpId,
        property: "extends",
        value: dtmiOf(513),
        restriction: "4",
      },
    ],
    corrected: { [`"extends": "${dtmiOf(513)}"`]: '"comment": "shorter"' },
  },
  {
    title: "the schema of enum values is written as an object without an identifier",
    text: pumpSchemas(
      3,
      `
      {
        "@id": "dtmi:com:example:Mode;1",
        "@type": "Enum",
        "valueSchema": { // ↓ here
          "@type": "Integer"
        } // ↑ here
      }`,
    ),
    expect: [
      {
        code: "missingRequiredId",
        primaryId: "dtmi:com:example:Mode;1",
        property: "valueSchema",
      },
    ],
    corrected: { '"valueSchema": { "@type": "Integer" }': '"valueSchema": "integer"' },
  },
  {
    title: "a schema of an Interface has no identifier",
    text: pumpSchemas(
      4,
      `
      { // ↓ here
        "@type": "Array",
        "elementSchema": "double"
      } // ↑ here`,
    ),
    expect: [{ code: "missingRequiredId", primaryId: pumpId, property: "schemas" }],
    corrected: { '"@type": "Array"': '"@id": "dtmi:com:example:series;1", "@type": "Array"' },
  },
  {
    title: "an Interface inside a Component has no identifier",
    text: pump(
      3,
      `
      {
        "@type": "Component",
        "name": "motor",
        "schema": { // ↓ here
          "@type": "Interface"
        } // ↑ here
      }`,
    ),
    expect: [
      { code: "missingRequiredId", primaryId: pumpPart("contents.motor"), property: "schema" },
    ],
    corrected: {
      '"schema": { "@type"': '"schema": { "@id": "dtmi:com:example:Motor;1", "@type"',
    },
  },
  {
    title: "an Interface inside extends has no identifier",
    text: pumpWith(
      2,
      `
      "extends": { // ↓ here
        "@type": "Interface"
      } // ↑ here`,
    ),
    expect: [{ code: "missingRequiredId", primaryId: pumpId, property: "extends" }],
    corrected: { '"extends": { "@type"': '"extends": { "@id": "dtmi:com:example:Base;1", "@type"' },
  },
  {
    title: "a content has no name",
    text: pump(
      4,
      `
      { // ↓ here
        "@type": "Command"
      } // ↑ here`,
    ),
    expect: [
      {
        code: "missingDtmiSegPropertyValue",
        primaryId: pumpId,
        property: "contents",
        value: "name",
      },
    ],
    corrected: { '"Command"': '"Command", "name": "stop"' },
  },
  {
    title: "a field of an Object has no name",
    text: pump(
      2,
      `
      {
        "@type": "Telemetry",
        "name": "motor",
        "schema": {
          "@type": "Object",
          "fields": [
            { // ↓ here
              "schema": "double"
            } // ↑ here
          ]
        }
      }`,
    ),
    expect: [
      {
        code: "missingDtmiSegPropertyValue",
        primaryId: pumpPart("contents.motor.schema"),
        property: "fields",
        value: "name",
      },
    ],
    corrected: { '{ "schema": "double"': '{ "name": "speed", "schema": "double"' },
  },
  {
    title: "the name of a content is true",
    text: pump(
      4,
      `
      { // ↓ here
        "@type": "Command",
        "name": true // ← also
      } // ↑ here`,
    ),
    expect: [
      {
        code: "dtmiSegPropertyNotStringOrNumber",
        primaryId: pumpId,
        property: "contents",
        value: "name",
      },
    ],
    corrected: { true: '"stop"' },
  },
  {
    title: "an Interface is defined in two texts",
    text: [
      dedent(`
        {
          "@context": "dtmi:dtdl:context;4",
          "@id": "${pumpId}", // ← here
          "@type": "Interface"
        }`),
      dedent(`
        {
          "@context": "dtmi:dtdl:context;4",
          "@type": "Interface",
          "@id": "${pumpId}" // ← also
        }`),
    ],
    expect: [{ code: "duplicateDefinition", primaryId: pumpId }],
    corrected: {
      [`"Interface", "@id": "${pumpId}"`]: '"Interface", "@id": "dtmi:com:example:Pump;2"',
    },
  },
  {
    title: "two contents have one identifier",
    text: pump(
      2,
      `
      {
        "@id": "dtmi:com:example:speed;1", // ← here
        ${speed}
      },
      {
        "@id": "dtmi:com:example:speed;1", // ← also
        ${speed.replace("speed", "torque")}
      }`,
    ),
    expect: [{ code: "duplicateDefinition", primaryId: "dtmi:com:example:speed;1" }],
    corrected: {
      '}, { "@id": "dtmi:com:example:speed;1"': '}, { "@id": "dtmi:com:example:torque;1"',
    },
  },
];
