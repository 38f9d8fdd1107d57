import { PnpError } from "../errors.js";
import type { CallOptions } from "./call-options.js";
import { type Connection, type Entry, inMemoryServiceTransport } from "./in-memory-service.js";
import { createInMemoryTwin } from "./in-memory-twin.js";
import { noMessagesForModule } from "./messages/device-message.js";
import type { HubMessages } from "./messages/hub-messages.js";
import { createInMemoryMessages, type InMemoryMailbox } from "./messages/in-memory-messages.js";
import { requireTargetId } from "./target-id.js";
import type {
  DeviceTransport,
  ServiceTarget,
  ServiceTransport,
  TargetId,
  TelemetryMessage,
} from "./transport.js";

/** Telemetry that reached an in-memory hub. */
export interface ReceivedTelemetry extends TargetId {
  readonly message: TelemetryMessage;
}

/** A hub inside the process: both transports over the same twins, for tests and for trying things out. */
export interface InMemoryHub {
  readonly transport: ServiceTransport;
  /** Cloud-to-device messages; they do not expire, and any number may wait. */
  readonly messages: HubMessages;
  /** All telemetry so far, in order. */
  readonly telemetry: readonly ReceivedTelemetry[];
  /** The device to act on from the service side. It is there once it was connected or created. */
  device(deviceId: string): ServiceTarget;
  module(deviceId: string, moduleId: string): ServiceTarget;
  /** Makes the identity without connecting it; one that exists stays as it is. */
  create(deviceId: string, moduleId?: string): ServiceTarget;
  /** Connects a device or module, made if it does not exist. A connection of the same one before it ends. */
  connect(deviceId: string, options?: ConnectOptions): DeviceTransport;
}

/** How a device connects to the hub inside the process. */
export interface ConnectOptions {
  readonly moduleId?: string;
  /** DTMI that the device announces. */
  readonly modelId?: string;
}

/**
 * A hub without a network: twins with versions and etags, conflicts, commands, digital twins, telemetry. It has
 * no sign-in, no limits and no time: time-outs are not looked at, and a device that never answers is waited for.
 */
export function createInMemoryHub(): InMemoryHub {
  const entries = new Map<string, Entry>();
  const telemetry: ReceivedTelemetry[] = [];

  const ensure = ({ deviceId, moduleId }: TargetId): Entry => {
    const key = keyOf({ deviceId, ...(moduleId === undefined ? {} : { moduleId }) });
    if (moduleId !== undefined) ensure({ deviceId });
    const entry = entries.get(key) ?? { twin: createInMemoryTwin(deviceId, moduleId) };
    entries.set(key, entry);
    return entry;
  };
  const find = (target: TargetId): Entry => {
    requireTargetId(target);
    const { deviceId, moduleId } = target;
    const entry = entries.get(keyOf(target));
    if (entry !== undefined) return entry;
    if (moduleId !== undefined && entries.has(keyOf({ deviceId }))) {
      throw new PnpError(
        "PNP_MODULE_NOT_FOUND",
        `The device "${deviceId}" has no module "${moduleId}".`,
      );
    }
    throw new PnpError("PNP_DEVICE_NOT_FOUND", `The hub knows no device "${deviceId}".`);
  };

  const transport = inMemoryServiceTransport(find);
  const messages = createInMemoryMessages((deviceId) => void find({ deviceId }));
  const targetOf = (id: TargetId): ServiceTarget => ({ ...id, transport });
  return {
    transport,
    messages: messages.service,
    telemetry,
    device: (deviceId) => targetOf({ deviceId }),
    module: (deviceId, moduleId) => targetOf({ deviceId, moduleId }),
    create: (deviceId, moduleId) => {
      const id = moduleId === undefined ? { deviceId } : { deviceId, moduleId };
      ensure(id);
      return targetOf(id);
    },
    connect: (deviceId, { moduleId, modelId } = {}) => {
      const id = moduleId === undefined ? { deviceId } : { deviceId, moduleId };
      const entry = ensure(id);
      if (modelId !== undefined) entry.twin.modelId = modelId;
      const mailbox =
        moduleId === undefined ? messages.connect(deviceId) : noMailbox(`${deviceId}/${moduleId}`);
      return inMemoryDeviceTransport(entry, mailbox, (message) =>
        telemetry.push({ ...id, message }),
      );
    },
  };
}

function noMailbox(name: string): InMemoryMailbox {
  return {
    onMessage: async () => {
      throw noMessagesForModule(name);
    },
    disconnect: () => undefined,
  };
}

function inMemoryDeviceTransport(
  entry: Entry,
  mailbox: InMemoryMailbox,
  receive: (message: TelemetryMessage) => void,
): DeviceTransport {
  const connection: Connection = {};
  const older = entry.connection;
  entry.connection = connection;
  older?.onChange?.(false);
  const checkOpen = (options: CallOptions = {}): void => {
    if (options.signal?.aborted) throw new PnpError("PNP_ABORTED", "The call was given up.");
    if (entry.connection === connection) return;
    throw new PnpError(
      "PNP_TRANSPORT",
      "This connection has ended: it was closed, or the device connected again.",
    );
  };
  return {
    readTwin: async (options) => {
      checkOpen(options);
      return entry.twin.toDeviceTwin();
    },
    reportProperties: async (patch, options) => {
      checkOpen(options);
      entry.twin.patchReported(patch);
    },
    sendTelemetry: async (message, options) => {
      checkOpen(options);
      receive(message);
    },
    onDesiredPatch: async (listener) => {
      checkOpen();
      connection.onPatch = listener;
    },
    onCommand: async (handler) => {
      checkOpen();
      connection.onCommand = handler;
    },
    onMessage: async (handler, options) => {
      checkOpen(options);
      await mailbox.onMessage(handler, options);
    },
    onConnectionChange: (listener) => {
      connection.onChange = listener;
    },
    close: async () => {
      mailbox.disconnect();
      if (entry.connection === connection) delete entry.connection;
    },
  };
}

function keyOf({ deviceId, moduleId }: TargetId): string {
  return JSON.stringify([deviceId, moduleId ?? null]);
}
