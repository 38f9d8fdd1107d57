import { ServiceError } from "./service-error.js";
import type { TelemetryInput } from "./telemetry.js";

/** Largest device-to-cloud message with its application properties: 256 KB. */
export const telemetryBytes = 262_144;

/** The bytes of a message's body, and of the names and values of its application properties. */
export function telemetrySize({ body, applicationProperties }: TelemetryInput): number {
  let bytes = body.length;
  for (const [name, value] of Object.entries(applicationProperties)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value ?? "");
  }
  return bytes;
}

/** The same message, unless it is too large. */
export function withinLimits(message: TelemetryInput): TelemetryInput {
  checkSize(telemetrySize(message));
  return message;
}

/** Throws `MessageTooLarge` for more bytes than a message has. */
export function checkSize(size: number): void {
  if (size <= telemetryBytes) return;
  throw new ServiceError(
    "MessageTooLarge",
    `The message has ${size} bytes with its properties; the hub takes at most ${telemetryBytes}`,
  );
}
