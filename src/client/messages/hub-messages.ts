import type { CallOptions } from "../call-options.js";
import type { CloudMessage } from "./cloud-message.js";

/** How a message ended. */
export type MessageOutcome =
  | "Success"
  | "Expired"
  | "DeliveryCountExceeded"
  | "Rejected"
  | "Purged";

/** What became of a message whose sender wished to know. */
export interface MessageFeedback {
  /** The message's id; empty when it had none. */
  readonly messageId: string;
  /** `Success` when the device completed it. */
  readonly status: MessageOutcome | (string & {});
  readonly description: string;
  readonly deviceId: string;
  /** Tells the device from its namesake that was deleted before. */
  readonly deviceGenerationId: string;
  /** When it was decided: the hub's text, with all its digits. */
  readonly time: string;
}

/** A message that the hub has accepted. */
export interface SentMessage {
  readonly deviceId: string;
  readonly messageId: string;
}

/** `timeoutSeconds` is for each request; `signal` ends the stream with `PNP_ABORTED`. */
export interface FeedbackOptions extends CallOptions {
  /** Seconds between two looks while there is nothing; default 1. */
  readonly pollSeconds?: number;
  /** Ends after so many records. Default: never. */
  readonly limit?: number;
}

/** Cloud-to-device messages, seen from the service side. */
export interface HubMessages {
  /**
   * Puts a message into the queue of a device, connected or not; modules have none. Never sent twice: when no answer
   * came, its outcome is unknown. Fails with `PNP_DEVICE_NOT_FOUND`, and with `PNP_THROTTLED` when 50 are waiting.
   */
  send(deviceId: string, message: CloudMessage, options?: CallOptions): Promise<SentMessage>;
  /**
   * What became of messages sent with `ack`, as it becomes known; for the whole hub, and its readers compete. At least
   * once: records come in batches, and one is taken off the hub when the loop asks for what follows it. What a loop
   * left early had received of a batch comes again.
   */
  feedback(options?: FeedbackOptions): AsyncGenerator<MessageFeedback, void, undefined>;
  /** Throws out what waits for a device; resolves with the number of messages. */
  purge(deviceId: string, options?: CallOptions): Promise<number>;
}
