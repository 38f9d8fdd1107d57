import type { GeneratePlugin } from "twinplug/codegen";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadInputs } from "../../src/cli/generate/load-inputs.js";
import { taskOutputs } from "../../src/cli/generate/outputs.js";
import type { Io } from "../../src/cli/io.js";
import { GenerateFolder } from "./generate-folder.js";
import { jsonSchemas } from "./plugins/json-schemas.js";
import { markdownPages } from "./plugins/markdown-pages.js";
import { zodSchemas } from "./plugins/zod-schemas.js";

let folder: GenerateFolder;
beforeEach(() => {
  folder = new GenerateFolder();
});
afterEach(() => folder.dispose());

/** The files of an output with these plugins, by path. */
async function filesWith(...plugins: readonly GeneratePlugin[]): Promise<Map<string, string>> {
  const io: Io = {
    stdout: { write: () => {}, isTerminal: false },
    stderr: { write: () => {}, isTerminal: false },
    env: {},
    cwd: folder.path,
    readStdin: async () => "",
    signal: new AbortController().signal,
  };
  const inputs = await loadInputs(["models"], {}, io);
  const task = {
    base: folder.path,
    models: ["models"],
    repositories: {},
    out: "gen",
    folder: folder.full("gen"),
    emit: "ts" as const,
    sidecar: false,
    settings: {},
    elideVersion: false,
    plugins,
  };
  const { sets } = await taskOutputs(task, inputs, io);
  return new Map(sets.flatMap(({ files }) => files.map(({ path, text }) => [path, text] as const)));
}

test("a plugin of a few lines writes a page for people about each model", async () => {
  const files = await filesWith(markdownPages);
  expect(files.get("docs/README.md")).toContain(
    "- [dtmi:com:example:Thermostat;1](com/example/thermostat-1.md)",
  );
  expect(files.get("docs/com/example/thermostat-1.md")).toContain(
    "| Telemetry | `temperature` | degreeCelsius | Temperature |",
  );
});

test("a plugin of a few lines writes the JSON Schema of each model", async () => {
  const files = await filesWith(jsonSchemas);
  const schema = JSON.parse(files.get("dtmi/com/example/thermostat-1.schema.json") ?? "");
  expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
});

test("a plugin of a few lines writes schemas of zod for each model", async () => {
  const text = (await filesWith(zodSchemas)).get("zod/com/example/thermostat-1.ts");
  expect(text).toMatchInlineSnapshot(`
    "import { z } from "zod";

    const schemas: Record<string, z.ZodType> = {};
    export const properties = { ["targetTemperature"]: z.number(), ["maxTempSinceLastReboot"]: z.number() };
    export const telemetry = { ["temperature"]: z.number() };
    export const commands = { ["getMaxMinReport"]: { ["request"]: z.iso.datetime({ offset: true }), ["response"]: z.strictObject({ ["maxTemp"]: z.number().optional(), ["minTemp"]: z.number().optional(), ["avgTemp"]: z.number().optional(), ["startTime"]: z.iso.datetime({ offset: true }).optional(), ["endTime"]: z.iso.datetime({ offset: true }).optional() }) } };
    "
  `);
});

test("plugins work one after the other, each on what the one before it returned", async () => {
  const seen: number[] = [];
  const count: GeneratePlugin = {
    name: "count",
    emit: ({ files }) => {
      seen.push(files.length);
      return files;
    },
  };
  await filesWith(count, markdownPages, count, jsonSchemas, count);
  expect(seen).toEqual([3, 7, 10]);
});
