import { hasForm } from "../../dtdl/text-form.js";
import { PnpError } from "../../errors.js";

/** A place in one partition: behind an event, or at it with `inclusive`. */
export type PartitionPosition =
  | { readonly offset: string; readonly inclusive?: boolean }
  | { readonly sequenceNumber: number | bigint; readonly inclusive?: boolean };

/**
 * Where to start: behind the last event there is, at the oldest one kept, at a time, or at a place in each partition
 * (partitions not named start behind their last event). A time as text must say its zone: `2026-11-20T08:00:00Z`.
 */
export type StartFrom =
  | "latest"
  | "earliest"
  | Date
  | (string & {})
  | Readonly<Record<string, PartitionPosition>>;

/** A start that has been checked. */
export type StartPosition =
  | "latest"
  | "earliest"
  | { readonly time: Date }
  | { readonly partitions: Readonly<Record<string, PartitionPosition>> };

const instant = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)$/;
const localTime = /^\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?)?$/;

/** Checks where to start. Throws `PNP_USAGE`, for a time without a zone with the way to write it. */
export function parseStart(from: StartFrom): StartPosition {
  if (from === "latest") return "latest";
  if (from === "earliest") return "earliest";
  if (from instanceof Date) {
    if (Number.isNaN(from.getTime())) throw wrong("The time to start from is an invalid Date.");
    return { time: from };
  }
  if (typeof from === "string") return { time: parseInstant(from) };
  if (typeof from !== "object" || from === null) throw wrong("The place to start from is none.");
  for (const [partition, position] of Object.entries(from)) checkPosition(partition, position);
  return { partitions: from };
}

/** The instant that a text names. A local time is refused: it is another instant on every computer. */
export function parseInstant(text: string): Date {
  if (localTime.test(text)) {
    throw new PnpError("PNP_USAGE", `"${text}" does not say in which time zone.`, {
      hint: `Write "${text.includes(":") ? text.replace(" ", "T") : `${text}T00:00:00`}Z" for UTC, or an offset such as +01:00.`,
    });
  }
  const time = new Date(text);
  const isDay = hasForm("date", text.slice(0, 10));
  if (!instant.test(text) || !isDay || Number.isNaN(time.getTime())) {
    throw wrong(`${JSON.stringify(text)} is no instant.`);
  }
  return time;
}

function checkPosition(partition: string, position: PartitionPosition): void {
  const given = position as { readonly offset?: unknown; readonly sequenceNumber?: unknown };
  const byOffset = typeof given?.offset === "string" && given.offset !== "";
  const byNumber =
    typeof given?.sequenceNumber === "bigint" || Number.isSafeInteger(given?.sequenceNumber);
  if (byOffset !== byNumber) return;
  throw wrong(
    `The place to start from in partition "${partition}" must be an offset or a sequence number.`,
  );
}

function wrong(message: string): PnpError {
  return new PnpError("PNP_USAGE", message, {
    hint: 'Start from "latest", "earliest", an instant such as 2026-11-20T08:00:00Z, or { [partition]: { sequenceNumber } }.',
  });
}
