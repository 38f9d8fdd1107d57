import { expect, test } from "vitest";
import { complexPayloads } from "../../src/schema/complex-payloads.js";

test("lists complex payloads in the order that generated checks have for good", () => {
  const list = { array: "double" } as const;
  const tree = { ref: "dtmi:com:example:Tree;1" } as const;
  const placed = complexPayloads({
    schemas: { [tree.ref]: { map: tree } },
    commands: {
      run: { response: { name: "b", schema: list }, request: { name: "a", schema: tree } },
      stop: { request: { name: "a", schema: "string" } },
    },
    telemetry: { speed: { schema: "double" }, path: { schema: list } },
    properties: { zones: { schema: list }, name: { schema: "string" }, areas: { schema: tree } },
  });
  expect(placed.map(({ place }) => place.join(" "))).toEqual([
    "properties zones",
    "properties areas",
    "telemetry path",
    "commands run request",
    "commands run response",
    "schemas dtmi:com:example:Tree;1",
  ]);
});
