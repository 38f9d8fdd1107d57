import { exactJson } from "../../convention/json-text.js";
import { PnpError } from "../../errors.js";
import { requireObject } from "../require-argument.js";
import { isReservedProperty } from "./reserved-property.js";

/** Which ends of a message its sender hears of: `positive` completion, `negative` the others, `full` both. */
export type MessageAck = "none" | "positive" | "negative" | "full";

/** Bytes as they are, text as UTF-8, anything else as JSON text with exact numbers. */
export type MessageBody =
  | Uint8Array
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly unknown[]
  | Readonly<Record<string, unknown>>;

/** A cloud-to-device message. */
export interface CloudMessage {
  /** At most 64 KB. */
  readonly body: MessageBody;
  /** By which feedback names the message. Default: a new UUID. */
  readonly messageId?: string;
  readonly correlationId?: string;
  /** When an undelivered message is dead: a moment, or seconds from now; at most two days ahead. Default: the hub's. */
  readonly expiry?: Date | number;
  /** Default `none`. */
  readonly ack?: MessageAck;
  /** Application properties; names are ASCII letters, digits and ``! # $ % & ' * + - . ^ _ ` | ~``. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Default for JSON bodies: `application/json`. */
  readonly contentType?: string;
  /** Default for JSON bodies: `utf-8`. */
  readonly contentEncoding?: string;
}

/** A message as it goes out. */
export interface PreparedMessage {
  readonly body: Uint8Array;
  readonly messageId: string;
  readonly correlationId?: string;
  readonly expiry?: Date;
  readonly ack: MessageAck;
  readonly properties: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly contentEncoding?: string;
}

/** Where defaults come from. */
export interface MessageDefaults {
  readonly now: Date;
  newId(): string;
}

const largestBody = 65_536;
const longestId = 128;
const twoDays = 2 * 24 * 3600;
const acks: readonly MessageAck[] = ["none", "positive", "negative", "full"];

/** Checks a message and fills in what was left out. Throws `PNP_USAGE` or `PNP_PAYLOAD_INVALID`. */
export function prepareMessage(message: CloudMessage, defaults: MessageDefaults): PreparedMessage {
  requireObject(message, "The message");
  const { correlationId, expiry, ack = "none", properties = {} } = message;
  requireObject(properties, "The properties of the message");
  const messageId = message.messageId ?? defaults.newId();
  const isJson = !(message.body instanceof Uint8Array) && typeof message.body !== "string";
  const contentType = message.contentType ?? (isJson ? "application/json" : undefined);
  const contentEncoding = message.contentEncoding ?? (isJson ? "utf-8" : undefined);
  if (!acks.includes(ack))
    throw usage(`ack is ${JSON.stringify(ack)}`, `one of ${acks.join(", ")}`);
  checkId("messageId", messageId);
  if (correlationId !== undefined) checkId("correlationId", correlationId);
  checkText("contentType", contentType);
  checkText("contentEncoding", contentEncoding);
  for (const [name, value] of Object.entries(properties)) checkProperty(name, value);
  return {
    body: bodyBytes(message.body),
    messageId,
    ...(correlationId !== undefined && { correlationId }),
    ...(expiry !== undefined && { expiry: readExpiry(expiry, defaults.now) }),
    ack,
    properties,
    ...(contentType !== undefined && { contentType }),
    ...(contentEncoding !== undefined && { contentEncoding }),
  };
}

function bodyBytes(body: MessageBody): Uint8Array {
  if (body === undefined) {
    throw usage("The message has no body", 'bytes, text or a JSON value, "" for an empty message');
  }
  if (typeof body === "string" && /\p{Cs}/u.test(body)) {
    throw usage("The text of the message has half of a surrogate pair", "text that UTF-8 can hold");
  }
  const bytes =
    body instanceof Uint8Array
      ? body
      : new TextEncoder().encode(typeof body === "string" ? body : exactJson(body));
  if (bytes.length <= largestBody) return bytes;
  throw new PnpError(
    "PNP_PAYLOAD_INVALID",
    `The message has ${bytes.length} bytes; a device takes at most ${largestBody}.`,
  );
}

function readExpiry(expiry: Date | number, now: Date): Date {
  const seconds =
    expiry instanceof Date ? (expiry.getTime() - now.getTime()) / 1000 : Number(expiry);
  if (seconds > 0 && seconds <= twoDays) return new Date(now.getTime() + seconds * 1000);
  const found = expiry instanceof Date && !Number.isNaN(seconds) ? expiry.toISOString() : expiry;
  throw usage(
    `expiry is ${String(found)}`,
    "a Date in the future or seconds from now, at most two days ahead",
  );
}

function checkId(name: string, id: string): void {
  if (typeof id === "string" && id.length <= longestId && /^[!-~]+$/.test(id)) return;
  throw usage(
    `${name} is ${JSON.stringify(id)}`,
    `1 to ${longestId} ASCII characters without spaces`,
  );
}

function checkProperty(name: string, value: string): void {
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) {
    throw usage(
      `A property of the message is called ${JSON.stringify(name)}`,
      "ASCII letters, digits and ! # $ % & ' * + - . ^ _ ` | ~ in its name",
    );
  }
  if (isReservedProperty(name)) {
    throw usage(`A property called "${name}" would not arrive as one`, "another name");
  }
  checkText(`the property ${name}`, value);
}

function checkText(name: string, value: string | undefined): void {
  if (value === undefined) return;
  if (typeof value !== "string") {
    throw usage(`${name} is a ${typeof value}`, "a text");
  }
  // Lone surrogates have no UTF-8.
  if (!/\p{Cc}|\p{Cs}/u.test(value)) return;
  throw usage(`${name} is ${JSON.stringify(value)}`, "a text without control characters");
}

function usage(found: string, expected: string): PnpError {
  return new PnpError("PNP_USAGE", `${found}; expected ${expected}.`, {
    hint: "Correct the message; nothing was sent.",
  });
}
