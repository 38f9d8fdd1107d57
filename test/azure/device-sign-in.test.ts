import {
  connectDevice,
  connectModule,
  deviceClient,
  noModel,
  telemetryClient,
} from "twinplug/device";
import { connectHub, type HubConnection } from "twinplug/service";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSasToken, type Hub, type HubTraceEvent, startHub } from "../../src/hub/index.js";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";

let hub: Hub;
let service: HubConnection;
const trace: HubTraceEvent[] = [];

beforeAll(async () => {
  hub = await startHub({ trace: (event) => trace.push(event) });
  hub.redirect();
  service = connectHub(hub.connectionString);
});
afterAll(async () => {
  await service.close();
  await hub.close();
});

const patient = { timeout: 10_000 };

/** Makes tokens of a device, good for so many seconds. */
function tokensOf(deviceId: string): (seconds: number) => string {
  hub.createDevice(deviceId);
  const key = /SharedAccessKey=(.*)$/.exec(hub.deviceConnectionString(deviceId))?.[1] ?? "";
  return (seconds) =>
    createSasToken(
      `${hub.hostName}/devices/${deviceId}`,
      key,
      Math.floor(Date.now() / 1000) + seconds,
    );
}

test.each(["mqtt", "amqp", "http"] as const)(
  "signs in with a ready token over %s",
  async (transport) => {
    const token = tokensOf(`ready-${transport}`)(60);
    const address = { host: hub.hostName, deviceId: `ready-${transport}` };
    const device = await connectDevice(address, {
      transport: transport as "mqtt",
      sasToken: token,
    });
    await device.sendTelemetry({
      body: "{}",
      contentType: "application/json",
      contentEncoding: "utf-8",
    });
    expect(hub.telemetry(address.deviceId)).toHaveLength(1);
    await device.close();
  },
);

test("signs in with the token of a connection string", async () => {
  const token = tokensOf("in-string")(60);
  const text = `HostName=${hub.hostName};DeviceId=in-string;SharedAccessSignature=${token}`;
  const device = await connectDevice(text);
  expect((await device.readTwin()).desired).toEqual({ $version: 1 });
  await device.close();
});

test("refuses a token that has ended, and never shows it", async () => {
  const token = tokensOf("ended")(-60);
  const refused = connectDevice({ host: hub.hostName, deviceId: "ended" }, { sasToken: token });
  await expect(refused).rejects.toMatchObject({
    code: "PNP_UNAUTHORIZED",
    message: expect.not.stringContaining("sig="),
  });
});

test.each(["mqtt", "amqp"] as const)(
  "asks for the next token before the end of each over %s, and goes on",
  async (transport) => {
    const make = tokensOf(`renews-${transport}`);
    let asked = 0;
    const device = await connectDevice(
      { host: hub.hostName, deviceId: `renews-${transport}` },
      {
        transport,
        sasToken: () => {
          asked++;
          return make(60);
        },
        tokenRenewal: { marginSeconds: 59, validSeconds: 60 },
      },
    );
    const patches: unknown[] = [];
    await device.onDesiredPatch((patch) => patches.push(patch));
    await expect.poll(() => asked, patient).toBeGreaterThan(2);
    // One that falls into the moment of a renewal over MQTT does not arrive: the next one does.
    const patched = async (): Promise<number> => {
      const desired = { rounds: asked };
      await service.transport.patchTwin({ deviceId: `renews-${transport}` }, { desired });
      return patches.length;
    };
    await expect.poll(patched, { ...patient, interval: 200 }).toBeGreaterThan(0);
    await device.close();
  },
);

test("renews tokens made from a key, and notices what changed while MQTT connected again", async () => {
  hub.createDevice("renews-key");
  const connects = () =>
    trace.filter(
      (event) =>
        event.kind === "mqtt" && event.packet === "connect" && event.deviceId === "renews-key",
    ).length;
  const connection = await connectDevice(hub.deviceConnectionString("renews-key"), {
    modelId: Thermostat.id,
    tokenRenewal: { validSeconds: 60, marginSeconds: 59 },
  });
  const values: number[] = [];
  const device = deviceClient(Thermostat, connection, {
    targetTemperature: (value) => void values.push(value),
    getMaxMinReport: () => ({}),
  });
  await device.$ready();
  await expect.poll(connects, patient).toBeGreaterThan(2);
  const target = service.device("renews-key");
  for (const targetTemperature of [20, 21, 22]) {
    await service.transport.patchTwin(target, { desired: { targetTemperature } });
  }
  await expect.poll(() => values.at(-1), patient).toBe(22);
  await device.$close();
});

test.each(["mqtt", "amqp", "amqp-ws"] as const)(
  "over %s, a token that nobody renewed ends the connection, which stands again with the next one",
  async (transport) => {
    const deviceId = `late-${transport}`;
    const tokenFor = tokensOf(deviceId);
    let source = (): string => tokenFor(2);
    const address = { host: hub.hostName, deviceId };
    const connection = await connectDevice(address, {
      transport,
      sasToken: () => source(),
      tokenRenewal: { marginSeconds: 1 },
      reconnect: { firstSeconds: 0.05, longestSeconds: 0.2 },
    });
    source = () => {
      throw new Error("the vault is closed");
    };
    const heard: boolean[] = [];
    const device = deviceClient(
      noModel,
      connection,
      {},
      { onConnectionChange: (connected) => heard.push(connected) },
    );
    await device.$ready();
    await expect.poll(() => heard, patient).toEqual([false]);
    expect(await device.$raw.telemetry({ n: 1 })).toBe("queued");
    source = () => tokenFor(60);
    await expect.poll(() => heard, patient).toEqual([false, true]);
    await device.$flush({ timeoutSeconds: 10 });
    expect(hub.telemetry(deviceId)).toHaveLength(1);
    await device.$close();
  },
);

test("tells what does not fit together, and shows no secret", async () => {
  hub.createDevice("misfits");
  const text = hub.deviceConnectionString("misfits");
  const x509 = {
    cert: "-----BEGIN CERTIFICATE-----\nc2VjcmV0",
    key: "-----BEGIN PRIVATE KEY-----\nc2VjcmV0",
  };
  const address = { host: hub.hostName, deviceId: "misfits" };
  const attempts = [
    connectDevice(text, { x509 }),
    connectDevice(text, { x509, sasToken: "c2VjcmV0" }),
    connectDevice(address, { x509: { ...x509, key: "c2VjcmV0" } }),
    connectDevice(address),
    connectDevice({ ...address, moduleId: "m1" }, { sasToken: "c2VjcmV0" }),
    connectModule(address, { sasToken: "c2VjcmV0" }),
    connectDevice(text, { tokenRenewal: { validSeconds: 10, marginSeconds: 20 } }),
    connectDevice(text, { transport: "coap" as "mqtt" }),
    connectModule(`${text};ModuleId=m1`, { transport: "http" as "mqtt" }),
  ];
  for (const attempt of attempts) {
    const error = await attempt.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({
      code: "PNP_USAGE",
      message: expect.not.stringContaining("c2VjcmV0"),
    });
  }
});

test("twin and command calls over HTTP are refused by the compiler and at once", async () => {
  hub.createDevice("http");
  const connection = await connectDevice(hub.deviceConnectionString("http"), { transport: "http" });
  const refused = { code: "PNP_USAGE", message: expect.stringContaining("over HTTP") };
  // @ts-expect-error a connection over HTTP has no twin
  await expect(connection.readTwin()).rejects.toMatchObject(refused);
  // @ts-expect-error a connection over HTTP takes no commands
  await expect(connection.onCommand(async () => ({}))).rejects.toMatchObject(refused);
  const handlers = { targetTemperature: () => undefined, getMaxMinReport: () => ({}) };
  // @ts-expect-error a connection over HTTP is no device transport
  const device = deviceClient(Thermostat, connection, handlers);
  await expect(device.$ready()).rejects.toMatchObject(refused);
  const sender = telemetryClient(Thermostat, connection);
  expect(await sender.$telemetry({ temperature: 20 })).toBe("sent");
  await sender.$close();
});

test("gives connecting up when its caller does, and after its time", async () => {
  hub.createDevice("given-up");
  const text = hub.deviceConnectionString("given-up");
  const aborted = connectDevice(text, { signal: AbortSignal.abort() });
  await expect(aborted).rejects.toMatchObject({ code: "PNP_ABORTED" });
  const late = connectDevice(text, { timeoutSeconds: 0.000_001 });
  await expect(late).rejects.toMatchObject({ code: "PNP_TIMEOUT" });
});

test("a module signs in with a token of its own", async () => {
  hub.createDevice("gateway");
  hub.createModule("gateway", "m1");
  const text = hub.deviceConnectionString("gateway", "m1");
  const key = /SharedAccessKey=(.*)$/.exec(text)?.[1] ?? "";
  const expiry = Math.floor(Date.now() / 1000) + 60;
  const sasToken = createSasToken(`${hub.hostName}/devices/gateway/modules/m1`, key, expiry);
  const address = { host: hub.hostName, deviceId: "gateway", moduleId: "m1" };
  for (const transport of ["mqtt", "amqp"] as const) {
    const module = await connectModule(address, { sasToken, transport });
    await module.reportProperties({ over: transport });
    expect((await module.readTwin()).reported).toMatchObject({ over: transport });
    await module.close();
  }
});

test("refuses telemetry that is larger than the hub takes, and goes on", async () => {
  hub.createDevice("large");
  const connection = await connectDevice(hub.deviceConnectionString("large"));
  const device = deviceClient(noModel, connection, {});
  const large = device.$raw.telemetry({ text: "x".repeat(256 * 1024) });
  await expect(large).rejects.toMatchObject({ code: "PNP_PAYLOAD_INVALID" });
  expect(await device.$raw.telemetry({ text: "x".repeat(255 * 1024) })).toBe("sent");
  expect(device.$telemetryStats()).toEqual({ sent: 1, pending: 0, dropped: 0 });
  await device.$close();
});

test.each(["mqtt", "mqtt-ws"] as const)(
  "refuses properties that do not fit into a topic of %s, and goes on",
  async (transport) => {
    const deviceId = `topic-${transport}`;
    hub.createDevice(deviceId);
    const connection = await connectDevice(hub.deviceConnectionString(deviceId), { transport });
    const device = deviceClient(noModel, connection, {});
    for (const text of ["ä".repeat(11_000), "half a pair: \ud83d"]) {
      const sent = device.$raw.telemetry({ n: 1 }, { properties: { text } });
      await expect(sent).rejects.toMatchObject({ code: "PNP_PAYLOAD_INVALID" });
    }
    const text = "ä".repeat(10_000);
    expect(await device.$raw.telemetry({ n: 2 }, { properties: { text } })).toBe("sent");
    expect(hub.telemetry(deviceId)).toMatchObject([{ applicationProperties: { text } }]);
    await device.$close();
  },
);

test.each([
  ["a name that is no header's", { "a b": "1" }],
  ["a value with a line break", { a: "1\n2" }],
  ["a value outside of Latin-1", { a: "😀" }],
  ["more than headers hold", { a: "x".repeat(15_000) }],
])("refuses %s over HTTP at once", async (what, properties) => {
  const deviceId = `headers-${what.replaceAll(" ", "-")}`;
  hub.createDevice(deviceId);
  const connection = await connectDevice(hub.deviceConnectionString(deviceId), {
    transport: "http",
  });
  const body = '{"n":1}';
  const json = { contentType: "application/json", contentEncoding: "utf-8" } as const;
  const sent = connection.sendTelemetry({ body, ...json, properties });
  await expect(sent).rejects.toMatchObject({ code: "PNP_PAYLOAD_INVALID" });
  await connection.sendTelemetry({ body, ...json, properties: { a: "ü".repeat(7000) } });
  expect(hub.telemetry(deviceId)).toHaveLength(1);
  await connection.close();
});
