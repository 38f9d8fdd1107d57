import { afterAll, beforeAll, expect, test } from "vitest";
import { connectDevice } from "../../src/azure/device.js";
import {
  connectHub,
  type HubConnection,
  rawClient,
  serviceClient,
} from "../../src/azure/service.js";
import { defineInterface } from "../../src/client/descriptor.js";
import type { DeviceTransport, ServiceTarget } from "../../src/client/transport.js";
import { type Hub, startHub } from "../../src/hub/index.js";
import { type FaultyFront, faultyFront } from "./faulty-front.js";

const descriptorOfCounter = defineInterface("dtmi:com:example:Counter;1", {
  properties: { count: { schema: "integer", writable: true } },
});

let hub: Hub;
let connection: HubConnection;
let device: DeviceTransport;
let target: ServiceTarget;
let runs: string[] = [];

beforeAll(async () => {
  hub = await startHub();
  hub.redirect();
  hub.createDevice("dev");
  connection = connectHub(hub.connectionString);
  target = connection.device("dev");
  device = await connectDevice(hub.deviceConnectionString("dev"));
  await device.onCommand(async (name) => {
    runs.push(name);
    return { status: 200, payload: null };
  });
});
afterAll(async () => {
  await device.close();
  await connection.close();
  await hub.close();
});

/** A front with a connection of its own: one kept from the test before would break besides. */
async function frontOf(): Promise<FaultyFront> {
  const front = await faultyFront(hub);
  await target.transport.readTwin(target);
  front.arrived.length = 0;
  return front;
}

test("reads through throttling, 500, 503 and dropped sockets", async () => {
  const front = await frontOf();
  front.plan(429, 500, 503, "lost", "answerLost");
  expect((await target.transport.readTwin(target)).deviceId).toBe("dev");
  expect(front.arrived).toEqual(Array.from({ length: 6 }, () => "GET /twins/dev"));
  front.plan(429, "lost");
  expect((await target.transport.readDigitalTwin(target)).etag).not.toBe("");
  expect(front.arrived).toHaveLength(9);
});

test("invokes a throttled command again, and no other: it may have run", async () => {
  const front = await frontOf();
  const unknown = { message: expect.stringContaining("Its outcome is unknown.") };
  const call = { name: "reboot", payload: null };
  runs = [];
  front.plan(429);
  await target.transport.invokeMethod(target, call);
  expect(runs).toEqual(["reboot"]);
  for (const fault of [500, 503, "answerLost"] as const) {
    front.plan(fault);
    await expect(target.transport.invokeMethod(target, call)).rejects.toMatchObject(unknown);
  }
  expect(runs).toEqual(["reboot", "reboot"]);
  expect(front.arrived).toHaveLength(5);
});

test("invokes a command through the digital twin once, whatever breaks", async () => {
  const front = await frontOf();
  runs = [];
  front.plan(503, "answerLost");
  for (let tries = 1; tries <= 2; tries++) {
    const invoked = target.transport.invokeDigitalTwinCommand(target, {
      command: "reboot",
      payload: {},
    });
    await expect(invoked).rejects.toMatchObject({
      code: "PNP_TRANSPORT",
      message: expect.stringContaining("Its outcome is unknown."),
    });
  }
  expect(runs).toEqual(["reboot"]);
  expect(front.arrived).toHaveLength(2);
});

test("repeats a write with an etag after a lost answer, and tells that the conflict may be its own", async () => {
  const front = await frontOf();
  const { etag } = await target.transport.readTwin(target);
  front.plan("lost");
  const { etag: next } = await target.transport.patchTwin(target, { desired: { a: 1 } }, { etag });
  front.plan("answerLost");
  const again = target.transport.replaceTwin(target, { tags: {}, desired: {} }, { etag: next });
  await expect(again).rejects.toMatchObject({
    code: "PNP_CONFLICT",
    hint: expect.stringContaining("may have made the change itself"),
  });
  expect((await target.transport.readTwin(target)).properties.desired).not.toHaveProperty("a");
});

test("a guarded update says so, too, when the conflict may be its own", async () => {
  const front = await frontOf();
  front.plan("pass", "answerLost");
  await expect(rawClient(target).set("e", 1)).rejects.toMatchObject({
    code: "PNP_CONFLICT",
    hint: expect.stringContaining("may have made the change itself"),
  });
  front.plan("pass", "answerLost");
  const { twin } = await rawClient(target).set("f", 1, { retry: 1 });
  expect(twin.properties.desired).toMatchObject({ e: 1, f: 1 });
});

test("values told from the state that was read are not told again when the change may be made", async () => {
  const front = await frontOf();
  const counter = serviceClient<unknown>(descriptorOfCounter, target, { assumeModel: true });
  const next = () =>
    counter.$updateFrom(
      (state) => {
        const { count } = state as unknown as { count: { desired?: number } };
        return { count: (count.desired ?? 0) + 1 };
      },
      { retry: 3 },
    );
  front.plan("pass", "answerLost");
  await expect(next()).rejects.toMatchObject({
    code: "PNP_CONFLICT",
    hint: expect.stringContaining("may have made the change itself"),
  });
  expect((await target.transport.readTwin(target)).properties.desired).toMatchObject({ count: 1 });
});

test("never repeats a write without an etag whose answer was lost", async () => {
  const front = await frontOf();
  const before = (await target.transport.readTwin(target)).version ?? 0;
  front.plan("answerLost");
  const write = target.transport.patchTwin(target, { desired: { b: 1 } });
  await expect(write).rejects.toMatchObject({
    code: "PNP_TRANSPORT",
    message: expect.stringContaining("Its outcome is unknown."),
  });
  expect((await target.transport.readTwin(target)).version).toBe(before + 1);
});

test("stops waiting at the deadline or when aborted, while the hub does what it was told", async () => {
  const front = await frontOf();
  const change = { desired: { c: 1 } };
  front.plan("silent");
  const late = target.transport.patchTwin(target, change, { timeoutSeconds: 0.2 });
  await expect(late).rejects.toMatchObject({
    code: "PNP_TIMEOUT",
    message: expect.stringContaining("no answer within 0.2 s. Its outcome is unknown."),
  });
  const abort = new AbortController();
  front.plan("silent");
  const aborted = target.transport.patchTwin(
    target,
    { desired: { d: 1 } },
    { signal: abort.signal },
  );
  const desired = async () => (await target.transport.readTwin(target)).properties.desired;
  await expect.poll(async () => (await desired()).d).toBe(1);
  abort.abort();
  await expect(aborted).rejects.toMatchObject({ code: "PNP_ABORTED" });
});
