import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliOptions, type CliResult, pnp } from "./test-io.js";

let folder = "";

const model = [
  {
    "@context": "dtmi:dtdl:context;4",
    "@id": "dtmi:com:example:Pump;1",
    "@type": "Interface",
    contents: [
      { "@type": "Telemetry", name: "count", schema: "unsignedByte" },
      { "@type": "Component", name: "valve", schema: "dtmi:com:example:Valve;1" },
    ],
  },
  {
    "@context": "dtmi:dtdl:context;4",
    "@id": "dtmi:com:example:Valve;1",
    "@type": "Interface",
    contents: [
      { "@type": "Property", name: "range", schema: "dtmi:com:example:Range;1" },
      {
        "@type": "Command",
        name: "close",
        request: { name: "at", schema: "dateTime", nullable: true },
      },
    ],
    schemas: [
      {
        "@id": "dtmi:com:example:Range;1",
        "@type": "Object",
        fields: [
          { name: "low", schema: "double" },
          { name: "high", schema: "double" },
        ],
      },
    ],
  },
];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "twinplug-"));
  writeFileSync(join(folder, "pump.json"), JSON.stringify(model));
  writeFileSync(join(folder, "range.json"), '{\n  "low": "1",\n  "hihg": "2"\n}\n');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function validate(
  args: readonly string[],
  output = "human",
  options: CliOptions = {},
): Promise<CliResult> {
  const line = ["model", "validate", "pump.json", ...args, "--output", output];
  return pnp(line, { cwd: folder, ...options });
}

test.each([
  ["count", "255"],
  ["valve.range", '{"low":1.5}'],
  ["valve*close", '"2026-11-20T08:00:00Z"'],
  ["valve*close", " null "],
  ["dtmi:com:example:Range;1", "{}"],
])("takes %s %s", async (path, json) => {
  expect(await validate([path, json])).toEqual({
    exitCode: 0,
    stdout: `${path}: no errors\n`,
    stderr: "",
  });
});

test("lists every fault of a file with its place", async () => {
  const { exitCode, stdout, stderr } = await validate(["valve.range", "@range.json"]);
  expect({ exitCode: exitCode > 0, stdout }).toEqual({ exitCode: true, stdout: "" });
  expect(stderr).toMatchInlineSnapshot(`
    "error[PNP_PAYLOAD_INVALID]: The JSON text does not fit valve.range.
      at /low  expected a finite number, found the string "1"
        got   the string "1"
        want  a finite number
      at /hihg  expected only the members "low", "high", found the member "hihg"
        got   the member "hihg"
        want  only the members "low", "high"
        help  Did you mean "high"?
      help: Correct the text; \`pnp model schema\` prints what fits as JSON Schema.
    "
  `);
  const json = await validate(["valve.range", "@range.json"], "json");
  expect(JSON.parse(json.stdout)).toMatchObject({
    error: {
      code: "PNP_PAYLOAD_INVALID",
      issues: [
        { path: "/low", location: { source: "range.json", line: 2, column: 10 } },
        { path: "/hihg", location: { source: "range.json", line: 3, column: 3 } },
      ],
    },
  });
});

test("judges numbers as they are written, also from standard input", async () => {
  const { stderr } = await validate(["count", "-"], "human", { stdin: "1.0\n" });
  expect(stderr).toContain("expected a whole number from 0 to 255, found the number 1.0");
});

test.each([
  ["cuont", "The model has no cuont.", "Did you mean `count`?"],
  ["valve.rnage", "The model has no valve.rnage.", "Did you mean `range`?"],
  ["count.x", "count is no component, but a Telemetry.", ""],
  ["valve", "valve is a Component, which has no values.", "thermostat1.temperature"],
  ["dtmi:com:example:Pump;1", "An Interface has no instances", "one of its contents"],
])("explains that %s cannot be validated against", async (path, message, hint) => {
  const { exitCode, stderr } = await validate([path, "1"]);
  expect(exitCode).toBeGreaterThan(0);
  expect(stderr).toContain(message);
  expect(stderr).toContain(hint);
});

test("says that a command has no response", async () => {
  const { stderr } = await validate(["valve*close", "1", "--response"]);
  expect(stderr).toContain("The command valve*close has no response.");
});
