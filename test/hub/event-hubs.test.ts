import {
  EventHubConsumerClient,
  EventHubProducerClient,
  type EventPosition,
  earliestEventPosition,
  latestEventPosition,
  type ReceivedEventData,
  type SubscribeOptions,
} from "@azure/event-hubs";
import azureIotDevice from "azure-iot-device";
import azureIotDeviceHttp from "azure-iot-device-http";
import { expect, onTestFinished, test } from "vitest";
import WebSocket from "ws";
import type { Hub, HubRole } from "../../src/hub/index.js";
import { eventually } from "./eventually.js";
import { connectedDevice, type DeviceClient, registry, testHub } from "./sdk.js";

const { Message } = azureIotDevice;

function consumer(connectionString: string, group = "$Default"): EventHubConsumerClient {
  const client = new EventHubConsumerClient(group, connectionString, {
    retryOptions: { maxRetries: 0 },
  });
  onTestFinished(() => client.close());
  return client;
}

/** Collects what a subscription brings; closed when the test ends. */
function collect(
  client: EventHubConsumerClient,
  startPosition: EventPosition,
  options: SubscribeOptions = {},
): { readonly events: ReceivedEventData[]; readonly errors: Error[] } {
  const events: ReceivedEventData[] = [];
  const errors: Error[] = [];
  const subscription = client.subscribe(
    {
      processEvents: async (batch) => void events.push(...batch),
      processError: async (error) => void errors.push(error),
    },
    { startPosition, maxWaitTimeInSeconds: 1, ...options },
  );
  onTestFinished(() => subscription.close());
  return { events, errors };
}

async function sender(hub: Hub, deviceId: string, modelId?: string): Promise<DeviceClient> {
  hub.createDevice(deviceId);
  return connectedDevice(hub.deviceConnectionString(deviceId), modelId);
}

const telemetryOnly = { routes: [] } as const;

test("readers learn the partitions of the event endpoint", async () => {
  const hub = await testHub({ partitions: 3, ...telemetryOnly });
  const client = consumer(hub.eventHubsConnectionString);
  expect(await client.getPartitionIds()).toEqual(["0", "1", "2"]);
  expect(await client.getEventHubProperties()).toMatchObject({ name: hub.name });
  expect(await client.getPartitionProperties("2")).toMatchObject({
    partitionId: "2",
    isEmpty: true,
    beginningSequenceNumber: 0,
    lastEnqueuedSequenceNumber: -1,
    lastEnqueuedOffset: "-1",
  });
  await expect(client.getPartitionProperties("3")).rejects.toMatchObject({
    message: expect.stringContaining("no partition 3"),
  });
});

test("telemetry arrives with body, properties and the hub's annotations", async () => {
  const hub = await testHub(telemetryOnly);
  const device = await sender(hub, "dev1", "dtmi:com:example:Thermostat;1");
  const message = new Message(Buffer.from('{"temperature":21.5}'));
  message.contentType = "application/json";
  message.contentEncoding = "utf-8";
  message.messageId = "m1";
  message.properties.add("alert", "no");
  message.properties.add("$.sub", "thermostat1");
  await device.sendEvent(message);
  const { events } = collect(consumer(hub.eventHubsConnectionString), earliestEventPosition);
  await eventually(() => events.length).toBe(1);
  const [event] = events;
  expect(event).toMatchObject({
    body: { temperature: 21.5 },
    contentType: "application/json",
    messageId: "m1",
    properties: { alert: "no" },
    sequenceNumber: 0,
    offset: "0",
    partitionKey: "dev1",
    systemProperties: {
      contentEncoding: "utf-8",
      "iothub-connection-device-id": "dev1",
      "iothub-connection-auth-method":
        '{"scope":"device","type":"sas","issuer":"iothub","acceptingIpFilterRule":null}',
      "iothub-message-source": "Telemetry",
      "dt-subject": "thermostat1",
      "dt-dataschema": "dtmi:com:example:Thermostat;1",
    },
  });
  expect(event?.enqueuedTimeUtc).toEqual(hub.telemetry("dev1")[0]?.enqueuedTime);
});

test("an expiry that a device tells in milliseconds, over MQTT or HTTP, is an instant for readers", async () => {
  const hub = await testHub(telemetryOnly);
  hub.createDevice("dev1");
  const text = hub.deviceConnectionString("dev1");
  const expiry = Date.now() + 3_600_000;
  const message = new Message("1");
  message.expiryTimeUtc = expiry;
  await (await connectedDevice(text)).sendEvent(message);
  await azureIotDevice.Client.fromConnectionString(text, azureIotDeviceHttp.Http).sendEvent(
    message,
  );
  const { events } = collect(consumer(hub.eventHubsConnectionString), earliestEventPosition);
  await eventually(() => events.length).toBe(2);
  for (const { systemProperties } of events) {
    expect(systemProperties).toMatchObject({ absoluteExpiryTime: expiry });
  }
});

/** A hub with one partition, and a device that has sent numbers to it. */
async function hubWithNumbers(count: number): Promise<{ hub: Hub; device: DeviceClient }> {
  const hub = await testHub({ partitions: 1, consumerGroups: ["second"], ...telemetryOnly });
  const device = await sender(hub, "dev1");
  for (let number = 0; number < count; number += 1) await send(device, number);
  return { hub, device };
}

async function send(device: DeviceClient, number: number): Promise<void> {
  await device.sendEvent(new Message(Buffer.from(String(number))));
}

const bodies = (events: readonly ReceivedEventData[]): unknown[] => events.map(({ body }) => body);

test("a reader begins where it asks to: at the start, after or at a number, an offset, a time", async () => {
  const { hub } = await hubWithNumbers(5);
  const [, second, third] = hub.telemetry();
  const offset = third?.offset ?? "";
  const cases: readonly [EventPosition, number[]][] = [
    [earliestEventPosition, [0, 1, 2, 3, 4]],
    [{ sequenceNumber: 2 }, [3, 4]],
    [{ sequenceNumber: 2, isInclusive: true }, [2, 3, 4]],
    [{ offset }, [3, 4]],
    [{ offset, isInclusive: true }, [2, 3, 4]],
  ];
  for (const [position, expected] of cases) {
    const { events } = collect(consumer(hub.eventHubsConnectionString), position);
    await eventually(() => bodies(events)).toEqual(expected);
  }
  const time = second?.enqueuedTime.getTime() ?? 0;
  const { events } = collect(consumer(hub.emulatorConnectionString, "second"), {
    enqueuedOn: time - 1,
  });
  const later = hub.telemetry().filter((event) => event.enqueuedTime.getTime() >= time);
  await eventually(() => events.length).toBe(later.length);
});

test("a reader of the latest gets only what comes after it, and all of that", async () => {
  const attached: string[] = [];
  const hub = await testHub({
    ...telemetryOnly,
    partitions: 1,
    trace: (event) => event.kind === "amqp" && attached.push(event.address),
  });
  const device = await sender(hub, "dev1");
  for (const number of [0, 1, 2]) await send(device, number);
  const { events } = collect(consumer(hub.eventHubsConnectionString), latestEventPosition);
  await eventually(() => attached).toContain(`${hub.name}/ConsumerGroups/$Default/Partitions/0`);
  for (const number of [3, 4]) await send(device, number);
  await eventually(() => bodies(events)).toEqual([3, 4]);
});

test("events of one device stay in one partition, in order, whatever its size", async () => {
  const hub = await testHub(telemetryOnly);
  const device = await sender(hub, "dev1");
  const big = "x".repeat(200_000);
  for (let number = 0; number < 20; number += 1) {
    await device.sendEvent(new Message(JSON.stringify({ number, big })));
  }
  const { events } = collect(consumer(hub.eventHubsConnectionString), earliestEventPosition);
  await eventually(() => events.length).toBe(20);
  expect(events.map(({ body }) => body.number)).toEqual(Array.from({ length: 20 }, (_, n) => n));
  expect(new Set(hub.telemetry().map(({ partition }) => partition)).size).toBe(1);
});

test("a backlog larger than a reader's credit arrives whole", async () => {
  const hub = await testHub({ partitions: 1, ...telemetryOnly });
  const device = await sender(hub, "dev1");
  const count = 3000;
  await Promise.all(Array.from({ length: count }, (_, number) => send(device, number)));
  const { events } = collect(consumer(hub.emulatorConnectionString), earliestEventPosition, {
    maxBatchSize: 500,
  });
  await eventually(() => events.length).toBe(count);
  expect(events.map(({ sequenceNumber }) => sequenceNumber)).toEqual(
    Array.from({ length: count }, (_, number) => number),
  );
});

test("a reader with a higher epoch takes the partition from the one before it", async () => {
  const { hub, device } = await hubWithNumbers(1);
  const low = collect(consumer(hub.eventHubsConnectionString), earliestEventPosition, {
    ownerLevel: 1,
  });
  await eventually(() => bodies(low.events)).toEqual([0]);
  const high = collect(consumer(hub.eventHubsConnectionString), earliestEventPosition, {
    ownerLevel: 2,
  });
  await eventually(() => bodies(high.events)).toEqual([0]);
  await eventually(() => low.errors[0]).toMatchObject({ code: "ReceiverDisconnectedError" });
  const shared = collect(consumer(hub.eventHubsConnectionString), earliestEventPosition);
  await eventually(() => shared.errors[0]).toMatchObject({ code: "ReceiverDisconnectedError" });
  await send(device, 1);
  await eventually(() => bodies(high.events)).toEqual([0, 1]);
  expect(bodies(shared.events)).toEqual([]);
});

test("a sixth reader of one partition and group is refused, one of another group is not", async () => {
  const { hub } = await hubWithNumbers(1);
  const readers = Array.from({ length: 5 }, () =>
    collect(consumer(hub.eventHubsConnectionString), earliestEventPosition),
  );
  for (const { events } of readers) await eventually(() => bodies(events)).toEqual([0]);
  const sixth = collect(consumer(hub.eventHubsConnectionString), earliestEventPosition);
  await eventually(() => sixth.errors[0]).toMatchObject({ code: "QuotaExceededError" });
  const other = collect(consumer(hub.eventHubsConnectionString, "second"), earliestEventPosition);
  await eventually(() => bodies(other.events)).toEqual([0]);
});

test("an unknown consumer group, partition or event hub is refused by name", async () => {
  const { hub } = await hubWithNumbers(1);
  const group = collect(consumer(hub.eventHubsConnectionString, "nobody"), earliestEventPosition);
  await eventually(() => group.errors[0]).toMatchObject({
    code: "MessagingEntityNotFoundError",
    message: expect.stringContaining("nobody"),
  });
  const elsewhere = hub.eventHubsConnectionString.replace(/EntityPath=.*/, "EntityPath=other");
  await expect(consumer(elsewhere).getPartitionIds()).rejects.toMatchObject({
    message: expect.stringMatching(/other|Unauthorized/),
  });
});

test("events are only read here: who would send them is told so", async () => {
  const { hub } = await hubWithNumbers(1);
  const producer = new EventHubProducerClient(hub.eventHubsConnectionString);
  onTestFinished(() => producer.close());
  await expect(producer.sendBatch([{ body: 1 }])).rejects.toMatchObject({
    message: expect.stringContaining("they come from devices"),
  });
});

test("a wrong key is refused on both ports", async () => {
  const { hub } = await hubWithNumbers(1);
  for (const connectionString of [hub.eventHubsConnectionString, hub.emulatorConnectionString]) {
    const wrong = connectionString.replace(/SharedAccessKey=[^;]*/, "SharedAccessKey=AAAA");
    await expect(consumer(wrong).getPartitionIds()).rejects.toMatchObject({
      code: "UnauthorizedError",
      message: expect.stringContaining("signature"),
    });
  }
});

test("a reader that asks for it learns with each event where the partition ends", async () => {
  const { hub } = await hubWithNumbers(2);
  const client = consumer(hub.eventHubsConnectionString);
  let ends: unknown;
  const subscription = client.subscribe(
    {
      processEvents: async (events, context) => {
        if (events.length > 0) ends = context.lastEnqueuedEventProperties;
      },
      processError: async () => {},
    },
    { startPosition: earliestEventPosition, trackLastEnqueuedEventProperties: true },
  );
  onTestFinished(() => subscription.close());
  const last = hub.telemetry().at(-1);
  await eventually(() => ends).toMatchObject({
    sequenceNumber: 1,
    offset: last?.offset,
    enqueuedOn: last?.enqueuedTime,
    retrievedOn: expect.any(Date),
  });
});

test("a position that no event has reached is an error, not silence", async () => {
  const { hub } = await hubWithNumbers(1);
  const { errors } = collect(consumer(hub.eventHubsConnectionString), { sequenceNumber: 4711 });
  await eventually(() => errors[0]).toMatchObject({
    code: "ArgumentError",
    message: expect.stringContaining("4711"),
  });
});

test("a reader signs in with a token of the hub's own sign-in, for events and nothing else", async () => {
  const { hub } = await hubWithNumbers(1);
  const host = `${hub.name}.servicebus.test`;
  const withRole = (role: HubRole): EventHubConsumerClient => {
    const client = new EventHubConsumerClient("$Default", host, hub.name, hub.credential([role]), {
      retryOptions: { maxRetries: 0 },
    });
    onTestFinished(() => client.close());
    return client;
  };
  const { events } = collect(withRole("IoT Hub Data Contributor"), earliestEventPosition);
  await eventually(() => bodies(events)).toEqual([0]);
  await expect(withRole("IoT Hub Twin Contributor").getPartitionIds()).rejects.toMatchObject({
    code: "UnauthorizedError",
  });
});

test("a reader gets through by WebSocket", async () => {
  const { hub } = await hubWithNumbers(1);
  const client = new EventHubConsumerClient("$Default", hub.eventHubsConnectionString, {
    webSocketOptions: { webSocket: WebSocket },
    retryOptions: { maxRetries: 0 },
  });
  onTestFinished(() => client.close());
  const { events } = collect(client, earliestEventPosition);
  await eventually(() => bodies(events)).toEqual([0]);
});

test("a twin change reaches readers with content type, operation and the hub's name as bytes", async () => {
  const hub = await testHub({ routes: ["TwinChangeEvents"] });
  hub.createDevice("dev1");
  hub.createModule("dev1", "mod1");
  await registry(hub).updateModuleTwin("dev1", "mod1", { tags: { site: "lab" } }, "*");
  const { events } = collect(consumer(hub.eventHubsConnectionString), earliestEventPosition);
  await eventually(() => events.length).toBe(1);
  expect(events[0]).toMatchObject({
    body: { version: 3, tags: { site: "lab" } },
    contentType: "application/json",
    properties: {
      hubName: hub.name,
      deviceId: "dev1",
      moduleId: "mod1",
      opType: "updateTwin",
      "iothub-message-schema": "twinChangeNotification",
      operationTimestamp: expect.stringMatching(/T[\d:]{8}\.\d{7}\+00:00$/),
    },
    systemProperties: {
      userId: Buffer.from(hub.name),
      "iothub-connection-device-id": "dev1",
      "iothub-connection-module-id": "mod1",
      "iothub-message-source": "twinChangeEvents",
    },
  });
  expect(events[0]?.systemProperties).not.toHaveProperty("iothub-connection-auth-method");
});
