import type { NewDeviceMessage } from "./device-message.js";
import { ServiceError } from "./service-error.js";

/** Largest body: 64 KB. */
export const deviceMessageBytes: number = 65_536;

/** Percent-encoded, properties still have to fit into an MQTT topic of 64 KB. */
const propertyBytes = 16_384;
const twoDays = 2 * 24 * 3_600_000;

const httpToken = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const controls = /\p{Cc}/u;

/** Throws what is wrong with a message before it is enqueued. What passes can travel by every protocol. */
export function checkDeviceMessage(message: NewDeviceMessage, now: Date): void {
  const { body, expiry, properties } = message;
  if (body.length > deviceMessageBytes) {
    throw new ServiceError(
      "MessageTooLarge",
      `The message has ${body.length} bytes; a device takes at most ${deviceMessageBytes}`,
    );
  }
  const latest = now.getTime() + twoDays;
  if (expiry && !(expiry.getTime() <= latest)) {
    throw new ServiceError(
      "InvalidMessageExpiryTime",
      "The message expires more than two days from now",
    );
  }
  for (const name of Object.keys(properties)) {
    if (httpToken.test(name)) continue;
    throw new ServiceError(
      "ArgumentInvalid",
      `The property name ${JSON.stringify(name)} is not valid: ASCII letters, digits and ! # $ % & ' * + - . ^ _ \` | ~`,
    );
  }
  const { messageId, correlationId, userId, contentType, contentEncoding } = message;
  const fields = { messageId, correlationId, userId, contentType, contentEncoding };
  const texts = [...Object.entries(fields), ...Object.entries(properties)];
  for (const [name, value] of texts) {
    if (!value || !controls.test(value)) continue;
    throw new ServiceError("ArgumentInvalid", `${name} holds a control character`);
  }
  const size = texts.reduce((sum, [name, value]) => sum + byteLength(name) + byteLength(value), 0);
  if (size > propertyBytes) {
    throw new ServiceError(
      "MessageTooLarge",
      `The message's properties have ${size} bytes; at most ${propertyBytes}`,
    );
  }
}

function byteLength(text: string | null | undefined): number {
  return Buffer.byteLength(text ?? "");
}
