import fc from "fast-check";
import { expect, test } from "vitest";
import { buildDesiredPatch, splitDesiredPatch } from "../../src/convention/twin-patch.js";
import { hostileName, writesOf } from "./arbitraries.js";

test("puts the properties of one component into one object with the marker", () => {
  const patch = buildDesiredPatch([
    { property: "rate", value: 5 },
    { component: "thermostat1", property: "targetTemperature", value: 21.5 },
    { component: "thermostat1", property: "mode", value: null },
  ]);
  expect(JSON.stringify(patch)).toBe(
    '{"rate":5,"thermostat1":{"__t":"c","targetTemperature":21.5,"mode":null}}',
  );
});

test("reads the version and leaves the hub's metadata out", () => {
  expect(
    splitDesiredPatch({
      $metadata: { $lastUpdated: "2026-11-20T08:00:00Z" },
      thermostat1: { __t: "c", targetTemperature: 21 },
      rate: 5,
      $version: 4,
    }),
  ).toEqual({
    version: 4,
    writes: [
      { component: "thermostat1", property: "targetTemperature", value: 21 },
      { property: "rate", value: 5 },
    ],
    removedComponents: [],
  });
});

test("knows a component without marker when it is told the names", () => {
  const patch = { thermostat1: { targetTemperature: 21 }, limits: { low: 1 } };
  expect(splitDesiredPatch(patch, (name) => name === "thermostat1").writes).toEqual([
    { component: "thermostat1", property: "targetTemperature", value: 21 },
    { property: "limits", value: { low: 1 } },
  ]);
  expect(splitDesiredPatch(patch).writes[0]).toEqual({
    property: "thermostat1",
    value: { targetTemperature: 21 },
  });
});

test("tells a removed component from a removed property", () => {
  expect(
    splitDesiredPatch({ thermostat1: null, rate: null }, (name) => name === "thermostat1"),
  ).toEqual({ writes: [{ property: "rate", value: null }], removedComponents: ["thermostat1"] });
});

test("keeps a member called __t that is not the marker", () => {
  expect(splitDesiredPatch({ a: { __t: "d", x: 1 } }, () => true).writes).toEqual([
    { component: "a", property: "__t", value: "d" },
    { component: "a", property: "x", value: 1 },
  ]);
});

test("gives back any writes, hostile names included", () => {
  fc.assert(
    fc.property(writesOf(hostileName, fc.jsonValue()), (writes) => {
      const { writes: read } = splitDesiredPatch(buildDesiredPatch(writes));
      expect(new Set(read.map((write) => JSON.stringify(write)))).toEqual(
        new Set(writes.map((write) => JSON.stringify(write))),
      );
      expect(read).toHaveLength(writes.length);
    }),
  );
});

test("survives the way over JSON text", () => {
  // JSON.stringify writes -0 as 0, so only values that have been text before can be compared.
  const value = fc.jsonValue().map((any) => JSON.parse(JSON.stringify(any)) as unknown);
  fc.assert(
    fc.property(writesOf(hostileName, value), (writes) => {
      const patch = buildDesiredPatch(writes);
      expect(splitDesiredPatch(JSON.parse(JSON.stringify(patch)))).toEqual(
        splitDesiredPatch(patch),
      );
    }),
  );
});

test("leaves prototypes alone", () => {
  const patch = buildDesiredPatch([
    { component: "__proto__", property: "polluted", value: true },
    { property: "constructor", value: 1 },
  ]);
  expect(Object.keys(patch)).toEqual(["__proto__", "constructor"]);
  expect(Object.getPrototypeOf(patch)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test.each([
  [
    [
      { property: "a", value: 1 },
      { property: "a", value: 1 },
    ],
    /a is written twice/,
  ],
  [
    [
      { component: "c", property: "a", value: 1 },
      { component: "c", property: "a", value: null },
    ],
    /c\/a is written twice/,
  ],
  [
    [
      { property: "c", value: 1 },
      { component: "c", property: "a", value: 1 },
    ],
    /c is written twice/,
  ],
  [
    [
      { component: "c", property: "a", value: 1 },
      { property: "c", value: 1 },
    ],
    /c is written twice/,
  ],
  [[{ property: "$version", value: 1 }], /"\$version" cannot name/],
  [[{ component: "c", property: "__t", value: 1 }], /"__t" cannot name/],
  [[{ component: "", property: "a", value: 1 }], /"" cannot name/],
  [[{ property: "a", value: undefined }], /a has no value/],
  [[{ property: "a", value: { __t: "c" } }], /would make it a component/],
])("refuses %j", (writes, message) => {
  expect(() => buildDesiredPatch(writes)).toThrowError(
    expect.objectContaining({ code: "PNP_USAGE", message: expect.stringMatching(message) }),
  );
});
