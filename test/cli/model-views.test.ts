import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pnp } from "./test-io.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "twinplug-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Json = Record<string, unknown>;

function iface(members: Json): Json {
  return { "@context": "dtmi:dtdl:context;2", "@type": "Interface", ...members };
}

function file(name: string, ...interfaces: Json[]): string {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  const [single] = interfaces;
  writeFileSync(join(folder, name), JSON.stringify(interfaces.length === 1 ? single : interfaces));
  return name;
}

const inFolder = async (...args: string[]) => pnp(["model", ...args], { cwd: folder });

const kettle = (version: number, schema: string, more: Json = {}): Json =>
  iface({
    "@id": `dtmi:com:example:Kettle;${version}`,
    contents: [{ "@type": "Telemetry", name: "temperature", schema, ...more }],
  });
const kitchen = iface({
  "@id": "dtmi:com:example:Kitchen;1",
  contents: [{ "@type": "Component", name: "kettle", schema: "dtmi:com:example:Kettle;1" }],
});

const controller = "dtmi:com:example:TemperatureController;1";
const formats = { date: true, "date-time": true, time: true, uuid: true } as const;

test.each([
  [],
  ["--part", "telemetry"],
  ["--part", "properties"],
  ["--part", "commands"],
  ["--part", "twin"],
])("prints a JSON Schema that compiles in ajv's strict mode %s %s", async (...part) => {
  const { exitCode, stdout } = await pnp(["model", "schema", controller, ...part]);
  expect(exitCode).toBe(0);
  expect(() => new Ajv2020({ strict: true, formats }).compile(JSON.parse(stdout))).not.toThrow();
});

test("prints one part, which judges what a device sends", async () => {
  const { stdout } = await pnp(["model", "schema", controller, "--part", "telemetry"]);
  const check = new Ajv2020({ strict: true, formats }).compile(JSON.parse(stdout));
  expect(check({ workingSet: 31.5 })).toBe(true);
  expect(check({ workingSet: "31.5" })).toBe(false);
});

test("prints the limits of long integers digit by digit, for people as for programs", async () => {
  file("kettle.json", kettle(1, "long"));
  for (const output of ["json", "human"]) {
    const { stdout } = await inFolder("schema", "kettle.json", "--output", output);
    expect(stdout).toContain('"minimum": -9223372036854775808');
    expect(stdout).toContain('"exclusiveMaximum": 9223372036854775808');
  }
});

test("takes the first Interface of a file, says so, and another when it is named", async () => {
  file("both.json", kitchen, kettle(1, "double"));
  const first = await inFolder("schema", "both.json");
  expect(JSON.parse(first.stdout).$id).toBe("dtmi:com:example:Kitchen;1");
  expect(first.stderr).toContain("another of the 2 in the file");
  const named = await inFolder("schema", "both.json", "--interface", "dtmi:com:example:Kettle;1");
  expect(JSON.parse(named.stdout).$id).toBe("dtmi:com:example:Kettle;1");
  expect(named.stderr).toBe("");
});

test("refuses an Interface that the file does not have, and a part that does not exist", async () => {
  file("kettle.json", kettle(1, "double"));
  const { exitCode, stderr } = await inFolder(
    "schema",
    "kettle.json",
    "--interface",
    "dtmi:com:example:Pot;1",
  );
  expect(exitCode).toBe(3);
  expect(stderr).toContain("kettle.json has no Interface dtmi:com:example:Pot;1");
  expect((await inFolder("schema", "kettle.json", "--part", "events")).exitCode).toBe(2);
});

test("says what changed between two files, whom it breaks, and why", async () => {
  file("old.json", kettle(1, "float", { displayName: "Heat" }));
  file("new.json", kettle(2, "double", { displayName: "Warmth" }));
  const { exitCode, stdout } = await inFolder("diff", "old.json", "new.json", "--output", "human");
  expect(exitCode).toBe(0);
  expect(stdout).toContain("dtmi:com:example:Kettle;1 → dtmi:com:example:Kettle;2");
  expect(stdout).toMatch(/services +temperature +schema float → double +devices may send values/);
  expect(stdout).toMatch(/nobody +temperature +displayName "Heat" → "Warmth"/);
  expect(stdout).toContain("2 changes, 1 breaks services");
});

test("gives the differences to programs as one document", async () => {
  file("old.json", kettle(1, "float"));
  file("new.json", kettle(1, "string"));
  const { stdout } = await inFolder("diff", "old.json", "new.json", "--output", "json");
  expect(JSON.parse(stdout)).toMatchObject({
    breaking: true,
    compared: 1,
    interfaces: [
      {
        before: "dtmi:com:example:Kettle;1",
        after: "dtmi:com:example:Kettle;1",
        changes: [
          {
            path: "temperature",
            kind: "changed",
            what: "schema",
            before: "float",
            after: "string",
            rule: "schemaReplaced",
            breaks: ["devices", "services"],
          },
        ],
      },
    ],
  });
});

test("ends with 11 for a breaking change only when asked, and with 0 for a compatible one", async () => {
  file("old.json", kettle(1, "float"));
  file("new.json", kettle(2, "double"));
  file("text.json", kettle(2, "float", { description: "Of the water." }));
  const check = await inFolder("diff", "old.json", "new.json", "--breaking", "--output", "json");
  expect(check.exitCode).toBe(11);
  expect(check.stderr).toContain("error[PNP_CHECK_FAILED]: 1 change, 1 breaks services");
  expect(JSON.parse(check.stdout).breaking).toBe(true);
  expect((await inFolder("diff", "old.json", "new.json")).exitCode).toBe(0);
  const fine = await inFolder("diff", "old.json", "text.json", "--breaking");
  expect([fine.exitCode, fine.stderr]).toEqual([0, ""]);
});

test("compares folders, what inside them refers to other models included", async () => {
  file("old/dtmi/com/example/kettle-1.json", kettle(1, "double"));
  file("old/dtmi/com/example/kitchen-1.json", kitchen);
  file("new/dtmi/com/example/kettle-1.json", kettle(1, "integer"));
  file("new/dtmi/com/example/kitchen-1.json", kitchen);
  const { stdout } = await inFolder("diff", "old", "new", "--output", "json");
  const { interfaces } = JSON.parse(stdout);
  expect(
    interfaces.map((each: { before: string; changes: { path: string; rule: string }[] }) => [
      each.before,
      ...each.changes.map(({ path, rule }) => `${path} ${rule}`),
    ]),
  ).toEqual([
    ["dtmi:com:example:Kettle;1", "temperature schemaNarrowed"],
    ["dtmi:com:example:Kitchen;1", "kettle.temperature schemaNarrowed"],
  ]);
});

test("compares two versions that a repository holds", async () => {
  file("repo/dtmi/com/example/kettle-1.json", kettle(1, "double"));
  file("repo/dtmi/com/example/kettle-2.json", kettle(2, "double"));
  const versions = [1, 2].map((version) => `dtmi:com:example:Kettle;${version}`);
  const { stdout } = await inFolder("diff", ...versions, "--repo", "repo", "--output", "human");
  expect(stdout).toBe("no differences, 1 Interface compared\n");
});

test("draws a model as Mermaid, whoever reads it, and as DOT when asked", async () => {
  const mermaid = await pnp(["model", "graph", controller]);
  expect(mermaid.exitCode).toBe(0);
  expect(mermaid.stdout).toMatch(/^flowchart LR\n {2}n0\["/);
  expect(mermaid.stdout).toContain('-->|"thermostat1"|');
  expect(mermaid.stderr).toBe("");
  const dot = await pnp(["model", "graph", "models", "--format", "dot", "--contents"]);
  expect(dot.stdout).toMatch(/^digraph model \{\n/);
  expect(dot.stdout).toContain("command reboot(delay: integer)\\l");
});

test("draws models that are nowhere with a dashed border, and names them", async () => {
  file("kitchen.json", kitchen);
  const { exitCode, stdout, stderr } = await inFolder("graph", "kitchen.json");
  expect(exitCode).toBe(0);
  expect(stdout).toContain("Kettle<br/>dtmi:com:example:Kettle;1<br/>not found");
  expect(stdout).toContain("class n0 missing");
  expect(stderr).toBe("not found: dtmi:com:example:Kettle;1\n");
});

test("fails where an Interface cannot stand for what is missing, as other commands do", async () => {
  file("broken.json", kettle(1, "dtmi:com:example:Scale;1"));
  const { exitCode, stderr } = await inFolder("graph", "broken.json");
  expect(exitCode).toBe(3);
  expect(stderr).toContain("dtmi:com:example:Scale;1");
});

test("gives nodes and edges to programs", async () => {
  file("both.json", kitchen, kettle(1, "double"));
  const { stdout } = await inFolder("graph", "both.json", "--output", "json");
  expect(JSON.parse(stdout)).toMatchObject({
    nodes: [{ id: "dtmi:com:example:Kettle;1" }, { id: "dtmi:com:example:Kitchen;1" }],
    edges: [
      {
        from: "dtmi:com:example:Kitchen;1",
        to: "dtmi:com:example:Kettle;1",
        kind: "component",
        name: "kettle",
      },
    ],
  });
});

test("refuses DTMIs and files in one drawing", async () => {
  file("kitchen.json", kitchen);
  const { exitCode, stderr } = await inFolder("graph", "kitchen.json", "dtmi:com:example:Kettle;1");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("DTMIs and files are named together");
});
