import { expect, test } from "vitest";
import { type GenerateOptions, generate } from "../../src/codegen/index.js";
import { parseModel } from "../../src/dtdl/parse.js";

const contexts = {
  2: "dtmi:dtdl:context;2",
  3: ["dtmi:dtdl:context;3", "dtmi:dtdl:extension:quantitativeTypes;1"],
  4: [
    "dtmi:dtdl:context;4",
    "dtmi:dtdl:extension:quantitativeTypes;2",
    "dtmi:dtdl:extension:historization;2",
    "dtmi:dtdl:extension:annotation;2",
    "dtmi:dtdl:extension:overriding;2",
    "dtmi:dtdl:extension:requirement;1",
    "dtmi:dtdl:extension:mqtt;3",
  ],
  central: ["dtmi:iotcentral:context;2", "dtmi:dtdl:context;2"],
};

type Version = keyof typeof contexts;

/** The lines that stand for one content, or for a whole Interface, without the header, comments on tools and the descriptor. */
function linesOf(
  version: Version,
  more: object,
  options: GenerateOptions = {},
  others: readonly object[] = [],
): string {
  const iface = { "@context": contexts[version], "@id": "dtmi:com:x:T;1", "@type": "Interface" };
  const texts = [{ ...iface, ...more }, ...others].map((each) => JSON.stringify(each));
  const file = generate(parseModel(texts), options).find(({ path }) => path === "com/x/t-1.ts");
  const lines = (file?.text ?? "").split("\n");
  return lines
    .slice(
      5,
      lines.findIndex((line) => line.startsWith("export const T:")),
    )
    .join("\n");
}

function contents(version: Version, ...all: object[]): string {
  return linesOf(version, { contents: all });
}

const property = (schema: unknown, more: object = {}): object => ({
  "@type": "Property",
  name: "p",
  schema,
  ...more,
});
const telemetry = (schema: unknown, more: object = {}): object => ({
  "@type": "Telemetry",
  name: "t",
  schema,
  ...more,
});

const primitives: readonly (readonly [term: string, read: string, written: string])[] = [
  ["boolean", "boolean", "boolean"],
  ["byte", "number", "number"],
  ["bytes", "string", "string"],
  ["date", "LocalDate", "LocalDate"],
  ["dateTime", "DateTime", "DateTimeInput"],
  ["decimal", "string", "string"],
  ["double", "number", "number"],
  ["duration", "Duration", "Duration"],
  ["float", "number", "number"],
  ["integer", "number", "number"],
  ["long", "bigint", "bigint | number"],
  ["short", "number", "number"],
  ["string", "string", "string"],
  ["time", "LocalTime", "LocalTime"],
  ["unsignedByte", "number", "number"],
  ["unsignedInteger", "number", "number"],
  ["unsignedLong", "bigint", "bigint | number"],
  ["unsignedShort", "number", "number"],
  ["uuid", "string", "string"],
];

test.each(primitives)("%s is read as %s and written as %s", (term, read, written) => {
  expect(contents(4, property(term))).toContain(`  readonly p: ${read};\n`);
  expect(contents(4, telemetry(term))).toContain(`  t: ${read};\n`);
  const text = contents(4, property(term, { writable: true }));
  expect(text).toContain(`export interface TWritable {\n  p: ${written};\n}`);
  const narrowed = read === written ? "{}" : `{\n  p: ${read};\n}`;
  expect(text).toContain(`export interface TProperties extends TWritable ${narrowed}`);
});

test.each([
  ["point", "readonly number[]"],
  ["multiPoint", "readonly (readonly number[])[]"],
  ["lineString", "readonly (readonly number[])[]"],
  ["multiLineString", "readonly (readonly (readonly number[])[])[]"],
  ["polygon", "readonly (readonly (readonly number[])[])[]"],
  ["multiPolygon", "readonly (readonly (readonly (readonly number[])[])[])[]"],
])("%s is a GeoJSON object", (term, coordinates) => {
  const name = term.charAt(0).toUpperCase() + term.slice(1);
  for (const version of [2, 3, 4] as const) {
    const text = contents(version, telemetry(term));
    expect(text).toContain(`  t: ${name};\n`);
    expect(text).toContain(`"${name}"`);
    expect(text).toContain(`  coordinates?: ${coordinates};\n`);
  }
});

test.each([
  ["geopoint", "Geopoint", ["lat", "lon", "alt"]],
  ["vector", "Vector", ["x", "y", "z"]],
])("%s of IoT Central is an object of numbers", (term, name, fields) => {
  const text = contents("central", property(term));
  expect(text).toContain(`  readonly p: ${name};\n`);
  for (const field of fields) expect(text).toContain(`  ${field}?: number;\n`);
});

test("scaledDecimal is an object of a scale and a text", () => {
  const text = contents(4, property("scaledDecimal"));
  expect(text).toContain("  readonly p: ScaledDecimal;\n");
  expect(text).toMatch(/scale\?: number;/);
  expect(text).toMatch(/value\?: string;/);
});

const mode = {
  "@type": "Enum",
  valueSchema: "integer",
  displayName: "Modes",
  enumValues: [
    { name: "off", enumValue: 0, displayName: "Off" },
    { name: "reverse", enumValue: -1 },
  ],
};

test("an Enum is a constant and the union of its values", () => {
  expect(contents(2, property(mode))).toContain(`/** Modes */
export const TP = {
  /** Off */
  off: 0,
  reverse: -1,
} as const;
export type TP = (typeof TP)[keyof typeof TP];
`);
});

test("an Enum can be a union alone", () => {
  const words = {
    "@type": "Enum",
    valueSchema: "string",
    enumValues: [
      { name: "a", enumValue: 'say "a"' },
      { name: "b", enumValue: "b" },
    ],
  };
  const text = linesOf(3, { contents: [property(mode), telemetry(words)] }, { enums: "union" });
  expect(text).toContain(`/** Modes */
export type TP =
  /** Off */
  | 0
  | -1;
`);
  expect(text).toContain('export type TT = "say \\"a\\"" | "b";\n');
  expect(text).not.toContain("export const");
});

test("an Enum without values has none", () => {
  const none = { "@type": "Enum", valueSchema: "string", enumValues: [] };
  expect(linesOf(4, { contents: [property(none)] }, { enums: "union" })).toContain(
    "export type TP = never;\n",
  );
});

test("Arrays, Maps and Objects are lists, records and interfaces", () => {
  const schema = {
    "@type": "Object",
    fields: [
      { name: "list", schema: { "@type": "Array", elementSchema: "long" } },
      {
        name: "map",
        schema: {
          "@type": "Map",
          mapKey: { name: "key", schema: "string" },
          mapValue: { name: "value", schema: "double" },
        },
      },
    ],
  };
  const text = contents(3, property(schema, { writable: true }));
  expect(text).toContain(`export interface TP {
  list?: readonly bigint[];
  map?: { readonly [key: string]: number };
}

export interface TPInput {
  list?: readonly (bigint | number)[];
  map?: { readonly [key: string]: number };
}
`);
});

test("schemas that contain themselves name themselves", () => {
  const schemas = [
    { "@id": "dtmi:com:x:T:nest;1", "@type": "Array", elementSchema: "dtmi:com:x:T:nest;1" },
    {
      "@id": "dtmi:com:x:T:tree;1",
      "@type": "Object",
      fields: [
        { name: "at", schema: "dateTime" },
        {
          name: "below",
          schema: {
            "@type": "Map",
            mapKey: { name: "key", schema: "string" },
            mapValue: { name: "value", schema: "dtmi:com:x:T:tree;1" },
          },
        },
      ],
    },
  ];
  const writable = { writable: true };
  const text = linesOf(4, {
    schemas,
    contents: [
      property("dtmi:com:x:T:nest;1", writable),
      { ...property("dtmi:com:x:T:tree;1", writable), name: "q" },
    ],
  });
  expect(text).toContain("export type Nest = readonly Nest[];\n");
  expect(text).toContain("  below?: { readonly [key: string]: Tree };\n");
  expect(text).toContain("  below?: { readonly [key: string]: TreeInput };\n");
});

test("payloads that may be null are optional and may be null", () => {
  const command = {
    "@type": "Command",
    name: "c",
    request: { name: "in", schema: "integer", nullable: true },
    response: { name: "out", schema: "long", nullable: true },
  };
  expect(contents(4, command)).toContain("  c: Command<[in$?: number | null], bigint | null>;\n");
});

test("texts of a command's payloads become tags", () => {
  const command = {
    "@type": "Command",
    name: "c",
    displayName: "Calibrate",
    request: { name: "since", displayName: "Since", description: "Start of it", schema: "integer" },
    response: { name: "out", description: "{number} How far", schema: "double" },
  };
  expect(contents(2, command)).toContain(`  /**
   * Calibrate
   *
   * @param since - Since: Start of it
   * @returns - {number} How far
   */
  c: Command<[since: number], number>;
`);
});

test("a Relationship leads to the shape of its target and has its properties", () => {
  const relationship = {
    "@type": "Relationship",
    name: "feeds",
    target: "dtmi:com:x:Valve;1",
    properties: [
      { ...property("double", { writable: true }), name: "flow", displayName: "Flow" },
      { ...property("dateTime"), name: "since" },
    ],
  };
  const valve = { "@context": contexts[3], "@id": "dtmi:com:x:Valve;1", "@type": "Interface" };
  const near = { "@type": "Relationship", name: "near" };
  const elsewhere = { "@type": "Relationship", name: "other", properties: [property("boolean")] };
  const more = { contents: [relationship, near, elsewhere] };
  const text = linesOf(3, more, {}, [valve]);
  expect(text).toContain('import type { Valve } from "./valve-1.js";\n');
  expect(text).toContain(`export interface TFeeds {
  /** Flow */
  flow?: number;
  readonly since?: DateTime;
}
`);
  expect(text).toContain(`export interface TRelationships {
  feeds: Relationship<Valve, TFeeds>;
  near: Relationship;
  other: Relationship<unknown, TOther>;
}
`);
  expect(text).toContain("  relationships: TRelationships;\n");
});

test("units, semantic types and the types of extensions do not change types", () => {
  const text = contents(
    4,
    {
      "@type": ["Property", "ValueAnnotation", "Override"],
      name: "p",
      annotates: "t",
      overrides: "unit",
      schema: "dtmi:dtdl:extension:quantitativeTypes:v2:enum:TemperatureUnit",
    },
    {
      "@type": ["Telemetry", "Temperature", "Historized"],
      name: "t",
      unit: "degreeCelsius",
      schema: "double",
    },
    {
      "@type": "Telemetry",
      name: "o",
      schema: {
        "@type": "Object",
        fields: [
          {
            "@type": ["Field", "Required", "Length"],
            name: "f",
            displayName: "Far",
            unit: "metre",
            schema: "double",
          },
        ],
      },
    },
  );
  expect(text).toContain(`  /**
   * @unit degreeCelsius
   * @semanticType Temperature
   */
  t: number;
`);
  expect(text).toContain("  readonly p: TemperatureUnit;\n");
  expect(text).toContain("  degreeCelsius: ");
  expect(text).toContain("   * @unit metre\n   * @semanticType Length\n");
});

test("an Interface written inside a Component is a file of its own", () => {
  const inner = { "@id": "dtmi:com:x:In;1", "@type": "Interface", contents: [telemetry("double")] };
  const component = { "@type": "Component", name: "c", schema: inner };
  const text = contents(2, component);
  expect(text).toContain('import { In } from "./in-1.js";\n');
  expect(text).toContain("export interface TComponents {\n  c: In;\n}\n");
});

test("a diamond of extends becomes a diamond of extends", () => {
  const iface = (name: string, more: object): object => ({
    "@context": contexts[4],
    "@id": `dtmi:com:x:${name};1`,
    "@type": "Interface",
    ...more,
  });
  const writable = property("dateTime", { writable: true });
  const text = linesOf(4, { extends: ["dtmi:com:x:L;1", "dtmi:com:x:R;1"] }, {}, [
    iface("Top", { contents: [writable] }),
    iface("L", { extends: "dtmi:com:x:Top;1" }),
    iface("R", { extends: ["dtmi:com:x:Top;1"], contents: [telemetry("double")] }),
  ]);
  expect(text).toContain("export interface TWritable extends LWritable, RWritable {}\n");
  expect(text).toContain(`export interface TProperties extends TWritable, LProperties, RProperties {
  p: LProperties["p"];
}
`);
  expect(text).toContain("export interface TTelemetry extends RTelemetry {}\n");
});

test("two versions of an Interface and its twin of another case stand side by side", () => {
  const ids = ["dtmi:com:x:Part;1", "dtmi:com:x:Part;2", "dtmi:com:x:part;1", "dtmi:com:x:aux;1"];
  const parts = ids.map((id) => ({ "@context": contexts[2], "@id": id, "@type": "Interface" }));
  const all = ids.map((schema, at) => ({ "@type": "Component", name: `c${at}`, schema }));
  const text = linesOf(2, { contents: all }, {}, parts);
  expect(text).toMatch(/import \{ Part \} from "\.\/part-1\.js";/);
  expect(text).toMatch(/import \{ Part as Part_2 \} from "\.\/part-2\.js";/);
  expect(text).toMatch(/import \{ Part as Part_3 \} from "\.\/part-1-x[0-9a-f]{8}\.js";/);
  expect(text).toContain("  c0: Part;\n  c1: Part_2;\n  c2: Part_3;\n  c3: Aux;\n");
});

test("comments are in the language asked for, in a wider one, in English, or in what there is", () => {
  const more = {
    displayName: { en: "Thing", de: "Ding", "fr-CA": "Chose" },
    contents: [telemetry("double", { displayName: { it: "Cosa" } })],
  };
  const title = (language?: string): string | undefined =>
    / \* (.+)\n \*\n \* @see/.exec(
      linesOf(3, more, language === undefined ? {} : { language }),
    )?.[1];
  expect(["de", "de-AT", "fr-CA", "fr", "en", undefined].map(title)).toEqual([
    "Ding",
    "Ding",
    "Chose",
    "Thing",
    "Thing",
    "Thing",
  ]);
  expect(linesOf(3, more, { language: "de" })).toContain("/** Cosa */");
});

test("a comment that says obsolete becomes a tag when that is asked for", () => {
  const more = {
    comment: "[Obsolete] Use T2.",
    contents: [
      telemetry("double", { comment: "[Obsolete]" }),
      property("long", { comment: "note" }),
    ],
  };
  expect(linesOf(2, more)).not.toContain("Obsolete");
  const text = linesOf(2, more, { obsolete: true });
  expect(text).toContain(" * @deprecated Use T2.\n");
  expect(text).toContain("  /** @deprecated It is obsolete. */\n  t: number;\n");
  expect(text).not.toContain("note");
});
