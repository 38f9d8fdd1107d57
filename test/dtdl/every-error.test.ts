import { describe, expect, test } from "vitest";
import { brokenModels } from "./broken/index.js";
import { reachableErrors } from "./broken/reachable-errors.js";
import {
  expected,
  outcomeOf,
  recordOf,
  reported,
  reportedWhenCorrected,
} from "./broken/run-row.js";

const rows = Object.values(brokenModels).flat();

describe.each(Object.entries(brokenModels))("%s", (_, group) => {
  const titled = group.map((row) => [row.title, row] as const);

  test.each(titled)("%s: refused, with the place", async (_, row) => {
    expect(await outcomeOf(row)).toEqual(expected(row));
    const [first] = await reported(row);
    expect(first?.frame ?? first?.message).toMatchSnapshot();
  });

  test.each(titled)("%s: accepted when corrected", async (_, row) => {
    expect((await reportedWhenCorrected(row)).map(recordOf)).toEqual([]);
  });
});

test("a frame refers to another line than the one it shows", async () => {
  const frames = await Promise.all(rows.map(async (row) => (await reported(row))[0]?.frame ?? ""));
  const confused = frames.filter((frame) => {
    const [shown, other] = [/--> (.*):\d+$/m, /= see: (.*):\d+$/m].map(
      (line) => line.exec(frame)?.[1],
    );
    return shown !== undefined && shown === other;
  });
  expect(confused).toEqual([]);
});

test("every error that can occur has a model that brings it about", () => {
  const shown = new Set(rows.flatMap((row) => row.expect.map(({ code }) => code)));
  expect(reachableErrors.filter((code) => !shown.has(code))).toEqual([]);
  expect([...shown].filter((code) => !reachableErrors.includes(code))).toEqual([]);
});

test("every broken model has a title of its own", () => {
  const titles = rows.map(({ title }) => title);
  expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
});
