import { expect, test } from "vitest";
import { type BrokenCode, brokenCode } from "../../src/cli/broken-code.js";
import { generate } from "../../src/codegen/index.js";
import type { Interface, Model } from "../../src/dtdl/model.js";
import { parseModel } from "../../src/dtdl/parse.js";
import { diffInterfaces } from "../../src/views/diff/diff-models.js";
import { bareLibrary, compile, globals, withFiles } from "../codegen/compile.js";

const context = "dtmi:dtdl:context;3";
const id = "dtmi:com:example:Kettle;1";

function kettle(contents: readonly object[]): Model {
  return parseModel(
    JSON.stringify([{ "@context": context, "@id": id, "@type": "Interface", contents }]),
  );
}

function brokenBetween(before: readonly object[], after: readonly object[]): readonly BrokenCode[] {
  const was = kettle(before).interfaces.get(id) as Interface;
  const is = kettle(after).interfaces.get(id) as Interface;
  return diffInterfaces([was], [is]).interfaces.flatMap(({ changes }) =>
    changes.flatMap((change) => brokenCode(change, was)),
  );
}

/** What a change breaks: side, member, and whether the compiler stays silent. */
function broken(before: readonly object[], after: readonly object[]): readonly string[] {
  return brokenBetween(before, after).map(
    ({ side, member, compilerFindsIt }) =>
      `${side}: ${member}${compilerFindsIt ? "" : " (still compiles)"}`,
  );
}

const property = (schema: string, more: object = {}) => ({
  "@type": "Property",
  name: "target",
  schema,
  ...more,
});
const telemetry = (schema: string | object, name = "level") => ({
  "@type": "Telemetry",
  name,
  schema,
});
const fields = (...names: readonly string[]) => ({
  "@type": "Object",
  fields: names.map((name) => ({ name, schema: "double" })),
});
const levels = (...values: readonly number[]) => ({
  "@type": "Enum",
  valueSchema: "integer",
  enumValues: values.map((value) => ({ name: `level${value}`, enumValue: value })),
});
const command = (more: object) => ({ "@type": "Command", name: "boil", ...more });
const payload = (schema: string) => ({ name: "until", schema });

test.each([
  [
    "a telemetry that is gone",
    [telemetry("double")],
    [],
    ["devices: device.$telemetry({ level })", "services: event.values.level"],
  ],
  [
    "a writable property that is gone",
    [property("double", { writable: true })],
    [],
    ["devices: handlers.target", "services: client.target"],
  ],
  [
    "a property that devices report",
    [property("double")],
    [],
    ["devices: device.$report({ target })", "services: client.target"],
  ],
  [
    "a property that becomes writable",
    [property("double")],
    [property("double", { writable: true })],
    ["devices: handlers.target", "services: client.target (still compiles)"],
  ],
  [
    "a number that is wider",
    [telemetry("float")],
    [telemetry("double")],
    ["services: event.values.level (still compiles)"],
  ],
  [
    "a number that becomes a bigint",
    [telemetry("integer")],
    [telemetry("long")],
    ["services: event.values.level"],
  ],
  [
    "a request that takes dates and then any text",
    [command({ request: payload("dateTime") })],
    [command({ request: payload("string") })],
    ["devices: handlers.boil (still compiles)"],
  ],
  [
    "a request that is narrower",
    [command({ request: payload("long") })],
    [command({ request: payload("integer") })],
    ["services: client.boil(…)"],
  ],
  [
    "a request that is new",
    [command({})],
    [command({ request: payload("double") })],
    ["devices: handlers.boil (still compiles)", "services: client.boil(…)"],
  ],
  [
    "a name that the language would call",
    [telemetry("double", "then")],
    [],
    ["devices: device.$telemetry({ then$ })", "services: event.values.then$"],
  ],
])("%s is told by the member of the client", (_what, before, after, expected) => {
  expect(broken(before, after)).toEqual(expected);
});

test("what changes in a component is told with the component", () => {
  const component = (contents: readonly object[]) => [
    {
      "@type": "Component",
      name: "lid",
      schema: { "@id": "dtmi:com:example:Lid;1", "@type": "Interface", contents },
    },
  ];
  expect(broken(component([telemetry("double"), command({})]), component([]))).toEqual([
    "devices: device.lid.$telemetry({ level })",
    "services: event.values.level of lid",
    "devices: handlers.lid.boil",
    "services: client.lid.boil(…)",
  ]);
});

test("an Interface that is gone is told by its import", () => {
  const model = parseModel(
    JSON.stringify({ "@context": context, "@id": id, "@type": "Interface" }),
  );
  const all = [...model.interfaces.values()];
  const [change] = diffInterfaces(all, []).interfaces[0]?.changes ?? [];
  expect(change && brokenCode(change, all[0]).map(({ member }) => member)).toEqual([
    "import { Kettle }",
    "import { Kettle }",
  ]);
});

test("what is compatible breaks nothing", () => {
  expect(broken([], [telemetry("double")])).toEqual([]);
});

/** Code of both sides made for the old contents, and what the contents become. */
const uses: readonly (readonly [
  what: string,
  before: readonly object[],
  after: readonly object[],
  code: { readonly services: string; readonly devices: string },
])[] = [
  [
    "a telemetry goes",
    [telemetry("double")],
    [],
    {
      services: "void values.level;",
      devices: "const sent: TelemetryOf<Kettle> = { level: 1 };",
    },
  ],
  [
    "a writable property goes",
    [property("double", { writable: true })],
    [],
    {
      services: "void client.target;",
      devices: "const handlers: DeviceHandlers<Kettle> = { target: () => undefined };",
    },
  ],
  [
    "a property becomes writable",
    [property("double")],
    [property("double", { writable: true })],
    {
      services: "void client.target;",
      devices: "const handlers: DeviceHandlers<Kettle> = {};",
    },
  ],
  [
    "a property becomes read-only",
    [property("double", { writable: true })],
    [property("double")],
    {
      services: "void client.target.$set(1);",
      devices: "const handlers: DeviceHandlers<Kettle> = { target: () => undefined };",
    },
  ],
  [
    "a number widens",
    [telemetry("float")],
    [telemetry("double")],
    {
      services: "const level: number | undefined = values.level;",
      devices: "const sent: TelemetryOf<Kettle> = { level: 1 };",
    },
  ],
  [
    "a number becomes a bigint",
    [telemetry("integer")],
    [telemetry("long")],
    {
      services: "const level: number | undefined = values.level;",
      devices: "const sent: TelemetryOf<Kettle> = { level: 1 };",
    },
  ],
  [
    "a request takes less",
    [command({ request: payload("long") })],
    [command({ request: payload("integer") })],
    {
      services: "void client.boil(1n);",
      devices: "const handlers: DeviceHandlers<Kettle> = { boil: (until) => void until };",
    },
  ],
  [
    "a request takes any text",
    [command({ request: payload("dateTime") })],
    [command({ request: payload("string") })],
    {
      services: "",
      devices: "const handlers: DeviceHandlers<Kettle> = { boil: (until: string) => void until };",
    },
  ],
  [
    "a request comes",
    [command({})],
    [command({ request: payload("double") })],
    {
      services: "void client.boil();",
      devices: "const handlers: DeviceHandlers<Kettle> = { boil: () => undefined };",
    },
  ],
  [
    "a response comes",
    [command({})],
    [command({ response: payload("double") })],
    {
      services: "",
      devices: "const handlers: DeviceHandlers<Kettle> = { boil: () => undefined };",
    },
  ],
  [
    "a response goes",
    [command({ response: payload("double") })],
    [command({})],
    {
      services: "const heat = async (): Promise<number> => client.boil();",
      devices: "",
    },
  ],
  [
    "a request goes",
    [command({ request: payload("double") })],
    [command({})],
    {
      services: "void client.boil(1);",
      devices: "const handlers: DeviceHandlers<Kettle> = { boil: (until: number) => void until };",
    },
  ],
  [
    "a field goes",
    [telemetry(fields("min", "max"))],
    [telemetry(fields("min"))],
    {
      services: "void values.level.max;",
      devices: "const sent: TelemetryOf<Kettle> = { level: { min: 1, max: 2 } };",
    },
  ],
  [
    "an enum value comes",
    [telemetry(levels(1))],
    [telemetry(levels(1, 2))],
    {
      services: "const level: 1 | undefined = values.level;",
      devices: "",
    },
  ],
  [
    "an enum value goes",
    [telemetry(levels(1, 2))],
    [telemetry(levels(1))],
    {
      services: "",
      devices: "const sent: TelemetryOf<Kettle> = { level: 2 };",
    },
  ],
];

test("the compiler finds what it is said to find, and nothing else", async () => {
  const contents = uses.map(([, before, after]) => [before, after] as const);
  const files = contents.flatMap((pair, at) =>
    pair.flatMap((each, version) =>
      generate(kettle(each)).map(({ path, text }) => ({
        path: `case${at}/${version === 0 ? "before" : "after"}/${path}`,
        text,
      })),
    ),
  );
  const head = 'import type { DeviceHandlers, ServiceClient, TelemetryOf } from "twinplug";\n';
  const users = uses.flatMap(([, , , code], at) =>
    (["before", "after"] as const).flatMap((when) =>
      (["services", "devices"] as const).map((side) => ({
        path: `case${at}/${when}/${side}.ts`,
        text: `${head}import type { Kettle } from "./com/example/kettle-1.js";
declare const client: ServiceClient<Kettle>;
declare const values: Kettle["telemetry"];
${code[side]}
export type Used = [typeof client, typeof values, DeviceHandlers<Kettle>, ServiceClient<Kettle>, TelemetryOf<Kettle>];
export {};
`,
      })),
    ),
  );
  const errors = await withFiles([globals, ...files, ...users], (folder) =>
    compile(folder, "typescript", {
      ...bareLibrary,
      noUnusedLocals: false,
      declaration: false,
      isolatedDeclarations: false,
    }),
  );
  const foundByCompiler = errors.map((line) => /^case\d+\/\w+\/\w+/.exec(line)?.[0] ?? line);
  const said = uses.flatMap(([, before, after, code], at) =>
    brokenBetween(before, after)
      .filter(({ side, compilerFindsIt }) => compilerFindsIt && code[side] !== "")
      .map(({ side }) => `case${at}/after/${side}`),
  );
  expect([...new Set(foundByCompiler)].sort()).toEqual([...new Set(said)].sort());
});
