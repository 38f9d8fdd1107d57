// Breaks each flow on purpose, one break at a time, and shows that the flow's own test notices.
//
//   node test/breaks/run.mjs [text…]     only rows whose flow or break contains one of the texts
//
// Works on copies of the tree. Ends with 1 when a break goes unnoticed, or a test is red without one.
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
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const wanted = process.argv.slice(2);
const rows = readdirSync(join(root, "test/breaks"))
  .filter((file) => file.endsWith(".json"))
  .flatMap((file) => JSON.parse(readFileSync(join(root, "test/breaks", file), "utf8")))
  .filter(
    (row) =>
      wanted.length === 0 || wanted.some((text) => `${row.flow} ${row.break}`.includes(text)),
  )
  .sort((a, b) => a.flow.localeCompare(b.flow, "en", { numeric: true }));

function copyTree() {
  const copy = mkdtempSync(join(tmpdir(), "twinplug-breaks-"));
  const listed = ["ls-files", "--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", listed, { cwd: root, encoding: "utf8" }).trim().split("\n");
  for (const file of files.filter((each) => existsSync(join(root, each)))) {
    cpSync(join(root, file), join(copy, file), { recursive: true });
  }
  for (const folder of ["node_modules", "dist"])
    symlinkSync(join(root, folder), join(copy, folder));
  return copy;
}

/** Runs one test file in a copy; answers whether it passed. */
function passes(copy, test) {
  return new Promise((resolve) => {
    const vitest = join(root, "node_modules/vitest/vitest.mjs");
    const args = ["run", "--config", "test/vitest.config.ts", "--bail", "1", test];
    const child = spawn(process.execPath, [vitest, ...args], { cwd: copy, stdio: "ignore" });
    child.once("exit", (code) => resolve(code === 0));
  });
}

/** Puts the break in its place, where it must fit exactly once; the answer takes it away again. */
function breakIn(copy, { file, find, replace }) {
  const path = join(copy, file);
  const text = readFileSync(path, "utf8");
  const places = text.split(find).length - 1;
  if (places !== 1) throw new Error(`${places} places like ${JSON.stringify(find)} in ${file}`);
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
  return () => writeFileSync(path, text);
}

async function tryRow(copy, row) {
  let mend;
  try {
    mend = breakIn(copy, row);
  } catch (error) {
    return error.message;
  }
  const noticed = !(await passes(copy, row.test));
  mend();
  return noticed ? "red" : "STILL GREEN";
}

/** Takes one item after the other until none is left. */
async function work(items, act) {
  const queue = [...items];
  const worker = async () => {
    const copy = copyTree();
    try {
      for (let item = queue.shift(); item !== undefined; item = queue.shift())
        await act(copy, item);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, worker));
}

const whole = new Map();
await work(new Set(rows.map(({ test }) => test)), async (copy, test) => {
  whole.set(test, (await passes(copy, test)) ? "green" : "RED");
});
const broken = new Map();
await work(rows, async (copy, row) => {
  broken.set(row, await tryRow(copy, row));
});

console.log("| Flow | Break | Test | Whole | Broken |\n| --- | --- | --- | --- | --- |");
for (const row of rows) {
  const name = row.test.slice(dirname(dirname(row.test)).length + 1);
  console.log(
    `| ${row.flow} | ${row.break} | ${name} | ${whole.get(row.test)} | ${broken.get(row)} |`,
  );
}
const good = rows.filter((row) => whole.get(row.test) === "green" && broken.get(row) === "red");
console.log(`\n${rows.length} breaks, ${good.length} noticed`);
process.exitCode = good.length === rows.length ? 0 : 1;
