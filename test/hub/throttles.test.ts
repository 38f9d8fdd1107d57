import azureIotCommon from "azure-iot-common";
import azureIotDevice from "azure-iot-device";
import { Http } from "azure-iot-device-http";
import { expect, onTestFinished, test } from "vitest";
import type { Hub, HubOptions, Tier } from "../../src/hub/index.js";
import { Jobs } from "../../src/hub/jobs.js";
import type { Operation } from "../../src/hub/throttles/operations.js";
import { Throttles } from "../../src/hub/throttles/throttles.js";
import { connected, sdkClient, type TransportName } from "./device-sdk.js";
import { eventually } from "./eventually.js";
import { ManualClock } from "./fixtures.js";
import { digitalTwins, registry, service, testHub } from "./sdk.js";

const { Message } = azureIotCommon;

/** How many operations pass at once, and again after a second and after a minute. */
function passing(tier: Tier, units: number, operation: Operation, bytes = 0): number[] {
  const clock = new ManualClock();
  const throttles = new Throttles(clock, tier, units);
  return [0, 1000, 60_000].map((wait) => {
    clock.advance(wait);
    for (let count = 0; ; count += 1) {
      try {
        throttles.admit(operation, bytes);
      } catch {
        return count;
      }
    }
  });
}

test.each<[Tier, number, Operation, number[]]>([
  ["F1", 1, "identity", [100, 1, 100]],
  ["S1", 2, "identity", [200, 3, 200]],
  ["S3", 1, "identity", [5000, 83, 5000]],
  ["S1", 2, "telemetry", [100, 100, 100]],
  ["B1", 10, "telemetry", [120, 120, 120]],
  ["S2", 1, "telemetry", [120, 120, 120]],
  ["S1", 9, "connect", [108, 108, 108]],
  ["S1", 1, "query", [20, 0, 20]],
  ["S1", 100, "twinRead", [100, 100, 100]],
  ["S2", 20, "twinRead", [200, 200, 200]],
  ["S2", 1, "twinUpdate", [50, 50, 50]],
  ["S3", 1, "messageToDevice", [5000, 83, 5000]],
])("a hub of the tier %s with %i units lets so many %s pass", (tier, units, operation, counts) => {
  expect(passing(tier, units, operation)).toEqual(counts);
});

test("direct methods count by what they move, in steps of 4 KB", () => {
  expect(passing("S1", 1, "method", 1)).toEqual([40, 40, 40]);
  expect(passing("S1", 1, "method", 4097)).toEqual([20, 20, 20]);
});

test("over MQTT and AMQP work waits for up to ten seconds before it is refused", () => {
  const clock = new ManualClock();
  const throttles = new Throttles(clock, "S1");
  const waits: number[] = [];
  const fill = (): void => {
    for (;;) waits.push(throttles.delay("telemetry"));
  };
  expect(fill).toThrow(expect.objectContaining({ reason: "ThrottlingBacklogTimeout" }));
  expect(waits).toHaveLength(1100);
  expect(waits.slice(98, 102)).toEqual([0, 0, 10, 20]);
  expect(waits.at(-1)).toBe(10_000);
  clock.advance(500);
  expect(throttles.delay("telemetry")).toBe(9510);
});

test("a job goes through its devices as fast as the tier allows", async () => {
  const clock = new ManualClock();
  const throttles = new Throttles(clock, "S1");
  let updated = 0;
  const jobs = new Jobs(clock, {
    find: () => Array.from({ length: 60 }, (_, id) => `dev${id}`),
    updateTwin: () => {
      updated += 1;
    },
    invokeMethod: async () => ({ status: 200, payload: "" }),
    pace: (count) => throttles.pace("jobOnDevice", count),
  });
  jobs.create({
    jobId: "j",
    work: { type: "scheduleUpdateTwin", update: {} },
    queryCondition: "*",
    maxExecutionTime: 3600,
  });
  clock.advance(0);
  expect(updated).toBe(50);
  clock.advance(3999);
  expect(updated).toBe(50);
  clock.advance(1);
  expect(updated).toBe(60);
});

test("the messages of a day are counted in steps of the tier, and anew at midnight UTC", () => {
  const clock = new ManualClock();
  const throttles = new Throttles(clock, "F1");
  const send = (bytes: number): void => {
    clock.advance(1000);
    throttles.admit("telemetry", bytes);
  };
  for (let count = 0; count < 15; count += 1) send(256 * 1024);
  send(320 * 512);
  expect(() => send(0)).toThrow(expect.objectContaining({ reason: "IotHubQuotaExceeded" }));
  throttles.admit("identity");
  clock.advance(14 * 3_600_000);
  send(1);
});

test.each([
  ["S4" as Tier, 1],
  ["S1" as Tier, 0],
  ["S1" as Tier, 1.5],
  ["F1" as Tier, 2],
  [undefined as unknown as Tier, 2],
])("there is no hub of tier %s with %f units", async (tier, units) => {
  await expect(testHub({ tier, units })).rejects.toMatchObject({ code: "PNP_USAGE" });
});

/** A hub whose clock stands still, with a device, and the rules it refused by. */
async function throttledHub(options: HubOptions): Promise<{ hub: Hub; rules: string[] }> {
  const rules: string[] = [];
  const now = new Date();
  const hub = await testHub({
    clock: () => now,
    trace: (event) => void (event.kind === "refused" && rules.push(event.rule)),
    ...options,
  });
  hub.createDevice("dev1");
  return { hub, rules };
}

test("over HTTP what is too much is refused at once, and let in when the time has come", async () => {
  let now = Date.now();
  const { hub } = await throttledHub({ tier: "S1", clock: () => new Date(now) });
  const query = (): Promise<unknown> =>
    registry(hub).createQuery("SELECT * FROM devices").nextAsTwin();
  for (let count = 0; count < 20; count += 1) await query();
  await expect(query()).rejects.toMatchObject({
    name: "ThrottlingError",
    response: { statusCode: 429, headers: { connection: "close" } },
    responseBody: expect.stringContaining("ErrorCode:ThrottlingBacklogTimeout"),
  });
  await registry(hub).get("dev1");
  now += 3000;
  await query();
});

test("a hub without a tier does not throttle", async () => {
  const { hub } = await throttledHub({});
  for (let count = 0; count < 25; count += 1) {
    await registry(hub).createQuery("SELECT * FROM devices").nextAsTwin();
  }
});

async function sendAll(
  hub: Hub,
  transport: TransportName,
  count: number,
): Promise<PromiseSettledResult<unknown>[]> {
  const client = await connected(hub.deviceConnectionString("dev1"), transport);
  return Promise.allSettled(
    Array.from({ length: count }, (_, index) => client.sendEvent(new Message(String(index)))),
  );
}

test.each(["Mqtt", "Amqp"] as const)(
  "telemetry over %s that is too fast comes late, all of it and in order",
  async (transport) => {
    const { hub } = await throttledHub({ tier: "S1" });
    const arrivals: { readonly text: string; readonly at: number }[] = [];
    hub.onTelemetry(({ body }) =>
      arrivals.push({ text: Buffer.from(body).toString(), at: performance.now() }),
    );
    const sent = await sendAll(hub, transport, 130);
    expect(sent.every(({ status }) => status === "fulfilled")).toBe(true);
    expect(arrivals.map(({ text }) => Number(text))).toEqual([...Array(130).keys()]);
    const [first, last] = [arrivals[99]?.at ?? 0, arrivals[129]?.at ?? 0];
    expect(last - first).toBeGreaterThan(150);
  },
);

test("telemetry over MQTT that would have to wait for too long ends the connection", async () => {
  const { hub, rules } = await throttledHub({ tier: "S1" });
  const client = sdkClient(hub.deviceConnectionString("dev1"), "Mqtt");
  await client.open();
  const gone = new Promise((resolve) => client.on("disconnect", resolve));
  for (let count = 0; count < 1200; count += 1) {
    client.sendEvent(new Message("x")).catch(() => {});
  }
  await gone;
  expect(rules).toContain("ThrottlingBacklogTimeout");
});

test("cloud-to-device messages over AMQP that would have to wait for too long are rejected", async () => {
  const { hub } = await throttledHub({ tier: "S1" });
  for (const id of ["dev2", "dev3"]) hub.createDevice(id);
  const client = service(hub);
  await client.open();
  onTestFinished(async () => {
    await client.close().catch(() => {});
  });
  const send = (count: number): Promise<unknown> => client.send(`dev${(count % 3) + 1}`, "x");
  const sent = Array.from({ length: 117 }, (_, index) =>
    send(index).then(
      () => "sent",
      (error) => error.name,
    ),
  );
  expect(await sent.at(-1)).toBe("ThrottlingError");
  expect(await sent[0]).toBe("sent");
});

test("a device that reports too fast is told so", async () => {
  const { hub } = await throttledHub({ tier: "S1" });
  const client = await connected(hub.deviceConnectionString("dev1"), "Mqtt");
  const twin = await client.getTwin();
  const reports = Array.from(
    { length: 560 },
    (_, count) =>
      new Promise<string>((resolve) => {
        twin.properties.reported.update({ count }, (error: Error | null) =>
          resolve(error ? error.message : "reported"),
        );
      }),
  );
  expect(await reports[0]).toBe("reported");
  expect(await reports.at(-1)).toContain("twin updates");
});

test("a day's quota ends telemetry and direct methods, not the registry", async () => {
  const { hub, rules } = await throttledHub({ tier: "F1" });
  const { Client } = azureIotDevice;
  const device = Client.fromConnectionString(hub.deviceConnectionString("dev1"), Http);
  const large = new Message(Buffer.alloc(250 * 1024));
  for (let count = 0; count < 16; count += 1) await device.sendEvent(large);
  await expect(device.sendEvent(large)).rejects.toThrow();
  expect(rules).toEqual(["IotHubQuotaExceeded"]);
  await registry(hub).get("dev1");
});

test("a free hub has room for 500 devices and modules, and for ten configurations", async () => {
  const { hub } = await throttledHub({ tier: "F1" });
  hub.createModule("dev1", "m");
  for (let count = 2; count < 500; count += 1) hub.createDevice(`d${count}`);
  expect(() => hub.createDevice("more")).toThrow("500");
  const sdk = registry(hub);
  const content = { deviceContent: { "properties.desired.x": 1 } };
  for (let count = 0; count < 10; count += 1) {
    await sdk.addConfiguration({ id: `c${count}`, content } as never);
  }
  await expect(sdk.addConfiguration({ id: "more", content } as never)).rejects.toMatchObject({
    response: { statusCode: 403 },
  });
});

type Call = (hub: Hub) => Promise<unknown>;

const standardCalls: readonly (readonly [string, Call])[] = [
  ["reads a twin", (hub) => registry(hub).getTwin("dev1")],
  ["writes a twin", (hub) => registry(hub).updateTwin("dev1", { tags: {} }, "*")],
  ["reads a digital twin", (hub) => digitalTwins(hub).getDigitalTwin("dev1")],
  ["invokes a command", (hub) => digitalTwins(hub).invokeCommand("dev1", "x", {})],
  ["invokes a method", (hub) => service(hub).invokeDeviceMethod("dev1", { methodName: "x" })],
  ["adds a configuration", (hub) => registry(hub).addConfiguration({ id: "c" } as never)],
];

test.each(standardCalls)("a service of a Basic hub that %s is refused", async (_, call) => {
  const { hub, rules } = await throttledHub({ tier: "B1" });
  const error = await call(hub).then(
    () => undefined,
    (reason) => reason,
  );
  expect(error?.statusCode ?? error?.response.statusCode).toBe(403);
  expect(rules).toEqual(["OperationNotAvailableInCurrentTier"]);
});

test("a Basic hub has identities, queries, telemetry and files", async () => {
  const { hub } = await throttledHub({ tier: "B1" });
  await registry(hub).create({ deviceId: "dev2" });
  await registry(hub).createQuery("SELECT deviceId FROM devices").nextAsTwin();
  const client = sdkClient(hub.deviceConnectionString("dev1"), "Mqtt");
  await client.open();
  await client.sendEvent(new Message("x"));
  await (client as InstanceType<typeof azureIotDevice.Client>).getBlobSharedAccessSignature("a");
  expect(hub.telemetry()).toHaveLength(1);
});

test("a device over MQTT that asks a Basic hub for its twin is cut off", async () => {
  const { hub, rules } = await throttledHub({ tier: "B1" });
  const client = sdkClient(hub.deviceConnectionString("dev1"), "Mqtt");
  await client.open();
  await expect(client.getTwin()).rejects.toThrow();
  await eventually(() => rules).toEqual(["OperationNotAvailableInCurrentTier"]);
});

test("a device over AMQP that asks a Basic hub for its twin, and a message to a device, are refused", async () => {
  const { hub, rules } = await throttledHub({ tier: "B2" });
  const client = sdkClient(hub.deviceConnectionString("dev1"), "Amqp");
  await client.open();
  await expect(client.getTwin()).rejects.toThrow();
  await client.sendEvent(new Message("x"));
  const sender = service(hub);
  await sender.open();
  onTestFinished(async () => {
    await sender.close().catch(() => {});
  });
  await expect(sender.send("dev1", "x")).rejects.toThrow();
  expect(new Set(rules)).toEqual(new Set(["OperationNotAvailableInCurrentTier"]));
});
