import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };

const root = new URL("../", import.meta.url);

/** The declaration files that users' compilers read: those of the doors, and what they lead to. */
function publicDeclarations(): ReadonlyMap<string, string> {
  const doors = Object.values(manifest.exports).flatMap((door) =>
    typeof door === "string" ? [] : [new URL(door.types, root)],
  );
  const texts = new Map<string, string>();
  for (const file of doors) {
    const path = fileURLToPath(file);
    if (texts.has(path)) continue;
    const text = readFileSync(file, "utf8");
    texts.set(path, text);
    for (const [, name = ""] of text.matchAll(/(?:from|import\()\s*"(\.[^"]*)\.js"/g)) {
      doors.push(new URL(`${name}.d.ts`, file));
    }
  }
  return texts;
}

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");

test("no public type is any", () => {
  const declarations = publicDeclarations();
  expect(declarations.size).toBeGreaterThan(100);
  const lines = [...declarations].flatMap(([path, text]) =>
    withoutComments(text)
      .split("\n")
      .filter((line) => /\bany\b/.test(line.replace(/"[^"]*"/g, "")))
      .map((line) => `${path}: ${line.trim()}`),
  );
  expect(lines).toEqual([]);
});

test("everything that is exported is explained", () => {
  const bare = [...publicDeclarations()].flatMap(([path, text]) =>
    [
      ...text.matchAll(
        /(?<before>.*)\n(?=export (?:declare )?(?:abstract )?(?:interface|type|class|function|const) (?<name>[\w$]+))/g,
      ),
    ]
      // Overloads are explained once, at the first.
      .filter(({ groups }) => !/\*\/\s*$|^export declare function/.test(groups?.before ?? ""))
      .map(({ groups }) => `${path}: ${groups?.name}`),
  );
  expect(bare).toEqual([]);
});
