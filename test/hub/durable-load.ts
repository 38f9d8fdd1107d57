import { EventHubConsumerClient } from "@azure/event-hubs";
import azureIotCommon from "azure-iot-common";
import azureIotDevice from "azure-iot-device";
import azureIotDeviceMqtt from "azure-iot-device-mqtt";
import azureIothub from "azure-iothub";
import rhea from "rhea";
import { expect } from "vitest";
import { createSasToken, type HubDescription } from "../../src/hub/index.js";
import { eventually } from "./eventually.js";

const { Client, Message } = azureIotDevice;
const { Registry } = azureIothub;

/** A client that writes until the hub dies under it, and knows afterwards what has to be there. */
export interface Load {
  /** How many of its writes have been acknowledged in all. */
  acknowledged(): number;
  /** Works until something fails; resolves then. */
  run(hub: HubDescription): Promise<void>;
  /** Compares with what the hub has after its restart, and goes on from there. */
  check(hub: HubDescription): Promise<void>;
}

/** Numbers that one client sends one by one: at most one is in doubt at any time. */
class Counter {
  sent = 0;
  acknowledged = 0;

  async next(send: (number: number) => Promise<unknown>): Promise<void> {
    this.sent += 1;
    await send(this.sent);
    this.acknowledged = this.sent;
  }

  /** What is there is what was acknowledged, or one more. From then on that is what counts. */
  settle(found: number): void {
    expect(found).toBeGreaterThanOrEqual(this.acknowledged);
    expect(found).toBeLessThanOrEqual(this.sent);
    this.sent = found;
    this.acknowledged = found;
  }
}

async function untilItFails(step: () => Promise<void>): Promise<void> {
  try {
    for (;;) await step();
  } catch {
    // The hub is gone.
  }
}

/** What every device client of the SDK is. */
type Device = InstanceType<typeof Client>;

async function withDevice(
  hub: HubDescription,
  deviceId: string,
  work: (device: Device) => Promise<void>,
): Promise<void> {
  const { responseBody } = await Registry.fromConnectionString(serviceOf(hub)).get(deviceId);
  const key = responseBody.authentication?.symmetricKey?.primaryKey;
  const text = `HostName=${hub.hostName};DeviceId=${deviceId};SharedAccessKey=${key}`;
  const device = Client.fromConnectionString(text, azureIotDeviceMqtt.Mqtt);
  device.setRetryPolicy(new azureIotCommon.NoRetry());
  device.on("error", () => {});
  // A call whose connection breaks may never be answered.
  const lost = new Promise<never>((_, reject) => {
    device.on("disconnect", () => reject(new Error("the connection is lost")));
  });
  lost.catch(() => {});
  try {
    await Promise.race([work(device), lost]);
  } finally {
    // Without waiting: it may wait for an answer that never comes.
    void device.close().catch(() => {});
  }
}

function serviceOf({ connectionStrings }: HubDescription): string {
  return connectionStrings.iothubowner ?? "";
}

/** A device reports its properties: each report is one version. */
export function reportedLoad(deviceId: string): Load {
  const counter = new Counter();
  return {
    acknowledged: () => counter.acknowledged,
    run: (hub) =>
      untilItFails(() =>
        withDevice(hub, deviceId, async (device) => {
          await device.open();
          const { properties } = await device.getTwin();
          for (;;) {
            await counter.next(
              (count) =>
                new Promise<void>((resolve, reject) => {
                  properties.reported.update({ count, text: `report ${count}` }, (error: Error) =>
                    error ? reject(error) : resolve(),
                  );
                }),
            );
          }
        }),
      ),
    async check(hub) {
      const { responseBody } = await Registry.fromConnectionString(serviceOf(hub)).getTwin(
        deviceId,
      );
      const { count = 0, text, $version } = responseBody.properties.reported;
      counter.settle(count);
      expect($version).toBe(1 + count);
      if (count > 0) expect(text).toBe(`report ${count}`);
    },
  };
}

/** A service writes tags and desired properties, guarded by the etag of its last write. */
export function desiredLoad(deviceId: string): Load {
  const counter = new Counter();
  let etag = "*";
  return {
    acknowledged: () => counter.acknowledged,
    async run(hub) {
      const registry = Registry.fromConnectionString(serviceOf(hub));
      await untilItFails(() =>
        counter.next(async (count) => {
          const patch = { tags: { count }, properties: { desired: { count } } };
          const { responseBody } = await registry.updateTwin(deviceId, patch, etag);
          etag = responseBody.etag;
        }),
      );
    },
    async check(hub) {
      const { responseBody } = await Registry.fromConnectionString(serviceOf(hub)).getTwin(
        deviceId,
      );
      const { tags, properties, etag: found } = responseBody;
      const { count = 0, $version } = properties.desired;
      const inDoubt = count > counter.acknowledged;
      counter.settle(count);
      expect($version).toBe(1 + count);
      expect(tags.count ?? 0).toBe(count);
      if (!inDoubt && etag !== "*") expect(found).toBe(etag);
      etag = found;
    },
  };
}

/** A service creates devices and deletes every second one. */
export function registryLoad(): Load {
  const counter = new Counter();
  /** By device id: the generation of what has to be there; `maybe` where the answer never came. */
  const expected = new Map<string, string>();
  const maybe = new Set<string>();
  return {
    acknowledged: () => counter.acknowledged,
    async run(hub) {
      const registry = Registry.fromConnectionString(serviceOf(hub));
      await untilItFails(() =>
        counter.next(async (number) => {
          const deviceId = `made-${number}`;
          maybe.add(deviceId);
          const { responseBody } = await registry.create({ deviceId });
          maybe.delete(deviceId);
          expected.set(deviceId, String(responseBody.generationId));
          if (number % 2 === 0) return;
          const generation = expected.get(deviceId) ?? "";
          expected.delete(deviceId);
          maybe.add(deviceId);
          await registry.delete(deviceId);
          maybe.delete(deviceId);
          expect(generation).not.toBe("");
        }),
      );
    },
    async check(hub) {
      const registry = Registry.fromConnectionString(serviceOf(hub));
      const query = registry.createQuery(
        "SELECT deviceId FROM devices WHERE STARTSWITH(deviceId, 'made-')",
        1000,
      );
      const found = new Set<string>();
      while (query.hasMoreResults) {
        for (const { deviceId } of (await query.next()).result) found.add(deviceId);
      }
      for (const deviceId of maybe) {
        if (found.has(deviceId)) await registry.delete(deviceId);
        found.delete(deviceId);
      }
      maybe.clear();
      expect([...found].sort()).toEqual([...expected.keys()].sort());
      const last = [...expected].at(-1);
      if (last) {
        const { responseBody } = await registry.get(last[0]);
        expect(String(responseBody.generationId)).toBe(last[1]);
      }
      // Few are kept, or the lists would grow with every run.
      for (const deviceId of [...expected.keys()].slice(0, -5)) {
        await registry.delete(deviceId);
        expected.delete(deviceId);
      }
    },
  };
}

const mostWaiting = 45;

function connectService(hub: HubDescription): rhea.Connection {
  const [, key = ""] = /SharedAccessKey=(.*)$/.exec(serviceOf(hub)) ?? [];
  const connection = rhea.create_container().connect({
    transport: "tls",
    host: hub.hostName,
    port: 5671,
    hostname: hub.hostName,
    servername: hub.hostName,
    reconnect: false,
    username: `iothubowner@sas.root.${hub.name}`,
    password: createSasToken(hub.hostName, key, 4_000_000_000, "iothubowner"),
  });
  for (const event of ["error", "connection_error"]) connection.on(event, () => {});
  return connection;
}

/** A service sends messages to a device that comes for them after the restart. */
export function messageLoad(deviceId: string): Load {
  const counter = new Counter();
  let settled = 0;
  return {
    acknowledged: () => counter.acknowledged,
    // By rhea: the service SDK runs into an endless recursion when its connection breaks while it sends.
    run: (hub) =>
      new Promise((resolve) => {
        const connection = connectService(hub);
        const sender = connection.open_sender("/messages/devicebound");
        const to = `/devices/${deviceId}/messages/devicebound`;
        const send = (): void => {
          if (counter.sent - settled >= mostWaiting) return;
          counter.sent += 1;
          sender.send({ to, body: rhea.message.data_section(Buffer.from(String(counter.sent))) });
        };
        sender.once("sendable", send);
        sender.on("accepted", () => {
          counter.acknowledged = counter.sent;
          send();
        });
        connection.on("disconnected", () => resolve());
      }),
    async check(hub) {
      const registry = Registry.fromConnectionString(serviceOf(hub));
      const waiting = async (): Promise<number> =>
        Number((await registry.get(deviceId)).responseBody.cloudToDeviceMessageCount);
      const count = await waiting();
      const received: number[] = [];
      await withDevice(hub, deviceId, async (device) => {
        // Before it opens: the hub remembers the subscription, and sends at once.
        device.on("message", (message) => {
          received.push(Number(message.getData().toString()));
          device.complete(message, () => {});
        });
        await device.open();
        await eventually(() => received.length).toBe(count);
        await eventually(waiting).toBe(0);
      });
      // Everything in its order, from the first that had not been settled.
      expect(received).toEqual(received.map((_, index) => settled + 1 + index));
      counter.settle(settled + received.length);
      settled += received.length;
    },
  };
}

/** A device sends telemetry, QoS 1; the events of all partitions are read again after the restart. */
export function telemetryLoad(deviceId: string): Load {
  const counter = new Counter();
  /** By partition, where the last event stood. */
  const ends = new Map<string, number>();
  return {
    acknowledged: () => counter.acknowledged,
    run: (hub) =>
      untilItFails(() =>
        withDevice(hub, deviceId, async (device) => {
          await device.open();
          for (;;) {
            await counter.next((number) => device.sendEvent(new Message(`telemetry ${number}`)));
          }
        }),
      ),
    async check(hub) {
      const text = hub.eventHubs.emulatorConnectionString;
      const client = new EventHubConsumerClient("$Default", text);
      try {
        const numbers: number[] = [];
        for (const partition of await client.getPartitionIds()) {
          const { lastEnqueuedSequenceNumber } = await client.getPartitionProperties(partition);
          const before = ends.get(partition) ?? -1;
          expect(lastEnqueuedSequenceNumber).toBeGreaterThanOrEqual(before);
          ends.set(partition, lastEnqueuedSequenceNumber);
          numbers.push(
            ...(await readTelemetry(client, partition, before, lastEnqueuedSequenceNumber)),
          );
        }
        const before = counter.acknowledged === 0 ? 0 : undefined;
        const first = numbers[0] ?? counter.acknowledged + 1;
        if (before !== undefined && numbers.length > 0) expect(first).toBe(1);
        expect(numbers).toEqual(numbers.map((_, index) => first + index));
        counter.settle(numbers.at(-1) ?? first - 1);
      } finally {
        await client.close();
      }
    },
  };
}

/** The numbers of the telemetry behind one sequence number up to another; there must be every event in between. */
async function readTelemetry(
  client: EventHubConsumerClient,
  partition: string,
  after: number,
  last: number,
): Promise<number[]> {
  if (last <= after) return [];
  const numbers: number[] = [];
  let expected = after + 1;
  await new Promise<void>((resolve, reject) => {
    const subscription = client.subscribe(
      partition,
      {
        async processEvents(events) {
          try {
            for (const { sequenceNumber, body } of events) {
              expect(sequenceNumber).toBe(expected);
              expected += 1;
              const [, number] = /^telemetry (\d+)$/.exec(String(body)) ?? [];
              if (number !== undefined) numbers.push(Number(number));
            }
            if (expected <= last) return;
            await subscription.close();
            resolve();
          } catch (error) {
            reject(error);
          }
        },
        processError: async (error) => reject(error),
      },
      {
        startPosition: { sequenceNumber: after, isInclusive: false },
        maxBatchSize: 500,
        maxWaitTimeInSeconds: 1,
        skipParsingBodyAsJson: true,
      },
    );
  });
  return numbers;
}
