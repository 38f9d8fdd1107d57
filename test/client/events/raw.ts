import type { RawEvent } from "../../../src/client/events/raw-event.js";

/** A raw event as the endpoint delivers it, with what a test says of it. */
export function rawEvent(given: {
  readonly body?: unknown;
  readonly bytes?: Uint8Array;
  readonly system?: Readonly<Record<string, unknown>>;
  readonly application?: Readonly<Record<string, unknown>>;
  readonly sequenceNumber?: number;
  readonly partitionId?: string;
}): RawEvent {
  const { body = {}, bytes, system = {}, application = {}, sequenceNumber = 7 } = given;
  return {
    partitionId: given.partitionId ?? "1",
    sequenceNumber,
    offset: "4096",
    enqueuedTime: new Date("2026-11-20T08:00:00.123Z"),
    body: bytes ?? Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
    systemProperties: {
      "iothub-message-source": "Telemetry",
      "iothub-connection-device-id": "dev1",
      ...system,
    },
    applicationProperties: application,
  };
}

/** A notification as the hub writes it. */
export function notification(source: string, opType: string, body: unknown): RawEvent {
  return rawEvent({
    body,
    system: {
      "iothub-message-source": source,
      "content-type": source.startsWith("digital")
        ? "application/json-patch+json"
        : "application/json",
      "content-encoding": "utf-8",
      "user-id": Buffer.from("hub1"),
    },
    application: {
      hubName: "hub1",
      deviceId: "dev1",
      opType,
      operationTimestamp: "2026-11-20T08:00:00.1234560+00:00",
    },
  });
}
