import type { ParseOptions } from "../../src/dtdl/parse.js";

/** A DTDL text with a name that says what it shows. */
export interface SampleModel {
  readonly shows: string;
  readonly text: string;
  /** Options that it needs. */
  readonly options?: ParseOptions;
}

function sample(shows: string, ...interfaces: readonly object[]): SampleModel {
  return { shows, text: JSON.stringify(interfaces.length === 1 ? interfaces[0] : interfaces) };
}

const v2 = "dtmi:dtdl:context;2";
const v3 = "dtmi:dtdl:context;3";
const v4 = "dtmi:dtdl:context;4";

/** An Interface of the given context and members. */
function iface(context: string | readonly string[], id: string, members: object = {}): object {
  return { "@context": context, "@id": `dtmi:sample:${id};1`, "@type": "Interface", ...members };
}

const complexSchemas = [
  { "@id": "dtmi:sample:all:Numbers;1", "@type": "Array", elementSchema: "double" },
  {
    "@id": "dtmi:sample:all:Mode;1",
    "@type": "Enum",
    valueSchema: "integer",
    enumValues: [
      { name: "off", enumValue: 0, displayName: "Off", comment: "nothing runs" },
      { "@id": "dtmi:sample:all:on;1", "@type": "EnumValue", name: "on", enumValue: -1 },
    ],
  },
  {
    "@id": "dtmi:sample:all:Rooms;1",
    "@type": "Map",
    mapKey: { name: "room", schema: "string" },
    mapValue: { name: "light", schema: "dtmi:sample:all:Mode;1" },
  },
  {
    "@id": "dtmi:sample:all:Reading;1",
    "@type": "Object",
    displayName: { en: "Reading", de: "Messwert", "zh-Hans": "读数" },
    fields: [
      { name: "at", schema: "dateTime" },
      { "@type": "Field", name: "place", schema: "point", description: "where" },
      { name: "values", schema: "dtmi:sample:all:Numbers;1" },
      {
        name: "kind",
        schema: {
          "@type": "Enum",
          valueSchema: "string",
          enumValues: [{ name: "raw", enumValue: "raw\n\u2028\ud800" }],
        },
      },
    ],
  },
];

const everyContent = [
  { "@type": "Telemetry", name: "reading", schema: "dtmi:sample:all:Reading;1" },
  {
    "@id": "dtmi:sample:all:mode;1",
    "@type": "Property",
    name: "mode",
    schema: "dtmi:sample:all:Mode;1",
    writable: true,
  },
  { "@type": "Property", name: "rooms", schema: "dtmi:sample:all:Rooms;1", writable: false },
  {
    "@type": "Command",
    name: "calibrate",
    commandType: "asynchronous",
    request: { name: "since", schema: "time", displayName: "Since" },
    response: {
      "@id": "dtmi:sample:all:result;1",
      name: "result",
      schema: { "@type": "Array", elementSchema: "long" },
    },
  },
  { "@type": "Command", name: "reset" },
  {
    "@type": "Relationship",
    name: "rooms2",
    target: "dtmi:sample:Room;1",
    minMultiplicity: 0,
    maxMultiplicity: 3,
    writable: true,
    properties: [{ "@type": "Property", name: "since", schema: "date" }],
  },
  { "@type": "Component", name: "part", schema: "dtmi:sample:Part;1" },
  {
    "@type": "Component",
    name: "inner",
    schema: {
      "@id": "dtmi:sample:Inner;1",
      "@type": "Interface",
      contents: [{ "@type": "Telemetry", name: "hum", schema: "float" }],
    },
  },
];

function everything(context: string): SampleModel {
  return sample(
    `every class and property, in ${context}`,
    iface(context, "all", {
      displayName: "Everything",
      description: { en: "All of it", fr: "Tout" },
      comment: 'a "comment"',
      extends: [
        "dtmi:sample:Base;1",
        {
          "@id": "dtmi:sample:NestedBase;1",
          "@type": "Interface",
          contents: { "@type": "Property", name: "nested", schema: "boolean" },
        },
      ],
      contents: everyContent,
      schemas: complexSchemas,
    }),
    iface(context, "Base", {
      contents: [{ "@type": "Property", name: "serial", schema: "string" }],
      schemas: [],
    }),
    iface(context, "Part"),
  );
}

/** Models that together use every construct of the language itself, in each of its versions. */
export const languageSamples: readonly SampleModel[] = [
  everything(v2),
  everything(v3),
  everything(v4),
  sample(
    "semantic types and units of DTDL v2",
    iface(v2, "Quantities", {
      contents: [
        {
          "@type": ["Telemetry", "Temperature"],
          name: "t",
          schema: "double",
          unit: "degreeCelsius",
        },
        {
          "@type": ["dtmi:standard:class:Pressure;2", "dtmi:dtdl:class:Property;2"],
          name: "p",
          schema: "integer",
          "dtmi:dtdl:property:unit;2": "dtmi:standard:unit:kilopascal;2",
        },
      ],
    }),
  ),
  sample(
    "semantic types and units of DTDL v3",
    iface([v3, "dtmi:dtdl:extension:quantitativeTypes;1"], "Quantities", {
      contents: [
        {
          "@type": ["Telemetry", "Irradiance"],
          name: "i",
          schema: "double",
          unit: "wattPerSquareMetre",
        },
        {
          "@type": "Telemetry",
          name: "o",
          schema: {
            "@type": "Object",
            fields: [{ "@type": ["Field", "Length"], name: "l", schema: "float", unit: "mile" }],
          },
        },
      ],
    }),
  ),
  sample(
    "semantic types and units of DTDL v4, with a mark",
    iface(
      [v4, "dtmi:dtdl:extension:quantitativeTypes;3", "dtmi:dtdl:extension:historization;2"],
      "Quantities",
      {
        contents: [
          {
            "@type": ["Telemetry", "Scale", "Historized"],
            name: "s",
            schema: "unsignedByte",
            unit: "percent",
          },
          { "@type": ["Property", "Historized"], name: "h", schema: "uuid" },
        ],
      },
    ),
  ),
  sample(
    "what only DTDL v4 has",
    iface(v4, "Four", {
      contents: [
        {
          "@type": "Command",
          name: "go",
          commandType: "synchronous",
          request: { name: "in", schema: "scaledDecimal", nullable: true },
          response: { name: "out", schema: "dtmi:sample:Four:Tree;1", nullable: false },
        },
        ...[
          "byte",
          "bytes",
          "decimal",
          "short",
          "unsignedInteger",
          "unsignedLong",
          "unsignedShort",
          "polygon",
        ].map((schema) => ({ "@type": "Property", name: schema, schema })),
      ],
      schemas: [
        {
          "@id": "dtmi:sample:Four:Tree;1",
          "@type": "Object",
          fields: [
            { name: "leaf", schema: "string" },
            {
              name: "branches",
              schema: { "@type": "Array", elementSchema: "dtmi:sample:Four:Tree;1" },
            },
          ],
        },
      ],
    }),
  ),
  sample(
    "identifiers without version and with a minor one",
    {
      "@context": v3,
      "@id": "dtmi:sample:Bare",
      "@type": "Interface",
      extends: "dtmi:sample:Minor;1.2",
    },
    {
      "@context": v3,
      "@id": "dtmi:sample:Minor;1.2",
      "@type": "Interface",
      contents: {
        "@type": "Telemetry",
        name: "t",
        schema: { "@type": "Array", elementSchema: "string" },
      },
    },
  ),
  sample(
    "elements of older versions inside newer ones",
    iface(v4, "New", {
      extends: [
        {
          "@context": v3,
          "@id": "dtmi:sample:Older;1",
          "@type": "Interface",
          contents: [
            { "@type": "Telemetry", name: "three", schema: "double" },
            {
              "@context": v2,
              "@type": ["Telemetry", "Length"],
              name: "two",
              schema: "double",
              unit: "metre",
            },
          ],
        },
      ],
      contents: [{ "@context": v2, "@type": "Property", name: "old", schema: "string" }],
    }),
  ),
  sample(
    "contents that refer to one written elsewhere in the Interface",
    iface(v2, "Shared", {
      contents: [
        {
          "@type": "Relationship",
          name: "link",
          properties: [
            {
              "@id": "dtmi:sample:Shared:weight;1",
              "@type": "Property",
              name: "weight",
              schema: "double",
            },
          ],
        },
        "dtmi:sample:Shared:weight;1",
      ],
    }),
  ),
  sample(
    "one payload as request and response",
    iface(v2, "Echo", {
      contents: [
        {
          "@type": "Command",
          name: "echo",
          response: { "@id": "dtmi:sample:Echo:text;1", name: "text", schema: "string" },
          request: "dtmi:sample:Echo:text;1",
        },
      ],
    }),
  ),
  sample("an Interface with nothing in it", iface(v3, "Empty")),
  { shows: "no Interface at all", text: "[]" },
];

/** Models that use words which DTDL does not know, and allow them. */
export const unknownWordSamples: readonly SampleModel[] = [
  sample(
    "unknown types and properties in DTDL v2",
    iface([v2, "dtmi:acme:extension;1"], "Acme", {
      "@type": ["Interface", "NamedThing", "acme:Type"],
      "acme:notes": [{ deep: [null, true, -0.5, 1e300] }, "x"],
      list: [[1], { b: { a: [] }, a: {} }],
      empty: null,
      nested: { constructor: 1 },
      contents: [
        {
          "@type": ["Telemetry", "Unheard"],
          name: "t",
          schema: "double",
          loud: 11,
          "dtmi:acme:p;1": "v",
        },
      ],
    }),
  ),
  {
    shows: "names that are special in JavaScript, and numbers beyond doubles",
    text: `{"@context":["dtmi:dtdl:context;2","dtmi:acme:extension;1"],"@id":"dtmi:sample:Odd;1",
      "@type":["Interface","Odd"],"__proto__":{"__proto__":1},"constructor":"x","1":2,
      "big":12345678901234567890,"small":-0.0,"list":[1E400,0.1,{"2":0,"1":0}]}`,
  },
];
