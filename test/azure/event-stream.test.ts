import { spawn } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { EventHubConsumerClient } from "@azure/event-hubs";
import azureIotDevice from "azure-iot-device";
import { expect, onTestFinished, test } from "vitest";
import { createMemoryCheckpointStore } from "../../src/azure/checkpoint-store.js";
import {
  connectHub,
  type HubConnection,
  type HubConnectionOptions,
} from "../../src/azure/connect-hub.js";
import { processEvents } from "../../src/azure/event-processor.js";
import { defineInterface } from "../../src/client/descriptor.js";
import type { PartitionFailure } from "../../src/client/events/event-source.js";
import type { EventStream } from "../../src/client/events/event-stream-types.js";
import type { HubEvent, TelemetryEvent } from "../../src/client/events/hub-event.js";
import type { Hub } from "../../src/hub/index.js";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";
import { connectedDevice, type DeviceClient, registry, testHub } from "../hub/sdk.js";

function connected(hub: Hub, options?: HubConnectionOptions): HubConnection {
  const connection = connectHub(hub.connectionString, options);
  onTestFinished(() => connection.close());
  return connection;
}

function message(body: string, component?: string): InstanceType<typeof azureIotDevice.Message> {
  const sent = new azureIotDevice.Message(body);
  sent.contentType = "application/json";
  sent.contentEncoding = "utf-8";
  if (component !== undefined) sent.properties.add("$.sub", component);
  return sent;
}

async function newDevice(hub: Hub, id: string, modelId?: string): Promise<DeviceClient> {
  hub.createDevice(id);
  return connectedDevice(hub.deviceConnectionString(id), modelId);
}

async function nextTelemetry<S>(events: EventStream<S>): Promise<TelemetryEvent<S>> {
  for (;;) {
    const { done, value } = await events.next();
    if (done === true) throw new Error("the stream has ended");
    if (value.kind === "telemetry") return value as TelemetryEvent<S>;
  }
}

async function take(events: EventStream, count: number): Promise<readonly HubEvent[]> {
  const taken: HubEvent[] = [];
  while (taken.length < count) {
    const { done, value } = await events.next();
    if (done === true) break;
    taken.push(value);
  }
  return taken;
}

test("telemetry of a component arrives typed, with everything that was sent along", async () => {
  const hub = await testHub();
  const device = await newDevice(hub, "dev1", TemperatureController.id);
  const events = connected(hub).events({ model: TemperatureController, device: "dev1" });
  await events.ready();
  const sent = message('{"temperature":21.5}', "thermostat1");
  sent.messageId = "m1";
  sent.correlationId = "c1";
  sent.userId = "me";
  sent.properties.add("alert", "yes");
  await device.sendEvent(sent);
  const event = await nextTelemetry(events);
  expect(event.systemProperties["user-id"]).toStrictEqual(Uint8Array.from(Buffer.from("me")));
  expect(event).toMatchObject({
    valid: true,
    component: "thermostat1",
    interfaceId: Thermostat.id,
    values: { temperature: 21.5 },
    readings: [{ unit: "degreeCelsius", semanticType: "Temperature" }],
    partitionId: expect.stringMatching(/^\d$/),
    sequenceNumber: expect.any(Number),
    offset: expect.any(String),
    enqueuedTime: expect.any(Date),
    body: Buffer.from('{"temperature":21.5}'),
    systemProperties: {
      "iothub-connection-device-id": "dev1",
      "iothub-enqueuedtime": expect.any(Date),
      "dt-dataschema": TemperatureController.id,
      "dt-subject": "thermostat1",
      "message-id": "m1",
      "correlation-id": "c1",
      "content-type": "application/json",
      "content-encoding": "utf-8",
    },
    applicationProperties: { alert: "yes" },
  });
});

test("a long arrives digit by digit", async () => {
  const Counter = defineInterface("dtmi:com:example:Counter;1", {
    telemetry: { count: { schema: "long" } },
  });
  const hub = await testHub();
  const device = await newDevice(hub, "dev1", Counter.id);
  const events = connected(hub).events({ models: [Counter] });
  await events.ready();
  await device.sendEvent(message('{"count":9007199254740993}'));
  expect(await nextTelemetry(events)).toMatchObject({ values: { count: 9007199254740993n } });
});

test("twin, digital twin, lifecycle and connection changes arrive in the same stream", async () => {
  const hub = await testHub();
  const events = connected(hub).events({ device: "dev1" });
  await events.ready();
  await newDevice(hub, "dev1", TemperatureController.id);
  const patch = { properties: { desired: { thermostat1: { __t: "c", targetTemperature: 21 } } } };
  await registry(hub).updateTwin("dev1", patch, "*");
  const seen = await take(events, 4);
  expect(seen.map(({ kind }) => kind)).toEqual([
    "deviceLifecycle",
    "connectionState",
    "twinChange",
    "digitalTwinChange",
  ]);
  expect(seen[2]).toMatchObject({
    operation: "updateTwin",
    operationTimestamp: expect.stringMatching(/\.\d{7}\+00:00$/),
    desired: { values: { thermostat1: { __t: "c", targetTemperature: 21 } } },
  });
});

test("reading starts at the earliest event, behind a sequence number, or at a time", async () => {
  const hub = await testHub();
  const device = await newDevice(hub, "dev1", Thermostat.id);
  for (const temperature of [1, 2, 3])
    await device.sendEvent(message(`{"temperature":${temperature}}`));
  const connection = connected(hub);
  const read = async (from: Parameters<HubConnection["events"]>[0]) => {
    const events = connection.events({ ...from, kinds: ["telemetry"], model: Thermostat });
    const event = await nextTelemetry(events);
    await events.close();
    return event;
  };
  const first = await read({ from: "earliest" });
  expect(first).toMatchObject({ values: { temperature: 1 } });
  const { partitionId, sequenceNumber, offset, enqueuedTime } = first;
  expect(await read({ from: { [partitionId]: { sequenceNumber } } })).toMatchObject({
    values: { temperature: 2 },
  });
  expect(await read({ from: { [partitionId]: { offset, inclusive: true } } })).toMatchObject({
    values: { temperature: 1 },
  });
  expect(await read({ from: enqueuedTime })).toMatchObject({ values: { temperature: 1 } });
  expect(await read({ from: enqueuedTime.toISOString() })).toMatchObject({
    values: { temperature: 1 },
  });
});

test("the endpoint can be given: by connection string, and by Entra", async () => {
  const hub = await testHub();
  const device = await newDevice(hub, "dev1", Thermostat.id);
  const entra = {
    fullyQualifiedNamespace: `${hub.name}.servicebus.test`,
    eventHubName: hub.name,
    credential: hub.credential(),
  };
  for (const given of [hub.eventHubsConnectionString, hub.emulatorConnectionString, entra]) {
    const events = connected(hub, { events: given }).events({ model: Thermostat });
    await events.ready();
    await device.sendEvent(message('{"temperature":5}'));
    expect(await nextTelemetry(events)).toMatchObject({ values: { temperature: 5 } });
    await events.close();
  }
});

test("a broken connection loses no event and delivers none twice", async () => {
  const hub = await testHub();
  const device = await newDevice(hub, "dev1", Thermostat.id);
  const proxy = await plainProxy(hub);
  const failures: PartitionFailure[] = [];
  const events = connected(hub, { events: proxy.connectionString }).events({
    model: Thermostat,
    kinds: ["telemetry"],
    onPartitionError: (failure) => failures.push(failure),
  });
  await events.ready();
  await device.sendEvent(message('{"temperature":1}'));
  const first = await nextTelemetry(events);
  proxy.cut(3);
  for (const temperature of [2, 3])
    await device.sendEvent(message(`{"temperature":${temperature}}`));
  const rest = [await nextTelemetry(events), await nextTelemetry(events)];
  const numbers = [first, ...rest].map(({ sequenceNumber }) => Number(sequenceNumber));
  expect(numbers).toEqual([numbers[0], Number(numbers[0]) + 1, Number(numbers[0]) + 2]);
  expect(failures.length).toBeGreaterThan(0);
  expect(failures.filter(({ final }) => final)).toEqual([]);
}, 40_000);

test("a slow reader gets every event once, in order, however many wait", async () => {
  const hub = await testHub();
  const device = await newDevice(hub, "dev1", Thermostat.id);
  const events = connected(hub).events({ model: Thermostat, kinds: ["telemetry"], bufferSize: 10 });
  await events.ready();
  const send = (first: number) =>
    Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        device.sendEvent(message(`{"temperature":${first + index}}`)),
      ),
    );
  await send(0);
  const seen: unknown[] = [];
  for await (const event of events) {
    if (event.kind === "telemetry" && event.valid) seen.push(event.values.temperature);
    if (seen.length === 20) {
      // Longer than a stall lasts, so that the subscription is given up once and taken up again.
      await new Promise((resolve) => setTimeout(resolve, 1300));
      await send(100);
    }
    if (seen.length === 200) break;
  }
  expect(seen).toEqual(Array.from({ length: 200 }, (_, index) => index));
});

test("a consumer group that does not exist, and a policy that may not read, are told apart", async () => {
  const hub = await testHub();
  const missing = connected(hub).events({ consumerGroup: "nobody" });
  await expect(missing.next()).rejects.toMatchObject({
    code: "PNP_USAGE",
    message: expect.stringContaining('consumer group "nobody"'),
  });
  const reader = connectHub(hub.policyConnectionString("registryRead"));
  await expect(reader.events().next()).rejects.toMatchObject({ code: "PNP_UNAUTHORIZED" });
  await reader.close();
  const key = Buffer.alloc(32).toString("base64");
  const stranger = connectHub(hub.connectionString.replace(/Key=[^;]*$/, `Key=${key}`));
  await expect(stranger.events().next()).rejects.toMatchObject({ code: "PNP_UNAUTHORIZED" });
  await stranger.close();
});

test("a reader that takes the partitions for itself is named as the cause", async () => {
  const hub = await testHub();
  const events = connected(hub).events();
  await events.ready();
  const next = events.next();
  const other = new EventHubConsumerClient("$Default", hub.eventHubsConnectionString);
  onTestFinished(() => other.close());
  other.subscribe(
    { processEvents: async () => {}, processError: async () => {} },
    { ownerLevel: 1, startPosition: { offset: "-1" } },
  );
  await expect(next).rejects.toMatchObject({
    code: "PNP_CONFLICT",
    hint: expect.stringContaining("consumer group of your own"),
  });
});

test("a hub that is not there is told within the time given, and giving up is at once", async () => {
  const nobody = "HostName=localhost:1;SharedAccessKeyName=p;SharedAccessKey=a2V5";
  const connection = connectHub(nobody);
  await expect(connection.events({ timeoutSeconds: 2 }).ready()).rejects.toMatchObject({
    code: expect.stringMatching(/PNP_T(RANSPORT|IMEOUT)/),
  });
  const abort = new AbortController();
  const events = connection.events({ signal: abort.signal });
  const ready = events.ready();
  abort.abort();
  await expect(ready).rejects.toMatchObject({ code: "PNP_ABORTED" });
  await connection.close();
  expect(() => connection.events()).toThrow(expect.objectContaining({ code: "PNP_USAGE" }));
});

test("a signal that is aborted already gives up at once, also when the hub says nothing", async () => {
  const silent = net.createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void silent.close());
  await once(silent, "listening");
  const { port } = silent.address() as net.AddressInfo;
  const connection = connectHub(
    `HostName=localhost:${port};SharedAccessKeyName=p;SharedAccessKey=a2V5`,
  );
  const signal = AbortSignal.abort();
  const checkpointStore = createMemoryCheckpointStore();
  for (const call of [
    connection.events({ signal }).next(),
    connection.events({ signal }).ready(),
    connection.liveDigitalTwin("dev", { signal }).next(),
    processEvents(connection, { signal, checkpointStore, handler: () => {} }),
  ]) {
    await expect(call).rejects.toMatchObject({ code: "PNP_ABORTED", hint: "Nothing was changed." });
  }
  await connection.close();
});

test("what cannot be read from is refused with a way out: Entra without an endpoint, a partition nobody has", async () => {
  const hub = await testHub();
  const entra = connectHub({ host: hub.hostName, credential: hub.credential() });
  onTestFinished(() => entra.close());
  await expect(entra.events().ready()).rejects.toMatchObject({
    code: "PNP_USAGE",
    hint: expect.stringContaining("fullyQualifiedNamespace"),
  });
  const events = connected(hub).events({ from: { "9": { sequenceNumber: 1 } } });
  await expect(events.ready()).rejects.toMatchObject({
    code: "PNP_USAGE",
    hint: "The partitions are 0, 1, 2, 3.",
  });
  const credential = hub.credential();
  for (const wrong of [
    { fullyQualifiedNamespace: "", eventHubName: "e", credential },
    { fullyQualifiedNamespace: "sb://ns.servicebus.test/", eventHubName: "e", credential },
    { fullyQualifiedNamespace: "ns.servicebus.test", eventHubName: "e" },
  ]) {
    expect(() => connectHub(hub.connectionString, { events: wrong as never })).toThrow(
      expect.objectContaining({ code: "PNP_USAGE" }),
    );
  }
});

test("a program that is interrupted while it listens ends by itself", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const file = fileURLToPath(new URL("events-child.mjs", import.meta.url));
  const args = [file, hub.connectionString, hub.emulatorConnectionString];
  const program = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void program.kill("SIGKILL"));
  const lines: string[] = [];
  createInterface({ input: program.stdout }).on("line", (line) => lines.push(line));
  await expect.poll(() => lines, { timeout: 10_000 }).toEqual(["deviceLifecycle"]);
  const ended = once(program, "exit");
  program.kill("SIGINT");
  expect(await ended).toEqual([0, null]);
  expect(lines).toEqual(["deviceLifecycle", "PNP_ABORTED"]);
});

test.each([
  [""],
  ["Endpoint=sb://ns.servicebus.test/;SharedAccessKeyName=p;SharedAccessKey=geheim"],
  ["HostName=h.azure-devices.test;SharedAccessKeyName=p;SharedAccessKey=geheim"],
  ["SharedAccessKey=geheim;EntityPath=e"],
])(
  "a string that is no Event Hubs connection string is refused without showing a key: %s",
  (events) => {
    const hub = "HostName=h.azure-devices.test;SharedAccessKeyName=p;SharedAccessKey=a2V5";
    expect(() => connectHub(hub, { events })).toThrow(
      expect.objectContaining({
        code: "PNP_USAGE",
        message: expect.not.stringContaining("geheim"),
      }),
    );
  },
);

interface PlainProxy {
  readonly connectionString: string;
  /** Cuts all connections, and refuses so many new ones. */
  cut(refused: number): void;
}

/** The hub's plain events port behind a proxy. */
async function plainProxy(hub: Hub): Promise<PlainProxy> {
  const port = Number(/sb:\/\/localhost:(\d+)/.exec(hub.emulatorConnectionString)?.[1]);
  const sockets = new Set<net.Socket>();
  let refuse = 0;
  const server = net.createServer((client) => {
    if (refuse > 0) {
      refuse -= 1;
      return void client.destroy();
    }
    const upstream = net.connect(port, "127.0.0.1");
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on("error", () => {});
      from.on("close", () => to.destroy());
      from.pipe(to);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const own = (server.address() as net.AddressInfo).port;
  return {
    connectionString: hub.emulatorConnectionString.replace(`localhost:${port}`, `localhost:${own}`),
    cut(refused) {
      refuse = refused;
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    },
  };
}
