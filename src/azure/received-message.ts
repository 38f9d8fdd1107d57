import type { Message } from "azure-iot-common";
import {
  type DeviceMessage,
  type DeviceMessageParts,
  deviceMessage,
} from "../client/messages/device-message.js";

const ackProperty = "iothub-ack";

/** A message of the SDK in the words of the device client, whichever protocol brought it. */
export function receivedMessage(message: Message): DeviceMessage {
  const properties = new Map<string, string>();
  for (let index = 0; index < message.properties.count(); index++) {
    const { key, value } = message.properties.getItem(index);
    properties.set(key, String(value ?? ""));
  }
  // AMQP's transport knows this one, MQTT's takes it for a property.
  const ack = message.ack || properties.get(ackProperty);
  properties.delete(ackProperty);
  return deviceMessage({
    body: bodyOf(message.getData()),
    ...texts({
      messageId: message.messageId,
      correlationId: message.correlationId,
      userId: message.userId,
      contentType: message.contentType,
      contentEncoding: message.contentEncoding,
      expiry: expiryOf(message.expiryTimeUtc),
      ack,
    }),
    properties: Object.fromEntries(properties),
  });
}

type TextFields = Omit<DeviceMessageParts, "body" | "properties">;

/** Only the fields that say something; identifiers of AMQP may be numbers. */
export function texts(fields: Readonly<Record<keyof TextFields, unknown>>): TextFields {
  const given = Object.entries(fields).filter(
    ([, value]) => value !== undefined && value !== null && value !== "",
  );
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

/** MQTT brings text, AMQP a time. */
function expiryOf(expiry: unknown): unknown {
  if (expiry instanceof Date) return expiry.toISOString();
  return typeof expiry === "number" ? new Date(expiry).toISOString() : expiry;
}

/** AMQP has no body at all for an empty one, and several sections for one that was sent so. */
function bodyOf(data: unknown): Uint8Array {
  if (data instanceof Uint8Array) return data;
  if (typeof data === "string") return Buffer.from(data, "utf8");
  if (Array.isArray(data)) return Buffer.concat(data.map(bodyOf));
  return new Uint8Array();
}
