import {
  EventHubConsumerClient,
  type EventHubConsumerClientOptions,
  type EventPosition,
  earliestEventPosition,
  latestEventPosition,
} from "@azure/event-hubs";
import azureIotDevice from "azure-iot-device";
import { expect } from "vitest";
import WebSocket from "ws";
import { eventually, methodsOf, type Row, row, type Scope, type Section } from "./cell.js";
import { newDevice } from "./device-client.js";
import { redirectedConnectionString } from "./redirected.js";

const columns = ["TLS", "WebSockets", "without TLS (emulator)", "redirect", "Entra"] as const;
type Column = (typeof columns)[number];

async function consumer(
  { hub, defer }: Pick<Scope, "hub" | "defer">,
  column: Column,
  group = "$Default",
): Promise<EventHubConsumerClient> {
  const options: EventHubConsumerClientOptions = {
    retryOptions: { maxRetries: 0 },
    ...(column === "WebSockets" ? { webSocketOptions: { webSocket: WebSocket } } : {}),
  };
  const made = async (): Promise<EventHubConsumerClient> => {
    if (column === "Entra") {
      const host = new URL(/Endpoint=([^;]*)/.exec(hub.eventHubsConnectionString)?.[1] ?? "")
        .hostname;
      return new EventHubConsumerClient(group, host, hub.name, hub.credential(), options);
    }
    const texts: Record<Exclude<Column, "Entra">, () => string | Promise<string>> = {
      TLS: () => hub.eventHubsConnectionString,
      WebSockets: () => hub.eventHubsConnectionString,
      "without TLS (emulator)": () => hub.emulatorConnectionString,
      redirect: () => redirectedConnectionString(hub),
    };
    return new EventHubConsumerClient(group, await texts[column](), options);
  };
  const client = await made();
  defer(() => client.close());
  return client;
}

function consumerRow(
  call: string,
  run: (client: EventHubConsumerClient, scope: Scope, column: Column) => Promise<void>,
  use?: string,
): Row {
  return row(
    columns,
    call,
    (column) => async (scope) => {
      const bound = { hub: scope.hub, defer: scope.defer.bind(scope) };
      await run(await consumer(bound, column), scope, column);
    },
    use,
  );
}

/** A device that has sent three numbers. */
async function sender(scope: Scope) {
  const { deviceId, client } = await newDevice(scope, "Mqtt");
  const send = (number: number) => client.sendEvent(new azureIotDevice.Message(String(number)));
  for (const number of [0, 1, 2]) await send(number);
  const events = scope.hub.telemetry(deviceId);
  return { deviceId, send, events, partition: events[0]?.partition ?? "0" };
}

/** What a reader of one partition gets of one device. */
function collect(
  scope: Scope,
  client: EventHubConsumerClient,
  partition: string | undefined,
  deviceId: string,
  startPosition: EventPosition,
): { readonly bodies: unknown[]; readonly errors: Error[]; readonly ready: () => boolean } {
  const bodies: unknown[] = [];
  const errors: Error[] = [];
  let idle = false;
  const handlers = {
    processEvents: async (batch: readonly { body: unknown; systemProperties?: object }[]) => {
      idle ||= batch.length === 0;
      for (const { body, systemProperties } of batch) {
        const from = Reflect.get(systemProperties ?? {}, "iothub-connection-device-id");
        const source = Reflect.get(systemProperties ?? {}, "iothub-message-source");
        if (from === deviceId && source === "Telemetry") bodies.push(body);
      }
    },
    processError: async (error: Error) => void errors.push(error),
  };
  const options = { startPosition, maxWaitTimeInSeconds: 0.2 };
  const subscription =
    partition === undefined
      ? client.subscribe(handlers, options)
      : client.subscribe(partition, handlers, options);
  scope.defer(() => subscription.close());
  return { bodies, errors, ready: () => idle };
}

/** A row of `subscribe` with the place that a reader begins at, and what it then gets of 0, 1, 2. */
function fromPlace(
  use: string,
  place: (events: Awaited<ReturnType<typeof sender>>["events"]) => EventPosition,
  expected: readonly number[],
): Row {
  return consumerRow(
    "subscribe",
    async (client, scope) => {
      const { deviceId, events, partition } = await sender(scope);
      const { bodies } = collect(scope, client, partition, deviceId, place(events));
      await eventually(
        () => bodies,
        (value) => expect(value).toEqual(expected),
      );
    },
    use,
  );
}

export const eventsSection: Section = {
  title: "@azure/event-hubs, EventHubConsumerClient",
  columns,
  rows: [
    consumerRow("eventHubName", async (client, { hub }) => {
      expect(client.eventHubName).toBe(hub.name);
    }),
    consumerRow("fullyQualifiedNamespace", async (client) => {
      expect(client.fullyQualifiedNamespace).toMatch(/\.test$|^localhost/);
    }),
    consumerRow("close", async (client) => {
      await client.getPartitionIds();
      await client.close();
    }),
    consumerRow("getPartitionIds", async (client) => {
      expect(await client.getPartitionIds()).toEqual(["0", "1", "2", "3"]);
    }),
    consumerRow("getPartitionProperties", async (client) => {
      expect(await client.getPartitionProperties("1")).toMatchObject({ partitionId: "1" });
    }),
    consumerRow("getEventHubProperties", async (client, { hub }) => {
      expect(await client.getEventHubProperties()).toMatchObject({ name: hub.name });
    }),
    fromPlace("from the earliest", () => earliestEventPosition, [0, 1, 2]),
    fromPlace(
      "after a sequence number",
      (events) => ({ sequenceNumber: events[0]?.sequenceNumber ?? 0 }),
      [1, 2],
    ),
    fromPlace(
      "at a sequence number",
      (events) => ({ sequenceNumber: events[0]?.sequenceNumber ?? 0, isInclusive: true }),
      [0, 1, 2],
    ),
    fromPlace("after an offset", (events) => ({ offset: events[1]?.offset ?? "" }), [2]),
    fromPlace(
      "at a time",
      (events) => ({ enqueuedOn: (events[0]?.enqueuedTime.getTime() ?? 0) - 1 }),
      [0, 1, 2],
    ),
    consumerRow(
      "subscribe",
      async (client, scope) => {
        const { deviceId, partition, send } = await sender(scope);
        const reader = collect(scope, client, partition, deviceId, latestEventPosition);
        // An empty batch tells that the reader is there.
        await eventually(
          () => reader.ready(),
          (value) => expect(value).toBe(true),
        );
        await send(3);
        await eventually(
          () => reader.bodies,
          (value) => expect(value).toEqual([3]),
        );
      },
      "from the latest",
    ),
    consumerRow(
      "subscribe",
      async (client, scope) => {
        const { deviceId } = await sender(scope);
        const { bodies } = collect(scope, client, undefined, deviceId, earliestEventPosition);
        await eventually(
          () => bodies,
          (value) => expect(value).toEqual([0, 1, 2]),
        );
      },
      "all partitions",
    ),
    consumerRow(
      "subscribe",
      async (_client, scope, column) => {
        const bound = { hub: scope.hub, defer: scope.defer.bind(scope) };
        const second = await consumer(bound, column, "second");
        const { deviceId, partition } = await sender(scope);
        const { bodies } = collect(scope, second, partition, deviceId, earliestEventPosition);
        await eventually(
          () => bodies,
          (value) => expect(value).toEqual([0, 1, 2]),
        );
        const nobody = await consumer(bound, column, "nobody");
        const { errors } = collect(scope, nobody, partition, deviceId, earliestEventPosition);
        await eventually(
          () => errors.length,
          (value) => expect(value).toBeGreaterThan(0),
        );
      },
      "another consumer group",
    ),
  ],
  methods: methodsOf(EventHubConsumerClient, Object.prototype).filter(
    // Private in the types, though not in the code.
    (name) => !name.startsWith("createEventProcessor"),
  ),
};
