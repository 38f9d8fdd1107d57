import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { type GeneratedFile, generate, printFiles } from "../../src/codegen/generate.js";
import { noMark } from "../../src/codegen/name-marks.js";
import { createRun } from "../../src/codegen/run-context.js";
import { checksText } from "../../src/codegen/validators/checks-text.js";
import { validateInstance } from "../../src/dtdl/instance.js";
import { writeJson } from "../../src/dtdl/json-value.js";
import type { Interface, Model, Schema, Telemetry } from "../../src/dtdl/model.js";
import { parseModel } from "../../src/dtdl/parse.js";
import { complexPayloads } from "../../src/schema/complex-payloads.js";
import { describeInterface } from "../../src/schema/describe.js";
import type { InterfaceSchema, PayloadSchema } from "../../src/schema/interface-schema.js";
import { createRandom, type Random } from "../../src/simulator/random.js";
import { checksByPayload, type PayloadChecks } from "../../src/validate/payload-checks.js";
import {
  createCheckedValidators,
  createValidator,
  type PayloadValidator,
} from "../../src/validate/validator.js";
import { instanceOf, mutated, primitiveCodes } from "../validate/payload-values.js";
import { withFiles } from "./compile.js";
import { everyConstruct } from "./every-construct.js";

const treeId = "dtmi:com:example:Tree;1";

/** A complex schema as DTDL v4 has it, of at most so many levels; `ids` gives each Enum and Object of it a name. */
function randomSchema(random: Random, levels: number): unknown {
  const part = (): unknown => randomSchema(random, levels - 1);
  if (levels === 0 || random.next() < 0.3) return random.pick(primitiveCodes);
  switch (random.integer(0, 6)) {
    case 0:
      return { "@type": "Array", elementSchema: part() };
    case 1:
      return {
        "@type": "Map",
        mapKey: { name: "key", schema: "string" },
        mapValue: { name: "value", schema: part() },
      };
    case 2:
      return randomEnum(random);
    case 3:
      return levels > 4 ? random.pick([treeId, "point", "polygon", "scaledDecimal"]) : "double";
    default: {
      const names = ["a", "b", "value", "constructor", "toString", "hasOwnProperty", "toJSON"];
      const fields = names
        .filter(() => random.next() < 0.5)
        .map((name) => ({ name, schema: part() }));
      return { "@type": "Object", fields };
    }
  }
}

function randomEnum(random: Random): unknown {
  const isText = random.next() < 0.5;
  const values = Array.from({ length: random.pick([1, 3, 8, 9, 40]) }, (_, index) => ({
    name: `v${index}`,
    enumValue: isText ? `value ${index}` : index * 7 - 3,
  }));
  return {
    "@type": "Enum",
    valueSchema: isText ? "string" : "integer",
    enumValues: values,
  };
}

const payloadsEach = 20;

function randomInterface(random: Random): Interface {
  const tree = {
    "@id": treeId,
    "@type": "Object",
    fields: [
      { name: "value", schema: "long" },
      { name: "children", schema: { "@type": "Array", elementSchema: treeId } },
      {
        name: "by",
        schema: {
          "@type": "Map",
          mapKey: { name: "key", schema: "string" },
          mapValue: { name: "value", schema: treeId },
        },
      },
    ],
  };
  const contents = Array.from({ length: payloadsEach }, (_, index) => ({
    "@type": "Telemetry",
    name: `t${index}`,
    schema: index === 0 ? treeId : randomSchema(random, random.integer(1, 6)),
  }));
  const id = "dtmi:com:example:Device;1";
  const model = parseModel(
    JSON.stringify({
      "@context": "dtmi:dtdl:context;4",
      "@id": id,
      "@type": "Interface",
      contents,
      schemas: [tree],
    }),
  );
  return model.interfaces.get(id) as Interface;
}

/** The checks as a generated file has them. */
function checksOf(tables: InterfaceSchema): PayloadChecks {
  return new Function(`return ${checksText(tables) ?? "() => []"};`)();
}

interface Judged {
  readonly payload: PayloadSchema;
  readonly schema: Schema;
  /** Made by ajv. */
  readonly compiled: PayloadValidator;
  /** Made from the generated check. */
  readonly checked: PayloadValidator;
  /** The generated check alone. */
  readonly check: ((value: unknown) => boolean) | undefined;
}

function judgesOf(iface: Interface, tables: InterfaceSchema): readonly Judged[] {
  const make = checksOf(tables);
  const checks = checksByPayload(tables, make);
  const validatorOf = createCheckedValidators(tables, make);
  return Object.entries(tables.telemetry ?? {}).map(([name, { schema: payload }]) => ({
    payload,
    schema: (iface.contents.get(name) as Telemetry).schema,
    compiled: createValidator(payload, tables.schemas),
    checked: validatorOf(payload),
    check: checks.get(payload),
  }));
}

/** `TWINPLUG_TEST_RUNS=5000` makes a million values. */
const runs = Number(process.env.TWINPLUG_TEST_RUNS ?? 15);
const valuesEach = 2000;

test("a generated check, ajv and the judge of texts have one verdict, and the same to say", () => {
  const random = createRandom(process.env.TWINPLUG_TEST_SEED ?? "checks");
  const seen = { values: 0, instances: 0, refusedMutants: 0, quick: 0 };
  while (seen.values < runs * 200) {
    const iface = randomInterface(random);
    const tables = describeInterface(iface);
    const judges = judgesOf(iface, tables);
    for (let round = 0; round < valuesEach; round++) {
      const judged = random.pick(judges);
      const instance = instanceOf(judged.payload, tables.schemas ?? {}, random, 5);
      const isInstance = round % 2 === 0;
      const value = isInstance ? instance : mutated(instance, random);
      const text = writeJson(value);
      const fits = validateInstance(judged.schema, text).length === 0;
      const compiled = JSON.stringify(judged.compiled.validate(value));
      const checked = JSON.stringify(judged.checked.validate(value));
      const isQuick = judged.check?.(value) ?? fits;
      if (
        (isInstance && !fits) ||
        fits !== (compiled === "[]") ||
        checked !== compiled ||
        isQuick !== fits
      ) {
        expect({ text, payload: judged.payload, fits, compiled, checked, isQuick }).toBe("agreed");
      }
      seen.values++;
      seen.instances += Number(isInstance);
      seen.refusedMutants += Number(!fits);
    }
  }
  expect(seen.instances).toBe(seen.values / 2);
  expect(seen.refusedMutants).toBeGreaterThan(seen.values / 4);
});

test("an Enum without values has no instances, wherever it stands", () => {
  const none = { enum: [] };
  const schemas = [none, { array: none }, { object: { a: none, b: "string" } }] as const;
  const [first, second, third] = schemas;
  const tables = {
    telemetry: { a: { schema: first }, b: { schema: second }, c: { schema: third } },
  };
  const checks = checksByPayload(tables, checksOf(tables));
  const values = [undefined, null, "", [], [0], {}, { a: 0 }, { b: "" }];
  expect(schemas.map((schema) => values.filter((value) => checks.get(schema)?.(value)))).toEqual([
    [],
    [[]],
    [{}, { b: "" }],
  ]);
});

const root = fileURLToPath(new URL("../..", import.meta.url));

const controllerModel = parseModel(
  [
    "com/example/temperaturecontroller-1",
    "com/example/thermostat-1",
    "azure/devicemanagement/deviceinformation-1",
  ].map((name) => ({
    source: name,
    text: readFileSync(join(root, `models/dtmi/${name}.json`), "utf8"),
  })),
);

test("writes the checks of complex payloads behind the tables, and none for primitives", () => {
  const textOf = (path: string, validators: boolean): string =>
    generate(controllerModel, { validators }).find((file) => file.path === path)?.text ?? "";
  const path = "com/example/thermostat-1.ts";
  const plain = textOf(path, false);
  expect(textOf(path, true)).toBe(
    plain.replace(
      /\}\);\n$/,
      `}, ({ dateTime, double, object }) => [
    /** 0: commands.getMaxMinReport.response */
    object((name, value) => {
      switch (name) {
        case "maxTemp":
        case "minTemp":
        case "avgTemp":
          return double(value);
        case "startTime":
        case "endTime":
          return dateTime(value);
        default:
          return false;
      }
    }),
  ]);
`,
    ),
  );
  const controller = "com/example/temperaturecontroller-1.ts";
  expect(textOf(controller, true)).toBe(textOf(controller, false));
});

test("the check of a payload takes less than 1 KB, and even a small payload little", () => {
  const models = [parseModel(everyConstruct), controllerModel];
  const tables = models.flatMap((model) =>
    [...model.interfaces.values()].map((iface) => describeInterface(iface)),
  );
  let payloads = 0;
  let bytes = 0;
  for (const each of tables) {
    const text = checksText(each) ?? "";
    // A minifier does better: it also shortens names.
    const bare = text
      .replace(/\/\*\*.*?\*\//g, "")
      .replace(/\s+/g, " ")
      .replace(/ ?([^\w"]) ?/g, "$1");
    const count = complexPayloads(each).length;
    expect(bare.length).toBeLessThanOrEqual(1024 * count);
    payloads += count;
    bytes += bare.length;
  }
  expect(payloads).toBeGreaterThan(20);
  expect(bytes / payloads).toBeLessThan(300);
});

/** A device and a service that talk over a hub in the process, and tell what came of it. */
const program = (library: string): string => `
import { createRequire } from "node:module";
import { createInMemoryHub, createValidator, deviceClient, serviceClient } from ${JSON.stringify(library)};
import { TemperatureController } from "./com/example/temperaturecontroller-1.js";

const isAjvLoaded = () =>
  Object.keys(createRequire(import.meta.url).cache).some((file) => /[\\\\/]node_modules[\\\\/]ajv[\\\\/]/.test(file));
const outcome = async (promise) => {
  try {
    return await promise;
  } catch ({ code, message, issues }) {
    return { code, message, issues };
  }
};
const isCodeForbidden = (() => {
  try {
    return new Function("return false")();
  } catch {
    return true;
  }
})();

const hub = createInMemoryHub();
let answer = { maxTemp: 24.5, startTime: "2026-11-20T08:00:00Z" };
const thermostat = { getMaxMinReport: () => answer, targetTemperature: () => undefined };
const device = deviceClient(
  TemperatureController,
  hub.connect("dev1", { modelId: TemperatureController.id }),
  { reboot: () => undefined, thermostat1: thermostat, thermostat2: thermostat },
);
await device.$ready();
const service = serviceClient(TemperatureController, hub.device("dev1"));
const outcomes = [
  await outcome(service.thermostat1.getMaxMinReport(new Date(0))),
  await outcome(service.thermostat1.getMaxMinReport("yesterday")),
  await outcome(service.$update({ thermostat1: { targetTemperature: "warm" } })),
  await outcome(device.thermostat1.$telemetry({ temperature: 21.5 })),
];
answer = { maxTemp: 24.5, startTime: "2026-02-29T08:00:00Z", avg: 1 };
outcomes.push(await outcome(service.thermostat1.getMaxMinReport(new Date(0))));
await device.$close();
const before = isAjvLoaded();
const issues = createValidator({ array: "double" }).validate([1, "x"]);
console.log(JSON.stringify({ outcomes, before, after: isAjvLoaded(), isCodeForbidden, issues }));
`;

const library = pathToFileURL(join(root, "dist/index.js")).href;

/** The generated files as a compiler would leave them. */
function generateJavaScript(model: Model, validators: boolean): readonly GeneratedFile[] {
  const options = { validators, runtime: library };
  return printFiles(model, options, createRun(model, options, noMark, "js")).map(
    ({ path, text }) => ({ path: path.replace(/\.ts$/, ".js"), text }),
  );
}

interface Outcome {
  readonly outcomes: readonly unknown[];
  readonly before: boolean;
  readonly after: boolean;
  readonly isCodeForbidden: boolean;
  readonly issues: readonly unknown[];
}

function run(validators: boolean, ...flags: readonly string[]): Promise<Outcome> {
  const files = [
    ...generateJavaScript(controllerModel, validators),
    { path: "package.json", text: '{ "type": "module" }' },
    { path: "main.js", text: program(library) },
  ];
  return withFiles(files, (folder) => {
    const { stdout, stderr } = spawnSync(process.execPath, [...flags, join(folder, "main.js")], {
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    return JSON.parse(stdout);
  });
}

/** The outcome that the others must have too. */
let compiledOutcome: Promise<Outcome> | undefined;

function compiledByAjv(): Promise<Outcome> {
  compiledOutcome ??= run(false);
  return compiledOutcome;
}

test("clients with checks run where code may not be made from text, and load no ajv", async () => {
  const checked = await run(true, "--disallow-code-generation-from-strings");
  expect(checked).toMatchObject({
    isCodeForbidden: true,
    before: false,
    issues: [{ code: "type", path: "/1" }],
  });
  expect(checked.outcomes).toMatchObject([
    { maxTemp: 24.5 },
    { code: "PNP_PAYLOAD_INVALID" },
    { code: "PNP_PAYLOAD_INVALID" },
    {},
    { code: "PNP_COMMAND_FAILED" },
  ]);
  const compiled = await compiledByAjv();
  expect(compiled).toMatchObject({ isCodeForbidden: false, before: true, after: true });
  expect(checked.outcomes).toEqual(compiled.outcomes);
  expect(checked.issues).toEqual(compiled.issues);
});

test("clients without checks run there too, with the same outcome", async () => {
  const forbidden = await run(false, "--disallow-code-generation-from-strings");
  const compiled = await compiledByAjv();
  expect(forbidden.isCodeForbidden).toBe(true);
  expect(forbidden.outcomes).toEqual(compiled.outcomes);
  expect(forbidden.issues).toEqual(compiled.issues);
});
