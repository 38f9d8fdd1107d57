import type { HubEvent } from "../client/events/hub-event.js";
import type { EventProperties } from "../client/events/raw-event.js";

/**
 * An event as one JSON object: instants as RFC 3339 text, bytes as base64. The body stands in it once: as values, as
 * payload, or, where it is no JSON, as bytes.
 */
export function eventJson(event: HubEvent): Readonly<Record<string, unknown>> {
  const { body, enqueuedTime, systemProperties, applicationProperties, ...facts } = event;
  const { readings: _readings, ...rest } = { readings: undefined, ...facts };
  const told = "payload" in event || (event.kind === "telemetry" && event.valid);
  return withoutUndefined({
    ...rest,
    enqueuedTime: enqueuedTime.toISOString(),
    ...(told ? {} : { body: base64(body) }),
    systemProperties: plain(systemProperties),
    applicationProperties: plain(applicationProperties),
  });
}

/** An event as it came, for `--raw`: the body as text where it is text. */
export function rawEventJson(event: HubEvent): Readonly<Record<string, unknown>> {
  const { kind, deviceId, moduleId, partitionId, sequenceNumber, offset, partitionKey } = event;
  return withoutUndefined({
    kind,
    deviceId,
    moduleId,
    partitionId,
    sequenceNumber,
    offset,
    partitionKey,
    enqueuedTime: event.enqueuedTime.toISOString(),
    ...rawBody(event.body),
    systemProperties: plain(event.systemProperties),
    applicationProperties: plain(event.applicationProperties),
  });
}

function rawBody(body: Uint8Array): Readonly<Record<string, string>> {
  try {
    return { body: new TextDecoder("utf-8", { fatal: true }).decode(body) };
  } catch {
    return { bodyBase64: base64(body) };
  }
}

function plain(properties: EventProperties): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => {
      if (value instanceof Date) return [name, value.toISOString()];
      if (value instanceof Uint8Array) return [name, base64(value)];
      return [name, value ?? null];
    }),
  );
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

function withoutUndefined(
  members: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
