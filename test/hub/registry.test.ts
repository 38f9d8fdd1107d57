import { expect, test } from "vitest";
import { Registry } from "../../src/hub/registry.js";
import { countingIds, ManualClock } from "./fixtures.js";

const target = { deviceId: "dev1" };
const keyOf = (fill: number): string => Buffer.alloc(32, fill).toString("base64");

function setUp(): Registry {
  return new Registry(new ManualClock(), countingIds());
}

test("given keys are kept, missing ones made, and one alone is refused", () => {
  const registry = setUp();
  const symmetricKey = { primaryKey: keyOf(1), secondaryKey: keyOf(2) };
  const { authentication } = registry.create(target, { authentication: { symmetricKey } });
  expect(authentication).toEqual({ type: "sas", ...symmetricKey });
  expect(registry.update(target, {}, "*").authentication).not.toEqual(authentication);
  const lonely = { authentication: { symmetricKey: { primaryKey: keyOf(1) } } };
  expect(() => registry.create({ deviceId: "dev2" }, lonely)).toThrow(/both/);
});

test.each([
  [
    "a key that is too short",
    { authentication: { symmetricKey: { primaryKey: "AAAA", secondaryKey: "AAAA" } } },
  ],
  ["an unknown status", { status: "asleep" }],
  ["an unknown kind of sign-in", { authentication: { type: "none" } }],
  [
    "a thumbprint with separators",
    { authentication: { x509Thumbprint: { primaryThumbprint: "AB:CD" } } },
  ],
  ["a capability that is neither true nor false", { capabilities: { iotEdge: "yes" } }],
  ["a scope that does not exist", { deviceScope: "ms-azure-iot-edge://x-1" }],
  ["no object", []],
])("%s is refused with 400", (_what, body) => {
  expect(() => setUp().create(target, body)).toThrow(expect.objectContaining({ status: 400 }));
});

test.each(["a/b", "", "x".repeat(129), "ä"])("the device id %j is refused", (deviceId) => {
  expect(() => setUp().create({ deviceId }, {})).toThrow(expect.objectContaining({ status: 400 }));
});

test("a device cannot be created twice, nor updated or deleted with a stale etag", () => {
  const registry = setUp();
  const { etag, generationId } = registry.create(target, {});
  expect(() => registry.create(target, {})).toThrow(expect.objectContaining({ number: 409001 }));
  registry.update(target, { status: "disabled" }, etag);
  expect(() => registry.update(target, {}, etag)).toThrow(expect.objectContaining({ status: 412 }));
  expect(() => registry.delete(target, etag)).toThrow(expect.objectContaining({ status: 412 }));
  expect(() => registry.delete(target, undefined)).toThrow(
    expect.objectContaining({ status: 412 }),
  );
  registry.delete(target, "*");
  expect(registry.create(target, {}).generationId).not.toBe(generationId);
});

test("a module has no status, and signs in by keys where no kind is wanted", () => {
  const registry = setUp();
  registry.create(target, {});
  const body = { status: "disabled", authentication: { type: "none" }, managedBy: "me" };
  const module = registry.create({ deviceId: "dev1", moduleId: "m1" }, body);
  expect(module).toMatchObject({
    status: "enabled",
    managedBy: "me",
    authentication: { type: "sas", primaryKey: expect.any(String) },
  });
});

test("modules go with their device, and a device has at most fifty", () => {
  const registry = setUp();
  registry.create(target, {});
  for (let n = 0; n < 50; n += 1) registry.create({ deviceId: "dev1", moduleId: `m${n}` }, {});
  expect(() => registry.create({ deviceId: "dev1", moduleId: "m50" }, {})).toThrow(/50 modules/);
  expect(() => registry.create({ deviceId: "dev2", moduleId: "m" }, {})).toThrow(
    /dev2 not registered/,
  );
  expect(registry.delete(target, "*")).toHaveLength(51);
  registry.create(target, {});
  expect(registry.modulesOf("dev1")).toEqual([]);
  expect(() => registry.create({ deviceId: "dev1", moduleId: "$edgeAgent" }, {})).toThrow(
    /reserved/,
  );
});
