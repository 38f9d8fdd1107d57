import { afterAll, beforeAll, expect, test } from "vitest";
import { connectDevice, connectModule } from "../../src/azure/device.js";
import { connectHub, type HubConnection } from "../../src/azure/service.js";
import type { DeviceTransport } from "../../src/client/transport.js";
import { type Hub, startHub } from "../../src/hub/index.js";

const modelId = "dtmi:com:example:TemperatureController;1";

let hub: Hub;
let byKey: HubConnection;
let byEntra: HubConnection;
let device: DeviceTransport;
let module: DeviceTransport;

beforeAll(async () => {
  hub = await startHub();
  hub.redirect();
  byKey = connectHub(hub.connectionString);
  byEntra = connectHub({ host: hub.hostName, credential: hub.credential() });
  hub.createDevice("on");
  hub.createModule("on", "m1");
  hub.createDevice("off");
  device = await connectDevice(hub.deviceConnectionString("on"), { modelId });
  module = await connectModule(hub.deviceConnectionString("on", "m1"));
});

afterAll(async () => {
  await device.close();
  await module.close();
  await hub.close();
});

const signIns = [
  ["a policy", () => byKey],
  ["Entra", () => byEntra],
] as const;

test.each(signIns)("reads the twin as it is, signed in with %s", async (_, connection) => {
  const { transport } = connection();
  const twin = await transport.readTwin({ deviceId: "on" });
  expect(twin).toMatchObject({ deviceId: "on", modelId, etag: expect.any(String) });
  expect(Object.keys(twin)).not.toContain("_registry");
});

test.each(signIns)("patches desired properties, signed in with %s", async (_, connection) => {
  const target = connection().device("off");
  const before = await target.transport.readTwin(target);
  const after = await target.transport.patchTwin(
    target,
    { desired: { level: 7n } },
    { etag: before.etag },
  );
  expect(after.properties.desired).toMatchObject({ level: 7 });
  await expect(
    target.transport.patchTwin(target, { desired: { level: 8 } }, { etag: before.etag }),
  ).rejects.toMatchObject({ code: "PNP_CONFLICT" });
});

test.each(signIns)(
  "replaces a twin by a request of its own, signed in with %s",
  async (_, connection) => {
    const { transport } = connection();
    for (const target of [{ deviceId: "off" }, { deviceId: "on", moduleId: "m1" }]) {
      const { etag } = await transport.readTwin(target);
      const content = { tags: { site: "b7" }, desired: { level: 7n, name: "é" } };
      const twin = await transport.replaceTwin(target, content, { etag });
      expect(twin).toMatchObject({ ...target, tags: content.tags });
      expect(twin.properties.desired).toMatchObject({ level: 7, name: "é" });
      await expect(transport.replaceTwin(target, content, { etag })).rejects.toMatchObject({
        code: "PNP_CONFLICT",
        message: expect.stringContaining("Could not replace the twin of"),
      });
    }
  },
);

test("patches the desired properties of a module", async () => {
  const target = byKey.module("on", "m1");
  const twin = await byKey.transport.patchTwin(target, { desired: { a: 1 } });
  expect(twin).toMatchObject({ moduleId: "m1", properties: { desired: { a: 1 } } });
  expect((await byKey.transport.readTwin(target)).properties.desired.a).toBe(1);
});

test.each(signIns)(
  "reads and patches the digital twin, signed in with %s",
  async (_, connection) => {
    const target = connection().device("on");
    const { digitalTwin, etag } = await target.transport.readDigitalTwin(target);
    expect(digitalTwin).toMatchObject({ $dtId: "on", $metadata: { $model: modelId } });
    expect(digitalTwin).not.toHaveProperty("_response");
    const patch = [{ op: "add", path: "/level", value: 3n }] as const;
    await target.transport.patchDigitalTwin(target, patch, { etag });
    const { properties } = await target.transport.readTwin(target);
    expect(properties.desired.level).toBe(3);
    await expect(
      target.transport.patchDigitalTwin(target, patch, { etag: '"stale"' }),
    ).rejects.toMatchObject({ code: "PNP_CONFLICT" });
    await target.transport.patchDigitalTwin(target, [{ op: "remove", path: "/level" }]);
  },
);

test("tells why the hub refuses a patch of the digital twin", async () => {
  const target = byKey.device("on");
  const patch = [{ op: "add", path: "/thermostat9/x", value: 1 }] as const;
  await expect(target.transport.patchDigitalTwin(target, patch)).rejects.toMatchObject({
    code: "PNP_PAYLOAD_INVALID",
    message: expect.stringContaining("Could not patch the digital twin of on at"),
  });
});

test("invokes commands of any name, as methods and through the digital twin", async () => {
  await device.onCommand(async (name, payload) => ({
    status: 201,
    payload: { name, payload },
  }));
  const target = byKey.device("on");
  const { transport } = target;
  const call = { name: "thermostat1*getMaxMinReport", payload: { x: 1n } };
  const answer = { status: 201, payload: { name: call.name, payload: { x: 1 } } };
  expect(await transport.invokeMethod(target, call)).toEqual(answer);
  expect(
    await transport.invokeDigitalTwinCommand(target, {
      component: "thermostat1",
      command: "getMaxMinReport",
      payload: { x: 1 },
    }),
  ).toEqual(answer);
});

test("sends null for a method without request, and {} for a digital twin command without one", async () => {
  await device.onCommand(async (_, payload) => ({ status: 200, payload: { got: payload } }));
  const target = byKey.device("on");
  const { transport } = target;
  const method = await transport.invokeMethod(target, { name: "reboot", payload: undefined });
  expect(method.payload).toEqual({ got: null });
  const command = { command: "reboot", payload: null };
  expect((await transport.invokeDigitalTwinCommand(target, command)).payload).toEqual({ got: {} });
});

test("invokes commands of a module", async () => {
  await module.onCommand(async (name) => ({ status: 200, payload: name }));
  const target = byKey.module("on", "m1");
  const answer = await byKey.transport.invokeMethod(target, { name: "ping", payload: null });
  expect(answer).toEqual({ status: 200, payload: "ping" });
});

test("an absent device is offline, by method and by digital twin", async () => {
  const target = byKey.device("off");
  const offline = { code: "PNP_DEVICE_OFFLINE" };
  await expect(
    byKey.transport.invokeMethod(target, { name: "reboot", payload: null }),
  ).rejects.toMatchObject(offline);
  await expect(
    byKey.transport.invokeDigitalTwinCommand(target, { command: "reboot", payload: null }),
  ).rejects.toMatchObject(offline);
});

test("a command that times out has run once", async () => {
  const runs = { byMethod: 0, byDigitalTwin: 0 };
  const pending: (() => void)[] = [];
  await device.onCommand((name) => {
    runs[name as keyof typeof runs]++;
    return new Promise((resolve) => pending.push(() => resolve({ status: 200, payload: null })));
  });
  const target = byKey.device("on");
  const quick = { payload: {}, responseTimeoutSeconds: 5 };
  const timedOut = { status: "rejected", reason: { code: "PNP_TIMEOUT" } };
  const outcomes = await Promise.allSettled([
    byKey.transport.invokeMethod(target, { name: "byMethod", ...quick }),
    byKey.transport.invokeDigitalTwinCommand(target, { command: "byDigitalTwin", ...quick }),
  ]);
  expect(outcomes).toMatchObject([timedOut, timedOut]);
  expect(runs).toEqual({ byMethod: 1, byDigitalTwin: 1 });
  for (const answer of pending) answer();
}, 15_000);

test("waits for a device that connects within the connect time-out", async () => {
  hub.createDevice("late");
  const target = byKey.device("late");
  const invoked = target.transport.invokeMethod(target, {
    name: "hello",
    payload: null,
    connectTimeoutSeconds: 30,
  });
  const late = await connectDevice(hub.deviceConnectionString("late"));
  await late.onCommand(async (name) => ({ status: 200, payload: name }));
  expect(await invoked).toEqual({ status: 200, payload: "hello" });
  await late.close();
});

test("refuses a response with an integer that may have been rounded, and keeps it", async () => {
  await device.onCommand(async () => ({ status: 200, payload: 2 ** 60 }));
  const target = byKey.device("on");
  await expect(
    byKey.transport.invokeMethod(target, { name: "count", payload: null }),
  ).rejects.toMatchObject({ code: "PNP_PAYLOAD_INVALID", response: { status: 200 } });
});

test("refuses before the call what the SDK cannot carry", async () => {
  const target = byKey.device("on");
  const { transport } = target;
  const invalid = { code: "PNP_PAYLOAD_INVALID" };
  await expect(transport.patchTwin(target, { desired: { a: 2n ** 60n } })).rejects.toMatchObject(
    invalid,
  );
  await expect(
    transport.invokeMethod(target, { name: "x", payload: 2n ** 60n }),
  ).rejects.toMatchObject(invalid);
  await expect(
    transport.invokeMethod(target, { name: "x", payload: 1, responseTimeoutSeconds: 1 }),
  ).rejects.toMatchObject({ code: "PNP_USAGE" });
  await expect(transport.readDigitalTwin(byKey.module("on", "m1"))).rejects.toMatchObject({
    code: "PNP_USAGE",
  });
});

test("tells a missing device", async () => {
  await expect(byKey.transport.readTwin({ deviceId: "none" })).rejects.toMatchObject({
    code: "PNP_DEVICE_NOT_FOUND",
  });
  await expect(byKey.transport.readDigitalTwin({ deviceId: "none" })).rejects.toMatchObject({
    code: "PNP_DEVICE_NOT_FOUND",
  });
});

test("tells a missing module", async () => {
  await expect(
    byKey.transport.readTwin({ deviceId: "on", moduleId: "none" }),
  ).rejects.toMatchObject({ code: "PNP_MODULE_NOT_FOUND" });
});

test("tells a refused sign-in", async () => {
  const key = Buffer.from("not the hub's key").toString("base64");
  const wrong = connectHub(
    `HostName=${hub.hostName};SharedAccessKeyName=service;SharedAccessKey=${key}`,
  );
  const unauthorized = { code: "PNP_UNAUTHORIZED", message: expect.not.stringContaining(key) };
  const target = wrong.device("on");
  await expect(wrong.transport.readTwin(target)).rejects.toMatchObject(unauthorized);
  await expect(wrong.transport.readDigitalTwin(target)).rejects.toMatchObject(unauthorized);
  const content = { tags: {}, desired: {} };
  await expect(wrong.transport.replaceTwin(target, content)).rejects.toMatchObject(unauthorized);
  const noToken = connectHub({ host: hub.hostName, credential: { getToken: async () => null } });
  for (const call of [
    noToken.transport.readDigitalTwin(target),
    noToken.transport.replaceTwin(target, content),
  ]) {
    await expect(call).rejects.toMatchObject({ code: "PNP_UNAUTHORIZED" });
  }
});

test("asks about the local hub when a reserved name leads nowhere", async () => {
  const text = hub.connectionString.replace(hub.hostName, "nowhere.azure-devices.test");
  const nowhere = connectHub(text);
  const lost = { code: "PNP_TRANSPORT", hint: expect.stringContaining("pnp hub start") };
  await expect(nowhere.transport.readTwin({ deviceId: "on" })).rejects.toMatchObject(lost);
  await expect(nowhere.transport.readDigitalTwin({ deviceId: "on" })).rejects.toMatchObject(lost);
});

test("refuses calls after it was closed", async () => {
  const connection = connectHub(hub.connectionString);
  await connection.close();
  await expect(connection.registry.get("on")).rejects.toMatchObject({ code: "PNP_USAGE" });
});

test("makes missing identities and finds present ones", async () => {
  const { registry } = byKey;
  const made = await registry.ensure("new");
  expect(made).toMatchObject({ deviceId: "new", created: true, status: "enabled" });
  const found = await registry.ensure("new");
  expect(found).toEqual({ ...made, created: false });
  expect(await registry.get("new")).toMatchObject({ deviceId: "new" });
  expect(await registry.connectionString(made)).toBe(hub.deviceConnectionString("new"));
  const part = await registry.ensureModule("new", "m1");
  expect(part.created).toBe(true);
  expect((await registry.ensureModule("new", "m1")).created).toBe(false);
  expect(await registry.connectionString(part)).toBe(hub.deviceConnectionString("new", "m1"));
  await registry.delete("new");
  await expect(registry.get("new")).rejects.toMatchObject({ code: "PNP_DEVICE_NOT_FOUND" });
});

test("two callers that ensure the same device at once share it", async () => {
  const both = await Promise.all([byKey.registry.ensure("race"), byKey.registry.ensure("race")]);
  expect(both.map(({ created }) => created).sort()).toEqual([false, true]);
  expect(both[0].generationId).toBe(both[1].generationId);
});
