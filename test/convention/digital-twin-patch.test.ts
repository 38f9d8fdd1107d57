import fc from "fast-check";
import { expect, test } from "vitest";
import {
  buildDigitalTwinPatch,
  splitDigitalTwinPatch,
} from "../../src/convention/digital-twin-patch.js";
import type { PropertyWrite } from "../../src/convention/property-patch.js";
import { buildDesiredPatch } from "../../src/convention/twin-patch.js";
import { dtdlName, writesOf } from "./arbitraries.js";

const fresh = { $dtId: "dev1", $metadata: { $model: "dtmi:com:example:TemperatureController;1" } };

const running = {
  $dtId: "dev1",
  serialNumber: "s-1",
  thermostat1: {
    maxTemp: 25.3,
    targetTemperature: 20.4,
    $metadata: {
      targetTemperature: { desiredValue: 21.4, desiredVersion: 5, ackVersion: 4, ackCode: 200 },
      maxTemp: { lastUpdateTime: "2026-07-17T06:10:31.9609233Z" },
      mode: { desiredValue: "eco", desiredVersion: 5 },
    },
  },
  $metadata: {
    $model: "dtmi:com:example:TemperatureController;1",
    serialNumber: { lastUpdateTime: "2026-07-17T06:10:31.9609233Z" },
    rate: { desiredValue: 5, desiredVersion: 2 },
  },
};

test("adds a component that the device has not shown yet, with the marker and all its writes", () => {
  expect(
    buildDigitalTwinPatch(
      [
        { component: "thermostat1", property: "targetTemperature", value: 21 },
        { property: "rate", value: 5 },
        { component: "thermostat1", property: "mode", value: "eco" },
        { component: "thermostat1", property: "old", value: null },
      ],
      fresh,
    ),
  ).toEqual([
    {
      op: "add",
      path: "/thermostat1",
      value: { $metadata: {}, targetTemperature: 21, mode: "eco" },
    },
    { op: "add", path: "/rate", value: 5 },
  ]);
});

test("replaces what is shown, adds what is not, removes what is shown or desired", () => {
  expect(
    buildDigitalTwinPatch(
      [
        { component: "thermostat1", property: "targetTemperature", value: 22 },
        { component: "thermostat1", property: "limit", value: 30 },
        { component: "thermostat1", property: "mode", value: null },
        { component: "thermostat1", property: "never", value: null },
        { property: "serialNumber", value: null },
        { property: "rate", value: 7 },
        { component: "thermostat2", property: "x", value: null },
      ],
      running,
    ),
  ).toEqual([
    { op: "replace", path: "/thermostat1/targetTemperature", value: 22 },
    { op: "add", path: "/thermostat1/limit", value: 30 },
    { op: "remove", path: "/thermostat1/mode" },
    { op: "remove", path: "/serialNumber" },
    { op: "add", path: "/rate", value: 7 },
  ]);
});

test.each<[string, PropertyWrite]>([
  ["a name that is none in DTDL", { property: "a/b~c", value: 1 }],
  ["a name of more than 64 characters", { property: "a".repeat(65), value: 1 }],
  ["an array", { property: "list", value: [1, 2] }],
  ["an array inside", { component: "thermostat1", property: "limits", value: { a: { b: [] } } }],
  [
    "more than five levels",
    { property: "deep", value: { a: { b: { c: { d: { e: { f: 1 } } } } } } },
  ],
])("refuses what the service would refuse: %s", (_, write) => {
  expect(() => buildDigitalTwinPatch([write], fresh)).toThrow(
    expect.objectContaining({
      code: "PNP_PAYLOAD_INVALID",
      hint: expect.stringContaining("through the twin"),
    }),
  );
});

test("takes names of object members for ordinary names", () => {
  const writes = ["prototype", "constructor", "toString"].map((property) => ({
    component: "constructor",
    property,
    value: { prototype: 1 },
  }));
  const [operation] = buildDigitalTwinPatch(writes, fresh);
  expect(operation?.op).toBe("add");
  expect(({} as Record<string, unknown>).prototype).toBeUndefined();
  expect(() =>
    buildDigitalTwinPatch(writes, { ...fresh, ...{ constructor: { $metadata: {} } } }),
  ).not.toThrow();
});

test("leaves the digital twin and the written values as they were", () => {
  const before = structuredClone(running);
  const value = { a: { b: 1 } };
  buildDigitalTwinPatch([{ component: "thermostat1", property: "limits", value }], running);
  expect(running).toEqual(before);
  expect(value).toEqual({ a: { b: 1 } });
});

test.each<[string, PropertyWrite[]]>([
  [
    "a component where the twin has a property",
    [{ component: "serialNumber", property: "x", value: 1 }],
  ],
  ["a property where the twin has a component", [{ property: "thermostat1", value: 1 }]],
])("refuses to write %s", (_, writes) => {
  expect(() => buildDigitalTwinPatch(writes, running)).toThrowError(
    expect.objectContaining({ code: "PNP_CHECK_FAILED" }),
  );
});

test.each<[PropertyWrite[]]>([
  [
    [
      { property: "a", value: 1 },
      { property: "a", value: 2 },
    ],
  ],
  [
    [
      { property: "c", value: 1 },
      { component: "c", property: "a", value: 2 },
    ],
  ],
  [
    [
      { component: "c", property: "a", value: 2 },
      { property: "c", value: 1 },
    ],
  ],
  [[{ property: "$metadata", value: {} }]],
  [[{ property: "a", value: { $metadata: {}, x: 1 } }]],
  [[{ property: "a", value: undefined }]],
])("refuses the call with %j", (writes) => {
  expect(() => buildDigitalTwinPatch(writes, fresh)).toThrowError(
    expect.objectContaining({ code: "PNP_USAGE" }),
  );
});

const payload = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(fc.string(), fc.integer(), fc.boolean()),
    fc.dictionary(dtdlName, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

/** A digital twin in which some of the writes' places are shown, desired, both, or unknown. */
const writesAndTwin = writesOf(dtdlName, fc.oneof(payload, fc.constant(null))).chain((writes) =>
  fc
    .tuple(...writes.map(() => fc.constantFrom("unknown", "shown", "desired", "both")))
    .map((states) => {
      const twin: Record<string, unknown> = { $dtId: "d", $metadata: {} };
      const kept = writes.filter((write, index) => {
        const state = states[index];
        if (state === "unknown") return write.value !== null;
        const part = (
          write.component === undefined ? twin : (twin[own(twin, write.component)] ?? {})
        ) as { $metadata?: Record<string, unknown> } & Record<string, unknown>;
        part.$metadata ??= {};
        if (write.component !== undefined) twin[write.component] = part;
        if (state !== "desired") part[write.property] = "before";
        if (state !== "shown") {
          part.$metadata[write.property] = { desiredValue: 1, desiredVersion: 1 };
        }
        return true;
      });
      return { writes: kept, twin };
    }),
);

function own(twin: object, name: string): string {
  return Object.hasOwn(twin, name) ? name : "\u0000none";
}

test("comes to the same desired patch as writing the twin itself", () => {
  fc.assert(
    fc.property(writesAndTwin, ({ writes, twin }) => {
      const patch = buildDigitalTwinPatch(writes, twin);
      const result = splitDigitalTwinPatch(JSON.parse(JSON.stringify(patch)), twin);
      expect(result).toMatchObject({ ok: true });
      expect(result.ok && result.desired).toEqual(buildDesiredPatch(writes));
    }),
  );
});
