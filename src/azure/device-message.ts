import type { Message } from "azure-iot-common";
import { requireObject, requireText } from "../client/require-argument.js";
import type { TelemetryMessage } from "../client/transport.js";
import { PnpError } from "../errors.js";

/** Bytes of body and properties that the hub takes. */
const largest = 256 * 1024;

/** The message as the SDK sends it, over whichever protocol. `PNP_PAYLOAD_INVALID` when the hub cannot take it. */
export function toSdkMessage(message: TelemetryMessage, MessageClass: typeof Message): Message {
  requireObject(message, "The telemetry message");
  const { body, component, contentType, contentEncoding, messageId, correlationId, properties } =
    message;
  if (typeof body !== "string") requireText(body, "The body of the telemetry message");
  const bytes = Buffer.from(body, "utf8");
  const texts = [messageId, correlationId, component, ...Object.entries(properties ?? {}).flat()];
  const size = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ""), bytes.length);
  if (size > largest) {
    throw new PnpError(
      "PNP_PAYLOAD_INVALID",
      `The telemetry message has ${size} bytes; the hub takes at most ${largest}.`,
      { hint: "Send less at once; nothing was sent." },
    );
  }
  const sent = new MessageClass(bytes);
  sent.contentType = contentType;
  sent.contentEncoding = contentEncoding;
  if (messageId !== undefined) sent.messageId = messageId;
  if (correlationId !== undefined) sent.correlationId = correlationId;
  // Every transport of the SDK translates this property: MQTT to `$.sub`, AMQP to an annotation, HTTP to a header.
  if (component !== undefined) sent.properties.add("dt-subject", component);
  for (const [name, value] of Object.entries(properties ?? {})) sent.properties.add(name, value);
  return sent;
}
