import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectDevice, connectModule, deviceClient, noModel } from "../../src/azure/device.js";
import { connectHub, type HubConnection } from "../../src/azure/service.js";
import { type Hub, installRedirect, startHub } from "../../src/hub/index.js";

const modelId = "dtmi:com:example:Thermostat;1";
const json = { contentType: "application/json", contentEncoding: "utf-8" } as const;

let hub: Hub;
let service: HubConnection;

beforeAll(async () => {
  hub = await startHub();
  hub.redirect();
  service = connectHub(hub.connectionString);
});

afterAll(() => hub.close());

async function connected(deviceId: string) {
  hub.createDevice(deviceId);
  return connectDevice(hub.deviceConnectionString(deviceId), { modelId });
}

test("announces its model", async () => {
  const device = await connected("announces");
  const twin = await service.transport.readTwin({ deviceId: "announces" });
  expect(twin.modelId).toBe(modelId);
  await device.close();
});

test("reports properties, one named update too, and reads its twin", async () => {
  const device = await connected("reports");
  await device.reportProperties({ update: 1, count: 2n, list: [1, 2] });
  await device.reportProperties({ list: [9], gone: null });
  const twin = await device.readTwin();
  expect(twin.reported).toMatchObject({ update: 1, count: 2, list: [9] });
  expect(twin.desired).toMatchObject({ $version: 1 });
  await device.close();
});

test("hears patches as they were sent, and not the desired properties it started with", async () => {
  hub.createDevice("hears");
  await service.transport.patchTwin({ deviceId: "hears" }, { desired: { old: 1, keep: 1 } });
  const device = await connectDevice(hub.deviceConnectionString("hears"), { modelId });
  const patches: unknown[] = [];
  await device.onDesiredPatch((patch) => patches.push(patch));
  await device.readTwin();
  await service.transport.patchTwin({ deviceId: "hears" }, { desired: { old: null, new: [1] } });
  await expect
    .poll(() => patches, { timeout: 10_000 })
    .toEqual([{ old: null, new: [1], $version: 3 }]);
  await device.close();
});

test("a later listener takes the place of the former", async () => {
  const device = await connected("listeners");
  const heard: string[] = [];
  await device.onDesiredPatch(() => heard.push("first"));
  await device.onDesiredPatch(() => heard.push("second"));
  await service.transport.patchTwin({ deviceId: "listeners" }, { desired: { a: 1 } });
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual(["second"]);
  await device.close();
});

test("sends telemetry byte for byte, with its component", async () => {
  const device = await connected("sends");
  await device.sendTelemetry({ body: '{"n":9007199254740993}', component: "part", ...json });
  await device.sendTelemetry({ body: '{"t":"ä"}', ...json });
  const system = {
    "content-type": "application/json",
    "content-encoding": "utf-8",
    "dt-dataschema": modelId,
  };
  const events = hub.telemetry("sends").map(({ body, systemProperties }) => ({
    text: Buffer.from(body).toString("utf8"),
    systemProperties,
  }));
  expect(events).toEqual([
    { text: '{"n":9007199254740993}', systemProperties: { ...system, "dt-subject": "part" } },
    { text: '{"t":"ä"}', systemProperties: system },
  ]);
  await device.close();
});

test("answers for a handler that fails, or whose answer cannot be sent", async () => {
  const device = await connected("fails");
  const invoke = () =>
    service.transport.invokeMethod({ deviceId: "fails" }, { name: "x", payload: null });
  await device.onCommand(async () => {
    throw new Error("the pump is stuck");
  });
  expect(await invoke()).toEqual({ status: 500, payload: { message: "the pump is stuck" } });
  await device.onCommand(async () => ({ status: 0, payload: null }));
  expect(await invoke()).toMatchObject({ status: 500 });
  await device.onCommand(async () => ({ status: 200, payload: 2n ** 60n }));
  expect(await invoke()).toMatchObject({ status: 500 });
  await device.onCommand(async () => ({ status: 200, payload: "x".repeat(300_000) }));
  expect(await invoke()).toMatchObject({
    status: 500,
    payload: { message: expect.stringContaining("at most 131072") },
  });
  await device.close();
});

test("refuses to report what the SDK cannot carry", async () => {
  const device = await connected("bigints");
  const text = "x".repeat(300_000);
  await expect(device.reportProperties({ text })).rejects.toMatchObject({
    code: "PNP_PAYLOAD_INVALID",
  });
  await expect(device.reportProperties({ a: 2n ** 60n })).rejects.toMatchObject({
    code: "PNP_PAYLOAD_INVALID",
  });
  await device.close();
});

test.each(["mqtt", "amqp"] as const)(
  "a report that the hub refuses is refused for good over %s, and the next one is not",
  async (transport) => {
    const deviceId = `refused-${transport}`;
    hub.createDevice(deviceId);
    const device = await connectDevice(hub.deviceConnectionString(deviceId), { transport });
    for (const patch of [{ "a.b": 1 }, { text: "x".repeat(5000) }, { $rate: 1 }]) {
      await expect(device.reportProperties(patch)).rejects.toMatchObject({
        code: "PNP_PAYLOAD_INVALID",
      });
    }
    await device.reportProperties({ rate: 5 });
    expect((await device.readTwin()).reported).toMatchObject({ rate: 5 });
    await device.close();
  },
);

test("a module has a twin, telemetry and commands of its own", async () => {
  hub.createDevice("parent");
  hub.createModule("parent", "m1");
  const module = await connectModule(hub.deviceConnectionString("parent", "m1"), { modelId });
  await module.reportProperties({ a: 1 });
  const twin = await service.transport.readTwin({ deviceId: "parent", moduleId: "m1" });
  expect(twin).toMatchObject({ modelId, properties: { reported: { a: 1 } } });
  const patches: unknown[] = [];
  await module.onDesiredPatch((patch) => patches.push(patch));
  await service.transport.patchTwin({ deviceId: "parent", moduleId: "m1" }, { desired: { b: 2 } });
  await expect.poll(() => patches, { timeout: 10_000 }).toEqual([{ b: 2, $version: 2 }]);
  await module.close();
});

test.each(["mqtt", "mqtt-ws", "amqp", "amqp-ws"] as const)(
  "is set up again over %s after its connection was taken away: patches and commands as before",
  async (transport) => {
    const deviceId = `breaks-${transport}`;
    hub.createDevice(deviceId);
    const device = await connectDevice(hub.deviceConnectionString(deviceId), {
      transport,
      reconnect: { firstSeconds: 0.01 },
    });
    const heard: unknown[] = [];
    device.onConnectionChange((stands) => heard.push(stands));
    await device.onDesiredPatch(({ $version }) => heard.push($version));
    await device.onCommand(async () => ({ status: 200, payload: "here" }));
    // Another connection of the same device takes its place and leaves again.
    const rival = await connectDevice(hub.deviceConnectionString(deviceId));
    await rival.close();
    await expect.poll(() => heard, { timeout: 10_000 }).toEqual([false, true]);
    await service.transport.patchTwin({ deviceId }, { desired: { a: 1 } });
    await expect.poll(() => heard, { timeout: 10_000 }).toEqual([false, true, 2]);
    const call = { name: "anything", payload: null };
    const answer = await service.transport.invokeMethod({ deviceId }, call);
    expect(answer.payload).toBe("here");
    await device.close();
  },
);

test("tells a refused key at once", async () => {
  hub.createDevice("refused");
  const key = Buffer.from("not the device's key").toString("base64");
  const text = `HostName=${hub.hostName};DeviceId=refused;SharedAccessKey=${key}`;
  await expect(connectDevice(text)).rejects.toMatchObject({
    code: "PNP_UNAUTHORIZED",
    message: expect.not.stringContaining(key),
  });
});

test("asks about the local hub when a reserved name leads nowhere", async () => {
  const key = Buffer.from("any key").toString("base64");
  const text = `HostName=nowhere.azure-devices.test;DeviceId=d1;SharedAccessKey=${key}`;
  await expect(connectDevice(text)).rejects.toMatchObject({
    code: "PNP_TRANSPORT",
    hint: expect.stringContaining("pnp hub start"),
  });
});

test("tells that another connection has taken its place", async () => {
  const first = await connected("rivals");
  const heard: boolean[] = [];
  first.onConnectionChange((stands) => heard.push(stands));
  const second = await connectDevice(hub.deviceConnectionString("rivals"), { modelId });
  await expect.poll(() => heard[0]).toBe(false);
  await first.close();
  await second.close();
});

test.each(["mqtt", "amqp"] as const)(
  "closing over %s lets the answer of a command under way leave first",
  async (transport) => {
    const deviceId = `closes-${transport}`;
    hub.createDevice(deviceId);
    const connection = await connectDevice(hub.deviceConnectionString(deviceId), { transport });
    const device = deviceClient(noModel, connection, {});
    const invoked = new Promise<void>((called) => {
      device.$raw.onCommand("shutdown", async () => {
        called();
        return setTimeout(100, "good night");
      });
    });
    await device.$ready();
    const answer = service.transport.invokeMethod(
      { deviceId },
      { name: "shutdown", payload: null },
    );
    await invoked;
    const closed = device.$close();
    expect(await answer).toEqual({ status: 200, payload: "good night" });
    await closed;
  },
);

test.each(["mqtt", "mqtt-ws", "amqp"] as const)(
  "closing over %s gives a hub up that has gone without a word, and frees the socket",
  async (transport) => {
    const own = await startHub();
    const sockets: Socket[] = [];
    const proxy = createServer({ allowHalfOpen: true }, (socket) => {
      const onward = connect({ port: own.port, host: "127.0.0.1", allowHalfOpen: true });
      sockets.push(socket, onward);
      for (const each of [socket, onward]) each.on("error", () => undefined);
      socket.pipe(onward).pipe(socket);
    });
    await once(proxy.listen(0, "127.0.0.1"), "listening");
    const { port } = proxy.address() as AddressInfo;
    const undo = installRedirect([{ ...own.describe(), port }]);
    own.createDevice("d");
    const device = await connectDevice(own.deviceConnectionString("d"), { transport });
    const [near] = sockets;
    for (const socket of sockets) socket.unpipe().resume();
    let isFreed = false;
    near?.once("error", () => {
      isFreed = true;
    });
    await device.close();
    // A socket that is gone answers what still comes with a reset.
    const knocking = setInterval(() => near?.write("x"), 20);
    await expect.poll(() => isFreed).toBe(true);
    clearInterval(knocking);
    undo();
    for (const socket of sockets) socket.destroy();
    proxy.close();
    await own.close();
  },
);
