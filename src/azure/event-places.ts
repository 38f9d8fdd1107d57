import { setMaxListeners } from "node:events";
import type { EventHubConsumerClient, EventPosition } from "@azure/event-hubs";
import type { PartitionPosition, StartPosition } from "../client/events/start-position.js";
import { PnpError } from "../errors.js";

/** A partition, and where to start in it. */
export interface OpenPartition {
  readonly id: string;
  readonly from: EventPosition;
  /** Sequence number of the last event that is not wanted; known where reading starts at the latest. */
  readonly startedBehind?: number;
}

/**
 * Where to start in each partition. "The latest" is a place that moves: it is asked for once and kept, so that what
 * arrives while the links are made, or while a connection is broken, is not lost.
 */
export async function fixPlaces(
  client: EventHubConsumerClient,
  start: StartPosition,
  signal: AbortSignal | undefined,
): Promise<readonly OpenPartition[]> {
  const abort = signal === undefined ? {} : { abortSignal: manyListenersTo(signal) };
  const ids = await client.getPartitionIds(abort);
  checkPartitions(start, ids);
  return Promise.all(
    ids.map(async (id): Promise<OpenPartition> => {
      const given = givenPlace(start, id);
      if (given !== undefined) return { id, from: given };
      const { lastEnqueuedSequenceNumber: last } = await client.getPartitionProperties(id, abort);
      const from: EventPosition =
        last < 0 ? { offset: "-1" } : { sequenceNumber: last, isInclusive: false };
      return { id, from, startedBehind: last };
    }),
  );
}

function givenPlace(start: StartPosition, id: string): EventPosition | undefined {
  if (start === "latest") return undefined;
  if (start === "earliest") return { offset: "-1" };
  // The filter's "later than" would leave out what was taken in at that very millisecond.
  if ("time" in start) return { enqueuedOn: start.time.getTime() - 1 };
  return Object.hasOwn(start.partitions, id) ? positionOf(start.partitions[id]) : undefined;
}

function positionOf(position: PartitionPosition | undefined): EventPosition | undefined {
  if (position === undefined) return undefined;
  const inclusive = { isInclusive: position.inclusive ?? false };
  if ("offset" in position) return { offset: position.offset, ...inclusive };
  // The SDK writes it into the filter as text, so a bigint is exact, whatever the type says.
  return { sequenceNumber: position.sequenceNumber as number, ...inclusive };
}

function checkPartitions(start: StartPosition, ids: readonly string[]): void {
  if (typeof start !== "object" || !("partitions" in start)) return;
  const unknown = Object.keys(start.partitions).find((id) => !ids.includes(id));
  if (unknown === undefined) return;
  throw new PnpError("PNP_USAGE", `There is no partition "${unknown}" to start from.`, {
    hint: `The partitions are ${ids.join(", ")}.`,
  });
}

/** Node warns of more than ten listeners at one signal; a hub has up to 128 partitions, each with its own. */
function manyListenersTo(signal: AbortSignal): AbortSignal {
  const own = AbortSignal.any([signal]);
  setMaxListeners(0, own);
  return own;
}
