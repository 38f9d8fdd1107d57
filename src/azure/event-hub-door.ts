import { type CallOptions, callOptionsOf } from "../client/call-options.js";
import { createChangeWatcher } from "../client/events/change-watcher.js";
import type { EventFilter } from "../client/events/event-filter.js";
import type { ShapeOf } from "../client/events/event-models.js";
import type { EventSource } from "../client/events/event-source.js";
import { createEventStream } from "../client/events/event-stream.js";
import type { EventStream, EventStreamOptions } from "../client/events/event-stream-types.js";
import {
  type LiveDigitalTwinOptions,
  type LiveDigitalTwinState,
  liveDigitalTwin,
} from "../client/events/live-digital-twin.js";
import type { DeviceLook } from "../client/events/silence.js";
import type { DescriptorOrTypedImport } from "../client/imported-model.js";
import type { ServiceTarget, ServiceTransport } from "../client/transport.js";
import { isPnpError, PnpError } from "../errors.js";
import { keyOf } from "./connection-string.js";
import { targetName } from "./error-translation.js";
import {
  type EventHubsCredential,
  type EventHubsEndpoint,
  parseEventsEndpoint,
} from "./event-hubs-connection.js";
import { createEventSource } from "./event-source.js";
import type { HubSignIn } from "./hub-clients.js";

/** The events of one hub: see `HubConnection.events`. */
export interface HubEvents {
  /** The stream that `hub.events(…)` answers. */
  stream<D extends DescriptorOrTypedImport = DescriptorOrTypedImport>(
    options?: EventStreamOptions<D>,
  ): EventStream<ShapeOf<D>>;
  /** The states that `hub.liveDigitalTwin(…)` answers. */
  liveDigitalTwin<S = unknown>(
    target: ServiceTarget,
    options?: LiveDigitalTwinOptions<S>,
  ): AsyncGenerator<LiveDigitalTwinState<S>, void, undefined>;
  /** The transport with waits that end when the hub tells of a change. */
  notified(transport: ServiceTransport): ServiceTransport;
  /** Where the events are read: given by the program, else asked of the hub, once. */
  endpoint(options: CallOptions): Promise<EventHubsEndpoint>;
  /** Has something closed with the connection to the hub; the answer takes that back. */
  track(reader: Closable): () => void;
  /** Ends everything that still reads. */
  close(): Promise<void>;
}

/** A stream or a processor. */
interface Closable {
  close(): Promise<void>;
}

/** Reads events by the endpoint given, else by the one that the hub names when asked. */
export function createHubEvents(
  signIn: HubSignIn,
  given: string | EventHubsCredential | undefined,
  transport: ServiceTransport,
): HubEvents {
  const { host } = signIn;
  const known = given === undefined ? undefined : parseEventsEndpoint(given);
  const open = new Set<Closable>();
  let found: EventHubsEndpoint | undefined = known;
  let closed = false;

  const endpoint = async (options: CallOptions): Promise<EventHubsEndpoint> => {
    found ??= await askHub(signIn, options);
    return found;
  };
  const source: EventSource = createEventSource(endpoint);

  const hubEvents: HubEvents = {
    endpoint,
    liveDigitalTwin(target, options = {}) {
      const events = hubEvents.stream({
        device: target.deviceId,
        kinds: ["digitalTwinChange"],
        ...callOptionsOf(options),
      });
      return liveDigitalTwin(target, events, options);
    },
    notified(calls) {
      const { waitForChange } = createChangeWatcher(() =>
        hubEvents.stream({ kinds: ["twinChange"] }),
      );
      return { ...calls, waitForChange };
    },
    stream(options) {
      if (closed) throw new PnpError("PNP_USAGE", `The connection to ${host} has been closed.`);
      const tracked: EventSource = {
        async open(request) {
          const untrack = hubEvents.track({ close: () => stream.close() });
          const subscription = await source.open(request).catch((error: unknown) => {
            untrack();
            throw error;
          });
          return {
            partitions: subscription.partitions,
            inspect: (look) => subscription.inspect(look),
            async close() {
              untrack();
              await subscription.close();
            },
          };
        },
      };
      const stream = createEventStream(tracked, options, (filter) => lookAt(filter, transport));
      return stream;
    },
    track(reader) {
      open.add(reader);
      return () => open.delete(reader);
    },
    async close() {
      closed = true;
      await Promise.all([...open].map((reader) => reader.close()));
    },
  };
  return hubEvents;
}

async function askHub(signIn: HubSignIn, options: CallOptions): Promise<EventHubsEndpoint> {
  if ("credential" in signIn) {
    throw new PnpError(
      "PNP_USAGE",
      `With Entra ${signIn.host} does not tell where its events are.`,
      {
        hint: "Give events: { fullyQualifiedNamespace, eventHubName, credential }, as the portal shows them under Built-in endpoints.",
      },
    );
  }
  const { host, policy } = signIn;
  const key = keyOf(signIn);
  const { findEventsEndpoint } = await import("./event-redirect.js");
  return findEventsEndpoint({ host, policy, key }, options);
}

/** Whether the device that is listened to is connected at all. */
async function lookAt(
  { device, module }: EventFilter,
  transport: ServiceTransport,
): Promise<DeviceLook | undefined> {
  if (device === undefined) return undefined;
  const target = { deviceId: device, ...(module === undefined ? {} : { moduleId: module }) };
  const name = `${module === undefined ? "device" : "module"} ${targetName(target)}`;
  try {
    const { connectionState } = await transport.readTwin(target);
    if (connectionState === "Connected") return { name, presence: "connected" };
    return { name, presence: connectionState === "Disconnected" ? "disconnected" : "unknown" };
  } catch (error) {
    const missing =
      isPnpError(error, "PNP_DEVICE_NOT_FOUND") || isPnpError(error, "PNP_MODULE_NOT_FOUND");
    return { name, presence: missing ? "missing" : "unknown" };
  }
}
