import {
  type AckWish,
  ackWishes,
  type DeviceMessage,
  deviceBoundAddress,
  isAckWish,
  type NewDeviceMessage,
} from "../device-message.js";
import type { Delivery } from "../lock-queue.js";
import { messageTime } from "../message-time.js";
import { ServiceError } from "../service-error.js";
import type { RestRequest } from "./request.js";
import { quoted } from "./route.js";

const applicationPrefix = "iothub-app-";

/** The message that a service posts: its body as it came, the rest in headers. */
export function readDeviceMessage(request: RestRequest): NewDeviceMessage {
  const properties = Object.entries(request.headers).flatMap(([name, value]) =>
    name.startsWith(applicationPrefix) && typeof value === "string"
      ? [[name.slice(applicationPrefix.length), decodeText(value)] as const]
      : [],
  );
  const field = (name: string): string | undefined => {
    const value = request.header(name);
    return value ? decodeText(value) : undefined;
  };
  const expiry = field("iothub-expiry");
  const ack = field("iothub-ack")?.toLowerCase();
  return {
    body: request.bytes,
    ...present({
      messageId: field("iothub-messageid"),
      correlationId: field("iothub-correlationid"),
      userId: field("iothub-userid"),
      contentType: field("content-type"),
      contentEncoding: field("content-encoding"),
    }),
    ...(expiry !== undefined && { expiry: readExpiry(expiry) }),
    ...(ack !== undefined && { ack: readAck(ack) }),
    properties: Object.fromEntries(properties),
  };
}

/** The headers that carry a message to its device, beside the body. */
export function deviceMessageHeaders(
  delivery: Delivery<DeviceMessage>,
): Readonly<Record<string, string>> {
  const { lockToken, failedDeliveries, item } = delivery;
  const fields = present({
    "iothub-messageid": item.messageId,
    "iothub-correlationid": item.correlationId,
    "iothub-userid": item.userId,
    "iothub-to": deviceBoundAddress(item.deviceId),
    "iothub-expiry": item.expiry.toISOString(),
    "iothub-ack": item.ack,
    "iothub-sequencenumber": String(item.sequenceNumber),
    "iothub-enqueuedtime": item.enqueuedTime.toISOString(),
    "iothub-deliverycount": String(failedDeliveries),
    "iothub-contenttype": item.contentType,
    "iothub-contentencoding": item.contentEncoding,
    "Content-Type": item.contentType,
  });
  const properties = Object.entries(item.properties).map(
    ([name, value]) => [applicationPrefix + name, value ?? ""] as const,
  );
  const headers = [...Object.entries(fields), ...properties];
  return {
    ETag: quoted(lockToken),
    ...Object.fromEntries(headers.map(([name, value]) => [name, encodeText(value)])),
  };
}

/** Texts travel in headers as UTF-8; Node reads and writes each byte as one character. */
function encodeText(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

function decodeText(text: string): string {
  return Buffer.from(text, "latin1").toString("utf8");
}

function readExpiry(text: string): Date {
  const expiry = messageTime(text);
  if (expiry) return expiry;
  throw new ServiceError("ArgumentInvalid", `iothub-expiry is ${JSON.stringify(text)}, no date`);
}

function readAck(text: string): AckWish {
  if (isAckWish(text)) return text;
  throw new ServiceError(
    "ArgumentInvalid",
    `iothub-ack is ${JSON.stringify(text)}; expected ${ackWishes.join(", ")}`,
  );
}

function present<K extends string>(
  fields: Readonly<Record<K, string | undefined>>,
): Readonly<Partial<Record<K, string>>> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Partial<Record<K, string>>;
}
