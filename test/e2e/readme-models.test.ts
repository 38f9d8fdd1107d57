import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import * as twinplug from "../../src/index.js";
import * as repository from "../../src/repository/index.js";
import { pnp } from "../cli/test-io.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const readme = readFileSync(join(root, "README.md"), "utf8");
const table = readme.split("## Models")[1]?.split("\n## ")[0] ?? "";
const rows = table.split("\n").filter((line) => line.startsWith("| "));
const lines = rows.flatMap((row) =>
  [...row.matchAll(/`pnp ([^`]+)`/g)].map((match) => match[1] ?? ""),
);

test("the table of models has its lines", () => {
  expect(lines.length).toBeGreaterThan(10);
});

test.each(lines)("pnp %s does what the table of models says", async (line) => {
  const args = [...line.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? "");
  const { exitCode, stderr } = await pnp(args, { cwd: root, env: {} });
  expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
});

test("every function that the table of models names is exported", () => {
  const cells = rows.map((row) => row.split(" | ")[1] ?? "").join(" ");
  const names = [...cells.matchAll(/\b([a-z]\w+)\(/g)].map((match) => match[1] ?? "");
  expect(names.length).toBeGreaterThan(8);
  const exported = { ...twinplug, ...repository };
  expect(names.filter((name) => !(name in exported))).toEqual([]);
});
