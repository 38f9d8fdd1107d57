import type { Message } from "azure-iot-common";
import type { TelemetryMessage } from "../client/transport.js";
import { PnpError } from "../errors.js";

/** Bytes of body and properties that the hub takes. */
const largest = 256 * 1024;

/** The message as the SDK sends it, over whichever protocol. `PNP_PAYLOAD_INVALID` when the hub cannot take it. */
export function toSdkMessage(
  {
    body,
    component,
    contentType,
    contentEncoding,
    messageId,
    correlationId,
    properties,
  }: TelemetryMessage,
  MessageClass: typeof Message,
): Message {
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
  const message = new MessageClass(bytes);
  message.contentType = contentType;
  message.contentEncoding = contentEncoding;
  if (messageId !== undefined) message.messageId = messageId;
  if (correlationId !== undefined) message.correlationId = correlationId;
  // Every transport of the SDK translates this property: MQTT to `$.sub`, AMQP to an annotation, HTTP to a header.
  if (component !== undefined) message.properties.add("dt-subject", component);
  for (const [name, value] of Object.entries(properties ?? {})) message.properties.add(name, value);
  return message;
}
