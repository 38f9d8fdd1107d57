import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { generateDeclarations } from "../../src/codegen/generate-declarations.js";
import {
  generateSidecars,
  type SidecarDocument,
} from "../../src/codegen/sidecar/generate-sidecars.js";
import type { TextPlace } from "../../src/codegen/source-map.js";
import { parseModel } from "../../src/dtdl/parse.js";
import { globals } from "./compile.js";
import { everyConstruct } from "./every-construct.js";
import { readMappings } from "./read-source-map.js";
import { configure, generateIn, inProject } from "./typed-import-project.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

function document(path: string, value: unknown): SidecarDocument {
  return { source: path, path, text: JSON.stringify(value, null, 2) };
}

function interfaceNamed(id: string, more: object = {}): object {
  return { "@context": "dtmi:dtdl:context;3", "@id": id, "@type": "Interface", ...more };
}

/** The sidecar of each document by path, without the lines that every file begins with. */
function sidecars(
  documents: readonly SidecarDocument[],
  others: readonly SidecarDocument[] = [],
): Record<string, string> {
  const model = parseModel([...documents, ...others]);
  return Object.fromEntries(
    generateSidecars(model, documents).map(({ path, text }) => [
      path,
      text.replace(/^\/(?:\/#?|\*) .*\n/gm, ""),
    ]),
  );
}

const lamp = interfaceNamed("dtmi:com:example:Lamp;1", {
  displayName: "Lamp",
  contents: [{ "@type": "Property", name: "level", schema: "double", writable: true }],
});
const room = interfaceNamed("dtmi:com:example:Room;1", {
  extends: "dtmi:com:example:Lamp;1",
  contents: [{ "@type": "Component", name: "lamp", schema: "dtmi:com:example:Lamp;1" }],
});

test("a sidecar declares the facets and exports the members of the document by name", () => {
  const { "lamps/lamp.d.json.ts": text } = sidecars([document("lamps/lamp.json", lamp)]);
  expect(text).toMatchInlineSnapshot(`
    "export { id as "@id", shape as "~shape" };

    export interface LampWritable {
      level: number;
    }

    export interface LampProperties extends LampWritable {}

    /**
     * Lamp
     *
     * @see dtmi:com:example:Lamp;1
     */
    export interface Lamp {
      id: "dtmi:com:example:Lamp;1";
      properties: LampProperties;
      writable: LampWritable;
      telemetry: {};
      commands: {};
      components: {};
    }

    declare const id: "dtmi:com:example:Lamp;1";
    declare const shape: Lamp | undefined;
    "
  `);
});

test("a sidecar takes what others declare from them", () => {
  const documents = [document("lamps/lamp.json", lamp), document("rooms/room.json", room)];
  const { "rooms/room.d.json.ts": text } = sidecars(documents);
  expect(text).toContain('import type * as $lamp from "../lamps/lamp.json";');
  expect(text).toContain("extends RoomWritable, $lamp.LampProperties {}");
  expect(text).toContain("lamp: $lamp.Lamp;");
});

test("a sidecar declares what is in no document itself", () => {
  const { "room.d.json.ts": text } = sidecars(
    [document("room.json", room)],
    [document("elsewhere.json", lamp)],
  );
  expect(text).toContain("export interface LampWritable");
  expect(text).toContain("lamp: Lamp;");
  expect(text).not.toContain("elsewhere");
});

test("two documents of the same name are told apart, and so are two Interfaces of one label", () => {
  const other = interfaceNamed("dtmi:com:other:Lamp;1", {
    contents: [{ "@type": "Property", name: "level", schema: "string" }],
  });
  const both = interfaceNamed("dtmi:com:example:Both;1", {
    contents: [
      { "@type": "Component", name: "one", schema: "dtmi:com:example:Lamp;1" },
      { "@type": "Component", name: "two", schema: "dtmi:com:other:Lamp;1" },
    ],
  });
  const apart = sidecars([
    document("a/lamp.json", lamp),
    document("b/lamp.json", other),
    document("both.json", both),
  ]);
  expect(apart["both.d.json.ts"]).toContain("one: $lamp.Lamp;");
  expect(apart["both.d.json.ts"]).toContain("two: $lamp$2.Lamp;");
  const together = sidecars([document("all.json", [both, lamp, other])]);
  expect(together["all.d.json.ts"]).toContain("one: Lamp;");
  expect(together["all.d.json.ts"]).toContain("two: Lamp_2;");
  expect(together["all.d.json.ts"]).toContain('"dtmi:com:other:Lamp;1": Lamp_2;');
});

test("a document without an Interface gets none", () => {
  expect(sidecars([document("empty.json", [])])).toEqual({});
});

test("the same documents give the same bytes in any order", () => {
  const documents = [document("lamp.json", lamp), document("room.json", room)];
  const sorted = (all: Record<string, string>) => Object.entries(all).sort();
  expect(sorted(sidecars(documents.toReversed()))).toEqual(sorted(sidecars(documents)));
});

/** What stands at a place of a text, up to the end of the word. */
function wordAt(text: string, { line, column }: TextPlace): string {
  const rest = (text.split("\n")[line] ?? "").slice(column);
  return /^[\w$]*/.exec(rest)?.[0] ?? "";
}

test.each(["a typing of JSON", "declarations"])(
  "in %s every member leads to where its name is written",
  (what) => {
    const documents = everyConstruct.map((text, at) =>
      document(`every/${at}.json`, JSON.parse(text)),
    );
    const model = parseModel(documents);
    const texts = new Map(documents.map(({ source, text }) => [source, text]));
    const files =
      what === "declarations"
        ? generateDeclarations(model, { texts, pathOf: (source) => source })
        : generateSidecars(model, documents);
    const byPath = new Map(files.map(({ path, text }) => [path, text]));
    const named = new Map<string, number>();
    for (const { path, text } of files.filter((file) => file.path.endsWith(".map"))) {
      const generated = byPath.get(path.slice(0, -4)) ?? "";
      for (const mapping of readMappings(text)) {
        const source = join(dirname(path), mapping.source);
        const written = wordAt(texts.get(source) ?? "", mapping.original);
        const declared = wordAt(generated, mapping.generated).replace(/\$$/, "");
        if (declared === "" || /^(?:dtmi)?$/.test(written)) continue;
        expect(declared, `${path} at ${mapping.generated.line + 1}`).toBe(written);
        named.set(declared, (named.get(declared) ?? 0) + 1);
      }
    }
    for (const name of ["first", "perhaps", "p_long", "then", "t_uuid", "since", "flow", "feeds"]) {
      expect([...named.keys()]).toContain(name);
    }
  },
);

/** What the compiler says about a project. */
function compile(compiler: string, config: string): Promise<string> {
  const tsc = join(root, "node_modules", compiler, "lib/tsc.js");
  const child = spawn(process.execPath, [tsc, "-p", config, "--pretty", "false"]);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", () => resolve(text));
  });
}

/** Each Interface in a file of its own, where a repository would have it but for its case. */
const everyFile = Object.fromEntries(
  everyConstruct.map((text) => {
    const id = (JSON.parse(text) as { "@id": string })["@id"];
    const path = id.replace("dtmi:com:example:", "").replace(":", "/").replace(";", "-");
    return [`every/${path.startsWith("sensor") ? `lower-case/${path}` : path}.json`, text];
  }),
);

const user = `
import base from "./every/Base-1.2.json" with { type: "json" };
import clash from "./every/clash/Everything-1.json" with { type: "json" };
import everything from "./every/Everything-1.json" with { type: "json" };
import inherited from "./every/Inherited-1.json" with { type: "json" };
import left from "./every/Left-1.json" with { type: "json" };
import right from "./every/Right-1.json" with { type: "json" };
import list from "./list/all.json" with { type: "json" };
import {
  type Command, type DateTime, describeImport, deviceClient, type Descriptor, type DeviceTransport, type ImportedModel,
  type PatchOf, type ServiceTarget, type ShapeOf, serviceClient, type TwinOf,
} from "twinplug";
import type { Base } from "./generated/com/example/base-1.2.js";
import type { Everything as Clash } from "./generated/com/example/clash/everything-1.js";
import type { Everything } from "./generated/com/example/everything-1.js";
import type { Inherited } from "./generated/com/example/inherited-1.js";
import type { Left } from "./generated/com/example/left-1.js";
import type { Right } from "./generated/com/example/right-1.js";
import { Everything as Declared } from "./declared/com/example/everything-1.js";

type Both<A, B> = [A] extends [B] ? ([B] extends [A] ? true : "B is not A") : "A is not B";
export const same: readonly true[] = [
  true satisfies Both<ShapeOf<typeof base>, Base>,
  true satisfies Both<ShapeOf<typeof clash>, Clash>,
  true satisfies Both<ShapeOf<typeof everything>, Everything>,
  true satisfies Both<ShapeOf<typeof inherited>, Inherited>,
  true satisfies Both<ShapeOf<typeof left>, Left>,
  true satisfies Both<ShapeOf<typeof right>, Right>,
  true satisfies Both<ShapeOf<typeof list>, Everything>,
  true satisfies Both<ShapeOf<typeof Declared>, Everything>,
  true satisfies Both<PatchOf<ShapeOf<typeof everything>>, PatchOf<Everything>>,
  true satisfies Both<TwinOf<ShapeOf<typeof everything>>, TwinOf<Everything>>,
];
export const id: "dtmi:com:example:Everything;1" = everything["@id"];
export const command: Command = null as unknown as ShapeOf<typeof base>["commands"]["ping"];
export const time: DateTime | undefined = null as unknown as ShapeOf<typeof base>["properties"]["installed"];

declare const target: ServiceTarget;
declare const connection: DeviceTransport;
export async function serve(): Promise<void> {
  const client = serviceClient(everything, target, { models: [base, left, right, clash] });
  const at: Date | string = new Date(0);
  await client.wake(at);
  await client.w_long.$set(3);
  await client.first.go();
  await client.$update({ first: { value: 2 }, w_dateTime: at, then$: null });
  const small = serviceClient(left, target, { models: [base] });
  await small.ping();
}
export function act(): void { deviceClient(right, connection, {
  rightOnly: () => new Date(0).toISOString(), ping: () => undefined, installed: () => undefined,
  window: () => undefined,
}, { models: [base] }); }
export const chosen: Descriptor<Left> = describeImport(list, { interface: "dtmi:com:example:Left;1" });
export const model: ImportedModel<Base> = base;

// @ts-expect-error no such Interface in the list
describeImport(list, { interface: "dtmi:com:example:Nothing;1" });
// @ts-expect-error a read-only property
serviceClient(everything, target).p_long.$set(1n);
// @ts-expect-error no such command
serviceClient(left, target).rightOnly();
// @ts-expect-error a handler is missing
deviceClient(right, connection, { rightOnly: () => "" });
// @ts-expect-error another answer
deviceClient(right, connection, { rightOnly: () => 3, ping: () => undefined, installed: () => undefined, window: () => undefined });
`;

const settings = {
  nodenext: { module: "nodenext" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
};

/** Each compiler, module setting and `skipLibCheck`; those that only repeat what others show are for long runs. */
const matrix = [
  ["typescript", "nodenext", false],
  ["typescript", "nodenext", true],
  ["typescript", "bundler", false],
  ["typescript", "bundler", true],
  ["typescript-5.9", "nodenext", false],
  ["typescript-5.9", "bundler", true],
  ["typescript-5.9", "bundler", false],
  ["typescript-5.9", "nodenext", true],
] as const;
const cases = process.env.TWINPLUG_TEST_RUNS === undefined ? matrix.slice(0, 5) : matrix;

test("imports of every construct have the generated types, with every compiler and module setting", async () => {
  // Nothing but the language, so that what Node's own types would bring along is missed.
  const files = {
    [globals.path]: globals.text,
    ...everyFile,
    "list/all.json": `[${everyConstruct.toReversed().join(",\n")}]`,
  };
  await inProject({ ...files, "user.ts": user }, async (folder) => {
    await generateIn(folder, "every", "--out", "generated");
    await generateIn(folder, "every", "--out", "declared", "--emit", "js");
    await generateIn(folder, "every", "--sidecar");
    await generateIn(folder, "list", "--sidecar");
    const verdicts = await Promise.all(
      cases.map(async ([compiler, module, skipLibCheck], index) => {
        const options = {
          ...settings[module],
          skipLibCheck,
          types: [],
          allowArbitraryExtensions: true,
        };
        const config = configure(folder, options, `tsconfig.${index}.json`);
        const said = await compile(compiler, config);
        return `${compiler}, ${module}, skipLibCheck ${skipLibCheck}: ${said}`;
      }),
    );
    expect(verdicts.filter((verdict) => !verdict.endsWith(": "))).toEqual([]);
  });
}, 120_000);

/** Wrong uses of a typed import, and what the compiler says about each. */
const misuses: readonly (readonly [use: string, message: RegExp])[] = [
  [
    "client.maxTempSinceLastReboot.$set(20)",
    /^TS2339: Property '\$set' does not exist on type 'ReadOnlyProperty<number>'/,
  ],
  [
    "client.$update({ maxTempSinceLastReboot: 20 })",
    /^TS2353: .*'maxTempSinceLastReboot' does not exist in type '\w+<ThermostatWritable>'/,
  ],
  [
    "client.targetTemperatur",
    /^TS2551: Property 'targetTemperatur' does not exist .*Did you mean 'targetTemperature'/,
  ],
  [
    'client.targetTemperature.$set("warm")',
    /^TS2345: Argument of type 'string' is not assignable to parameter of type 'number'/,
  ],
  ["client.getMaxMinReport()", /^TS2554: Expected 1-2 arguments, but got 0/],
  [
    "serviceClient(untyped, target)",
    /^TS2345: .* is not assignable to parameter of type 'DescriptorOrTypedImport<unknown>'/,
  ],
  [
    "deviceClient(thermostat, connection, { getMaxMinReport: () => ({}) })",
    /^TS2345: .*is not assignable to parameter of type '\w+<Thermostat>'/,
  ],
  [
    "deviceClient(thermostat, connection, { getMaxMinReport: () => 3, targetTemperature: () => undefined })",
    /^TS2322: Type 'number' is not assignable to type '.*ThermostatGetMaxMinReportResponse/,
  ],
];

const misuse = `
import thermostat from "./models/dtmi/com/example/thermostat-1.json" with { type: "json" };
import untyped from "./untyped.json" with { type: "json" };
import { type DeviceTransport, deviceClient, type ServiceTarget, serviceClient } from "twinplug";
declare const target: ServiceTarget;
declare const connection: DeviceTransport;
const client = serviceClient(thermostat, target);
${misuses.map(([use]) => `${use};`).join("\n")}
`;

test.each(["typescript", "typescript-5.9"])(
  "%s says in short what is wrong with a use of a typed import",
  async (compiler) => {
    const files = { "user.ts": misuse, "untyped.json": JSON.stringify(lamp) };
    await inProject(files, async (folder) => {
      await generateIn(folder, "models/dtmi", "--sidecar");
      const options = { module: "nodenext", skipLibCheck: true, allowArbitraryExtensions: true };
      const said = await compile(compiler, configure(folder, options));
      const messages = said
        .split("\n")
        .flatMap((line) => /^\S*user\.ts\(\d+,\d+\): error (.*)$/.exec(line)?.[1] ?? []);
      expect(messages).toEqual(misuses.map(([, message]) => expect.stringMatching(message)));
      for (const message of messages) expect(message.length).toBeLessThan(360);
    });
  },
  60_000,
);

test("the README's typed import compiles and runs", async () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const [, shown = ""] = /<!-- typed import -->\n```ts\n([^`]*)```/.exec(readme) ?? [];
  // In place of the Azure SDKs and their hub: what the example does to one runs against another.
  const local = `import { createInMemoryHub, deviceClient, serviceClient } from "twinplug";
const inMemory = createInMemoryHub();
const connectHub = (_connectionString = "") => ({ device: inMemory.device, close: async () => {} });
const connection = inMemory.connect("sensor", { modelId: "dtmi:com:example:Thermostat;1" });
const device = deviceClient(thermostat, connection, {
  getMaxMinReport: () => ({ maxTemp: 23 }),
  targetTemperature: () => undefined,
});
await device.$ready();`;
  const [first = "", second = "", ...rest] = shown.split("\n");
  expect(first).toBe('import { connectHub, serviceClient } from "twinplug/service";');
  const program = [second, local, ...rest, "await device.$close();", ""].join("\n");
  const files = { "as-shown.ts": shown, "local.ts": program, "local.js": program };
  await inProject(files, async (folder) => {
    await generateIn(folder, "--sidecar");
    const options = { module: "nodenext", skipLibCheck: true, allowArbitraryExtensions: true };
    expect(await compile("typescript", configure(folder, options))).toBe("");
    const { stdout } = spawnSync(process.execPath, ["local.js"], { cwd: folder, encoding: "utf8" });
    expect(stdout).toBe("23\n");
  });
});

test("without allowArbitraryExtensions the compiler names the option", async () => {
  await inProject({ "user.ts": misuse, "untyped.json": "{}" }, async (folder) => {
    await generateIn(folder, "models/dtmi", "--sidecar");
    const said = await compile("typescript", configure(folder, { module: "nodenext" }));
    expect(said).toContain("'--allowArbitraryExtensions' is not set");
  });
});

test("JavaScript for types alone is an empty module", () => {
  const { source, text } = document("lamp.json", lamp);
  const options = { texts: new Map([[source, text]]), pathOf: () => source, typesOnly: true };
  const files = generateDeclarations(parseModel({ source, text }), options);
  const script = files.find(({ path }) => path === "com/example/lamp-1.js");
  expect(script?.text).toMatch(/^(?:\/.*\n)+\nexport \{\};\n$/);
});

test("the emitted JavaScript is what the TypeScript file erases to", async () => {
  await inProject(everyFile, async (folder) => {
    await generateIn(folder, "every", "--out", "declared", "--emit", "js");
    const script = join(folder, "declared/com/example/everything-1.js");
    const { Everything, EverythingMode, Mode } = (await import(script)) as Record<string, unknown>;
    expect(Everything).toMatchObject({ id: "dtmi:com:example:Everything;1" });
    expect(EverythingMode ?? Mode).toMatchObject({ off: 0, reverse: -1, constructor: 2 });
    expect(readFileSync(script, "utf8")).not.toMatch(
      /\bas const\b|^import type|^export (type|interface)/m,
    );
  });
});
