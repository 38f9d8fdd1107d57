import type { ShapeOf } from "../client/events/event-models.js";
import type { EventStream, EventStreamOptions } from "../client/events/event-stream-types.js";
import type {
  LiveDigitalTwinOptions,
  LiveDigitalTwinState,
} from "../client/events/live-digital-twin.js";
import type { HubJobs } from "../client/fleet/job-types.js";
import type { DescriptorOrTypedImport } from "../client/imported-model.js";
import type { HubMessages } from "../client/messages/hub-messages.js";
import { requireObject } from "../client/require-argument.js";
import type { ServiceTarget, ServiceTransport } from "../client/transport.js";
import { PnpError } from "../errors.js";
import { createAttempt } from "./attempt.js";
import { checkedCredential } from "./checked-credential.js";
import { createHubMessages } from "./cloud-to-device.js";
import { type Configurations, createConfigurations } from "./configurations.js";
import { parseServiceConnectionString } from "./connection-string.js";
import { createDeviceRegistry } from "./device-registry.js";
import { createHubEvents, type HubEvents } from "./event-hub-door.js";
import type { EventHubsCredential } from "./event-hubs-connection.js";
import type { HubClients, HubCredential, HubSignIn } from "./hub-clients.js";
import { createJobs } from "./jobs.js";
import { createQueries, type HubQueries } from "./query.js";
import type { DeviceRegistry } from "./registry-types.js";
import { createServiceTransport } from "./service-transport.js";

/** One hub, seen from the service side. */
export interface HubConnection {
  readonly host: string;
  /** The device as a target for a service client. Nothing is sent yet. */
  device(id: string): ServiceTarget;
  /** The module as a target for a service client. Nothing is sent yet. */
  module(id: string, moduleId: string): ServiceTarget;
  readonly transport: ServiceTransport;
  readonly registry: DeviceRegistry;
  readonly configurations: Configurations;
  /** Cloud-to-device messages. */
  readonly messages: HubMessages;
  /** The answer of a query, row by row or by `pages()`: `for await (const row of hub.query("SELECT …"))`. */
  readonly query: HubQueries["query"];
  /** The twins of devices that meet a condition of the query language; default: of all. */
  readonly devices: HubQueries["devices"];
  /** The twins of modules that meet a condition; default: of all. */
  readonly modules: HubQueries["modules"];
  readonly jobs: HubJobs;
  /**
   * Telemetry and notifications as they arrive, typed by the models given: `for await (const event of hub.events())`.
   * It connects with the first event asked for, or with `ready()`.
   */
  events<D extends DescriptorOrTypedImport = DescriptorOrTypedImport>(
    options?: EventStreamOptions<D>,
  ): EventStream<ShapeOf<D>>;
  /**
   * The digital twin of a device as it changes: the document as it stands, then one state after each change. It needs
   * a route of digital twin changes to the events endpoint; see `liveDigitalTwin`.
   */
  liveDigitalTwin<S = unknown>(
    deviceId: string,
    options?: LiveDigitalTwinOptions<S>,
  ): AsyncGenerator<LiveDigitalTwinState<S>, void, undefined>;
  /** For what is built on the events endpoint. */
  readonly "~events": HubEvents;
  /** Later calls are refused with `PNP_USAGE`. */
  close(): Promise<void>;
}

/** What a hub is asked for beside its own calls. */
export interface HubConnectionOptions {
  /**
   * The Event Hubs-compatible endpoint that events are read from: its connection string, or its names and a
   * credential. Default: the hub is asked for it, which needs a connection string of the hub.
   */
  readonly events?: string | EventHubsCredential;
  /**
   * Whether the hub sends twin changes to the events endpoint (a route from `TwinChangeEvents`). Then waiting for an
   * acknowledgement ends with the notification; otherwise, which is the default, the twin is read again and again.
   */
  readonly notifications?: boolean;
}

/**
 * A hub to act on: by the connection string of a shared access policy, or with Entra by host name and credential.
 * It connects, and loads the Azure SDK, with the first call. A string that is none fails at once with `PNP_USAGE`.
 */
export function connectHub(
  connection: string | HubCredential,
  options: HubConnectionOptions = {},
): HubConnection {
  // Programs without types pass what an unset variable holds: that counts as an empty connection string.
  const signIn: HubSignIn =
    typeof connection === "object" && connection !== null
      ? checkedCredential(connection)
      : parseServiceConnectionString(connection);
  const { host } = signIn;
  requireObject(options, "The options of the connection");

  let clients: Promise<HubClients> | undefined;
  let closed = false;
  const load = async (): Promise<HubClients> => {
    if (closed) throw new PnpError("PNP_USAGE", `The connection to ${host} has been closed.`);
    clients ??= import("./hub-clients.js").then(({ openHubClients }) => openHubClients(signIn));
    return clients;
  };

  const attempt = createAttempt(host, load);
  const calls = createServiceTransport(attempt);
  const events = createHubEvents(signIn, options.events, calls);
  const transport = options.notifications === true ? events.notified(calls) : calls;
  const queries = createQueries(attempt);
  const cloudToDevice = createHubMessages(attempt);
  return {
    host,
    transport,
    ...queries,
    jobs: createJobs(attempt, queries),
    events: (wanted) => events.stream(wanted),
    liveDigitalTwin: (deviceId, wanted) => events.liveDigitalTwin({ deviceId, transport }, wanted),
    "~events": events,
    registry: createDeviceRegistry(host, attempt),
    configurations: createConfigurations(attempt),
    messages: cloudToDevice.messages,
    device: (id) => ({ deviceId: id, transport }),
    module: (id, moduleId) => ({ deviceId: id, moduleId, transport }),
    async close() {
      closed = true;
      await events.close();
      await cloudToDevice.close();
      await transport.close();
    },
  };
}
