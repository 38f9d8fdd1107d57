import { Readable } from "node:stream";
import type { Message } from "azure-iot-common";
import azureIotDevice from "azure-iot-device";
import { Http } from "azure-iot-device-http";
import { expect, onTestFinished, test } from "vitest";
import type { HubClock } from "../../src/hub/clock.js";
import { FileUploads } from "../../src/hub/files/file-uploads.js";
import type { Hub, HubOptions } from "../../src/hub/index.js";
import { Registry } from "../../src/hub/registry.js";
import { type TransportName, transports } from "./device-sdk.js";
import { eventually } from "./eventually.js";
import { countingIds, ManualClock } from "./fixtures.js";
import { registry, service, testHub } from "./sdk.js";

type Device = InstanceType<typeof azureIotDevice.Client>;

const everyTransport = { ...transports, Http } as const;

function device(hub: Hub, deviceId: string, transport: TransportName | "Http" = "Http"): Device {
  const { Client } = azureIotDevice;
  const client = Client.fromConnectionString(
    hub.deviceConnectionString(deviceId),
    everyTransport[transport],
  );
  onTestFinished(async () => {
    await client.close().catch(() => {});
  });
  return client;
}

async function hubWithDevice(options?: HubOptions): Promise<{ hub: Hub; client: Device }> {
  const hub = await testHub(options);
  hub.createDevice("dev1");
  return { hub, client: device(hub, "dev1") };
}

type Settling = "complete" | "abandon" | "reject";

/** The bodies of the notifications that a service receives, as they come; each is settled as told, else completed. */
async function receiveNotifications(
  hub: Hub,
  settlings: readonly Settling[] = [],
): Promise<Record<string, unknown>[]> {
  const client = service(hub);
  await client.open();
  onTestFinished(async () => {
    await client.close().catch(() => {});
  });
  const { result: receiver } = await client.getFileNotificationReceiver();
  const received: Record<string, unknown>[] = [];
  receiver?.on("message", (message: Message) => {
    // At once: what its handler has not settled the SDK completes.
    void receiver[settlings[received.length] ?? "complete"](message);
    received.push(JSON.parse(message.data.toString()));
  });
  return received;
}

test.each(Object.keys(everyTransport) as (keyof typeof everyTransport)[])(
  "a device on %s uploads a file, and a service is told and finds it",
  async (transport) => {
    const hub = await testHub();
    hub.createDevice("dev1");
    const notifications = await receiveNotifications(hub);
    const client = device(hub, "dev1", transport);
    if (transport !== "Http") await client.open();
    const content = Buffer.from("a line\n".repeat(1000));
    await client.uploadToBlob("logs/today.txt", Readable.from([content]), content.length);

    expect(hub.files("dev1")).toMatchObject([
      { deviceId: "dev1", blobName: "dev1/logs/today.txt", size: content.length },
    ]);
    expect(hub.files()[0]?.content).toEqual(content);
    await eventually(() => notifications.length).toBe(1);
    expect(notifications[0]).toEqual({
      deviceId: "dev1",
      blobUri: `https://${hub.name}.blob.test/device-files/dev1/logs/today.txt`,
      blobName: "dev1/logs/today.txt",
      lastUpdatedTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/),
      blobSizeInBytes: content.length,
      enqueuedTimeUtc: expect.stringMatching(/T\d\d:\d\d:\d\d\.\d{7}Z$/),
    });
  },
);

test("a file of many blocks arrives byte by byte", async () => {
  const { hub, client } = await hubWithDevice();
  const content = Buffer.alloc(9 * 1024 * 1024, "0123456789abcdef!");
  await client.uploadToBlob("big.bin", Readable.from(content), content.length);
  expect(Buffer.compare(hub.files()[0]?.content ?? Buffer.alloc(0), content)).toBe(0);
});

test("a device asks for a place, puts the file there itself, and tells how it went", async () => {
  const { hub, client } = await hubWithDevice();
  const place = await client.getBlobSharedAccessSignature("a.txt");
  expect(place).toEqual({
    correlationId: expect.any(String),
    hostName: `${hub.name}.blob.test`,
    containerName: "device-files",
    blobName: "dev1/a.txt",
    sasToken: expect.stringMatching(/^\?sv=.*sig=/),
  });
  await expect(
    client.notifyBlobUploadStatus(place.correlationId, true, 200, "done"),
  ).rejects.toThrow("Bad Request");
  await client.notifyBlobUploadStatus(place.correlationId, false, 500, "disk broken");
  expect(hub.files()).toEqual([]);
});

test("an abandoned notification comes again, a completed one does not", async () => {
  const { hub, client } = await hubWithDevice();
  const notifications = await receiveNotifications(hub, ["abandon", "complete", "reject"]);
  await client.uploadToBlob("a.txt", Readable.from(["a"]), 1);
  await eventually(() => notifications).toHaveLength(2);
  await client.uploadToBlob("b.txt", Readable.from(["b"]), 1);
  await client.uploadToBlob("c.txt", Readable.from(["c"]), 1);
  await eventually(() => notifications).toHaveLength(4);
  expect(notifications.map(({ blobName }) => blobName)).toEqual([
    "dev1/a.txt",
    "dev1/a.txt",
    "dev1/b.txt",
    "dev1/c.txt",
  ]);
});

test("a device has at most ten uploads under way, until it tells of one", async () => {
  const { hub, client } = await hubWithDevice();
  hub.createDevice("dev2");
  const places = await Promise.all(
    Array.from({ length: 10 }, (_, index) => client.getBlobSharedAccessSignature(`f${index}`)),
  );
  await expect(client.getBlobSharedAccessSignature("f10")).rejects.toMatchObject({
    responseBody: expect.stringContaining("DeviceMaximumActiveFileUploadLimitExceeded"),
  });
  await device(hub, "dev2").getBlobSharedAccessSignature("f0");
  await client.notifyBlobUploadStatus(places[0]?.correlationId ?? "", false, 500, "");
  await client.getBlobSharedAccessSignature("f10");
});

test("an upload that nobody tells of expires", async () => {
  const clock = new ManualClock();
  const ids = countingIds();
  const registered = new Registry(clock, ids);
  registered.create({ deviceId: "dev1" }, {});
  const uploads = new FileUploads(registered, clock, ids, "hub");
  const failed = { isSuccess: false, statusCode: 500, statusDescription: "" };
  const { correlationId } = uploads.begin("dev1", "a");
  clock.advance(3_599_000);
  const late = uploads.begin("dev1", "b").correlationId;
  uploads.finish("dev1", correlationId, failed);
  clock.advance(3_600_000);
  const reason = "ExpiredFileUploadCorrelationId";
  expect(() => uploads.finish("dev1", late, failed)).toThrow(expect.objectContaining({ reason }));
  for (let count = 0; count < 10; count += 1) uploads.begin("dev1", `f${count}`);
});

test("a device may tell of its own uploads only", async () => {
  const rules: string[] = [];
  const { hub, client } = await hubWithDevice({
    trace: (event) => void (event.kind === "refused" && rules.push(event.rule)),
  });
  hub.createDevice("dev2");
  const { correlationId } = await client.getBlobSharedAccessSignature("a");
  await expect(
    device(hub, "dev2").notifyBlobUploadStatus(correlationId, false, 500, ""),
  ).rejects.toThrow("Bad Request");
  await registry(hub).delete("dev1");
  hub.createDevice("dev1");
  await expect(
    device(hub, "dev1").notifyBlobUploadStatus(correlationId, false, 500, ""),
  ).rejects.toThrow("Bad Request");
  expect(rules).toEqual(["InvalidFileUploadCorrelationId", "InvalidFileUploadCorrelationId"]);
});

test.each([
  ["../a"],
  ["a//b"],
  ["/a"],
  ["a/"],
  ["x".repeat(1030)],
  ["line\nbreak"],
  [{ toString: 1 } as never],
])("a file called %j is refused", async (name) => {
  const { client } = await hubWithDevice();
  await expect(client.getBlobSharedAccessSignature(name)).rejects.toMatchObject({
    responseBody: expect.stringContaining("ArgumentInvalid"),
  });
});

test("how an upload went is told in texts and numbers", async () => {
  const { client } = await hubWithDevice();
  const { correlationId = "" } = await client.getBlobSharedAccessSignature("a");
  const description = { toString: 1 } as never;
  const told = client.notifyBlobUploadStatus(correlationId, false, 500, description);
  await expect(told).rejects.toThrow("Bad Request");
});

test("nothing is left of uploads that are over", () => {
  let timers = 0;
  const clock: HubClock = {
    now: () => new Date(0),
    after: () => {
      timers += 1;
      return () => {
        timers -= 1;
      };
    },
  };
  const ids = countingIds();
  const registered = new Registry(clock, ids);
  registered.create({ deviceId: "dev1" }, {});
  const uploads = new FileUploads(registered, clock, ids, "hub");
  const failed = { isSuccess: false, statusCode: 500, statusDescription: "" };
  uploads.finish("dev1", uploads.begin("dev1", "a").correlationId, failed);
  uploads.begin("dev1", "b");
  expect(timers).toBe(1);
  uploads.forget("dev1");
  expect(timers).toBe(0);
});
