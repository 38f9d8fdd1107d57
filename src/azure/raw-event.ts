import type { ReceivedEventData } from "@azure/event-hubs";
import type { RawEvent } from "../client/events/raw-event.js";
import { exactJson } from "../convention/json-text.js";

/** The SDK's names of the AMQP properties and their names on the wire. */
const propertyNames = {
  messageId: "message-id",
  correlationId: "correlation-id",
  to: "to",
  subject: "subject",
  replyTo: "reply-to",
  contentType: "content-type",
  contentEncoding: "content-encoding",
  groupId: "group-id",
  groupSequence: "group-sequence",
  replyToGroupId: "reply-to-group-id",
} as const;

/** These the SDK makes milliseconds of. */
const instantNames = {
  absoluteExpiryTime: "absolute-expiry-time",
  creationTime: "creation-time",
} as const;

/** Annotations that are members of the event. */
const ownMembers: ReadonlySet<string> = new Set([
  "x-opt-sequence-number",
  "x-opt-offset",
  "x-opt-enqueued-time",
  "x-opt-partition-key",
]);

/** An event of the SDK as it stood on the wire: properties under their own names, instants and bytes as such. */
export function rawEventOf(event: ReceivedEventData, partitionId: string): RawEvent {
  const message = event.getRawAmqpMessage();
  const system: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(message.messageAnnotations ?? {})) {
    if (!ownMembers.has(name)) system[name] = value;
  }
  const properties = message.properties ?? {};
  for (const [sdk, name] of entries(propertyNames)) {
    if (properties[sdk] !== undefined) system[name] = properties[sdk];
  }
  for (const [sdk, name] of entries(instantNames)) {
    const milliseconds = properties[sdk];
    if (milliseconds !== undefined) system[name] = new Date(milliseconds);
  }
  const userId = event.systemProperties?.userId;
  if (userId !== undefined && userId !== null) system["user-id"] = bytesOf(userId);
  return {
    partitionId,
    sequenceNumber: wholeNumber(event.sequenceNumber),
    offset: String(event.offset),
    enqueuedTime: event.enqueuedTimeUtc,
    ...(event.partitionKey === null || event.partitionKey === undefined
      ? {}
      : { partitionKey: String(event.partitionKey) }),
    body: bodyOf(event.body),
    systemProperties: system,
    applicationProperties: message.applicationProperties ?? {},
  };
}

function bodyOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  // Bodies that are no data section do not come from a hub; they are delivered all the same.
  if (typeof body === "string") return Buffer.from(body);
  try {
    return Buffer.from(exactJson(body ?? null));
  } catch {
    return Buffer.from(String(body));
  }
}

/** Bytes; the SDK spreads a Buffer into an object with its indexes as names. */
function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === "object" && value !== null) return Uint8Array.from(Object.values(value));
  return Buffer.from(String(value));
}

/** AMQP's long integers beyond 2^53 come as eight bytes. */
function wholeNumber(value: unknown): number | bigint {
  if (typeof value === "number" || typeof value === "bigint") return value;
  return Buffer.isBuffer(value) ? value.readBigInt64BE() : Number(value);
}

function entries<Names extends Readonly<Record<string, string>>>(
  names: Names,
): readonly (readonly [keyof Names, string])[] {
  return Object.entries(names);
}
