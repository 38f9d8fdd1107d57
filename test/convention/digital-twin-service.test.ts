import fc from "fast-check";
import { expect, test } from "vitest";
import { splitDigitalTwinPatch } from "../../src/convention/digital-twin-patch.js";

const twin = {
  $dtId: "dev1",
  serialNumber: "s-1",
  thermostat1: {
    targetTemperature: 20.4,
    $metadata: {
      targetTemperature: { desiredValue: 21.4, desiredVersion: 5 },
      mode: { desiredValue: "eco", desiredVersion: 5 },
      maxTemp: { lastUpdateTime: "2026-07-17T06:10:31.9609233Z" },
    },
  },
  $metadata: { rate: { desiredValue: 5, desiredVersion: 2 } },
};

test.each([
  [{ op: "add", path: "/rate", value: 7 }, { rate: 7 }],
  [{ op: "replace", path: "/newOne", value: { low: 1 } }, { newOne: { low: 1 } }],
  [{ op: "remove", path: "/rate" }, { rate: null }],
  [
    { op: "add", path: "/thermostat2", value: { $metadata: {}, targetTemperature: 22 } },
    { thermostat2: { __t: "c", targetTemperature: 22 } },
  ],
  [
    { op: "replace", path: "/thermostat1", value: { $metadata: {}, targetTemperature: 22 } },
    { thermostat1: { __t: "c", targetTemperature: 22, mode: null } },
  ],
  [{ op: "remove", path: "/thermostat1" }, { thermostat1: null }],
  [{ op: "add", path: "/thermostat1/limit", value: 3 }, { thermostat1: { __t: "c", limit: 3 } }],
  [
    { op: "replace", path: "/thermostat1/limit", value: 3 },
    { thermostat1: { __t: "c", limit: 3 } },
  ],
  [{ op: "remove", path: "/thermostat1/mode" }, { thermostat1: { __t: "c", mode: null } }],
])("%j becomes %j", (operation, desired) => {
  expect(splitDigitalTwinPatch([operation], twin)).toEqual({
    ok: true,
    desired,
    emptiedComponents: [],
  });
});

test("does several operations as one update, later ones upon earlier ones", () => {
  const result = splitDigitalTwinPatch(
    [
      { op: "add", path: "/pump", value: { $metadata: {}, speed: 1 } },
      { op: "replace", path: "/pump/speed", value: 2 },
      { op: "add", path: "/rate", value: 1 },
      { op: "remove", path: "/rate" },
    ],
    twin,
  );
  expect(result).toMatchObject({ desired: { pump: { __t: "c", speed: 2 }, rate: null } });
});

test("tells when the last desired property of a component goes", () => {
  const operations = [
    { op: "remove", path: "/thermostat1/targetTemperature" },
    { op: "remove", path: "/thermostat1/mode" },
  ];
  expect(splitDigitalTwinPatch(operations, twin)).toMatchObject({
    desired: { thermostat1: { __t: "c", targetTemperature: null, mode: null } },
    emptiedComponents: ["thermostat1"],
  });
  expect(
    splitDigitalTwinPatch([{ op: "add", path: "/thermostat1", value: { $metadata: {} } }], twin),
  ).toMatchObject({ emptiedComponents: [] });
});

test("takes an empty patch for nothing to do", () => {
  expect(splitDigitalTwinPatch([], twin)).toEqual({ ok: true, desired: {}, emptiedComponents: [] });
});

function nested(levels: number): unknown {
  return levels === 0 ? 1 : { a: nested(levels - 1) };
}

test("allows five levels of objects, not six", () => {
  const write = (levels: number) => [{ op: "add", path: "/deep", value: nested(levels) }];
  expect(splitDigitalTwinPatch(write(5), twin).ok).toBe(true);
  expect(splitDigitalTwinPatch(write(6), twin)).toMatchObject({
    code: "InvalidDigitalTwinPayload",
  });
});

const add = (path: unknown, value: unknown = 1) => [{ op: "add", path, value }];

test.each([
  ["InvalidDigitalTwinJsonPatch", { op: "add", path: "/a", value: 1 }],
  ["InvalidDigitalTwinJsonPatch", "add"],
  ["InvalidDigitalTwinJsonPatch", undefined],
  ["InvalidDigitalTwinJsonPatch", [null]],
  ["InvalidDigitalTwinJsonPatch", [[]]],
  ["InvalidDigitalTwinJsonPatch", [{ op: "increment", path: "/a", value: 1 }]],
  ["InvalidDigitalTwinJsonPatch", [{ path: "/a", value: 1 }]],
  ["InvalidDigitalTwinJsonPatch", [{ op: "add", path: "/a" }]],
  ["InvalidDigitalTwinPatch", [{ op: "test", path: "/a", value: 1 }]],
  ["InvalidDigitalTwinPatch", [{ op: "move", path: "/a", from: "/b" }]],
  ["InvalidDigitalTwinPatch", [{ op: "copy", path: "/a", from: "/b" }]],
  ["InvalidDigitalTwinPatch", add("targetTemperature")],
  ["InvalidDigitalTwinPatch", add("")],
  ["InvalidDigitalTwinPatch", add(null)],
  ["InvalidDigitalTwinPatch", add("/pump/speed")],
  ["InvalidDigitalTwinPatch", add("/serialNumber/x")],
  ["InvalidDigitalTwinPatch", [{ op: "remove", path: "/pump/speed" }]],
  ["InvalidDigitalTwinPatch", add("/serialNumber", { $metadata: {} })],
  ["InvalidDigitalTwinPatchPath", add("/")],
  ["InvalidDigitalTwinPatchPath", add("/thermostat1/limits/low")],
  ["InvalidDigitalTwinPatchPath", add("/$metadata/rate")],
  ["InvalidDigitalTwinPatchPath", add("/$dtId")],
  ["InvalidDigitalTwinPatchPath", add("/__proto__")],
  ["InvalidDigitalTwinPatchPath", add("/thermostat1/__t", "c")],
  ["InvalidDigitalTwinPatchPath", add("/a~2b")],
  ["InvalidDigitalTwinPatchPath", add(`/${"n".repeat(65)}`)],
  ["InvalidDigitalTwinPayload", add("/a", null)],
  ["InvalidDigitalTwinPayload", add("/a", [1])],
  ["InvalidDigitalTwinPayload", add("/a", { b: [1] })],
  ["InvalidDigitalTwinPayload", add("/a", { b: null })],
  ["InvalidDigitalTwinPayload", add("/a", { "b.c": 1 })],
  ["InvalidDigitalTwinPayload", add("/a", { "9b": 1 })],
  ["InvalidDigitalTwinPayload", add("/a", { b_: 1 })],
  ["InvalidDigitalTwinPayload", add("/a", JSON.parse('{"__proto__":1}'))],
  ["InvalidDigitalTwinPayload", add("/thermostat1", { targetTemperature: 22 })],
  ["InvalidDigitalTwinPayload", add("/thermostat1", 5)],
  ["InvalidDigitalTwinPayload", add("/pump", { $metadata: { x: 1 } })],
  ["InvalidDigitalTwinPayload", add("/pump", { $metadata: 1 })],
  ["InvalidDigitalTwinPayload", add("/pump", { $metadata: {}, __t: "c" })],
  [
    "InvalidDigitalTwinPatch",
    [{ op: "remove", path: "/thermostat1" }, ...add("/thermostat1/targetTemperature")],
  ],
])("answers %s to %j", (code, patch) => {
  const result = splitDigitalTwinPatch(patch, twin);
  expect(result).toMatchObject({ ok: false, code });
  expect(result.ok ? "" : result.message).not.toContain("undefined");
});

test("words a bad path as the service does", () => {
  expect(splitDigitalTwinPatch(add("targetTemperature"), twin)).toMatchObject({
    message:
      "Error in path: targetTemperature. 'path' string must be non-null, begin with '/' and have atleast the component name.",
  });
});

test("never throws, whatever the patch", () => {
  const operation = fc.record(
    {
      op: fc.oneof(fc.constantFrom("add", "replace", "remove", "test"), fc.jsonValue()),
      path: fc.oneof(
        fc.constantFrom("/thermostat1", "/thermostat1/x", "/constructor", "/toString/x"),
        fc.string(),
        fc.jsonValue(),
      ),
      value: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.array(operation), fc.jsonValue()), fc.object(), (patch, view) => {
      splitDigitalTwinPatch(patch, view);
      splitDigitalTwinPatch(patch, twin);
    }),
  );
});
