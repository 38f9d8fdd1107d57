const context = ["dtmi:dtdl:context;4", "dtmi:dtdl:extension:quantitativeTypes;3"];

const primitives = [
  "boolean",
  "byte",
  "bytes",
  "date",
  "dateTime",
  "decimal",
  "double",
  "duration",
  "float",
  "integer",
  "long",
  "short",
  "string",
  "time",
  "unsignedByte",
  "unsignedInteger",
  "unsignedLong",
  "unsignedShort",
  "uuid",
];

const geospatial = [
  "point",
  "multiPoint",
  "lineString",
  "multiLineString",
  "polygon",
  "multiPolygon",
];

function property(name: string, schema: unknown, more: object = {}): object {
  return { "@type": "Property", name, schema, ...more };
}

const base = {
  "@context": context,
  "@id": "dtmi:com:example:Base;1.2",
  "@type": "Interface",
  contents: [
    property("installed", "dateTime", { writable: true }),
    property("counter", "long"),
    property(
      "window",
      { "@type": "Object", fields: [{ name: "from", schema: "dateTime" }] },
      { writable: true },
    ),
    { "@type": "Telemetry", name: "alive", schema: "boolean" },
    { "@type": "Command", name: "ping" },
  ],
};

const left = {
  "@context": context,
  "@id": "dtmi:com:example:Left;1",
  "@type": "Interface",
  extends: "dtmi:com:example:Base;1.2",
  contents: [property("leftOnly", "unsignedLong", { writable: true })],
};

const right = {
  "@context": context,
  "@id": "dtmi:com:example:Right;1",
  "@type": "Interface",
  extends: ["dtmi:com:example:Base;1.2"],
  contents: [
    { "@type": "Command", name: "rightOnly", response: { name: "at", schema: "dateTime" } },
  ],
};

/** Has the name of a toolkit type, of another Interface and of a schema of the Interface that uses it. */
const clashing = ["Command", "Descriptor", "Everything", "Mode"].map((label) => ({
  "@context": context,
  "@id": `dtmi:com:example:clash:${label};1`,
  "@type": "Interface",
  contents: [property("value", "double", { writable: true }), { "@type": "Command", name: "go" }],
}));

/** Two versions of one Interface, its twin of another case, and names that Windows keeps for devices. */
const alike = [
  "dtmi:com:example:Sensor;1",
  "dtmi:com:example:Sensor;2",
  "dtmi:com:example:sensor;2",
  "dtmi:com:example:aux",
  "dtmi:com:nul:Sensor;1.5",
].map((id) => ({
  "@context": context,
  "@id": id,
  "@type": "Interface",
  contents: [
    property("level", "double"),
    property(
      "mode",
      {
        "@type": "Enum",
        valueSchema: "integer",
        enumValues: [{ name: "on", enumValue: 1, displayName: "On" }],
      },
      { writable: true },
    ),
  ],
}));

/** What DTDL v2 and v3 have of their own. */
const central = {
  "@context": ["dtmi:iotcentral:context;2", "dtmi:dtdl:context;2"],
  "@id": "dtmi:com:example:Central;1",
  "@type": "Interface",
  displayName: { de: "Zentrale" },
  contents: [
    { "@type": ["Property", "Location"], name: "place", schema: "geopoint", writable: true },
    { "@type": ["Telemetry", "AccelerationVector"], name: "push", schema: "vector" },
    { "@type": "Telemetry", name: "path", schema: "lineString" },
    {
      "@type": "Command",
      name: "move",
      commandType: "synchronous",
      request: { name: "to", displayName: "Where to", schema: "geopoint" },
      response: { name: "there", description: "{boolean} Whether it is there", schema: "boolean" },
    },
  ],
};

const third = {
  "@context": ["dtmi:dtdl:context;3", "dtmi:dtdl:extension:quantitativeTypes;1"],
  "@id": "dtmi:com:example:Third;1",
  "@type": "Interface",
  comment: "[Obsolete] Use Everything.",
  contents: [
    property(
      "zones",
      {
        "@type": "Array",
        elementSchema: {
          "@type": "Object",
          fields: [
            { "@type": ["Field", "Length"], name: "width", unit: "metre", schema: "double" },
            { name: "constructor", schema: "long" },
          ],
        },
      },
      { writable: true },
    ),
  ],
};

/** Names that every JavaScript object has. */
const inherited = {
  "@context": context,
  "@id": "dtmi:com:example:Inherited;1",
  "@type": "Interface",
  contents: ["hasOwnProperty", "isPrototypeOf", "toLocaleString"].map((name) =>
    property(name, "dateTime", { writable: true }),
  ),
};

const everything = {
  "@context": context,
  "@id": "dtmi:com:example:Everything;1",
  "@type": "Interface",
  displayName: { de: "Alles", en: "Everything" },
  extends: ["dtmi:com:example:Left;1", "dtmi:com:example:Right;1"],
  schemas: [
    {
      "@id": "dtmi:com:example:Everything:mode;1",
      "@type": "Enum",
      valueSchema: "integer",
      enumValues: [
        { name: "off", enumValue: 0, displayName: "Off" },
        { name: "reverse", enumValue: -1 },
        { name: "constructor", enumValue: 2 },
      ],
    },
    {
      "@id": "dtmi:com:example:Everything:tree;1",
      "@type": "Object",
      fields: [
        { name: "since", schema: "dateTime" },
        { name: "then", schema: "string" },
        { name: "toString", schema: "string" },
        {
          name: "children",
          schema: { "@type": "Array", elementSchema: "dtmi:com:example:Everything:tree;1" },
        },
      ],
    },
    {
      "@id": "dtmi:com:example:Everything:nest;1",
      "@type": "Array",
      elementSchema: "dtmi:com:example:Everything:nest;1",
    },
    {
      "@id": "dtmi:com:example:Everything:times;1",
      "@type": "Array",
      elementSchema: {
        "@type": "Map",
        mapKey: { name: "key", schema: "string" },
        mapValue: { name: "value", schema: "dtmi:com:example:Everything:times;1" },
      },
    },
  ],
  contents: [
    ...primitives.map((schema) => ({ "@type": "Telemetry", name: `t_${schema}`, schema })),
    ...primitives.map((schema) => property(`p_${schema}`, schema)),
    ...primitives.map((schema) => property(`w_${schema}`, schema, { writable: true })),
    ...geospatial.map((schema) => ({ "@type": "Telemetry", name: `g_${schema}`, schema })),
    property("scaled", "scaledDecimal", { writable: true }),
    property("mode", "dtmi:com:example:Everything:mode;1", { writable: true }),
    property("words", {
      "@type": "Enum",
      valueSchema: "string",
      enumValues: [{ name: "a", enumValue: 'say "a"' }],
    }),
    property("tree", "dtmi:com:example:Everything:tree;1", { writable: true }),
    property("nest", "dtmi:com:example:Everything:nest;1", { writable: true }),
    property("times", "dtmi:com:example:Everything:times;1", { writable: true }),
    property(
      "counts",
      { "@type": "Array", elementSchema: { "@type": "Array", elementSchema: "long" } },
      { writable: true },
    ),
    property(
      "limits",
      {
        "@type": "Map",
        mapKey: { name: "key", schema: "string" },
        mapValue: {
          name: "limit",
          schema: { "@type": "Object", fields: [{ name: "max", schema: "unsignedLong" }] },
        },
      },
      { writable: true },
    ),
    property("empty", { "@type": "Object", fields: [] }),
    property("emptyField", { "@type": "Object", fields: [] }),
    property("none", { "@type": "Enum", valueSchema: "string", enumValues: [] }),
    ...["then", "toJSON", "constructor", "toString", "valueOf", "readonly", "get"].map((name) =>
      property(name, "dateTime", { writable: true }),
    ),
    {
      "@type": ["Telemetry", "Temperature"],
      name: "temperature",
      displayName: "Temperature",
      unit: "degreeCelsius",
      schema: "double",
    },
    {
      "@type": "Command",
      name: "schedule",
      request: { name: "in", schema: "dtmi:com:example:Everything:tree;1" },
      response: { name: "result", schema: "dtmi:com:example:Everything:tree;1" },
    },
    {
      "@type": "Command",
      name: "perhaps",
      request: { name: "target", schema: "long", nullable: true },
      response: { name: "result", schema: "integer", nullable: true },
    },
    {
      "@type": "Command",
      name: "nests",
      response: { name: "result", schema: "dtmi:com:example:Everything:nest;1" },
    },
    { "@type": "Command", name: "wake", request: { name: "at", schema: "dateTime" } },
    { "@type": "Component", name: "first", schema: "dtmi:com:example:clash:Everything;1" },
    { "@type": "Component", name: "second", schema: "dtmi:com:example:clash:Command;1" },
    { "@type": "Component", name: "third", schema: "dtmi:com:example:clash:Mode;1" },
    ...["Sensor;1", "Sensor;2", "sensor;2", "aux"].map((name, at) => ({
      "@type": "Component",
      name: `sensor${at}`,
      schema: `dtmi:com:example:${name}`,
    })),
    {
      "@type": "Component",
      name: "inline",
      schema: {
        "@id": "dtmi:com:example:Everything:Inner;1",
        "@type": "Interface",
        contents: [{ "@type": "Telemetry", name: "inside", schema: "double" }],
      },
    },
    {
      "@type": "Relationship",
      name: "feeds",
      target: "dtmi:com:example:Left;1",
      properties: [
        property("flow", "double", { writable: true, displayName: "Flow" }),
        property("since", "dateTime"),
      ],
    },
    { "@type": "Relationship", name: "near" },
    { "@type": "Relationship", name: "self", target: "dtmi:com:example:Everything;1" },
  ],
};

/** Interfaces that between them use every construct of DTDL, as texts. */
export const everyConstruct: readonly string[] = [
  base,
  left,
  right,
  ...clashing,
  ...alike,
  central,
  third,
  inherited,
  everything,
].map((each) => JSON.stringify(each));
