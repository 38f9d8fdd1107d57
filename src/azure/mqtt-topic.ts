import type { TargetId, TelemetryMessage } from "../client/transport.js";
import { PnpError } from "../errors.js";

/** Bytes of a topic (MQTT 3.1.1, section 1.5.3). */
const longest = 65_535;

/**
 * Refuses a message whose properties do not fit into the topic in which MQTT carries them, with `PNP_PAYLOAD_INVALID`.
 * The SDK would break the connection over it, and again whenever it is sent.
 */
export function requireTopic(message: TelemetryMessage, { deviceId, moduleId }: TargetId): void {
  const { component, messageId, correlationId, contentType, contentEncoding, properties } = message;
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ["$.mid", messageId],
    ["$.cid", correlationId],
    ["$.ct", contentType],
    ["$.ce", contentEncoding],
    ["$.sub", component],
    ...Object.entries(properties ?? {}),
  ];
  const owner = `devices/${deviceId}/${moduleId === undefined ? "" : `modules/${moduleId}/`}`;
  const size = pairs.reduce(
    (sum, [name, value]) =>
      value === undefined ? sum : sum + encodedSize(name) + encodedSize(value) + 2,
    `${owner}messages/events/`.length,
  );
  if (size <= longest) return;
  throw new PnpError(
    "PNP_PAYLOAD_INVALID",
    `The properties of the telemetry message take ${size} bytes, percent-encoded; MQTT carries at most ${longest}.`,
    { hint: "Put what is long into the body; nothing was sent." },
  );
}

function encodedSize(text: string): number {
  try {
    return encodeURIComponent(text).length;
  } catch {
    throw new PnpError(
      "PNP_PAYLOAD_INVALID",
      `The text ${JSON.stringify(text)} of the telemetry message is cut within a character.`,
      { hint: "Half of a surrogate pair cannot be sent; nothing was sent." },
    );
  }
}
