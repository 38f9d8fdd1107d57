import type { Operation } from "../convention/json-patch.js";
import type { TelemetryMessage } from "../convention/telemetry.js";

/** The device or module that a service-side call is about. */
export interface TargetId {
  readonly deviceId: string;
  readonly moduleId?: string;
}

/** A device twin or module twin as the service shows it; members beyond these are kept as they came. */
export interface Twin {
  readonly deviceId: string;
  readonly moduleId?: string;
  readonly etag: string;
  /** Empty or absent when the device announced no model. */
  readonly modelId?: string;
  readonly version?: number;
  readonly tags?: Readonly<Record<string, unknown>>;
  readonly properties: {
    readonly desired: Readonly<Record<string, unknown>>;
    readonly reported: Readonly<Record<string, unknown>>;
  };
  readonly [member: string]: unknown;
}

/** A digital twin document with the etag it was read at. */
export interface DigitalTwinRead {
  readonly digitalTwin: Readonly<Record<string, unknown>>;
  readonly etag: string;
}

export interface CommandTimeouts {
  /** Seconds to wait for the device to connect: 0 to 300, default 0. */
  readonly connectTimeoutSeconds?: number;
  /** Seconds to wait for the device's answer: 5 to 300, default 30. */
  readonly responseTimeoutSeconds?: number;
}

export interface MethodCall extends CommandTimeouts {
  /** The wire's name: `reboot` or `thermostat1*getMaxMinReport`. */
  readonly name: string;
  /** JSON value; `null` when the command has no request. */
  readonly payload: unknown;
}

export interface DigitalTwinCommandCall extends CommandTimeouts {
  readonly component?: string;
  readonly command: string;
  readonly payload: unknown;
}

export interface CommandAnswer {
  /** The device's own status, like an HTTP status. */
  readonly status: number;
  readonly payload: unknown;
}

/**
 * What a service client needs from the outside. Values are plain JSON; every failure is a `PnpError`:
 * `PNP_DEVICE_NOT_FOUND`, `PNP_MODULE_NOT_FOUND`, `PNP_DEVICE_OFFLINE`, `PNP_TIMEOUT`, `PNP_CONFLICT`,
 * `PNP_UNAUTHORIZED`, `PNP_THROTTLED`, `PNP_TRANSPORT`.
 */
export interface ServiceTransport {
  readTwin(target: TargetId): Promise<Twin>;
  /** One desired patch, refused with `PNP_CONFLICT` when `etag` is stale. Answers the twin after it. */
  patchDesired(
    target: TargetId,
    patch: Readonly<Record<string, unknown>>,
    etag?: string,
  ): Promise<Twin>;
  invokeMethod(target: TargetId, call: MethodCall): Promise<CommandAnswer>;
  readDigitalTwin(target: TargetId): Promise<DigitalTwinRead>;
  patchDigitalTwin(target: TargetId, patch: readonly Operation[], etag?: string): Promise<void>;
  invokeDigitalTwinCommand(target: TargetId, call: DigitalTwinCommandCall): Promise<CommandAnswer>;
  close(): Promise<void>;
}

/** A device or module at one hub: what a service client acts on. `hub.device("x")` makes one. */
export interface ServiceTarget extends TargetId {
  readonly transport: ServiceTransport;
}

export type { TelemetryMessage };

export interface DeviceTwin {
  readonly desired: Readonly<Record<string, unknown>>;
  readonly reported: Readonly<Record<string, unknown>>;
}

/**
 * What a device client needs from the outside: one connection of one device or module. Listeners are set
 * before `connect` resolves or at any time later; setting one replaces the former.
 */
export interface DeviceTransport {
  readTwin(): Promise<DeviceTwin>;
  reportProperties(patch: Readonly<Record<string, unknown>>): Promise<void>;
  sendTelemetry(message: TelemetryMessage): Promise<void>;
  /** Desired patches as they arrive, `$version` included. Resolves when the subscription stands. */
  onDesiredPatch(listener: (patch: Readonly<Record<string, unknown>>) => void): Promise<void>;
  /** Commands as they arrive, named as on the wire. Resolves when the subscription stands. */
  onCommand(handler: (name: string, payload: unknown) => Promise<CommandAnswer>): Promise<void>;
  /** Told `false` when the connection breaks and `true` when it stands again; of `close` it is told nothing. */
  onConnectionChange(listener: (connected: boolean) => void): void;
  close(): Promise<void>;
}
