import rhea from "rhea";
import type { EventOrigin, HubEvent } from "../../events/event.js";
import type { LastEnqueued } from "../../events/partition.js";
import { messageTime } from "../../message-time.js";

/** Events that have been asked for, as AMQP messages; an event is encoded once for all its readers. */
const encodedEvents = new WeakMap<HubEvent, Buffer>();

/** An event as an AMQP message. */
export function encodeEvent(event: HubEvent): Buffer {
  const known = encodedEvents.get(event);
  if (known) return known;
  // A copy, because rhea's own is a view of a larger buffer.
  const encoded = Buffer.from(rhea.message.encode(message(event)));
  encodedEvents.set(event, encoded);
  return encoded;
}

/** The same, with the delivery annotations that tell a reader where its partition ends now. */
export function encodeWithMetrics(event: HubEvent, last: LastEnqueued, now: Date): Buffer {
  return rhea.message.encode({
    ...message(event),
    delivery_annotations: {
      last_enqueued_sequence_number: rhea.types.wrap_long(last.sequenceNumber),
      last_enqueued_offset: last.offset,
      last_enqueued_time_utc: last.time,
      runtime_info_retrieval_time_utc: now,
    },
  });
}

function message(event: HubEvent): Readonly<Record<string, unknown>> {
  return {
    message_annotations: annotations(event),
    ...properties(event),
    application_properties: event.applicationProperties,
    body: rhea.message.data_section(Buffer.from(event.body)),
  };
}

/** Order and types as the cloud has them: all names are strings here, numbers are longs. */
function annotations(event: HubEvent): Readonly<Record<string, unknown>> {
  const { target, systemProperties, enqueuedTime } = event;
  return {
    "iothub-connection-device-id": target.deviceId,
    ...(target.moduleId === undefined ? {} : { "iothub-connection-module-id": target.moduleId }),
    ...(event.origin ? originAnnotations(event.origin) : {}),
    "iothub-enqueuedtime": enqueuedTime,
    "iothub-message-source": event.source,
    ...Object.fromEntries(
      Object.entries(systemProperties).filter(([name]) => !(name in amqpNames)),
    ),
    "x-opt-sequence-number": rhea.types.wrap_long(event.sequenceNumber),
    "x-opt-offset": event.offset,
    "x-opt-enqueued-time": enqueuedTime,
    "x-opt-partition-key": target.deviceId,
  };
}

function originAnnotations({
  authMethod,
  generationId,
}: EventOrigin): Readonly<Record<string, string>> {
  const { scope, type } = authMethod;
  return {
    "iothub-connection-auth-method": JSON.stringify({
      scope,
      type,
      issuer: type === "x509" ? "external" : "iothub",
      acceptingIpFilterRule: null,
    }),
    "iothub-connection-auth-generation-id": generationId,
  };
}

/** System properties that are properties of an AMQP message; the others are annotations. */
const amqpNames = {
  "message-id": "message_id",
  "correlation-id": "correlation_id",
  "user-id": "user_id",
  to: "to",
  "content-type": "content_type",
  "content-encoding": "content_encoding",
  "absolute-expiry-time": "absolute_expiry_time",
  "creation-time": "creation_time",
} as const;

function properties({ systemProperties, userId }: HubEvent): Readonly<Record<string, unknown>> {
  const found: [string, unknown][] = [];
  for (const [name, field] of Object.entries(amqpNames)) {
    const text = systemProperties[name];
    if (text === undefined) continue;
    if (field.endsWith("_time")) {
      const time = messageTime(text);
      if (time) found.push([field, time]);
    } else {
      found.push([field, field === "user_id" ? Buffer.from(text) : text]);
    }
  }
  const given = userId ? { user_id: Buffer.from(userId) } : {};
  return { ...Object.fromEntries(found), ...given };
}
