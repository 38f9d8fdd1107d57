import type {
  CommandAnswer,
  DeviceTransport,
  TelemetryMessage,
} from "../../src/client/transport.js";

type Patch = Readonly<Record<string, unknown>>;

/** A device's connection without a hub: keeps what was sent, and plays the service side. */
export interface MemoryConnection extends DeviceTransport {
  readonly reports: Patch[];
  readonly telemetry: TelemetryMessage[];
  readonly closed: () => boolean;
  setDesired(patch: Patch): void;
  invoke(name: string, payload: unknown): Promise<CommandAnswer>;
}

export function memoryConnection(desired: Patch = { $version: 1 }): MemoryConnection {
  const reports: Patch[] = [];
  const telemetry: TelemetryMessage[] = [];
  let listener: (patch: Patch) => void = () => undefined;
  let handler: Parameters<DeviceTransport["onCommand"]>[0] | undefined;
  let isClosed = false;
  return {
    reports,
    telemetry,
    closed: () => isClosed,
    setDesired: (patch) => listener(patch),
    invoke(name, payload) {
      if (handler === undefined) throw new Error("no command handler");
      return handler(name, payload);
    },
    readTwin: async () => ({ desired, reported: { $version: 1 } }),
    reportProperties: async (patch) => void reports.push(patch),
    sendTelemetry: async (message) => void telemetry.push(message),
    onDesiredPatch: async (next) => {
      listener = next;
    },
    onCommand: async (next) => {
      handler = next;
    },
    onConnectionChange: () => undefined,
    onMessage: async () => undefined,
    close: async () => {
      isClosed = true;
    },
  };
}
