import { inspect } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAttempt } from "../../src/azure/attempt.js";
import { parseServiceConnectionString } from "../../src/azure/connection-string.js";
import { createDeviceRegistry } from "../../src/azure/device-registry.js";
import type { HubClients } from "../../src/azure/hub-clients.js";
import { updateRequest } from "../../src/azure/registry-requests.js";
import {
  connectHub,
  type DeviceIdentity,
  type DeviceSettings,
  type HubConnection,
  type ModuleSettings,
} from "../../src/azure/service.js";
import { type Hub, startHub } from "../../src/hub/index.js";

let hub: Hub;
let connection: HubConnection;

beforeAll(async () => {
  hub = await startHub();
  hub.redirect();
  connection = connectHub(hub.connectionString);
});

afterAll(async () => {
  await connection.close();
  await hub.close();
});

const key = (fill: number): string => Buffer.alloc(32, fill).toString("base64");

test("a device is made with keys of the hub's choice, which no identity shows", async () => {
  const { registry } = connection;
  const made = await registry.create("plain");
  expect(made).toMatchObject({
    deviceId: "plain",
    status: "enabled",
    connectionState: "Disconnected",
    authentication: { type: "sas" },
  });
  const keys = await registry.keys(made);
  expect(Buffer.from(keys.primaryKey, "base64")).toHaveLength(32);
  for (const text of [JSON.stringify(made), inspect(made, { depth: null, showHidden: true })]) {
    expect(text).not.toContain(keys.primaryKey);
    expect(text).not.toContain(keys.secondaryKey);
  }
  expect(await registry.connectionString(made)).toBe(hub.deviceConnectionString("plain"));
  expect(await registry.connectionString(made, { key: "secondary" })).toContain(keys.secondaryKey);
});

test("a device is made with given keys, with thumbprints, and for certificates of an authority", async () => {
  const { registry } = connection;
  const keys = { primaryKey: key(1), secondaryKey: key(2) };
  await registry.create("keyed", { authentication: { type: "sas", ...keys } });
  expect(await registry.keys({ deviceId: "keyed" })).toEqual(keys);
  const thumbprint = "AB".repeat(20);
  const selfSigned = await registry.create("printed", {
    authentication: { type: "selfSigned", primaryThumbprint: thumbprint },
  });
  expect(selfSigned.authentication).toEqual({ type: "selfSigned", primaryThumbprint: thumbprint });
  expect(await registry.connectionString(selfSigned)).toMatch(/;x509=true$/);
  await expect(registry.keys(selfSigned)).rejects.toMatchObject({ code: "PNP_USAGE" });
  const signed = await registry.create("signed", {
    authentication: { type: "certificateAuthority" },
  });
  expect(signed.authentication).toEqual({ type: "certificateAuthority" });
});

test.each<[string, DeviceSettings]>([
  ["one key alone", { authentication: { type: "sas", primaryKey: key(1) } }],
  ["a short key", { authentication: { type: "sas", primaryKey: "AAAA", secondaryKey: "AAAA" } }],
  [
    "a thumbprint with colons",
    { authentication: { type: "selfSigned", primaryThumbprint: "AB:CD" } },
  ],
  ["a status that is none", { status: "asleep" as "enabled" }],
  ["a member that the hub owns", { generationId: "1" } as DeviceSettings],
])("%s is refused before anything is sent", async (_, settings) => {
  await expect(connection.registry.create("never", settings)).rejects.toMatchObject({
    code: "PNP_USAGE",
  });
  await expect(connection.registry.get("never")).rejects.toMatchObject({
    code: "PNP_DEVICE_NOT_FOUND",
  });
});

test("what is there already is read back by ensure, and only that", async () => {
  const { registry } = connection;
  const made = await registry.ensure("twice", { status: "disabled" });
  expect(made).toMatchObject({ created: true, status: "disabled" });
  expect(await registry.ensure("twice")).toEqual({ ...made, created: false });
  await expect(registry.create("twice")).rejects.toMatchObject({ code: "PNP_CONFLICT" });
  await expect(registry.ensure("with/slash")).rejects.not.toMatchObject({ code: "PNP_CONFLICT" });
  const reader = connectHub(hub.policyConnectionString("registryRead"));
  await expect(reader.registry.ensure("twice")).rejects.toMatchObject({ code: "PNP_UNAUTHORIZED" });
});

test("an update changes what it names and keeps the rest, keys included", async () => {
  const { registry } = connection;
  await registry.create("kept");
  const before = await registry.keys({ deviceId: "kept" });
  const after = await registry.disable("kept", { reason: "lost" });
  expect(after).toMatchObject({ status: "disabled", statusReason: "lost" });
  expect(after.statusUpdatedTime).toMatch(/Z$/);
  expect(await registry.keys({ deviceId: "kept" })).toEqual(before);
  const again = await registry.enable("kept");
  expect(again.status).toBe("enabled");
  expect(again).not.toHaveProperty("statusReason");
});

test("update and delete are refused when the etag is stale", async () => {
  const { registry } = connection;
  const { etag } = await registry.create("guarded");
  const { etag: newer } = await registry.disable("guarded", { etag });
  await expect(registry.enable("guarded", { etag })).rejects.toMatchObject({
    code: "PNP_CONFLICT",
  });
  await expect(registry.delete("guarded", { etag })).rejects.toMatchObject({
    code: "PNP_CONFLICT",
  });
  expect((await registry.get("guarded")).status).toBe("disabled");
  await registry.delete("guarded", { etag: newer });
  await expect(registry.delete("guarded")).rejects.toMatchObject({ code: "PNP_DEVICE_NOT_FOUND" });
});

test("an identity whose keys the hub did not tell is not written back without them", () => {
  const symmetricKey = { primaryKey: null, secondaryKey: null };
  const before = { deviceId: "d", etag: "AA==", authentication: { type: "sas", symmetricKey } };
  expect(() => updateRequest(before, { status: "disabled" })).toThrow(/did not tell the keys/);
  const authentication = { type: "sas" } as const;
  expect(updateRequest(before, { authentication })).toMatchObject({ ifMatch: '"AA=="' });
});

test("keys are made new, one or both", async () => {
  const { registry } = connection;
  const target = { deviceId: "rolled" };
  await registry.create(target.deviceId);
  const first = await registry.keys(target);
  const second = await registry.regenerateKeys(target, "primary");
  expect(second.secondaryKey).toBe(first.secondaryKey);
  expect(second.primaryKey).not.toBe(first.primaryKey);
  const third = await registry.regenerateKeys(target);
  expect(third.primaryKey).not.toBe(second.primaryKey);
  expect(third.secondaryKey).not.toBe(second.secondaryKey);
  expect(await registry.keys(target)).toEqual(third);
});

test("modules have identities of their own, and no status", async () => {
  const { registry } = connection;
  await registry.create("gateway");
  const made = await registry.createModule("gateway", "climate", { managedBy: "me" });
  expect(made).toMatchObject({ deviceId: "gateway", moduleId: "climate", managedBy: "me" });
  expect(made).not.toHaveProperty("status");
  expect(await registry.connectionString(made)).toBe(
    hub.deviceConnectionString("gateway", "climate"),
  );
  const changed = await registry.updateModule("gateway", "climate", { managedBy: null }, made);
  expect(changed).not.toHaveProperty("managedBy");
  await expect(
    registry.updateModule("gateway", "climate", { managedBy: "you" }, { etag: made.etag }),
  ).rejects.toMatchObject({ code: "PNP_CONFLICT" });
  const disabled = { status: "disabled" } as ModuleSettings;
  await expect(registry.updateModule("gateway", "climate", disabled)).rejects.toThrow(
    /module has no status/,
  );
  await expect(registry.ensureModule("nowhere", "climate")).rejects.toMatchObject({
    code: "PNP_DEVICE_NOT_FOUND",
  });
  const [orphan] = await registry.createMany([{ deviceId: "nowhere", moduleId: "climate" }]);
  expect(orphan).toMatchObject({ done: false, error: { code: "PNP_DEVICE_NOT_FOUND" } });
  const second = await registry.ensureModule("gateway", "second");
  expect(second.created).toBe(true);
  const listed: string[] = [];
  for await (const module of registry.listModules("gateway")) listed.push(module.moduleId);
  expect(listed).toEqual(["climate", "second"]);
  await registry.deleteModule("gateway", "climate");
  await expect(registry.getModule("gateway", "climate")).rejects.toMatchObject({
    code: "PNP_MODULE_NOT_FOUND",
  });
});

test("the types leave no way to disable a module or to set what the hub owns", () => {
  const { registry } = connection;
  const device = {} as DeviceIdentity;
  void (() => {
    // @ts-expect-error A module has no status.
    void registry.updateModule("d", "m", { status: "disabled" });
    // @ts-expect-error The hub makes it.
    void registry.create("d", { generationId: "1" });
    // @ts-expect-error The hub owns it.
    device.etag = "x";
  });
});

test("many identities are made, changed and deleted at once, each with its own result", async () => {
  const { registry } = connection;
  await registry.create("many-1");
  const ids = Array.from({ length: 120 }, (_, n) => `many-${n}`);
  const made = await registry.createMany(ids.map((deviceId) => ({ deviceId })));
  expect(made.map(({ deviceId }) => deviceId)).toEqual(ids);
  expect(made.filter(({ done }) => !done)).toMatchObject([
    { deviceId: "many-1", error: { code: "PNP_CONFLICT" } },
  ]);
  const keys = await registry.keys({ deviceId: "many-2" });
  const stale = { deviceId: "many-3", status: "disabled", etag: "AAAA" } as const;
  const changed = await registry.updateMany([
    { deviceId: "many-2", status: "disabled" },
    { deviceId: "missing", status: "disabled" },
    stale,
  ]);
  expect(changed).toMatchObject([
    { deviceId: "many-2", done: true },
    { deviceId: "missing", done: false, error: { code: "PNP_DEVICE_NOT_FOUND" } },
    { deviceId: "many-3", done: false, error: { code: "PNP_CONFLICT" } },
  ]);
  expect((await registry.get("many-2")).status).toBe("disabled");
  expect(await registry.keys({ deviceId: "many-2" })).toEqual(keys);
  const listed: string[] = [];
  for await (const { deviceId } of registry.list({ pageSize: 50 })) listed.push(deviceId);
  expect(listed).toEqual(expect.arrayContaining(ids));
  const gone = await registry.deleteMany([...ids, { deviceId: "missing", etag: "AAAA" }]);
  expect(gone.filter(({ done }) => !done)).toMatchObject([
    { deviceId: "missing", error: { code: "PNP_DEVICE_NOT_FOUND" } },
  ]);
  const twice = registry.createMany([{ deviceId: "a" }, { deviceId: "a" }]);
  await expect(twice).rejects.toThrow(/a occurs twice/);
});

test("a list says of each device what a query knows", async () => {
  const { registry } = connection;
  await registry.create("listed", { status: "disabled", statusReason: "spare" });
  const read = await registry.get("listed");
  for await (const device of registry.list()) {
    if (device.deviceId !== "listed") continue;
    const { generationId: _, ...facts } = read;
    expect(device).toMatchObject(facts);
    return;
  }
  throw new Error("the device was not listed");
});

test("an answer to ensure that was lost is asked for again", async () => {
  const { openHubClients } = await import("../../src/azure/hub-clients.js");
  const signIn = parseServiceConnectionString(hub.connectionString);
  const clients = openHubClients(signIn);
  const create = clients.registry.create.bind(clients.registry);
  let calls = 0;
  Object.assign(clients.registry, {
    async create(device: { deviceId: string }) {
      calls += 1;
      await create(device);
      throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
    },
  });
  const clock = { now: () => 0, sleep: () => new Promise<void>((done) => setImmediate(done)) };
  const attempt = createAttempt(hub.hostName, async () => clients, { clock, random: () => 0 });
  const registry = createDeviceRegistry(hub.hostName, attempt);
  await expect(registry.create("lost")).rejects.toThrow(/outcome is unknown/);
  expect(calls).toBe(1);
  expect(await registry.ensure("found")).toMatchObject({ deviceId: "found", created: false });
});

test("a bulk call that breaks off tells what had been done", async () => {
  const { openHubClients } = await import("../../src/azure/hub-clients.js");
  const clients = openHubClients(parseServiceConnectionString(hub.connectionString));
  let calls = 0;
  const broken: HubClients = {
    ...clients,
    request: (request) => {
      calls += 1;
      if (calls === 1) return clients.request(request);
      throw Object.assign(new Error("no"), { statusCode: 401, responseBody: "{}" });
    },
  };
  const attempt = createAttempt(hub.hostName, async () => broken);
  const registry = createDeviceRegistry(hub.hostName, attempt);
  const ids = Array.from({ length: 250 }, (_, n) => ({ deviceId: `broken-${n}` }));
  const results = await registry.createMany(ids);
  expect(results).toHaveLength(250);
  expect(results.filter(({ done }) => done)).toHaveLength(100);
  expect(results[150]).toMatchObject({ done: false, error: { code: "PNP_UNAUTHORIZED" } });
  expect(results[249]?.error?.message).toMatch(/^Not sent/);
  expect(calls).toBe(2);
});

test("a call is given up when its signal says so", async () => {
  const signal = AbortSignal.abort();
  await expect(connection.registry.get("plain", { signal })).rejects.toMatchObject({
    code: "PNP_ABORTED",
  });
});
