import {
  contextOf,
  dedent,
  pump,
  pumpId,
  pumpPart,
  pumpSchemas,
  pumpWith,
  type Row,
} from "./row.js";

const speed = pumpPart("contents.speed");

const other = (version: number, name: string, members = "") =>
  dedent(`
    {
      "@context": "dtmi:dtdl:context;${version}",
      "@id": "dtmi:com:example:${name};1",
      "@type": "Interface"${members}
    }`);

/** Arrays in arrays, one in a line; the way from outside to inside has this many steps. */
const nest = (steps: number) => {
  const open = (step: number) => `${"  ".repeat(step)}"elementSchema": { "@type": "Array",\n`;
  const inner = Array.from({ length: steps - 1 }, (_, at) => open(at + 1)).join("");
  return `{
  "@id": "dtmi:com:example:deep;1",
  "@type": "Array",
${inner}${"  ".repeat(steps)}"elementSchema": "double"
${"}".repeat(steps)}`;
};

/** Arrays in arrays in one line. */
const arrays = (count: number): string =>
  count === 0 ? '"double"' : `{ "@type": "Array", "elementSchema": ${arrays(count - 1)} }`;

const tooDeep = (version: number, steps: number, last: number, ...extensions: string[]): Row => ({
  title: `schemas are nested ${steps} levels deep in v${version}${extensions.length > 0 ? ` under the limits of ${extensions[1]}` : ""}`,
  text: deepModel(version, steps, extensions),
  options: { acceptedLimits: ["dtmi:dtdl:limits:aio", "dtmi:dtdl:limits:onvif"] },
  expect: [
    {
      code: "excessiveDepthWide",
      primaryId: "dtmi:com:example:deep;1",
      secondaryId: `dtmi:com:example:deep${":_elementSchema".repeat(last)};1`,
      lines: { here: `model.json:6-${steps + 9}`, also: `model.json:${last + 8}-${steps + 9}` },
    },
  ],
  corrected: [deepModel(version, steps - 1, extensions)],
});

const deepModel = (version: number, steps: number, extensions: readonly string[]) =>
  [
    "{",
    `  "@context": ${extensions.length > 0 ? JSON.stringify(extensions) : contextOf(version)},`,
    `  "@id": "${pumpId}",`,
    '  "@type": "Interface",',
    `  "schemas": [`,
    `${nest(steps)}`,
    "  ]",
    "}",
  ].join("\n");

/** Interfaces of which each extends the next, as many as given. */
const chain = (version: number, count: number) => {
  const all = Array.from({ length: count }, (_, at) =>
    at === count - 1
      ? other(version, `I${at}`)
      : other(version, `I${at}`, `,\n      "extends": "dtmi:com:example:I${at + 1};1"`),
  );
  return `[\n${all.join(",\n")}\n]`;
};

/** Layers of Interfaces of which each extends all of the next layer. */
const fan = (version: number, layers: number, width: number) => {
  const name = (layer: number, at: number) => `L${layer}x${at}`;
  const every = Array.from({ length: layers }, (_, layer) =>
    Array.from({ length: layer === 0 ? 1 : width }, (_, at) => {
      const next = Array.from(
        { length: width },
        (_, i) => `"dtmi:com:example:${name(layer + 1, i)};1"`,
      );
      const bases = layer === layers - 1 ? "" : `,\n      "extends": [${next.join(", ")}]`;
      return other(version, name(layer, at), bases);
    }),
  );
  return `[\n${every.flat().join(",\n")}\n]`;
};

/** A Telemetry whose schema has fields that have fields that have fields. */
const wide = (version: number, width: number) => {
  const object = (name: string, schema: string) =>
    `{ "@id": "dtmi:com:example:${name};1", "@type": "Object", "fields": [${Array.from(
      { length: width },
      (_, at) => `{ "name": "f${at}", "schema": "${schema}" }`,
    ).join(", ")}] }`;
  return pumpWith(
    version,
    `
    "contents": { "@type": "Telemetry", "name": "all", "schema": "dtmi:com:example:outer;1" },
    "schemas": [
      ${object("outer", "dtmi:com:example:middle;1")},
      ${object("middle", "dtmi:com:example:inner;1")},
      ${object("inner", "double")}
    ]`,
  );
};

const large = (count: number) =>
  pumpWith(
    3,
    `
    "contents": [
      ${Array.from(
        { length: count },
        (_, at) => `{ "@type": "Command", "name": "step${at}", "comment": "${"x".repeat(500)}" }`,
      ).join(`,\n${" ".repeat(6)}`)}
    ]`,
  );

const counted =
  "'contents' or 'fields' or 'enumValues' or 'request' or 'response' or 'properties' or 'schema' or 'elementSchema' or 'mapValue'";

/** What is refused of references, and of the model as a whole. */
export const structureRows: readonly Row[] = [
  {
    title: "a Component is of an Interface that nobody has",
    text: pump(
      4,
      `
      {
        "@type": "Component",
        "name": "motor",
        "schema": "dtmi:com:example:Motor;1" // ← here
      }`,
    ),
    expect: [
      {
        code: "unresolvedReference",
        primaryId: pumpPart("contents.motor"),
        property: "schema",
        secondaryId: "dtmi:com:example:Motor;1",
        value: "dtmi:com:example:Motor;1",
      },
    ],
    corrected: {
      '"schema": "dtmi:com:example:Motor;1"':
        '"schema": { "@id": "dtmi:com:example:Motor;1", "@type": "Interface" }',
    },
  },
  {
    title: "a reference names a built-in schema that does not exist",
    text: pump(
      4,
      `
      {
        "@type": "Telemetry",
        "name": "speed",
        "schema": "dtmi:dtdl:instance:Schema:dobule;2" // ← here, also
      }`,
    ),
    expect: [
      {
        code: "undefinedReservedId",
        primaryId: speed,
        property: "schema",
        secondaryId: "dtmi:dtdl:instance:Schema:dobule;2",
      },
    ],
    corrected: { dobule: "double" },
  },
  {
    title: "a reference names a class",
    text: pump(
      4,
      `
      {
        "@type": "Telemetry",
        "name": "speed",
        "schema": "dtmi:dtdl:class:Double;4" // ← here, also
      }`,
    ),
    expect: [
      {
        code: "undefinedReservedId",
        primaryId: speed,
        property: "schema",
        secondaryId: "dtmi:dtdl:class:Double;4",
      },
    ],
    corrected: { "class:Double": "instance:Schema:double" },
  },
  {
    title: "a reference names a schema of IoT Central that does not exist",
    text: pump(
      2,
      `
      {
        "@type": "Telemetry",
        "name": "speed",
        "schema": "dtmi:iotcentral:schema:matrix;2" // ← here, also
      }`,
    ),
    expect: [
      {
        code: "undefinedReservedId",
        primaryId: speed,
        property: "schema",
        secondaryId: "dtmi:iotcentral:schema:matrix;2",
      },
    ],
    corrected: { ":matrix": ":vector" },
  },
  {
    title: "a unit names a built-in unit that does not exist",
    text: pump(
      2,
      `
      {
        "@type": ["Telemetry", "Velocity"],
        "name": "speed",
        "schema": "double",
        "unit": "dtmi:standard:unit:league;2" // ← here, also
      }`,
    ),
    expect: [
      {
        code: "undefinedReservedId",
        primaryId: speed,
        property: "dtmi:dtdl:property:unit;2",
        secondaryId: "dtmi:standard:unit:league;2",
      },
    ],
    corrected: { ":league": ":knot" },
  },
  {
    title: "a content of a v2 Interface is of v3",
    text: pump(
      2,
      `
      {
        "@context": "dtmi:dtdl:context;3", // ← here
        "@type": "Telemetry",
        "name": "speed",
        "schema": "double"
      }`,
    ),
    expect: [
      {
        code: "disallowedVersionDefinition",
        primaryId: pumpId,
        property: "contents",
        value: "3",
        restriction: "2",
      },
    ],
    corrected: { "context;3": "context;2" },
  },
  {
    title: "a schema of a v3 Interface is of v2",
    text: pumpSchemas(
      3,
      `
      {
        "@context": "dtmi:dtdl:context;2", // ← here
        "@id": "dtmi:com:example:series;1",
        "@type": "Array",
        "elementSchema": "double"
      }`,
    ),
    expect: [
      {
        code: "disallowedVersionDefinition",
        primaryId: pumpId,
        property: "schemas",
        value: "2",
        restriction: "3",
      },
    ],
    corrected: { "context;2": "context;3" },
  },
  {
    title: "a schema of a v3 Telemetry is of v4",
    text: pump(
      3,
      `
      {
        "@type": "Telemetry",
        "name": "speed",
        "schema": {
          "@context": "dtmi:dtdl:context;4", // ← here
          "@type": "Array",
          "elementSchema": "double"
        }
      }`,
    ),
    expect: [
      {
        code: "disallowedVersionDefinition",
        primaryId: speed,
        property: "schema",
        value: "4",
        restriction: "3 ,2",
      },
    ],
    corrected: { "context;4": "context;2" },
  },
  {
    title: "a v2 Interface extends one of v3",
    text: [
      pumpWith(2, '"extends": "dtmi:com:example:Base;1" // ← here'),
      dedent(`
        { // ↓ also
          "@context": "dtmi:dtdl:context;3",
          "@id": "dtmi:com:example:Base;1",
          "@type": "Interface"
        } // ↑ also`),
    ],
    expect: [
      {
        code: "disallowedVersionReference",
        primaryId: pumpId,
        property: "extends",
        secondaryId: "dtmi:com:example:Base;1",
        value: "3",
        restriction: "2",
      },
    ],
    corrected: { "context;3": "context;2" },
  },
  {
    title: "a Component of v3 is of an Interface of v4 that a resolver gave",
    text: pump(
      3,
      `
      {
        "@type": "Component",
        "name": "motor",
        "schema": "dtmi:com:example:Motor;1" // ← here
      }`,
    ),
    resolves: [
      dedent(`
        { // ↓ also
          "@context": "dtmi:dtdl:context;4",
          "@id": "dtmi:com:example:Motor;1",
          "@type": "Interface"
        } // ↑ also`),
    ],
    expect: [
      {
        code: "disallowedVersionReference",
        primaryId: pumpPart("contents.motor"),
        property: "schema",
        secondaryId: "dtmi:com:example:Motor;1",
        value: "4",
        restriction: "3 ,2",
      },
    ],
    corrected: { "context;3": "context;4" },
  },
  {
    title: "a schema of another Interface is referred to",
    text: [
      pump(
        4,
        `
        {
          "@type": "Telemetry",
          "name": "speed",
          "schema": "dtmi:com:example:series;1" // ← here
        }`,
      ),
      dedent(`
        {
          "@context": "dtmi:dtdl:context;4",
          "@id": "dtmi:com:example:Motor;1",
          "@type": "Interface",
          "schemas": [
            { // ↓ also
              "@id": "dtmi:com:example:series;1",
              "@type": "Array",
              "elementSchema": "double"
            } // ↑ also
          ]
        }`),
    ],
    expect: [
      {
        code: "crossPartitionReference",
        primaryId: speed,
        property: "schema",
        secondaryId: "dtmi:com:example:series;1",
        value: "dtmi:com:example:Motor;1",
        restriction: pumpId,
      },
    ],
    corrected: { '"schema": "dtmi:com:example:series;1"': '"schema": "double"' },
  },
  {
    title: "a schema of a base is referred to",
    text: dedent(`
      [
        {
          "@context": "dtmi:dtdl:context;2",
          "@id": "dtmi:com:example:Base;1",
          "@type": "Interface",
          "schemas": [
            { // ↓ also
              "@id": "dtmi:com:example:series;1",
              "@type": "Array",
              "elementSchema": "double"
            } // ↑ also
          ]
        },
        {
          "@context": "dtmi:dtdl:context;2",
          "@id": "${pumpId}",
          "@type": "Interface",
          "extends": "dtmi:com:example:Base;1",
          "contents": [
            {
              "@type": "Telemetry",
              "name": "speed",
              "schema": "dtmi:com:example:series;1" // ← here
            }
          ]
        }
      ]`),
    expect: [
      {
        code: "crossPartitionReference",
        primaryId: speed,
        property: "schema",
        secondaryId: "dtmi:com:example:series;1",
        value: "dtmi:com:example:Base;1",
        restriction: pumpId,
      },
    ],
    corrected: { '"schema": "dtmi:com:example:series;1"': '"schema": "double"' },
  },
  {
    title: "an Interface inside another refers to a schema of the outer one",
    text: pumpWith(
      3,
      `
      "schemas": [
        { // ↓ also
          "@id": "dtmi:com:example:series;1",
          "@type": "Array",
          "elementSchema": "double"
        } // ↑ also
      ],
      "extends": {
        "@id": "dtmi:com:example:Base;1",
        "@type": "Interface",
        "contents": {
          "@type": "Telemetry",
          "name": "speed",
          "schema": "dtmi:com:example:series;1" // ← here
        }
      }`,
    ),
    expect: [
      {
        code: "crossPartitionReference",
        primaryId: "dtmi:com:example:Base:_contents:__speed;1",
        property: "schema",
        secondaryId: "dtmi:com:example:series;1",
        value: pumpId,
        restriction: "dtmi:com:example:Base;1",
      },
    ],
    corrected: { '"schema": "dtmi:com:example:series;1"': '"schema": "double"' },
  },
  {
    title: "a schema, which has no name, stands among the contents",
    text: pumpWith(
      2,
      `
      "contents": [ // ← here
        "dtmi:com:example:series;1" // ← also
      ],
      "schemas": [
        {
          "@id": "dtmi:com:example:series;1",
          "@type": "Array",
          "elementSchema": "double"
        }
      ]`,
    ),
    expect: [
      {
        code: "badType",
        primaryId: pumpId,
        property: "contents",
        secondaryId: "dtmi:com:example:series;1",
        value: "Array",
      },
    ],
    corrected: { '"contents": [ "dtmi:com:example:series;1" ]': '"contents": []' },
  },
  {
    title: "an Interface and its base have contents of one name",
    text: dedent(`
      [
        {
          "@context": "dtmi:dtdl:context;4",
          "@id": "dtmi:com:example:Base;1",
          "@type": "Interface",
          "contents": [
            {
              "@type": "Telemetry",
              "name": "speed", // ← also
              "schema": "double"
            }
          ]
        },
        {
          "@context": "dtmi:dtdl:context;4",
          "@id": "${pumpId}",
          "@type": "Interface",
          "extends": "dtmi:com:example:Base;1",
          "contents": [
            {
              "@type": "Telemetry",
              "name": "speed", // ← here
              "schema": "double"
            }
          ]
        }
      ]`),
    expect: [
      {
        code: "nonUniqueImportedPropertyValue",
        primaryId: pumpId,
        property: "contents",
        secondaryId: "dtmi:com:example:Base;1",
        auxProperty: "name",
        value: "speed",
        transformation: "'extends'",
      },
    ],
    corrected: {
      'Base;1", "contents": [ { "@type": "Telemetry", "name": "speed"':
        'Base;1", "contents": [ { "@type": "Telemetry", "name": "pumpSpeed"',
    },
  },
  {
    title: "two bases have contents of one name",
    text: [
      pumpWith(2, '"extends": ["dtmi:com:example:A;1", "dtmi:com:example:B;1"]'),
      dedent(`
        {
          "@context": "dtmi:dtdl:context;2",
          "@id": "dtmi:com:example:A;1",
          "@type": "Interface",
          "contents": {
            "@type": "Command",
            "name": "start" // ← here
          }
        }`),
      dedent(`
        {
          "@context": "dtmi:dtdl:context;2",
          "@id": "dtmi:com:example:B;1",
          "@type": "Interface",
          "contents": {
            "@type": "Command",
            "name": "start" // ← also
          }
        }`),
    ],
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
    corrected: { ', "dtmi:com:example:B;1"]': "]" },
  },
  {
    title: "a chain of extends has eleven steps in v3",
    text: chain(3, 12),
    expect: [
      {
        code: "excessiveDepthNarrow",
        primaryId: "dtmi:com:example:I0;1",
        property: "'extends'",
        secondaryId: "dtmi:com:example:I11;1",
        lines: { here: "model.json:2-7", also: "model.json:68-72" },
      },
    ],
    corrected: [chain(3, 11)],
  },
  {
    title: "a chain of extends has eleven steps in v2",
    text: chain(2, 12),
    expect: [
      {
        code: "excessiveDepthNarrow",
        primaryId: "dtmi:com:example:I0;1",
        property: "'extends'",
        secondaryId: "dtmi:com:example:I11;1",
        lines: { here: "model.json:2-7", also: "model.json:68-72" },
      },
    ],
    corrected: [chain(4, 12)],
  },
  {
    title: "a chain of extends has thirteen steps in v4",
    text: chain(4, 14),
    expect: [
      {
        code: "excessiveDepthNarrow",
        primaryId: "dtmi:com:example:I0;1",
        property: "'extends'",
        secondaryId: "dtmi:com:example:I13;1",
        lines: { here: "model.json:2-7", also: "model.json:80-84" },
      },
    ],
    corrected: [chain(4, 13)],
  },
  tooDeep(2, 6, 5),
  tooDeep(3, 6, 5),
  tooDeep(4, 9, 8),
  tooDeep(4, 13, 12, "dtmi:dtdl:context;4#limitless", "dtmi:dtdl:limits:aio;1"),
  tooDeep(4, 25, 24, "dtmi:dtdl:context;4#limitless", "dtmi:dtdl:limits:onvif;1"),
  {
    title: "two fields are too deep, the second one deeper",
    text: pumpSchemas(
      3,
      `
      {
        "@id": "dtmi:com:example:fields;1",
        "@type": "Object",
        "fields": [
          { "name": "deep", "schema": ${arrays(5)} },
          { "name": "deeper", "schema": ${arrays(6)} }
        ]
      }`,
    ),
    expect: [
      {
        code: "excessiveDepthWide",
        primaryId: "dtmi:com:example:fields;1",
        secondaryId: `dtmi:com:example:fields:_fields:__deep:_schema${":_elementSchema".repeat(4)};1`,
        lines: { here: "model.json:6-13", also: "model.json:10-10" },
      },
      {
        code: "excessiveDepthWide",
        primaryId: "dtmi:com:example:fields:_fields:__deeper:_schema;1",
        secondaryId: `dtmi:com:example:fields:_fields:__deeper:_schema${":_elementSchema".repeat(5)};1`,
        lines: { here: "model.json:11-11", also: "model.json:11-11" },
      },
    ],
    corrected: { [arrays(6)]: arrays(4), [arrays(5)]: arrays(3) },
  },
  {
    title: "an Interface extends itself",
    text: dedent(`
      { // ↓ here
        "@context": "dtmi:dtdl:context;4",
        "@id": "${pumpId}",
        "@type": "Interface",
        "extends": "${pumpId}"
      } // ↑ here`),
    expect: [{ code: "recursiveStructureNarrow", primaryId: pumpId, property: "'extends'" }],
    corrected: { [`, "extends": "${pumpId}"`]: "" },
  },
  {
    title: "two Interfaces extend each other",
    text: dedent(`
      [
        { // ↓ here
          "@context": "dtmi:dtdl:context;2",
          "@id": "dtmi:com:example:A;1",
          "@type": "Interface",
          "extends": "dtmi:com:example:B;1"
        }, // ↑ here
        { // ↓ here 2
          "@context": "dtmi:dtdl:context;2",
          "@id": "dtmi:com:example:B;1",
          "@type": "Interface",
          "extends": "dtmi:com:example:A;1"
        } // ↑ here 2
      ]`),
    expect: [
      {
        code: "recursiveStructureNarrow",
        primaryId: "dtmi:com:example:A;1",
        property: "'extends'",
      },
      {
        code: "recursiveStructureNarrow",
        primaryId: "dtmi:com:example:B;1",
        property: "'extends'",
      },
    ],
    corrected: { ', "extends": "dtmi:com:example:A;1"': "" },
  },
  {
    title: "a Component of a v3 Interface is of that Interface",
    text: dedent(`
      { // ↓ here 2
        "@context": "dtmi:dtdl:context;3",
        "@id": "${pumpId}",
        "@type": "Interface",
        "contents": { // ↓ here, also
          "@type": "Component",
          "name": "twin",
          "schema": "${pumpId}"
        } // ↑ here, also
      } // ↑ here 2`),
    expect: [
      {
        code: "excludedType",
        primaryId: pumpPart("contents.twin"),
        property: "'schema' or 'contents'",
        secondaryId: pumpPart("contents.twin"),
        restriction: "Component",
        type: "Component",
      },
      { code: "recursiveStructureNarrow", primaryId: pumpId, property: counted },
    ],
    corrected: {
      [`"Component", "name": "twin", "schema": "${pumpId}"`]: `"Relationship", "name": "twin", "target": "${pumpId}"`,
    },
  },
  {
    title: "a v3 Object contains itself through a field",
    text: pumpSchemas(
      3,
      `
      {
        "@id": "dtmi:com:example:node;1",
        "@type": "Object",
        "fields": [
          { // ↓ here
            "name": "next",
            "schema": "dtmi:com:example:node;1"
          } // ↑ here
        ]
      }`,
    ),
    expect: [
      {
        code: "recursiveStructureWide",
        primaryId: "dtmi:com:example:node:_fields:__next;1",
      },
    ],
    corrected: { "context;3": "context;4" },
  },
  {
    title: "a v2 Array contains itself",
    text: pumpSchemas(
      2,
      `
      { // ↓ here
        "@id": "dtmi:com:example:series;1",
        "@type": "Array",
        "elementSchema": "dtmi:com:example:series;1"
      } // ↑ here`,
    ),
    expect: [{ code: "recursiveStructureWide", primaryId: "dtmi:com:example:series;1" }],
    corrected: { '"elementSchema": "dtmi:com:example:series;1"': '"elementSchema": "double"' },
  },
  {
    title: "an Interface has more than 1024 bases, each way to one counted",
    text: fan(4, 6, 4),
    expect: [
      {
        code: "excessiveCount",
        primaryId: "dtmi:com:example:L0x0;1",
        property: "'extends'",
        lines: { here: "model.json:2-7" },
      },
    ],
    corrected: [fan(4, 5, 4)],
  },
  {
    title: "an Interface has more than 100,000 elements, each way to one counted",
    text: wide(3, 47),
    expect: [
      {
        code: "excessiveCount",
        primaryId: pumpId,
        property: counted,
        lines: { here: "model.json:1-11" },
      },
    ],
    corrected: [wide(3, 30)],
  },
  {
    title: "a v2 Property is a list",
    text: pump(
      2,
      `
      { // ↓ here
        "@type": "Property",
        "name": "speed",
        "schema": { // ↓ also
          "@type": "Array",
          "elementSchema": "double"
        } // ↑ also
      } // ↑ here`,
    ),
    expect: [
      {
        code: "excludedType",
        primaryId: speed,
        property: "'schema'",
        secondaryId: pumpPart("contents.speed.schema"),
        restriction: "Array",
        type: "Property",
      },
    ],
    corrected: { "context;2": "context;3" },
  },
  {
    title: "a v2 Property contains a list in a field of a schema that it refers to",
    text: pumpWith(
      2,
      `
      "contents": [
        { // ↓ here
          "@type": "Property",
          "name": "speed",
          "schema": "dtmi:com:example:motor;1"
        } // ↑ here
      ],
      "schemas": [
        {
          "@id": "dtmi:com:example:motor;1",
          "@type": "Object",
          "fields": {
            "name": "speeds",
            "schema": { // ↓ also
              "@type": "Array",
              "elementSchema": "double"
            } // ↑ also
          }
        }
      ]`,
    ),
    expect: [
      {
        code: "excludedType",
        primaryId: speed,
        property: "'schema'",
        secondaryId: "dtmi:com:example:motor:_fields:__speeds:_schema;1",
        restriction: "Array",
        type: "Property",
      },
    ],
    corrected: { '"Property"': '"Telemetry"' },
  },
  {
    title: "a v2 Property is a point, whose coordinates are a list",
    text: pump(
      2,
      `
      { // ↓ here
        "@type": "Property",
        "name": "speed",
        "schema": "point"
      } // ↑ here`,
    ),
    expect: [
      {
        code: "excludedType",
        primaryId: speed,
        property: "'schema'",
        secondaryId: "dtmi:standard:schema:geospatial:position;2",
        restriction: "Array",
        type: "Property",
      },
    ],
    corrected: { '"Property"': '"Telemetry"' },
  },
  {
    title: "a Component contains a Component",
    text: dedent(`
      [
        {
          "@context": "dtmi:dtdl:context;4",
          "@id": "${pumpId}",
          "@type": "Interface",
          "contents": [
            { // ↓ here
              "@type": "Component",
              "name": "drive",
              "schema": "dtmi:com:example:Drive;1"
            } // ↑ here
          ]
        },
        {
          "@context": "dtmi:dtdl:context;4",
          "@id": "dtmi:com:example:Drive;1",
          "@type": "Interface",
          "contents": [
            { // ↓ also
              "@type": "Component",
              "name": "motor",
              "schema": "dtmi:com:example:Motor;1"
            } // ↑ also
          ]
        },
        {
          "@context": "dtmi:dtdl:context;4",
          "@id": "dtmi:com:example:Motor;1",
          "@type": "Interface"
        }
      ]`),
    expect: [
      {
        code: "excludedType",
        primaryId: pumpPart("contents.drive"),
        property: "'schema' or 'contents'",
        secondaryId: "dtmi:com:example:Drive:_contents:__motor;1",
        restriction: "Component",
        type: "Component",
      },
    ],
    corrected: { '"schema": "dtmi:com:example:Drive;1"': '"schema": "dtmi:com:example:Motor;1"' },
  },
  {
    title: "an Interface has more than 1 MiB of text",
    text: large(2000),
    expect: [
      {
        code: "partitionTooLarge",
        primaryId: pumpId,
        value: "Interface",
        lines: { here: "model.json:1-2007" },
      },
    ],
    corrected: [large(1700)],
  },
];
