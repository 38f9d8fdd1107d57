import fc from "fast-check";
import { expect, test } from "vitest";
import { diffLines } from "../../src/codegen/line-diff.js";
import { unifiedDiff } from "../../src/codegen/unified-diff.js";

const line = fc.constantFrom("a\n", "b\n", "c\n", "\n", "}\n");
const text = fc
  .tuple(fc.array(line, { maxLength: 40 }), fc.constantFrom("", "a", "end"))
  .map(([lines, end]) => lines.join("") + end);

test("a diff says what changed, with three lines around it", () => {
  const before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
  const after = before.replace("5\n", "five\n");
  expect(unifiedDiff({ path: "src/a.ts", before, after })).toBe(
    [
      "--- a/src/a.ts",
      "+++ b/src/a.ts",
      "@@ -2,7 +2,7 @@",
      " 2",
      " 3",
      " 4",
      "-5",
      "+five",
      " 6",
      " 7",
      " 8",
      "",
    ].join("\n"),
  );
});

test("changes far from each other are told apart, near ones together", () => {
  const lines = Array.from({ length: 40 }, (_, at) => `${at}`);
  const changed = (...places: number[]): string =>
    lines.map((each, at) => (places.includes(at) ? `${each}!\n` : `${each}\n`)).join("");
  const hunks = (...places: number[]): number =>
    unifiedDiff({ path: "a", before: changed(), after: changed(...places) }).match(/^@@/gm)
      ?.length ?? 0;
  expect(hunks(5, 12)).toBe(1);
  expect(hunks(5, 13)).toBe(2);
  expect(hunks(0, 39)).toBe(2);
});

test("a new file comes from nothing, and a removed one goes there", () => {
  expect(unifiedDiff({ path: "a", before: undefined, after: "x\n" })).toBe(
    "--- /dev/null\n+++ b/a\n@@ -0,0 +1 @@\n+x\n",
  );
  expect(unifiedDiff({ path: "a", before: "x\n", after: undefined })).toBe(
    "--- a/a\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n",
  );
});

test("the same text gives no diff", () => {
  expect(unifiedDiff({ path: "a", before: "x\n", after: "x\n" })).toBe("");
});

test("a path that would break its line is quoted", () => {
  expect(unifiedDiff({ path: "a\nb", before: "x\n", after: "y\n" })).toContain('--- "a/a\\nb"\n');
});

test("every diff, applied to the old text, gives the new one", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(applied(before, unifiedDiff({ path: "a", before, after }))).toBe(after);
    }),
  );
});

test("no diff is longer than it has to be", () => {
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 12 }),
      fc.array(line, { maxLength: 12 }),
      (before, after) => {
        const kept = diffLines(before, after)
          .filter(({ same }) => same)
          .reduce((count, run) => count + run.before[1] - run.before[0], 0);
        expect(kept).toBe(longestCommon(before, after));
      },
    ),
  );
});

test("texts that have nothing in common are compared quickly, and still completely", () => {
  const before = Array.from({ length: 50_000 }, (_, at) => `old ${at}\n`).join("");
  const after = Array.from({ length: 50_000 }, (_, at) => `new ${at}\n`).join("");
  const begin = performance.now();
  const diff = unifiedDiff({ path: "a", before, after });
  expect(performance.now() - begin).toBeLessThan(5000);
  expect(applied(before, diff)).toBe(after);
});

/** What `patch` does, by the line numbers alone. */
function applied(before: string, diff: string): string {
  if (diff === "") return before;
  const old = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const lines = diff.split("\n").slice(2, -1);
  const result: string[] = [];
  let at = 0;
  for (const [index, each] of lines.entries()) {
    const head = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@$/.exec(each);
    if (head) {
      const from = Number(head[1]) - (head[2] === "0" ? 0 : 1);
      result.push(...old.slice(at, from));
      at = from;
      continue;
    }
    if (each.startsWith("\\")) continue;
    const isCut = lines[index + 1]?.startsWith("\\") === true;
    const content = each.slice(1) + (isCut ? "" : "\n");
    if (each[0] !== "+") {
      if (old[at] !== content) throw new Error(`line ${at + 1} is not ${JSON.stringify(content)}`);
      at += 1;
    }
    if (each[0] !== "-") result.push(content);
  }
  return [...result, ...old.slice(at)].join("");
}

function longestCommon(a: readonly string[], b: readonly string[]): number {
  let last = new Array<number>(b.length + 1).fill(0);
  for (const each of a) {
    const row = [0];
    for (const [at, other] of b.entries()) {
      row.push(each === other ? (last[at] ?? 0) + 1 : Math.max(last[at + 1] ?? 0, row[at] ?? 0));
    }
    last = row;
  }
  return last[b.length] ?? 0;
}
