import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import azureIotDevice from "azure-iot-device";
import { expect, onTestFinished, test } from "vitest";
import { PnpError } from "../../src/errors.js";
import { sharedCertificates } from "../../src/hub/certificates.js";
import { systemClock } from "../../src/hub/clock.js";
import { createEdges } from "../../src/hub/edges.js";
import { Hub } from "../../src/hub/hub.js";
import { HubCore } from "../../src/hub/hub-core.js";
import { openPorts } from "../../src/hub/ports.js";
import { DurableStore } from "../../src/hub/store/durable-store.js";
import { connected, report, type TransportName } from "./device-sdk.js";
import { HeldFile } from "./held-file.js";
import { connectPacket, RawDevice } from "./raw-device.js";
import { registry } from "./sdk.js";

const { Message } = azureIotDevice;

/** A hub whose commits end when the test says so; until `file.isHolding`, by themselves. */
async function heldHub(): Promise<{ readonly hub: Hub; readonly file: HeldFile }> {
  const file = new HeldFile();
  file.isHolding = false;
  const store = new DurableStore(file);
  const ids = { uuid: randomUUID, bytes: randomBytes };
  const core = new HubCore(systemClock(), ids, "held", undefined, { store });
  const certificates = await sharedCertificates();
  const ports = await openPorts(
    certificates,
    createEdges(core, () => {}),
    {},
  );
  const failure = store.failure.then((cause) => new PnpError("PNP_TRANSPORT", cause.message));
  const data = { store, name: "held", isNew: true, failure, abandon: async () => {} };
  const hub = new Hub(core, ports, certificates.caCertificate, data);
  onTestFinished(async () => {
    file.isHolding = false;
    file.finish();
    await hub.close();
  });
  hub.redirect();
  await store.committed();
  return { hub, file };
}

/** Whether something has not come to its end, although everybody had the time for it. */
async function isWaiting(work: Promise<unknown>): Promise<boolean> {
  return Promise.race([work.then(() => false), delay(150, true)]);
}

const transports: readonly TransportName[] = ["Mqtt", "MqttWs", "Amqp", "AmqpWs"];

test.each(transports)("over %s a device hears of nothing that is not committed", async (name) => {
  const { hub, file } = await heldHub();
  hub.createDevice("dev1");
  const device = await connected(hub.deviceConnectionString("dev1"), name);
  await report(device, { count: 1 });
  file.isHolding = true;
  const reported = report(device, { count: 2 });
  const sent = device.sendEvent(new Message("one"));
  expect(await isWaiting(Promise.race([reported, sent]))).toBe(true);
  file.isHolding = false;
  file.finish();
  await Promise.all([reported, sent]);
});

test("over HTTP a service hears of nothing that is not committed, be it its own or another's", async () => {
  const { hub, file } = await heldHub();
  hub.createDevice("dev1");
  const service = registry(hub);
  await service.getTwin("dev1");
  file.isHolding = true;
  const written = service.updateTwin("dev1", { tags: { site: "lab" } }, "*");
  await file.written();
  // The value is in memory already; whoever reads it now could read what a crash takes back.
  const read = registry(hub).getTwin("dev1");
  expect(await isWaiting(Promise.race([written, read]))).toBe(true);
  file.isHolding = false;
  file.finish();
  await written;
  expect((await read).responseBody.tags).toEqual({ site: "lab" });
});

test("what was held leaves in its order", async () => {
  const { hub, file } = await heldHub();
  hub.createDevice("dev1");
  const device = new RawDevice(hub);
  device.send(connectPacket(hub));
  await device.receive();
  file.isHolding = true;
  for (let messageId = 1; messageId <= 20; messageId += 1) {
    device.send({
      cmd: "publish",
      topic: "devices/dev1/messages/events/",
      payload: "one",
      qos: 1,
      messageId,
      dup: false,
      retain: false,
    });
    device.send({ cmd: "pingreq" });
  }
  await file.written();
  file.isHolding = false;
  file.finish();
  const answers: (number | string)[] = [];
  while (answers.length < 40) {
    const packet = await device.receive();
    answers.push(packet.cmd === "puback" ? (packet.messageId ?? 0) : packet.cmd);
  }
  expect(answers.filter((answer) => answer !== "pingresp")).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 1),
  );
});

test("a connection that goes while its answer is held harms nobody", async () => {
  const { hub, file } = await heldHub();
  hub.createDevice("dev1");
  const device = new RawDevice(hub);
  device.send(connectPacket(hub));
  await device.receive();
  file.isHolding = true;
  device.send({ cmd: "pingreq" });
  const topic = "devices/dev1/messages/events/";
  const rest = { qos: 1, messageId: 1, dup: false, retain: false } as const;
  device.send({ cmd: "publish", topic, payload: "one", ...rest });
  await file.written();
  const closed = once(device.socket, "close");
  device.socket.destroy();
  await closed;
  file.isHolding = false;
  file.finish();
  expect((await registry(hub).getTwin("dev1")).responseBody.deviceId).toBe("dev1");
});

test("when the disk takes no more, nothing is acknowledged and the connections are cut", async () => {
  const { hub, file } = await heldHub();
  hub.createDevice("dev1");
  const device = new RawDevice(hub);
  device.send(connectPacket(hub));
  await device.receive();
  file.isHolding = true;
  const topic = "devices/dev1/messages/events/";
  const rest = { qos: 1, messageId: 1, dup: false, retain: false } as const;
  device.send({ cmd: "publish", topic, payload: "one", ...rest });
  await file.written();
  let heard = 0;
  device.socket.on("data", () => {
    heard += 1;
  });
  const closed = once(device.socket, "close");
  file.fail(new Error("no space left on device"));
  expect(await hub.failure).toMatchObject({ message: expect.stringContaining("no space left") });
  await closed;
  expect(heard).toBe(0);
});
