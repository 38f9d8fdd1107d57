import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

interface Break {
  readonly flow: string;
  readonly break: string;
  readonly file: string;
  readonly find: string;
  readonly test: string;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const breaks: Break[] = readdirSync(join(root, "test/breaks"))
  .filter((file) => file.endsWith(".json"))
  .flatMap((file) => JSON.parse(readFileSync(join(root, "test/breaks", file), "utf8")));

test("every break fits one place of its file, and names a test", () => {
  const unfit = breaks.filter(({ file, find, test }) => {
    const places = readFileSync(join(root, file), "utf8").split(find).length - 1;
    return places !== 1 || !existsSync(join(root, test));
  });
  expect(unfit).toEqual([]);
});

test("all flows are broken in some way", () => {
  const numbers = new Set(breaks.map(({ flow }) => Number.parseInt(flow, 10)));
  expect([...Array(19).keys()].filter((flow) => !numbers.has(flow))).toEqual([]);
});
