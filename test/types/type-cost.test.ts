import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import budget from "./budget.json" with { type: "json" };

interface Row {
  readonly route: string;
  readonly side: string;
  readonly compiler: string;
  readonly size: number;
  readonly instantiations: number;
}

/** Every size and both compilers when many runs are asked for, else the smallest and the fast one. */
const isThorough = process.env.TWINPLUG_TEST_RUNS !== undefined;
const sizes = isThorough ? budget.sizes : budget.sizes.slice(0, 1);
const compilers = isThorough ? "typescript-5.9,typescript" : "typescript";

function measured(): readonly Row[] {
  const bench = fileURLToPath(new URL("../bench/types.mjs", import.meta.url));
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [bench, "--json", sizes.join(","), "generated,sidecar,inferred", compilers],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as readonly Row[];
}

const budgeted: Readonly<Record<string, number>> = budget.instantiations;

test("typed clients cost the compilers what the budget says, give or take 5 %", () => {
  const rows = measured();
  expect(rows.length).toBeGreaterThan(5);
  const off = rows.filter(({ route, side, compiler, size, instantiations }) => {
    const planned = budgeted[`${route} ${side} ${compiler} ${size}`] ?? 0;
    return Math.abs(instantiations / planned - 1) > 0.05;
  });
  expect(off).toEqual([]);
});

test("the budget keeps what is promised for large models", () => {
  const figure = (key: string, size: number): number => budgeted[`${key} ${size}`] ?? Number.NaN;
  for (const compiler of ["typescript-5.9", "typescript"]) {
    for (const route of ["generated", "sidecar"]) {
      for (const [side, most] of [
        ["service", 160],
        ["device", 205],
      ] as const) {
        const key = `${route} ${side} ${compiler}`;
        expect((figure(key, 300) - figure(key, 50)) / 250).toBeLessThanOrEqual(most);
      }
    }
    for (const side of ["service", "device"]) {
      expect(figure(`inferred ${side} ${compiler}`, 50) / 50).toBeLessThanOrEqual(2000);
    }
  }
});
