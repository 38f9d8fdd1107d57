import type { PnpError } from "../../errors.js";
import type { EventFilter } from "./event-filter.js";
import type { EventKind } from "./hub-event.js";
import type { StartPosition } from "./start-position.js";

/** Nothing has come for a while, and why that may be. */
export interface Silence {
  /** How long, in seconds. */
  readonly seconds: number;
  /** Sentences, the likeliest cause first; at least one. */
  readonly causes: readonly string[];
}

/** What a stream and a look at the hub have found out. */
export interface SilenceFacts {
  readonly filter: EventFilter;
  readonly start: StartPosition;
  readonly consumerGroup: string;
  /** Events that arrived and were not wanted, by kind. */
  readonly others: ReadonlyMap<EventKind, number>;
  /** Events the endpoint took in since the start; undefined when that could not be found out. */
  readonly arrived?: number;
  /** Events that lie before the start. */
  readonly skipped?: number;
  /** The latest failure of each partition that is not read at present. */
  readonly failures: ReadonlyMap<string, PnpError>;
  readonly device?: DeviceLook;
}

/** What the hub says of the device that is listened to. */
export interface DeviceLook {
  readonly name: string;
  /** `unknown` when the hub could not be asked. */
  readonly presence: "connected" | "disconnected" | "missing" | "unknown";
}

/** The route source that brings events of a kind to the endpoint; telemetry comes without one. */
const routeSources: Readonly<Partial<Record<EventKind, string>>> = {
  twinChange: "TwinChangeEvents",
  digitalTwinChange: "DigitalTwinChangeEvents",
  deviceLifecycle: "DeviceLifecycleEvents",
  connectionState: "DeviceConnectionStateEvents",
};

/** The likely causes of silence, the likeliest first. */
export function explainSilence(facts: SilenceFacts): readonly string[] {
  const causes = [
    ...failureCauses(facts),
    ...deviceCauses(facts),
    ...filterCauses(facts),
    ...arrivalCauses(facts),
    ...routeCauses(facts),
  ];
  return causes.length > 0 ? causes : ["Nothing was sent, as far as can be seen from here."];
}

function failureCauses({ failures }: SilenceFacts): readonly string[] {
  return [...failures].map(([partition, error]) => `Partition ${partition}: ${error.message}`);
}

function deviceCauses({ device }: SilenceFacts): readonly string[] {
  if (device?.presence === "missing") return [`The hub knows no ${device.name}.`];
  if (device?.presence === "disconnected") return [`${device.name} is not connected.`];
  return [];
}

function filterCauses({ others }: SilenceFacts): readonly string[] {
  if (others.size === 0) return [];
  const counted = [...others].map(([kind, count]) => `${count} ${kind}`).join(", ");
  return [`Other events do arrive (${counted}), but none that is asked for.`];
}

function arrivalCauses({
  arrived,
  skipped,
  start,
  consumerGroup,
  others,
}: SilenceFacts): readonly string[] {
  if (arrived !== undefined && arrived > 0 && others.size === 0) {
    return [
      `The endpoint took in ${arrived} events since, and this reader got none of them: is another reader of the consumer group "${consumerGroup}" at work?`,
    ];
  }
  if (start === "latest" && skipped !== undefined && skipped > 0) {
    return [
      `Reading started behind the latest event: ${skipped} older ones are skipped. Start from "earliest" or from a time to see them.`,
    ];
  }
  return [];
}

function routeCauses({ filter, others }: SilenceFacts): readonly string[] {
  const wanted = filter.kinds ?? [];
  const unrouted = wanted.filter((kind) => routeSources[kind] !== undefined && !others.has(kind));
  if (unrouted.length > 0) {
    const sources = unrouted.map((kind) => routeSources[kind]).join(", ");
    return [
      `Without a route only telemetry reaches the built-in endpoint: the hub needs a route from ${sources} to "events".`,
    ];
  }
  if (others.size > 0 || (wanted.length > 0 && !wanted.includes("telemetry"))) return [];
  return [
    'A route may send telemetry elsewhere: as soon as one matches, the built-in endpoint needs a route to "events" of its own.',
  ];
}
