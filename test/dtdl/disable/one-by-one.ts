import { writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { test } from "vitest";
import { brokenModels } from "../broken/index.js";
import { reachableErrors } from "../broken/reachable-errors.js";
import type { Row } from "../broken/row.js";
import { expected, outcomeOf } from "../broken/run-row.js";

const rows = Object.values(brokenModels).flat();

/** Titles of these rows whose test turns red while an error is silenced. */
async function red(among: readonly Row[], code?: string): Promise<readonly string[]> {
  (globalThis as Record<string, unknown>).silencedError = code;
  const titles: string[] = [];
  for (const row of among) if (!(await isGreen(row))) titles.push(row.title);
  return titles;
}

async function isGreen(row: Row): Promise<boolean> {
  try {
    return isDeepStrictEqual(await outcomeOf(row), expected(row));
  } catch {
    return false;
  }
}

test("each error is silenced in turn", { timeout: 600_000 }, async () => {
  const whole = await red(rows);
  const sound = rows.filter(({ title }) => !whole.includes(title));
  const silenced: Record<string, readonly string[]> = {};
  for (const code of reachableErrors) {
    const concerned = sound.filter(({ expect }) => expect.some((each) => each.code === code));
    silenced[code] = await red(concerned, code);
  }
  writeFileSync(
    process.env.TWINPLUG_RESULTS ?? "results.json",
    JSON.stringify({ whole, silenced }),
  );
});
