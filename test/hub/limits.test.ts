import azureIotCommon from "azure-iot-common";
import { expect, onTestFinished, test } from "vitest";
import type { Hub } from "../../src/hub/index.js";
import { Registry } from "../../src/hub/registry.js";
import { callHub } from "./device-messages-sdk.js";
import { connected } from "./device-sdk.js";
import { eventually } from "./eventually.js";
import { countingIds, ManualClock } from "./fixtures.js";
import { connectPacket, RawDevice } from "./raw-device.js";
import { registry, service, testHub } from "./sdk.js";

const { Message } = azureIotCommon;

async function hubWithDevice(): Promise<{ hub: Hub; rules: string[] }> {
  const rules: string[] = [];
  const hub = await testHub({
    trace: (event) => void (event.kind === "refused" && rules.push(event.rule)),
  });
  hub.createDevice("dev1");
  return { hub, rules };
}

test("properties count for the size of a message over AMQP", async () => {
  const { hub, rules } = await hubWithDevice();
  const client = await connected(hub.deviceConnectionString("dev1"), "Amqp");
  const sized = (bytes: number): InstanceType<typeof Message> => {
    const message = new Message(Buffer.alloc(bytes - 1000));
    message.properties.add("p", "x".repeat(999));
    return message;
  };
  await client.sendEvent(sized(262_144));
  await expect(client.sendEvent(sized(262_145))).rejects.toMatchObject({
    name: "MessageTooLargeError",
  });
  expect(rules).toEqual(["MessageTooLarge"]);
  expect(hub.telemetry()).toHaveLength(1);
});

test("properties count for the size of a message over MQTT", async () => {
  const { hub, rules } = await hubWithDevice();
  const raw = new RawDevice(hub);
  raw.send(connectPacket(hub));
  await raw.receive();
  const publish = (bytes: number): void =>
    raw.send({
      cmd: "publish",
      topic: `devices/dev1/messages/events/p=${"x".repeat(999)}`,
      payload: Buffer.alloc(bytes - 1000),
      qos: 0,
      dup: false,
      retain: false,
    });
  publish(262_144);
  publish(262_145);
  await eventually(() => rules).toEqual(["messageTooLarge"]);
  expect(hub.telemetry()).toHaveLength(1);
});

const json = { "content-type": "application/json" };
const payload = (length: number): string => `"${"x".repeat(length - 2)}"`;

test.each([
  [131_072, 404],
  [131_073, 413],
])("a direct method with %i bytes of payload is answered %i", async (length, status) => {
  const { hub } = await hubWithDevice();
  const body = `{"methodName":"x","payload":${payload(length)}}`;
  expect((await callHub(hub, "POST", "/twins/dev1/methods", json, body)).status).toBe(status);
});

test.each(["Mqtt", "Amqp"] as const)(
  "an answer of more than 128 KB to a direct method over %s is a bad gateway",
  async (transport) => {
    const { hub } = await hubWithDevice();
    const client = await connected(hub.deviceConnectionString("dev1"), transport);
    let length = 131_072;
    (client as unknown as DeviceMethods).onDeviceMethod("x", (_, response) => {
      response.send(200, "x".repeat(length - 2));
    });
    const call = { methodName: "x", connectTimeoutInSeconds: 20 };
    await service(hub).invokeDeviceMethod("dev1", call);
    length += 1;
    await expect(service(hub).invokeDeviceMethod("dev1", call)).rejects.toMatchObject({
      response: { statusCode: 502 },
    });
  },
);

interface DeviceMethods {
  onDeviceMethod(
    name: string,
    handle: (request: unknown, response: { send(status: number, payload: unknown): void }) => void,
  ): void;
}

test.each([
  [{ responseTimeoutInSeconds: 4 }],
  [{ responseTimeoutInSeconds: 301 }],
  [{ connectTimeoutInSeconds: -1 }],
  [{ connectTimeoutInSeconds: 301 }],
])("a direct method with %j is refused", async (timeouts) => {
  const { hub } = await hubWithDevice();
  const body = JSON.stringify({ methodName: "x", ...timeouts });
  expect((await callHub(hub, "POST", "/twins/dev1/methods", json, body)).status).toBe(400);
});

test("a message to a device has at most 64 KB, and 50 wait for it, over HTTP as over AMQP", async () => {
  const { hub } = await hubWithDevice();
  const path = "/devices/dev1/messages/devicebound";
  const send = async (length: number): Promise<number> =>
    (await callHub(hub, "POST", path, {}, Buffer.alloc(length))).status;
  expect(await send(65_537)).toBe(413);
  expect(await send(65_536)).toBe(204);
  const sender = service(hub);
  await sender.open();
  onTestFinished(async () => {
    await sender.close().catch(() => {});
  });
  await Promise.all(Array.from({ length: 49 }, () => sender.send("dev1", "x")));
  await expect(sender.send("dev1", "x")).rejects.toMatchObject({
    name: "DeviceMaximumQueueDepthExceededError",
  });
  const { status, headers } = await callHub(hub, "POST", path, {}, "x");
  expect([status, Reflect.get(headers, "iothub-errorcode")]).toEqual([
    403,
    "DeviceMaximumQueueDepthExceeded",
  ]);
});

test("a bulk call has at most 100 identities, a list at most 1000, a page of a query 100", async () => {
  const { hub } = await hubWithDevice();
  const bulk = (count: number): string =>
    JSON.stringify(
      Array.from({ length: count }, (_, id) => ({ id: `b${id}`, importMode: "create" })),
    );
  expect((await callHub(hub, "POST", "/devices", json, bulk(101))).status).toBe(400);
  expect((await callHub(hub, "POST", "/devices", json, bulk(100))).status).toBe(200);
  for (let count = 0; count < 900; count += 1) hub.createDevice(`d${count}`);
  expect((await registry(hub).list()).responseBody).toHaveLength(1000);
  const { result } = await registry(hub).createQuery("SELECT * FROM devices", 1000).nextAsTwin();
  expect(result.length).toBeLessThanOrEqual(100);
});

test("a hub has room for so many devices and modules, counted together", () => {
  const full = new Registry(new ManualClock(), countingIds(), undefined, 2);
  full.create({ deviceId: "a" }, {});
  full.create({ deviceId: "a", moduleId: "m" }, {});
  const reason = "TooManyDevices";
  expect(() => full.create({ deviceId: "b" }, {})).toThrow(expect.objectContaining({ reason }));
  full.delete({ deviceId: "a", moduleId: "m" }, "*");
  full.create({ deviceId: "b" }, {});
});

test("a hub has at most 100 configurations", async () => {
  const { hub } = await hubWithDevice();
  const body = JSON.stringify({ content: { deviceContent: { "properties.desired.x": 1 } } });
  const put = async (count: number): Promise<number> =>
    (await callHub(hub, "PUT", `/configurations/c${count}`, json, body)).status;
  for (let count = 0; count < 100; count += 1) expect(await put(count)).toBe(200);
  expect(await put(100)).toBe(403);
});
