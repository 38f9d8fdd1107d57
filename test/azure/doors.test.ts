import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../../src", import.meta.url));
const sdk = /^(azure-iot|@azure\/|rhea$|ws$)/;

/** What a module loads when it is imported: static imports and re-exports of values. */
function loads(file: string): readonly string[] {
  const text = readFileSync(join(src, file), "utf8");
  const lines = text.matchAll(
    /^(?:import|export) (?!type\b)([^;]*?)\bfrom "([^"]+)";|^import "([^"]+)";/gm,
  );
  return [...lines].flatMap(([, what = "", from, bare]) => {
    const names =
      /\{([^}]*)\}/
        .exec(what)?.[1]
        ?.split(",")
        .map((name) => name.trim()) ?? [];
    const onlyTypes =
      what.trimStart().startsWith("{") &&
      names.filter((name) => name !== "").every((name) => name.startsWith("type "));
    return onlyTypes ? [] : [from ?? bare ?? ""];
  });
}

/** Every SDK that importing the door loads, with the module that does it. */
function sdksBehind(door: string): readonly string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const specifier of loads(file)) {
      if (sdk.test(specifier)) found.push(`${file} loads ${specifier}`);
      if (!specifier.startsWith(".")) continue;
      visit(relative(src, join(src, dirname(file), specifier)).replace(/\.js$/, ".ts"));
    }
  };
  visit(door);
  return found;
}

test.each(["azure/service.ts", "azure/device.ts", "index.ts"])(
  "importing %s loads no Azure SDK",
  (door) => {
    expect(sdksBehind(door)).toEqual([]);
  },
);

test("the module behind a connection does load one", () => {
  expect(sdksBehind("azure/device-connection.ts")).not.toEqual([]);
});
