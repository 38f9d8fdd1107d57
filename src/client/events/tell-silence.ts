import type { PnpError } from "../../errors.js";
import { systemClock } from "../clock.js";
import type { EventFilter } from "./event-filter.js";
import type { EventSubscription } from "./event-source.js";
import type { EventStreamOptions } from "./event-stream-types.js";
import type { EventKind } from "./hub-event.js";
import { type DeviceLook, explainSilence, type SilenceFacts } from "./silence.js";

/** What a stream has seen so far. */
export interface Tally {
  /** Events that were asked for. */
  came: number;
  /** The others, by kind. */
  readonly others: ReadonlyMap<EventKind, number>;
  countOther(kind: EventKind): void;
  /** The latest failure of each partition from which nothing has come since. */
  readonly failures: Map<string, PnpError>;
}

/** A tally that begins now. */
export function createTally(): Tally {
  const others = new Map<EventKind, number>();
  return {
    came: 0,
    others,
    countOther: (kind) => void others.set(kind, (others.get(kind) ?? 0) + 1),
    failures: new Map(),
  };
}

/** Looks up whether the device that is listened to is there at all. */
export type LookAtDevice = (filter: EventFilter) => Promise<DeviceLook | undefined>;

/** One stream to keep an ear on. */
export interface WatchedStream {
  readonly subscription: EventSubscription;
  readonly tally: Tally;
  readonly facts: Pick<SilenceFacts, "filter" | "start" | "consumerGroup">;
  readonly options: Pick<EventStreamOptions, "onSilence" | "silenceSeconds" | "clock">;
  readonly lookAtDevice: LookAtDevice;
  /** Aborted when the stream ends. */
  readonly signal: AbortSignal;
}

/** Waits until nothing has come for a while, looks why, and tells it once. Never rejects. */
export async function tellSilence(watched: WatchedStream): Promise<void> {
  const { subscription, tally, facts, lookAtDevice, signal } = watched;
  const { onSilence, silenceSeconds = 30, clock = systemClock } = watched.options;
  if (onSilence === undefined) return;
  for (let before = -1; before !== tally.came; ) {
    before = tally.came;
    await clock.sleep(silenceSeconds * 1000, signal);
    if (signal.aborted) return;
  }
  const arrivals = await lookAtEndpoint(subscription);
  const device = await lookAtDevice(facts.filter).catch(() => undefined);
  if (signal.aborted) return;
  const causes = explainSilence({
    ...facts,
    others: tally.others,
    failures: tally.failures,
    ...arrivals,
    ...(device === undefined ? {} : { device }),
  });
  onSilence({ seconds: silenceSeconds, causes });
}

/** How many events lie before and behind the place where reading started; nothing when that cannot be told. */
async function lookAtEndpoint(
  subscription: EventSubscription,
): Promise<Pick<SilenceFacts, "arrived" | "skipped">> {
  try {
    let arrived = 0;
    let skipped = 0;
    for (const { lastSequenceNumber, startedBehind } of await subscription.inspect()) {
      if (startedBehind === undefined) return {};
      arrived += Number(BigInt(lastSequenceNumber) - BigInt(startedBehind));
      skipped += Number(BigInt(startedBehind)) + 1;
    }
    return { arrived, skipped };
  } catch {
    return {};
  }
}
