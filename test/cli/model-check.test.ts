import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pnp } from "./test-io.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "twinplug-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

const thermostat = `{
  "@context": "dtmi:dtdl:context;2",
  "@id": "dtmi:com:example:Kettle;1",
  "@type": "Interface",
  "contents": [
    { "@type": "Telemetry", "name": "temperature", "schema": "SCHEMA" }
  ]
}`;

test("says that the bundled models have no errors", async () => {
  const { exitCode, stdout } = await pnp(["model", "check", "models", "--output", "json"]);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    valid: true,
    interfaces: expect.arrayContaining(["dtmi:com:example:Thermostat;1"]),
  });
});

test("shows a misspelt schema with its file, line, column and the nearest name", async () => {
  file("kettle.json", thermostat.replace("SCHEMA", "dobule"));
  const { exitCode, stdout, stderr } = await pnp(["model", "check", "kettle.json"], {
    cwd: folder,
  });
  expect(exitCode).toBe(5);
  expect(stdout).toBe("");
  expect(stderr).toContain("error[badDtmiOrTerm]");
  expect(stderr).toContain("--> kettle.json:6:62");
  expect(stderr).toContain("did you mean `double`?");
  expect(stderr).not.toMatch(/\n\s+at .*\.[jt]s:\d+/);
});

test("shows where malformed JSON breaks off", async () => {
  file("broken.json", '{\n  "@context": "dtmi:dtdl:context;2",\n  "@id": oops\n}');
  const { exitCode, stderr } = await pnp(["model", "check", "broken.json"], { cwd: folder });
  expect(exitCode).toBe(5);
  expect(stderr).toContain("broken.json:3:");
});

test("reports the errors of every file at once, as JSON when asked", async () => {
  file("a.json", thermostat.replace("SCHEMA", "dobule"));
  file("b.json", thermostat.replace("SCHEMA", "flaot").replaceAll("Kettle", "Pot"));
  const { exitCode, stdout } = await pnp(
    ["model", "check", "a.json", "b.json", "--output", "json"],
    { cwd: folder },
  );
  expect(exitCode).toBe(5);
  const { error } = JSON.parse(stdout);
  expect(error.code).toBe("PNP_DTDL_INVALID");
  expect(
    error.issues.map((issue: { location: { source: string } }) => issue.location.source),
  ).toEqual(["a.json", "b.json"]);
});

test("refuses a path that is not there", async () => {
  const { exitCode, stderr } = await pnp(["model", "check", "nowhere"], { cwd: folder });
  expect(exitCode).toBe(3);
  expect(stderr).toContain("There is no file or folder nowhere");
});

test("shows the tree of an Interface with types and units", async () => {
  const { exitCode, stdout } = await pnp([
    "model",
    "show",
    "dtmi:com:example:TemperatureController;1",
    "--output",
    "human",
  ]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/workingSet\s+telemetry\s+double\s+kibibyte/);
  expect(stdout).toMatch(/targetTemperature\s+writable property\s+double\s+degreeCelsius/);
  expect(stdout).toMatch(/getMaxMinReport\s+command\s+\(since: dateTime\) → \{ maxTemp: double/);
});

test("names the folder searched when a DTMI is unknown", async () => {
  const { exitCode, stderr } = await pnp(["model", "show", "dtmi:com:example:Nothing;1"]);
  expect(exitCode).toBe(3);
  expect(stderr).toContain("PNP_MODEL_NOT_FOUND");
  expect(stderr).toContain("dtmi/com/example/nothing-1.json");
});

test("advises against forms that are valid and discouraged, and refuses them when asked to be strict", async () => {
  file("kettle.json", thermostat.replace("SCHEMA", "dtmi:dtdl:instance:Schema:double;2"));
  const told = await pnp(["model", "check", "kettle.json", "--output", "human"], { cwd: folder });
  expect(told.exitCode).toBe(0);
  expect(told.stdout).toContain("no errors, 1 times advice");
  expect(told.stderr).toContain("advice[preferTerm]");
  expect(told.stderr).toContain("--> kettle.json:6:");
  const strict = await pnp(["model", "check", "kettle.json", "--strict"], { cwd: folder });
  expect(strict.exitCode).toBe(11);
  expect(strict.stderr).toContain("PNP_CHECK_FAILED");
});
