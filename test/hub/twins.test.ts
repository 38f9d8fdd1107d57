import { expect, test } from "vitest";
import { deviceTwinDocument } from "../../src/hub/twin-document.js";
import { Twins, twinEtag } from "../../src/hub/twins.js";
import { ManualClock } from "./fixtures.js";

const target = { deviceId: "dev1" };

function setUp() {
  const clock = new ManualClock();
  const told: unknown[] = [];
  const twins = new Twins(clock, (_target, patch) => told.push(patch));
  twins.create(target);
  const desire = (desired: unknown) => twins.patch(target, { properties: { desired } });
  return { clock, twins, told, desire };
}

test("a new twin is at version 2 with empty parts at version 1", () => {
  const { twins } = setUp();
  const twin = twins.get(target);
  expect([twin.version, twinEtag(twin)]).toEqual([2, "AAAAAAAAAAE="]);
  expect(deviceTwinDocument(twin)).toEqual({ desired: { $version: 1 }, reported: { $version: 1 } });
  expect(twin.desired.metadata).toEqual({ $lastUpdated: "2026-08-15T10:00:00.12Z" });
});

test("reports move the version but not the etag; desired and tags move both", () => {
  const { twins, desire } = setUp();
  twins.report(target, { a: 1 });
  expect(twinEtag(twins.get(target))).toBe("AAAAAAAAAAE=");
  desire({ b: 1 });
  const after = twins.patch(target, { tags: { c: 1 } });
  expect([after.version, twinEtag(after)]).toEqual([5, "AAAAAAAAAAM="]);
  expect([after.desired.version, after.reported.version]).toEqual([2, 2]);
});

test("objects merge, null removes, arrays replace, and an emptied object stays", () => {
  const { desire } = setUp();
  desire({ a: { b: 1, c: [1, 2] }, d: 1 });
  const { desired } = desire({ a: { b: null, c: [3] }, d: null });
  expect(desired.values).toEqual({ a: { c: [3] } });
  expect(desire({ a: { c: null } }).desired.values).toEqual({ a: {} });
});

test("metadata tell when and at which version every node changed", () => {
  const { clock, desire } = setUp();
  desire({ t: { __t: "c", goal: 20 }, other: 1 });
  clock.advance(880);
  const { metadata } = desire({ t: { goal: 21 }, other: null }).desired;
  const old = { $lastUpdated: "2026-08-15T10:00:00.12Z", $lastUpdatedVersion: 2 };
  const now = { $lastUpdated: "2026-08-15T10:00:01Z", $lastUpdatedVersion: 3 };
  expect(metadata).toEqual({ ...now, t: { ...now, __t: old, goal: now } });
});

test("a member called __proto__ is data like any other", () => {
  const { twins } = setUp();
  const patch: unknown = JSON.parse('{"a":{"__proto__":{"x":1}}}');
  expect(JSON.stringify(twins.report(target, patch).reported.values)).toBe(
    '{"a":{"__proto__":{"x":1}}}',
  );
});

test("clearing and replacing desired are told as patches that end in the same document", () => {
  const { twins, desire, told } = setUp();
  desire({ a: 1, b: { c: 1, d: 1 } });
  twins.replace(target, { properties: { desired: { b: { c: 2 } } } });
  desire(null);
  expect(told.slice(1)).toEqual([
    { a: null, b: { c: 2, d: null }, $version: 3 },
    { b: null, $version: 4 },
  ]);
  expect(told.map((patch) => Object.keys(patch as object).at(-1))).toEqual(
    told.map(() => "$version"),
  );
});

test("metadata and versions that a service sends back are ignored; a device's are refused", () => {
  const { twins, desire } = setUp();
  expect(desire({ a: 1, $version: 9, $metadata: {} }).desired.values).toEqual({ a: 1 });
  expect(() => twins.report(target, { $version: 2 })).toThrow(/\$version/);
});

test.each([
  ["an integer beyond 2^52", { a: 2 ** 52 }],
  ["a text above 4 KB", { a: "x".repeat(4097) }],
  ["a dot in a name", { "a.b": 1 }],
  ["a control character in a name", { "a\u0007": 1 }],
  ["more than ten levels", JSON.parse(`${'{"a":'.repeat(12)}1${"}".repeat(12)}`)],
  [
    "more than 32 KB",
    Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`k${i}`, "x".repeat(4000)])),
  ],
  ["an array", []],
])("%s is refused, and nothing changes", (_what, patch) => {
  const { twins } = setUp();
  expect(() => twins.report(target, patch)).toThrow();
  expect(twins.get(target).version).toBe(2);
});

test("ten levels below the properties, and integers up to the limits, are fine", () => {
  const { twins } = setUp();
  twins.report(target, { least: -(2 ** 52), most: 2 ** 52 - 1, real: 1e300 });
  twins.report(target, JSON.parse(`${'{"a":'.repeat(11)}1${"}".repeat(11)}`));
});

test("a report with a version that is not the present one is refused", () => {
  const { twins } = setUp();
  twins.report(target, { a: 1 }, 1);
  expect(() => twins.report(target, { a: 2 }, 1)).toThrow(/reported\.\$version is 2/);
});

test("a stale etag is refused, a star is not", () => {
  const { twins } = setUp();
  twins.patch(target, { tags: {} }, "AAAAAAAAAAE=");
  expect(() => twins.patch(target, { tags: {} }, "AAAAAAAAAAE=")).toThrow(/AAAAAAAAAAI=/);
  twins.patch(target, { tags: {} }, "*");
});
