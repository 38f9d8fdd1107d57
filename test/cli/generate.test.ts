import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pnp } from "./test-io.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), "twinplug-test-"));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

test("writes one file an Interface, the same bytes as the checked-in ones", async () => {
  const { exitCode, stdout } = await pnp(["generate", "models", "--out", out], { cwd: root });
  expect(exitCode).toBe(0);
  const { files } = JSON.parse(stdout) as { files: string[] };
  expect(files.toSorted()).toEqual([
    "azure/devicemanagement/deviceinformation-1.ts",
    "com/example/temperaturecontroller-1.ts",
    "com/example/thermostat-1.ts",
  ]);
  for (const file of files) {
    expect(readFileSync(join(out, file), "utf8")).toBe(
      readFileSync(join(root, "test/fixtures/generated", file), "utf8"),
    );
  }
});

test("a second run changes nothing", async () => {
  await pnp(["generate", "models", "--out", out], { cwd: root });
  const { stdout } = await pnp(["generate", "models", "--out", out], { cwd: root });
  expect(JSON.parse(stdout)).toMatchObject({ changed: [] });
});

test("a dry run says what would be written and writes nothing", async () => {
  const { stdout } = await pnp(["generate", "models", "--out", out, "--dry-run"], { cwd: root });
  expect(JSON.parse(stdout)).toMatchObject({
    written: false,
    changed: expect.arrayContaining(["com/example/thermostat-1.ts"]),
  });
  expect(readdirSync(out)).toEqual([]);
});

test("a file that somebody else wrote is left alone, and so is every other", async () => {
  await pnp(["generate", "models", "--out", out], { cwd: root });
  const mine = join(out, "com/example/thermostat-1.ts");
  writeFileSync(mine, "export const mine = true;\n");
  rmSync(join(out, "azure"), { recursive: true });
  const { exitCode, stderr } = await pnp(["generate", "models", "--out", out], { cwd: root });
  expect(exitCode).toBe(6);
  expect(stderr).toContain("thermostat-1.ts was not written by twinplug");
  expect(readFileSync(mine, "utf8")).toBe("export const mine = true;\n");
  expect(readdirSync(out)).toEqual(["com"]);
});

test("a model with errors generates nothing", async () => {
  writeFileSync(join(out, "bad.json"), '{ "@context": "dtmi:dtdl:context;2", "@id": "dtmi:a;1" }');
  const { exitCode } = await pnp(["generate", "bad.json", "--out", "generated"], { cwd: out });
  expect(exitCode).toBe(5);
  expect(readdirSync(out)).toEqual(["bad.json"]);
});

test.each([
  ["below a file", "file/generated"],
  ["where no folder can be made", "/proc/nothing"],
  ["nowhere", ""],
])("an output folder %s is a usage error", async (_where, folder) => {
  writeFileSync(join(out, "file"), "");
  const given = folder.startsWith("file") ? join(out, folder) : folder;
  const { exitCode, stderr } = await pnp(["generate", "models", "--out", given], { cwd: root });
  expect(stderr).toContain("error[PNP_USAGE]");
  expect(exitCode).toBe(2);
});
