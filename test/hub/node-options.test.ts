import { expect, test } from "vitest";
import { withImport } from "../../src/hub/node-options.js";

test.each([
  [undefined, "--import=file:///a.js"],
  ["--no-warnings", "--no-warnings --import=file:///a.js"],
  ["--import=file:///a.js --no-warnings", "--import=file:///a.js --no-warnings"],
  ["--import=file:///a.jsx", "--import=file:///a.jsx --import=file:///a.js"],
])("to the options %j a module is added unless it is among them", (options, expected) => {
  expect(withImport(options, "file:///a.js")).toBe(expected);
});
