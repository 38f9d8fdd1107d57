import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectDevice, connectModule, provisionDevice } from "../../src/azure/device.js";
import {
  connectHub,
  type HubConnection,
  invokeRawFleet,
  patchFleet,
  processEvents,
  sasToken,
  updateFleet,
} from "../../src/azure/service.js";
import { type Descriptor, descriptorOf } from "../../src/client/descriptor.js";
import { deviceClient } from "../../src/client/device-client.js";
import { rawClient } from "../../src/client/raw-client.js";
import { invokeCommand } from "../../src/client/service/invoke.js";
import type { UntypedServiceClient } from "../../src/client/service/service-types.js";
import { serviceClient } from "../../src/client/service-client.js";
import type { DeviceTransport, ServiceTransport } from "../../src/client/transport.js";
import { resolveModel } from "../../src/dtdl/resolve.js";
import { isPnpError, type PnpError, type PnpErrorCode } from "../../src/errors.js";
import { type Hub, startHub } from "../../src/hub/index.js";
import { folderRepository } from "../../src/repository/folder.js";

const modelId = "dtmi:com:example:TemperatureController;1";
const wrongKey = "d3Jvbmcta2V5LXdyb25nLWtleQ==";

let hub: Hub;
let undo: () => void;
let connection: HubConnection;
let descriptor: Descriptor;
let device: DeviceTransport;
let controller: UntypedServiceClient;
/** What was asked of the hub other than to read, and what devices sent it. */
const writes: string[] = [];

beforeAll(async () => {
  hub = await startHub({
    trace: (event) => {
      const reads = event.kind === "http" && /^\/devices\/query/.test(event.path);
      if (event.kind === "http" && event.method !== "GET" && !reads)
        writes.push(`${event.method} ${event.path}`);
      if (event.kind === "mqtt" && event.direction === "in" && event.packet === "publish")
        writes.push(`publish ${event.topic}`);
      if (event.kind === "amqp" && event.direction === "in" && event.event === "transfer")
        writes.push(`transfer ${event.address}`);
    },
  });
  undo = hub.redirect();
  hub.createDevice("mydevice");
  hub.createModule("mydevice", "m1");
  connection = connectHub(hub.connectionString);
  device = await connectDevice(hub.deviceConnectionString("mydevice"), { modelId });
  descriptor = await bundledDescriptor();
  controller = clientOf("mydevice");
});
afterAll(async () => {
  await device.close();
  await connection.close();
  undo();
  await hub.close();
});

async function bundledDescriptor(): Promise<Descriptor> {
  const models = folderRepository(fileURLToPath(new URL("../../models", import.meta.url)));
  const model = await resolveModel(await models.resolve([modelId]), models);
  const root = model.interfaces.get(modelId);
  if (root === undefined) throw new Error(`${modelId} is not among the bundled models.`);
  return descriptorOf(root);
}

function clientOf(deviceId: string, moduleId?: string): UntypedServiceClient {
  return serviceClient(
    descriptor,
    moduleId === undefined ? connection.device(deviceId) : connection.module(deviceId, moduleId),
  );
}

/** The error of a call that must fail without a secret in it; `written` is what reached the hub meanwhile. */
async function failureOf(
  call: () => unknown,
): Promise<{ readonly error: PnpError; readonly written: readonly string[] }> {
  const before = writes.length;
  const outcome: unknown = await Promise.resolve()
    .then(call)
    .then(
      () => "no error",
      (error: unknown) => error,
    );
  if (!isPnpError(outcome)) throw new Error("No PnpError came.", { cause: outcome });
  const said = [outcome.message, outcome.hint, ...outcome.issues.map(({ message }) => message)];
  for (const text of said) {
    expect(text).not.toBe("");
    for (const secret of secrets()) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/SharedAccessKey=[^*…]|\bsig=[^*]|\.[jt]s:\d+:\d+/);
  }
  return { error: outcome, written: writes.slice(before) };
}

function secrets(): readonly string[] {
  const texts = [hub.connectionString, hub.deviceConnectionString("mydevice")];
  return [wrongKey, ...texts.map((text) => text.split("SharedAccessKey=")[1] ?? text)];
}

async function expectRefused(code: PnpErrorCode, call: () => unknown): Promise<PnpError> {
  const { error, written } = await failureOf(call);
  expect(error).toMatchObject({ code });
  expect(written).toEqual([]);
  return error;
}

type Case = readonly [what: string, code: PnpErrorCode, call: () => unknown];

const set = (value: unknown) => controller.$update({ thermostat1: { targetTemperature: value } });
const invoke = (command: string, payload?: unknown, component?: string) =>
  invokeCommand(connection.device("mydevice"), descriptor, { component, command }, payload);

describe("A service client refuses and sends nothing for", () => {
  const cases: readonly Case[] = [
    ["an empty device id", "PNP_USAGE", () => clientOf("").$read()],
    ["an empty module id", "PNP_USAGE", () => clientOf("mydevice", "").$read()],
    ["an unknown device read", "PNP_DEVICE_NOT_FOUND", () => clientOf("nobody").$read()],
    [
      "an unknown device updated",
      "PNP_DEVICE_NOT_FOUND",
      () => clientOf("nobody").$update({ thermostat1: { targetTemperature: 1 } }),
    ],
    [
      "an unknown device's digital twin updated",
      "PNP_DEVICE_NOT_FOUND",
      () => clientOf("nobody").$updateDigitalTwin({ thermostat1: { targetTemperature: 1 } }),
    ],
    ["an unknown module read", "PNP_MODULE_NOT_FOUND", () => clientOf("mydevice", "none").$read()],
    [
      "an unknown module updated",
      "PNP_MODULE_NOT_FOUND",
      () => clientOf("mydevice", "none").$update({ thermostat1: { targetTemperature: 1 } }),
    ],
    [
      "the digital twin of a module",
      "PNP_USAGE",
      () =>
        clientOf("mydevice", "m1").$updateDigitalTwin({ thermostat1: { targetTemperature: 1 } }),
    ],
    [
      "an unknown component",
      "PNP_NAME_UNKNOWN",
      () => controller.$update({ thermostat3: { targetTemperature: 1 } }),
    ],
    [
      "a name that every object has",
      "PNP_NAME_UNKNOWN",
      () => controller.$update({ constructor: { name: 1 } }),
    ],
    [
      "an unknown property",
      "PNP_NAME_UNKNOWN",
      () => controller.$update({ thermostat1: { targetTemprature: 1 } }),
    ],
    [
      "an unknown property of the digital twin",
      "PNP_NAME_UNKNOWN",
      () => controller.$updateDigitalTwin({ thermostat1: { targetTemprature: 1 } }),
    ],
    ["an unknown command", "PNP_NAME_UNKNOWN", () => invoke("getReport", null, "thermostat1")],
    ["a command of an unknown component", "PNP_NAME_UNKNOWN", () => invoke("reboot", 1, "pump")],
    [
      "a read-only property",
      "PNP_PROPERTY_READ_ONLY",
      () => controller.$update({ thermostat1: { maxTempSinceLastReboot: 1 } }),
    ],
    ["no property at all", "PNP_USAGE", () => controller.$update({})],
    ["a word for a double", "PNP_PAYLOAD_INVALID", () => set("warm")],
    ["a boolean for a double", "PNP_PAYLOAD_INVALID", () => set(true)],
    ["an object for a double", "PNP_PAYLOAD_INVALID", () => set({ a: 1 })],
    ["a list for a double", "PNP_PAYLOAD_INVALID", () => set([1])],
    ["infinity for a double", "PNP_PAYLOAD_INVALID", () => set(Number.POSITIVE_INFINITY)],
    ["NaN for a double", "PNP_PAYLOAD_INVALID", () => set(Number.NaN)],
    ["a function for a double", "PNP_PAYLOAD_INVALID", () => set(() => 1)],
    [
      "one wrong value among right ones",
      "PNP_PAYLOAD_INVALID",
      () =>
        controller.$update({
          thermostat1: { targetTemperature: 20 },
          thermostat2: { targetTemperature: "warm" },
        }),
    ],
    [
      "a word for a dateTime",
      "PNP_PAYLOAD_INVALID",
      () => controller.thermostat1?.getMaxMinReport?.("yesterday"),
    ],
    [
      "an invalid Date",
      "PNP_PAYLOAD_INVALID",
      () => controller.thermostat1?.getMaxMinReport?.(new Date(Number.NaN)),
    ],
    [
      "no request where one is asked for",
      "PNP_PAYLOAD_INVALID",
      () => controller.thermostat1?.getMaxMinReport?.(),
    ],
    ["a fraction for an integer", "PNP_PAYLOAD_INVALID", () => controller.reboot?.(1.5)],
    ["an integer out of range", "PNP_PAYLOAD_INVALID", () => controller.reboot?.(2147483648)],
    [
      "a response time-out out of range",
      "PNP_USAGE",
      () => controller.reboot?.(5, { responseTimeoutSeconds: 3 }),
    ],
    [
      "a connect time-out out of range",
      "PNP_USAGE",
      () => controller.reboot?.(5, { connectTimeoutSeconds: 301 }),
    ],
  ];
  test.each(cases)("%s: %s", async (_what, code, call) => {
    await expectRefused(code, call);
  });
});

test("a misspelt name is answered with the nearest one", async () => {
  const error = await expectRefused("PNP_NAME_UNKNOWN", () =>
    controller.$update({ thermostat1: { targetTemprature: 1 } }),
  );
  expect(error.hint).toContain("targetTemperature");
});

test("a stale etag is a conflict, and nothing is changed", async () => {
  const client = clientOf("mydevice");
  const before = await connection.transport.readTwin({ deviceId: "mydevice" });
  const values = { thermostat1: { targetTemperature: 20 } };
  for (const update of [client.$update, client.$updateDigitalTwin]) {
    const { error } = await failureOf(() => update(values, { etag: "AAAAAAAAAGM=" }));
    expect(error.code).toBe("PNP_CONFLICT");
  }
  const after = await connection.transport.readTwin({ deviceId: "mydevice" });
  expect(after.properties.desired).toEqual(before.properties.desired);
});

describe("A connection is refused for", () => {
  const device = (text: string) => connectDevice(text);
  const withHost = (text: string, host: string) =>
    text.replace(/^HostName=[^;]*/, `HostName=${host}`);
  const withKey = (text: string) =>
    text.replace(/SharedAccessKey=.*/, `SharedAccessKey=${wrongKey}`);
  const read = (text: string) => connectHub(text).transport.readTwin({ deviceId: "mydevice" });
  const lost = "lost.azure-devices.test";
  const cases: readonly Case[] = [
    ["an empty service connection string", "PNP_USAGE", () => connectHub("")],
    ["a blank service connection string", "PNP_USAGE", () => connectHub(" \n")],
    ["a text that is no connection string", "PNP_USAGE", () => connectHub(wrongKey)],
    [
      "a service connection string without its key",
      "PNP_USAGE",
      () => connectHub(`HostName=${lost};SharedAccessKeyName=service`),
    ],
    [
      "a device's connection string for a service",
      "PNP_USAGE",
      () => connectHub(hub.deviceConnectionString("mydevice")),
    ],
    ["an empty device connection string", "PNP_USAGE", () => device("")],
    ["an empty module connection string", "PNP_USAGE", () => connectModule("")],
    ["a service connection string for a device", "PNP_USAGE", () => device(hub.connectionString)],
    [
      "a device's connection string for a module",
      "PNP_USAGE",
      () => connectModule(hub.deviceConnectionString("mydevice")),
    ],
    [
      "a module's connection string for a device",
      "PNP_USAGE",
      () => device(hub.deviceConnectionString("mydevice", "m1")),
    ],
    ["a service's wrong key", "PNP_UNAUTHORIZED", () => read(withKey(hub.connectionString))],
    [
      "a device's wrong key",
      "PNP_UNAUTHORIZED",
      () => device(withKey(hub.deviceConnectionString("mydevice"))),
    ],
    [
      "a device that was never created",
      "PNP_UNAUTHORIZED",
      () => device(hub.deviceConnectionString("mydevice").replace("=mydevice", "=nobody")),
    ],
    [
      "a hub that is not there, asked by a service",
      "PNP_TRANSPORT",
      () => read(withHost(hub.connectionString, lost)),
    ],
    [
      "a hub that is not there, asked by a device",
      "PNP_TRANSPORT",
      () => device(withHost(hub.deviceConnectionString("mydevice"), lost)),
    ],
  ];
  test.each(cases)("%s: %s", async (_what, code, call) => {
    await expectRefused(code, call);
  });

  // JavaScript programs pass what an unset environment variable gives.
  test.each([undefined, null, 5])("%s in place of a connection string", async (nothing) => {
    const text = nothing as unknown as string;
    await expectRefused("PNP_USAGE", () => connectHub(text));
    await expectRefused("PNP_USAGE", () => connectDevice(text));
    await expectRefused("PNP_USAGE", () => connectModule(text));
  });
});

// What JavaScript programs pass when a variable is unset or arguments are in the wrong order.
describe("Without types, PNP_USAGE comes before anything is sent for", () => {
  /** Takes `wrong` for whatever the call asks for. */
  type Slip = readonly [what: string, call: (wrong: never) => unknown, wrong: readonly unknown[]];
  const nothing = [undefined, null];
  const noObject = [null, 5, "text"];
  const noText = [undefined, null, 5, ""];
  const raw = rawClient({ deviceId: "mydevice", transport: unconnected() });
  const first = async (rows: AsyncIterable<unknown>) => {
    for await (const row of rows) return row;
    return undefined;
  };
  const values = { thermostat1: { targetTemperature: 1 } };
  const slips: readonly Slip[] = [
    ["a query", (sql) => first(connection.query(sql)), noText],
    ["options of a query", (options) => first(connection.query("SELECT *", options)), noObject],
    ["a condition", (where) => first(connection.devices(where)), [null, 5]],
    ["a job", (job) => connection.jobs.scheduleTwinUpdate(job), [undefined, ...noObject]],
    [
      "a job's condition",
      (where) => connection.jobs.scheduleTwinUpdate({ where, desired: { a: 1 } }),
      noText,
    ],
    [
      "a job's desired properties",
      (desired) => connection.jobs.scheduleTwinUpdate({ where: "*", desired }),
      [undefined, ...noObject],
    ],
    ["a job's method", (name) => connection.jobs.scheduleMethod({ where: "*", name }), noText],
    ["a job's id", (id) => connection.jobs.get(id), [...noText, 10n, "a/b"]],
    ["a filter of jobs", (filter) => first(connection.jobs.list(filter)), noObject],
    ["a fleet's hub", (hub) => updateFleet(hub, descriptor, "*", values), [...nothing, {}]],
    ["a fleet's condition", (where) => updateFleet(connection, descriptor, where, values), noText],
    ["a fleet's values", (wrong) => updateFleet(connection, descriptor, "*", wrong), noObject],
    [
      "a fleet's options",
      (options) => updateFleet(connection, descriptor, "*", values, options),
      noObject,
    ],
    [
      "a fleet's route",
      (via) => updateFleet(connection, descriptor, "*", values, { via }),
      [null, "mail"],
    ],
    ["a fleet's change", (change) => patchFleet(connection, "*", change), [undefined, ...noObject]],
    ["a fleet's method", (name) => invokeRawFleet(connection, "*", name), noText],
    ["a message's device", (id) => connection.messages.send(id, { body: "x" }), noText],
    ["a message", (wrong) => connection.messages.send("mydevice", wrong), [undefined, ...noObject]],
    [
      "a message's properties",
      (properties) => connection.messages.send("mydevice", { body: "x", properties }),
      noObject,
    ],
    ["a device to purge", (id) => connection.messages.purge(id), noText],
    ["a device to read", (id) => connection.registry.get(id), noText],
    ["a device to make", (id) => connection.registry.create(id), noText],
    ["settings of a device", (wrong) => connection.registry.create("new", wrong), noObject],
    [
      "a sign-in of a device",
      (authentication) => connection.registry.create("new", { authentication }),
      noObject,
    ],
    ["a change of a device", (wrong) => connection.registry.update("mydevice", wrong), noObject],
    [
      "an etag",
      (etag) => connection.registry.delete("mydevice", { etag }),
      [null, "", 5, "a\r\nb: c"],
    ],
    ["an identity", (target) => connection.registry.keys(target), [undefined, ...noObject]],
    [
      "a key to make new",
      (which) => connection.registry.regenerateKeys({ deviceId: "mydevice" }, which),
      [null, "", "first"],
    ],
    [
      "a key to show",
      (key) => connection.registry.connectionString({ deviceId: "mydevice" }, { key }),
      [null, "", "first"],
    ],
    ["many devices", (list) => connection.registry.createMany(list), [undefined, ...noObject]],
    ["one of many", (one) => connection.registry.deleteMany([one]), [...noText, {}]],
    ["a configuration's id", (id) => connection.configurations.get(id), noText],
    ["a configuration", (wrong) => connection.configurations.create("c", wrong), noObject],
    [
      "a change of a configuration",
      (change) => connection.configurations.update("c", change),
      [undefined, ...noObject],
    ],
    ["a target", (target) => rawClient(target), [undefined, ...noObject]],
    ["a path", (path) => raw.set(path, 1), noText],
    ["a value", (value) => raw.set("a", value), [undefined]],
    ["a patch of a twin", (patch) => raw.patchTwin(patch), [undefined, ...noObject]],
    ["tags", (tags) => raw.tags(tags), [undefined, ...noObject]],
    ["a new twin", (content) => raw.replaceTwin(content), [undefined, ...noObject]],
    ["a method", (name) => raw.command(name), noText],
    ["options of a method", (options) => raw.command("x", null, options), noObject],
    ["a descriptor", (wrong) => serviceClient(wrong, connection.device("mydevice")), nothing],
    ["values", (wrong) => controller.$update(wrong), [undefined, ...noObject]],
    ["options of events", (options) => connection.events(options), noObject],
    ["kinds of events", (kinds) => connection.events({ kinds }), ["telemetry", 5]],
    ["models of events", (models) => connection.events({ models }), [null, 5, {}]],
    ["options of a processor", (wrong) => processEvents(connection, wrong), [...nothing, {}]],
    ["a source of a token", (source) => sasToken(source), noText],
    ["options of a connection", (options) => connectHub(hub.connectionString, options), noObject],
    [
      "options of a device",
      (options) => connectDevice(hub.deviceConnectionString("mydevice"), options),
      noObject,
    ],
    ["a registration", (options) => provisionDevice(options), [undefined, ...noObject]],
    ["reported properties", (patch) => device.reportProperties(patch), [undefined, ...noObject]],
    ["telemetry", (message) => device.sendTelemetry(message), [undefined, ...noObject]],
    ["a handler of messages", (handler) => device.onMessage(handler), [undefined, ...noObject]],
  ];
  test.each(slips)("%s", async (_what, call, wrong) => {
    for (const value of wrong) await expectRefused("PNP_USAGE", () => call(value as never));
  });

  const calls: readonly (readonly [string, (options: never) => unknown])[] = [
    ["a query", (options) => first(connection.query("SELECT * FROM devices", options))],
    ["a job", (options) => connection.jobs.get("none", options)],
    ["a message", (options) => connection.messages.send("mydevice", { body: "x" }, options)],
    ["a purge", (options) => connection.messages.purge("mydevice", options)],
    ["feedback", (options) => first(connection.messages.feedback(options))],
    ["a new device", (options) => connection.registry.create("new", {}, options)],
    ["many new devices", (options) => connection.registry.createMany([{ deviceId: "n" }], options)],
    ["a list of devices", (options) => first(connection.registry.list(options))],
    ["a list of configurations", (options) => first(connection.configurations.list(options))],
    ["a fleet", (options) => updateFleet(connection, descriptor, "*", values, options)],
    ["events", (options) => connection.events(options).ready()],
    ["a live digital twin", (options) => first(connection.liveDigitalTwin("mydevice", options))],
    ["an update", (options) => controller.$update(values, options)],
    ["a command", (options) => controller.reboot?.(1, options)],
    ["a read", (options) => controller.$read(options)],
    [
      "a wait",
      (options) =>
        rawClient(connection.device("mydevice")).waitForReported("a", undefined, options),
    ],
    ["a report", (options) => device.reportProperties({ a: 1 }, options)],
    ["a connection", (options) => connectDevice(hub.deviceConnectionString("mydevice"), options)],
  ];
  test.each(calls)("a deadline or signal of %s that is none", async (_what, call) => {
    for (const timeoutSeconds of [0, -1, Number.NaN, "5", null]) {
      await expectRefused("PNP_USAGE", () => call({ timeoutSeconds } as never));
    }
    for (const signal of [{}, "stop", null]) {
      await expectRefused("PNP_USAGE", () => call({ signal } as never));
    }
  });

  test("a value that holds itself, or has no floor, is refused as a payload", async () => {
    const ring: Record<string, unknown> = {};
    ring.left = ring;
    ring.right = [ring];
    const content = { deviceContent: { "properties.desired.a": ring } };
    for (const call of [
      () =>
        rawClient(connection.device("mydevice")).patchTwin(
          { desired: ring as never },
          { etag: "*" },
        ),
      () => rawClient(connection.device("mydevice")).command("x", ring),
      () => connection.jobs.scheduleTwinUpdate({ where: "*", desired: ring as never }),
      () => connection.jobs.scheduleMethod({ where: "*", name: "x", payload: ring }),
      () => connection.configurations.create("ring", { content }),
      () => connection.messages.send("mydevice", { body: ring }),
      () => device.reportProperties(ring),
    ]) {
      await expectRefused("PNP_PAYLOAD_INVALID", call);
    }
  });
});

/** A transport that nothing may reach: what is refused has not asked for it. */
function unconnected(): ServiceTransport {
  return {} as ServiceTransport;
}

test.each([
  ["no host", {}],
  ["an empty host", { host: "", credential: { getToken: async () => null } }],
  ["no credential", { host: "lost.azure-devices.test" }],
  ["a credential that is none", { host: "lost.azure-devices.test", credential: "secret" }],
])("a sign-in with %s is refused at once", async (_what, signIn) => {
  await expectRefused("PNP_USAGE", () => connectHub(signIn as unknown as string));
});

test.each(["..", "a/b", "x?y#z", "%2e", "é", "a\r\nHost: b", "x".repeat(200)])(
  "an id such as %j finds no device, by each of a client's calls",
  async (id) => {
    const client = clientOf(id);
    const values = { thermostat1: { targetTemperature: 1 } };
    for (const call of [
      () => client.$read(),
      () => client.$digitalTwin(),
      () => client.$update(values, { etag: "*" }),
      () => client.$updateDigitalTwin(values),
      () => client.reboot?.(5),
      () => client.reboot?.(5, { via: "digital-twin" }),
    ]) {
      expect((await failureOf(call)).error.code).toBe("PNP_DEVICE_NOT_FOUND");
    }
  },
);

describe("A device client", () => {
  const done = () => undefined;
  const thermostat = { targetTemperature: done, getMaxMinReport: done };
  const handlers = { reboot: done, thermostat1: thermostat, thermostat2: thermostat };

  test("is not made without a handler for every command and writable property", async () => {
    const error = await expectRefused("PNP_USAGE", () =>
      deviceClient(descriptor, device, { reboot: done, thermostat1: thermostat }),
    );
    expect(error.message).toContain("thermostat2.targetTemperature");
  });

  test("refuses what its model does not have or take, and sends nothing", async () => {
    const client = deviceClient(descriptor, device, handlers);
    await client.$ready();
    const refusals: readonly Case[] = [
      ["unknown property", "PNP_NAME_UNKNOWN", () => client.$report({ serial: "s" })],
      [
        "unknown component",
        "PNP_NAME_UNKNOWN",
        () => client.$report({ thermostat3: { targetTemperature: 1 } }),
      ],
      ["number for a string", "PNP_PAYLOAD_INVALID", () => client.$report({ serialNumber: 5 })],
      [
        "word for a double",
        "PNP_PAYLOAD_INVALID",
        () => client.thermostat1?.$report({ maxTempSinceLastReboot: "hot" }),
      ],
      ["empty report", "PNP_USAGE", () => client.$report({})],
      ["unknown telemetry", "PNP_NAME_UNKNOWN", () => client.$telemetry({ memory: 1 })],
      [
        "telemetry of the component on the root",
        "PNP_NAME_UNKNOWN",
        () => client.$telemetry({ temperature: 1 }),
      ],
      ["word for telemetry", "PNP_PAYLOAD_INVALID", () => client.$telemetry({ workingSet: "x" })],
      ["NaN", "PNP_PAYLOAD_INVALID", () => client.$telemetry({ workingSet: Number.NaN })],
      ["empty telemetry", "PNP_USAGE", () => client.$telemetry({})],
    ];
    for (const [, code, call] of refusals) await expectRefused(code, call);
  });

  test("answers a command that its model does not have with 404, a wrong request with 400", async () => {
    const client = deviceClient(descriptor, device, handlers);
    await client.$ready();
    const target = connection.device("mydevice");
    const status = async (name: string, payload: unknown) =>
      (await connection.transport.invokeMethod(target, { name, payload })).status;
    expect(await status("nothing", null)).toBe(404);
    expect(await status("thermostat3*getMaxMinReport", null)).toBe(404);
    expect(await status("reboot", "soon")).toBe(400);
  });
});
