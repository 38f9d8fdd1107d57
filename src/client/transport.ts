import type { Operation } from "../convention/json-patch.js";
import type { TelemetryMessage } from "../convention/telemetry.js";
import type { CallOptions } from "./call-options.js";
import type { JsonObject } from "./json.js";
import type { MessageTransport } from "./messages/device-message.js";

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
  readonly tags?: JsonObject;
  readonly properties: {
    readonly desired: Readonly<Record<string, unknown>>;
    readonly reported: Readonly<Record<string, unknown>>;
  };
  readonly [member: string]: unknown;
}

/** A merge patch of a twin (RFC 7396): objects merge, `null` removes. What is left out stays. */
export interface TwinChange {
  readonly tags?: JsonObject;
  readonly desired?: Readonly<Record<string, unknown>>;
}

/** All that the service side keeps in a twin. Both are named, since what a replacement leaves out is emptied. */
export interface TwinContent {
  readonly tags: JsonObject;
  readonly desired: Readonly<Record<string, unknown>>;
}

/** What a write is made on. */
export interface WriteOptions extends CallOptions {
  /** Etag of what was read; stale is `PNP_CONFLICT`. Without one, or with `*`, the write holds for whatever stands. */
  readonly etag?: string;
}

/** A digital twin document with the etag it was read at. */
export interface DigitalTwinRead {
  readonly digitalTwin: Readonly<Record<string, unknown>>;
  readonly etag: string;
}

/** What the hub says of a digital twin that it has patched. */
export interface DigitalTwinPatched {
  /** The etag after the patch; absent when the hub names none. */
  readonly etag?: string;
}

/** How long the hub gives a device for a command. It takes whole seconds. */
export interface CommandTimeouts {
  /** Seconds to wait for the device to connect: 0 to 300, default 0. */
  readonly connectTimeoutSeconds?: number;
  /** Seconds to wait for the device's answer: 5 to 300, default 30. */
  readonly responseTimeoutSeconds?: number;
}

/** A direct method to invoke. */
export interface MethodCall extends CommandTimeouts {
  /** The wire's name: `reboot` or `thermostat1*getMaxMinReport`. */
  readonly name: string;
  /** JSON value; `null` when the command has no request. */
  readonly payload: unknown;
}

/** A command to invoke by the route of the digital twin. */
export interface DigitalTwinCommandCall extends CommandTimeouts {
  readonly component?: string;
  readonly command: string;
  readonly payload: unknown;
}

/** What a device answered to a command. */
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
  readTwin(target: TargetId, options?: CallOptions): Promise<Twin>;
  /** One merge patch of tags and desired properties. Answers the twin after it. */
  patchTwin(target: TargetId, change: TwinChange, options?: WriteOptions): Promise<Twin>;
  /** Puts these tags and desired properties in the place of all there were. Answers the twin after it. */
  replaceTwin(target: TargetId, content: TwinContent, options?: WriteOptions): Promise<Twin>;
  invokeMethod(target: TargetId, call: MethodCall, options?: CallOptions): Promise<CommandAnswer>;
  readDigitalTwin(target: TargetId, options?: CallOptions): Promise<DigitalTwinRead>;
  patchDigitalTwin(
    target: TargetId,
    patch: readonly Operation[],
    options?: WriteOptions,
  ): Promise<DigitalTwinPatched>;
  invokeDigitalTwinCommand(
    target: TargetId,
    call: DigitalTwinCommandCall,
    options?: CallOptions,
  ): Promise<CommandAnswer>;
  /**
   * Resolves when the twin has changed since this was called, or when the signal is aborted; never rejects. Present
   * where notifications are at hand; those who wait read the twin from time to time all the same.
   */
  waitForChange?(target: TargetId, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** A device or module at one hub: what a service client acts on. `hub.device("x")` makes one. */
export interface ServiceTarget extends TargetId {
  readonly transport: ServiceTransport;
}

export type { TelemetryMessage };

/** A twin as the device sees it, `$version` included. */
export interface DeviceTwin {
  readonly desired: Readonly<Record<string, unknown>>;
  readonly reported: Readonly<Record<string, unknown>>;
}

/** What sending telemetry needs from the outside. */
export interface TelemetryTransport {
  /** Resolves when the hub has the message. Where there is no connection it fails at once with `PNP_TRANSPORT`. */
  sendTelemetry(message: TelemetryMessage, options?: CallOptions): Promise<void>;
  /**
   * Told `false` when the connection breaks and `true` when it stands again, also when it was replaced without having
   * been missed: desired patches may have been lost. Of `close` it is told nothing.
   */
  onConnectionChange(listener: (connected: boolean) => void): void;
  close(options?: CallOptions): Promise<void>;
}

/**
 * What a device client needs from the outside: one connection of one device or module. Listeners are set
 * before `connect` resolves or at any time later; setting one replaces the former. Twin calls wait for a connection
 * that is down, and fail with `PNP_TIMEOUT` when it stays so.
 */
export interface DeviceTransport extends TelemetryTransport, MessageTransport {
  readTwin(options?: CallOptions): Promise<DeviceTwin>;
  reportProperties(patch: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<void>;
  /** Desired patches as they arrive, `$version` included. Resolves when the subscription stands. */
  onDesiredPatch(
    listener: (patch: Readonly<Record<string, unknown>>) => void,
    options?: CallOptions,
  ): Promise<void>;
  /** Commands as they arrive, named as on the wire. Resolves when the subscription stands. */
  onCommand(
    handler: (name: string, payload: unknown) => Promise<CommandAnswer>,
    options?: CallOptions,
  ): Promise<void>;
}
