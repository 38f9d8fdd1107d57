import { parseExactJson } from "../../convention/json-text.js";
import { PnpError } from "../../errors.js";
import type { CallOptions } from "../call-options.js";

/** A cloud-to-device message as a device has it. */
export interface DeviceMessage {
  /** As it was sent, byte by byte. */
  readonly body: Uint8Array;
  readonly messageId?: string;
  readonly correlationId?: string;
  readonly userId?: string;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  /** When it would have been dead: the hub's text. */
  readonly expiry?: string;
  /** What its sender wishes to hear of. */
  readonly ack?: string;
  /** Application properties; one without a value has an empty text. */
  readonly properties: Readonly<Record<string, string>>;
  /** The body as UTF-8 text; `PNP_PAYLOAD_INVALID` when it is none. */
  text(): string;
  /** The body as JSON, integers of any size exact; `PNP_PAYLOAD_INVALID` when it is none. */
  json(): unknown;
}

/** What became of a message: done, refused for good, or to be delivered again. */
export type MessageVerdict = "complete" | "reject" | "abandon";

/** Acts on a message. Nothing returned means `complete`; throwing means `abandon`. */
export type MessageHandler = (
  message: DeviceMessage,
  // biome-ignore lint/suspicious/noConfusingVoidType: handlers often return the result of a call that returns nothing
) => MessageVerdict | void | Promise<MessageVerdict | void>;

/** `signal` and `timeoutSeconds` are about the subscription. */
export interface MessageOptions extends CallOptions {
  /** Told what went wrong with a message: the handler's error, or a verdict that could not be sent. */
  readonly onError?: (error: unknown) => void;
  /** Seconds between two looks, over HTTP only; default 1. The service asks for 25 minutes or more in production. */
  readonly pollSeconds?: number;
}

/** What receiving messages needs from the outside. */
export interface MessageTransport {
  /**
   * Cloud-to-device messages as they arrive, one after another; resolves when the subscription stands. MQTT completes
   * every message on arrival: another verdict comes too late and is told to `onError`. Modules get none: `PNP_USAGE`.
   */
  onMessage(handler: MessageHandler, options?: MessageOptions): Promise<void>;
}

/** A message without its reading methods. */
export type DeviceMessageParts = Omit<DeviceMessage, "text" | "json">;

/** The message with its reading methods. */
export function deviceMessage(parts: DeviceMessageParts): DeviceMessage {
  const text = (): string => {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(parts.body);
    } catch (cause) {
      throw new PnpError("PNP_PAYLOAD_INVALID", "The body of the message is not UTF-8 text.", {
        hint: "Read its bytes.",
        cause,
      });
    }
  };
  return { ...parts, text, json: () => parseExactJson(text()) };
}

/** Modules have no cloud-to-device messages. */
export function noMessagesForModule(name: string): PnpError {
  return new PnpError(
    "PNP_USAGE",
    `${name} is a module: cloud-to-device messages go to devices only.`,
    { hint: "Use a command, or a desired property." },
  );
}
