// Breaks each flow on purpose, one break at a time, and shows that the flow's own test notices.
//
//   node test/breaks/run.mjs [text…]     only rows whose flow or break contains one of the texts
//
// Works on a copy of the tree. Ends with 1 when a break goes unnoticed, or a test is red without one.
import { execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const wanted = process.argv.slice(2);
const rows = readdirSync(join(root, "test/breaks"))
  .filter((file) => file.endsWith(".json"))
  .sort()
  .flatMap((file) => JSON.parse(readFileSync(join(root, "test/breaks", file), "utf8")))
  .filter(
    (row) =>
      wanted.length === 0 || wanted.some((text) => `${row.flow} ${row.break}`.includes(text)),
  )
  .sort((a, b) => a.flow.localeCompare(b.flow, "en", { numeric: true }));

const copy = mkdtempSync(join(tmpdir(), "twinplug-breaks-"));
const listed = ["ls-files", "--cached", "--others", "--exclude-standard"];
const files = execFileSync("git", listed, { cwd: root, encoding: "utf8" }).trim().split("\n");
for (const file of files.filter((each) => existsSync(join(root, each))))
  cpSync(join(root, file), join(copy, file), { recursive: true });
for (const folder of ["node_modules", "dist"]) symlinkSync(join(root, folder), join(copy, folder));

/** Runs one test file in the copy; answers whether it passed. */
function passes(test) {
  return new Promise((resolve) => {
    const vitest = join(root, "node_modules/vitest/vitest.mjs");
    const child = spawn(
      process.execPath,
      [vitest, "run", "--config", "test/vitest.config.ts", test],
      {
        cwd: copy,
        stdio: "ignore",
      },
    );
    child.once("exit", (code) => resolve(code === 0));
  });
}

/** Puts the break in its place; it must fit exactly once. */
function breakIn({ file, find, replace }) {
  const path = join(copy, file);
  const text = readFileSync(path, "utf8");
  const places = text.split(find).length - 1;
  if (places !== 1) throw new Error(`${file} has ${places} places like ${JSON.stringify(find)}`);
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
  return () => writeFileSync(path, text);
}

const green = new Map();
let failures = 0;
console.log("| Flow | Break | Test | Whole | Broken |\n| --- | --- | --- | --- | --- |");
try {
  for (const row of rows) {
    if (!green.has(row.test)) green.set(row.test, await passes(row.test));
    let broken;
    try {
      const mend = breakIn(row);
      broken = (await passes(row.test)) ? "STILL GREEN" : "red";
      mend();
    } catch (error) {
      broken = error.message;
    }
    const whole = green.get(row.test) ? "green" : "RED";
    if (whole !== "green" || broken !== "red") failures += 1;
    const name = row.test.slice(dirname(dirname(row.test)).length + 1);
    console.log(`| ${row.flow} | ${row.break} | ${name} | ${whole} | ${broken} |`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`\n${rows.length} breaks, ${rows.length - failures} noticed`);
process.exitCode = failures === 0 ? 0 : 1;
