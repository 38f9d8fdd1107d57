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
