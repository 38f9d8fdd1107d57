import type { JsonRecord } from "../convention/record.js";
import { PnpError } from "../errors.js";
import type { HubClock } from "./clock.js";
import type { DeviceMessage } from "./device-message.js";
import { parseExactJson } from "./exact-json.js";
import type { QueueOutcome } from "./lock-queue.js";
import { Ring } from "./ring.js";
import { clientId, type Target, targetOf } from "./target.js";
import type { TelemetryEvent } from "./telemetry.js";
import type { HubProtocol } from "./trace.js";

/** What a device or module can do, and what is known about it. */
export interface ActivityDetails {
  connected: {
    readonly protocol?: HubProtocol;
    /** The model it announced. */
    readonly modelId?: string;
  };
  disconnected: { readonly protocol?: HubProtocol };
  telemetry: {
    readonly event: TelemetryEvent;
    /** The body: what it says where it is JSON, else its text. */
    readonly payload: unknown;
  };
  /** Reported properties were written. */
  reported: {
    /** The merge patch that the device sent. */
    readonly patch: JsonRecord;
    /** `$version` of the reported properties after it. */
    readonly version: number;
  };
  /** A direct method was answered. */
  answered: { readonly method: string; readonly status: number; readonly payload: unknown };
  /** A cloud-to-device message came to its end: `Success` when the device completed it. */
  settled: { readonly message: DeviceMessage; readonly outcome: QueueOutcome };
}

/** Names of {@link ActivityDetails}. */
export type ActivityKind = keyof ActivityDetails;

/** One thing that a device or module did, seen from the hub. */
export type DeviceActivity<Kind extends ActivityKind = ActivityKind> = {
  [Each in Kind]: Readonly<Target> & {
    readonly kind: Each;
    readonly time: Date;
  } & ActivityDetails[Each];
}[Kind];

/** What to wait for, and how long. */
export interface NextOptions<Kind extends ActivityKind> {
  /** Of this device or one of its modules; default: of any. */
  readonly deviceId?: string;
  /** What else has to hold. */
  readonly where?: (activity: DeviceActivity<Kind>) => boolean;
  /** Default 5. */
  readonly timeoutSeconds?: number;
}

const kept = 1000;

interface Waiting {
  tell(activity: DeviceActivity): void;
  fail(error: PnpError): void;
}

/** What devices do, for tests: the latest 1,000 acts that are no telemetry, and waiting for the next. */
export class Activities {
  readonly #clock: HubClock;
  readonly #kept = new Ring<DeviceActivity>(kept);
  readonly #waiting = new Set<Waiting>();

  constructor(clock: HubClock) {
    this.#clock = clock;
  }

  /** In the order they happened. Telemetry has a log of its own. */
  items(deviceId?: string): readonly DeviceActivity[] {
    return this.#kept
      .items()
      .filter((activity) => deviceId === undefined || activity.deviceId === deviceId);
  }

  record<Kind extends Exclude<ActivityKind, "telemetry">>(
    kind: Kind,
    target: Target,
    details: ActivityDetails[Kind],
  ): void {
    const activity = { kind, ...targetOf(target), time: this.#clock.now(), ...details };
    this.#kept.add(activity as DeviceActivity);
    this.#tell(activity as DeviceActivity);
  }

  telemetry(event: TelemetryEvent): void {
    if (this.#waiting.size === 0) return;
    const { target, enqueuedTime: time } = event;
    const payload = payloadOf(Buffer.from(event.body).toString("utf8"));
    this.#tell({ kind: "telemetry", ...targetOf(target), time, event, payload });
  }

  /** The next of a kind from now on. Rejects with `PNP_TIMEOUT`, or `PNP_ABORTED` when the hub closes. */
  next<Kind extends ActivityKind>(
    kind: Kind,
    options: NextOptions<Kind> = {},
  ): Promise<DeviceActivity<Kind>> {
    const { deviceId, where = () => true, timeoutSeconds = 5 } = options;
    const others: string[] = [];
    return new Promise((resolve, reject) => {
      const end = (): void => {
        cancel();
        this.#waiting.delete(waiting);
      };
      const waiting: Waiting = {
        tell: (activity) => {
          try {
            const isOfDevice = deviceId === undefined || activity.deviceId === deviceId;
            // Of this kind, so of this type.
            const found = activity as DeviceActivity<Kind>;
            if (activity.kind !== kind || !isOfDevice || !where(found)) {
              if (others.length < 5) others.push(`${activity.kind} (${clientId(activity)})`);
              return;
            }
            end();
            resolve(found);
          } catch (error) {
            end();
            reject(error);
          }
        },
        fail: (error) => {
          end();
          reject(error);
        },
      };
      const cancel = this.#clock.after(timeoutSeconds * 1000, () => {
        const of = deviceId === undefined ? "" : ` of ${deviceId}`;
        const meanwhile = others.length === 0 ? "nothing" : others.join(", ");
        waiting.fail(
          new PnpError(
            "PNP_TIMEOUT",
            `No "${kind}"${of} that was waited for within ${timeoutSeconds} seconds; what came: ${meanwhile}.`,
            { hint: "Begin to wait before the device acts; hub.logs() tells what was refused." },
          ),
        );
      });
      this.#waiting.add(waiting);
    });
  }

  /** Nothing more will come. */
  end(): void {
    const over = new PnpError("PNP_ABORTED", "The hub was closed while this was waited for.");
    for (const waiting of [...this.#waiting]) waiting.fail(over);
  }

  #tell(activity: DeviceActivity): void {
    for (const waiting of [...this.#waiting]) waiting.tell(activity);
  }
}

/** What a text says as JSON; the text itself where it is none, or has a number that would be rounded. */
export function payloadOf(text: string): unknown {
  try {
    return parseExactJson(text, "");
  } catch {
    return text;
  }
}
