// Silences each DTDL error in turn and shows that a test notices: a broken model that is reported no more.
//
//   node test/dtdl/disable/run.mjs
//
// Works on a copy of the tree, where the list of issues drops what it is told to. Ends with 1 when an error can be
// silenced unnoticed, or a broken model is misreported while nothing is silenced.
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const copy = mkdtempSync(join(tmpdir(), "twinplug-disable-"));
const parts = ["src", "test/vitest.config.ts", "test/random-cases.ts", "test/dtdl"];
const results = join(copy, "results.json");

try {
  for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true });
  cpSync(join(root, "package.json"), join(copy, "package.json"));
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  muzzle(join(copy, "src/dtdl/issue-list.ts"));
  const driver = join(copy, "test/dtdl/disable/one-by-one");
  renameSync(`${driver}.ts`, `${driver}.test.ts`);
  execFileSync(
    process.execPath,
    [
      join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      ...["--config", "test/vitest.config.ts", "test/dtdl/disable/one-by-one.test.ts"],
    ],
    {
      cwd: copy,
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, TWINPLUG_RESULTS: results },
    },
  );
  process.exitCode = report(JSON.parse(readFileSync(results, "utf8"))) ? 0 : 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** Makes the list of issues drop the code that a global variable names. */
function muzzle(path) {
  const text = readFileSync(path, "utf8");
  const start = /^ {2}add\([^;]*?\): void \{$/gm;
  const places = [...text.matchAll(start)].length;
  if (places !== 1) throw new Error(`${places} places where issues are added in ${path}`);
  const drop = "\n    if (code === (globalThis as Record<string, unknown>).silencedError) return;";
  writeFileSync(
    path,
    text.replace(start, (found) => found + drop),
  );
}

function report({ whole, silenced }) {
  for (const title of whole) console.log(`RED with nothing silenced: ${title}`);
  console.log("| Error | Tests that turn red | Such as |\n| --- | --- | --- |");
  for (const [code, titles] of Object.entries(silenced)) {
    console.log(`| ${code} | ${titles.length || "NONE"} | ${titles[0] ?? ""} |`);
  }
  const noticed = Object.values(silenced).filter((titles) => titles.length > 0);
  const count = Object.keys(silenced).length;
  console.log(`\n${count} errors silenced, ${noticed.length} noticed`);
  return whole.length === 0 && noticed.length === count;
}
