import type { Operation } from "../../convention/json-patch.js";
import type { PnpErrorCode } from "../../errors.js";

/** What `pnp demo --output json` prints: every value is taken from what really happened. */
export interface DemoResult {
  /** The model the device announced, as the hub tells it. */
  readonly modelId: string;
  /** The desired patch that was sent. */
  readonly twinPatch: Readonly<Record<string, unknown>>;
  /** How the device acknowledged it; `av` is the desired `$version` of that patch. */
  readonly acknowledgement: DemoAcknowledgement;
  /** The JSON Patch that was sent to the digital twin. */
  readonly digitalTwinPatch: readonly Operation[];
  /** The digital twin read afterwards. */
  readonly digitalTwin: Readonly<Record<string, unknown>>;
  readonly commands: readonly DemoCommand[];
  readonly refused: readonly DemoRefusal[];
  /** The last message of each part, read from the hub's events and typed by the model. */
  readonly telemetry: readonly DemoTelemetry[];
  /** What the hub told of the first desired update: one twin change, one digital twin change. */
  readonly notifications: readonly [DemoTwinChange, DemoDigitalTwinChange];
  readonly module: DemoModule;
  readonly job: DemoJob;
}

export interface DemoAcknowledgement {
  readonly component?: string;
  readonly property: string;
  readonly value: unknown;
  readonly ac: number;
  readonly av: number;
  readonly ad?: string;
}

export interface DemoCommand {
  readonly name: string;
  readonly via: "method" | "digital-twin";
  readonly request: unknown;
  readonly status: number;
  readonly response: unknown;
}

export interface DemoRefusal {
  /** What was tried, in words. */
  readonly attempt: string;
  readonly code: PnpErrorCode;
  readonly message: string;
  /** Whether a write reached the hub: counted at the hub, not assumed. */
  readonly sent: boolean;
}

export interface DemoTelemetry {
  readonly deviceId: string;
  /** DTMI of the Interface that has the telemetry. */
  readonly interfaceId: string;
  /** Absent for the root. */
  readonly component?: string;
  readonly readings: readonly {
    readonly name: string;
    readonly value: unknown;
    readonly unit?: string;
    readonly semanticType?: string;
  }[];
  readonly enqueuedTime: string;
}

export interface DemoTwinChange {
  readonly kind: "twinChange";
  readonly deviceId: string;
  readonly operation: string;
  readonly desired: Readonly<Record<string, unknown>>;
  /** The desired `$version` after the change. */
  readonly version: number;
  readonly operationTimestamp: string;
}

export interface DemoDigitalTwinChange {
  readonly kind: "digitalTwinChange";
  readonly deviceId: string;
  readonly patch: readonly Operation[];
  readonly operationTimestamp: string;
}

/** A module without a model, from its identity to the value that its app received. */
export interface DemoModule {
  readonly deviceId: string;
  readonly moduleId: string;
  readonly created: boolean;
  /** The etag that guarded the update. */
  readonly etag: string;
  readonly desired: { readonly telemetryInterval: unknown };
  readonly received: { readonly telemetryInterval: unknown };
  readonly reported: { readonly telemetryInterval: unknown };
}

/** A property set on every device of the model, as one job of the hub. */
export interface DemoJob {
  readonly jobId: string;
  readonly type: string;
  readonly status: string;
  readonly where: string;
  /** The desired patch that each device got. */
  readonly desired: Readonly<Record<string, unknown>>;
  readonly devices: readonly { readonly deviceId: string; readonly outcome: string }[];
}
