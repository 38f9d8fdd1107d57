import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const folder = new URL("../../src/azure/", import.meta.url);
/** Modules that load an SDK when they are imported. */
const heavy = ["hub-clients", "any-method-client", "device-connection"];

test("only modules behind a dynamic import load an Azure SDK", () => {
  const loading = readdirSync(folder).filter((file) =>
    /^import (?!type)[^;]*"azure-iot[^"]*";$/m.test(readFileSync(new URL(file, folder), "utf8")),
  );
  expect(loading.sort()).toEqual(heavy.map((name) => `${name}.ts`).sort());
});

test("nothing imports those modules statically but themselves", () => {
  for (const file of readdirSync(folder)) {
    if (heavy.includes(file.replace(".ts", ""))) continue;
    const text = readFileSync(new URL(file, folder), "utf8");
    for (const name of heavy) {
      expect(text).not.toMatch(new RegExp(`^import (?!type )[^;]*"\\./${name}\\.js";$`, "m"));
    }
  }
});
