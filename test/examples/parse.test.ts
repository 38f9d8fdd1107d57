import { expect, test } from "vitest";
import { runExample } from "./run-example.js";

test("a model is read, and a misspelt schema is shown at its place with what was meant", async () => {
  const { lines } = await runExample(() => import("./parse.js"), {});
  expect(lines.slice(0, 2)).toEqual([
    "Telemetry temperature degreeCelsius",
    "Property targetTemperature degreeCelsius",
  ]);
  const frame = lines.at(-1) ?? "";
  expect(frame).toContain("error[badDtmiOrTerm]: `dobule` is neither");
  expect(frame).toContain("<text>:");
  expect(frame).toContain("did you mean `double`?");
});
