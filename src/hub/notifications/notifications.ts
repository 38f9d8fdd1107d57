import type { JsonRecord } from "../../convention/record.js";
import type { HubClock, HubIds } from "../clock.js";
import { changedNames, digitalTwinOf } from "../digital-twins.js";
import type { EventSource } from "../events/event.js";
import type { EventLog } from "../events/log.js";
import type { Target } from "../target.js";
import type { TwinChange, TwinState } from "../twins.js";
import { digitalTwinDifference } from "./digital-twin-difference.js";
import { createdBody, deletedBody } from "./lifecycle.js";
import { operationTimestamp } from "./times.js";
import { twinChangeBody } from "./twin-change.js";

/** Things that happen at one time and tell of it by one correlation id. */
interface Occasion {
  readonly time: Date;
  /** The same as the event shows it. */
  readonly timestamp: string;
  readonly correlationId: string;
}

interface Kind {
  readonly source: EventSource;
  readonly schema: string;
  readonly contentType: string;
}

const json = "application/json";
const twinChange: Kind = {
  source: "twinChangeEvents",
  schema: "twinChangeNotification",
  contentType: json,
};
const digitalTwinChange: Kind = {
  source: "digitalTwinChangeEvents",
  schema: "digitalTwinChangeNotification",
  contentType: "application/json-patch+json",
};
const lifecycle: Kind = {
  source: "deviceLifecycleEvents",
  schema: "deviceLifecycleNotification",
  contentType: json,
};
const connectionState: Kind = {
  source: "deviceConnectionStateEvents",
  schema: "deviceConnectionStateNotification",
  contentType: json,
};

/** What the hub tells on its event endpoint about twins, digital twins, identities and connections. */
export class Notifications {
  readonly #log: EventLog;
  readonly #clock: HubClock;
  readonly #ids: HubIds;
  readonly #hubName: string;
  readonly #started: bigint;
  #connections = 0n;

  constructor(log: EventLog, clock: HubClock, ids: HubIds, hubName: string) {
    this.#log = log;
    this.#clock = clock;
    this.#ids = ids;
    this.#hubName = hubName;
    this.#started = ticks(clock.now());
  }

  /** One change of a twin, and what it means for the digital twin. */
  twinChanged(change: TwinChange): void {
    const { target, before, after, time, patch } = change;
    const occasion = this.#occasion(time);
    this.#publish(twinChange, change.operation, target, twinChangeBody(change), occasion);
    if (!this.#log.takes(digitalTwinChange.source)) return;
    const changed = changedNames(before, after, [patch.desired, patch.reported]);
    const difference = digitalTwinDifference(
      digitalTwinOf(target.deviceId, before, changed),
      digitalTwinOf(target.deviceId, after, changed),
    );
    if (difference.length === 0) return;
    this.#publish(digitalTwinChange, "updateTwin", target, difference, occasion);
  }

  created(target: Target): void {
    const what = target.moduleId === undefined ? "Device" : "Module";
    this.#publish(lifecycle, `create${what}Identity`, target, createdBody(target));
  }

  deleted(target: Target, twin: TwinState): void {
    const what = target.moduleId === undefined ? "Device" : "Module";
    this.#publish(lifecycle, `delete${what}Identity`, target, deletedBody(target, twin));
  }

  connectionChanged(target: Target, connected: boolean): void {
    const what = target.moduleId === undefined ? "device" : "module";
    this.#connections += 1n;
    this.#publish(connectionState, `${what}${connected ? "Connected" : "Disconnected"}`, target, {
      sequenceNumber: this.#connectionSequence(),
    });
  }

  /** A hexadecimal number that grows: when the hub started, then a count. */
  #connectionSequence(): string {
    const hex = (value: bigint, digits: number): string =>
      value.toString(16).toUpperCase().padStart(digits, "0");
    return `${hex(this.#started, 32)}${hex(2n, 8)}${hex(this.#connections, 24)}`;
  }

  #occasion(time: Date = this.#clock.now()): Occasion {
    // Node draws many of these at once, but single random bytes one by one.
    const correlationId = this.#ids.uuid().replaceAll("-", "").slice(0, 12);
    return { time, timestamp: operationTimestamp(time), correlationId };
  }

  #publish(
    { source, schema, contentType }: Kind,
    opType: string,
    target: Target,
    body: JsonRecord | readonly unknown[],
    { time, timestamp, correlationId }: Occasion = this.#occasion(),
  ): void {
    if (!this.#log.takes(source)) return;
    this.#log.append(
      {
        source,
        target,
        body: Buffer.from(JSON.stringify(body)),
        systemProperties: {
          "content-type": contentType,
          "content-encoding": "utf-8",
          "correlation-id": correlationId,
          "user-id": this.#hubName,
        },
        applicationProperties: {
          hubName: this.#hubName,
          deviceId: target.deviceId,
          ...(target.moduleId === undefined ? {} : { moduleId: target.moduleId }),
          operationTimestamp: timestamp,
          "iothub-message-schema": schema,
          opType,
        },
      },
      time,
    );
  }
}

/** Tenths of microseconds since 1601, as Windows counts time. */
function ticks(time: Date): bigint {
  return (BigInt(time.getTime()) + 11_644_473_600_000n) * 10_000n;
}
