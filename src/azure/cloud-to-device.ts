import { randomUUID } from "node:crypto";
import type { Message } from "azure-iot-common";
import { systemClock } from "../client/clock.js";
import { type PreparedMessage, prepareMessage } from "../client/messages/cloud-message.js";
import type { HubMessages } from "../client/messages/hub-messages.js";
import { requireTargetId } from "../client/target-id.js";
import { isPnpError, PnpError } from "../errors.js";
import type { Attempt } from "./attempt.js";
import { patienceOf } from "./given-up.js";
import type { ServiceClient } from "./hub-clients.js";
import { createFeedback } from "./message-feedback.js";
import { promised } from "./promised.js";

/** Seconds; closing waits for the hub's goodbye, which one that is gone never says. */
const closeSeconds = 5;

/** {@link HubMessages} of a hub, which may have a connection of its own to close. */
export interface HubMessagesDoor {
  readonly messages: HubMessages;
  close(): Promise<void>;
}

/**
 * Sends over the AMQP connection of azure-iothub, opened with the first message. Feedback and purge are HTTPS requests:
 * the SDK's feedback receiver completes every batch as it arrives, before anybody has read it.
 */
export function createHubMessages(attempt: Attempt): HubMessagesDoor {
  let client: MessageClient | undefined;
  /** While a connection is being made that says nothing the SDK makes no other: the next message gets a new client. */
  const leave = (): void => {
    void client?.sdk.close().catch(() => undefined);
    client = undefined;
  };
  const messages: HubMessages = {
    async send(deviceId, message, options) {
      requireTargetId({ deviceId });
      const prepared = prepareMessage(message, { now: new Date(), newId: randomUUID });
      const { default: azureIotCommon } = await import("azure-iot-common");
      const sent = toSdkMessage(prepared, azureIotCommon.Message);
      let used: MessageClient | undefined;
      await attempt(
        { action: `send a message to ${deviceId}`, repeatable: false, options },
        async ({ newMessageClient }) => {
          client ??= { sdk: newMessageClient(), answered: false };
          const now = client;
          used = now;
          await promised<unknown>((done) =>
            now.sdk.send(deviceId, sent, (error) => {
              now.answered = true;
              untie(error);
              explain(error);
              done(queueFull(error, deviceId) ?? ownError(error));
            }),
          );
        },
      ).catch((error: unknown) => {
        const givenUp = isPnpError(error, "PNP_TIMEOUT") || isPnpError(error, "PNP_ABORTED");
        if (givenUp && used !== undefined && used === client && !used.answered) leave();
        throw error;
      });
      return { deviceId, messageId: prepared.messageId };
    },

    feedback: createFeedback(attempt),

    async purge(deviceId, options) {
      requireTargetId({ deviceId });
      const answer = await attempt(
        { action: `purge the messages of ${deviceId}`, repeatable: true, options },
        ({ request }) =>
          request({ method: "DELETE", path: `/devices/${encodeURIComponent(deviceId)}/commands` }),
      );
      const { totalMessagesPurged } = JSON.parse(answer.text) as { totalMessagesPurged: number };
      return totalMessagesPurged;
    },
  };
  return {
    messages,
    async close() {
      if (client === undefined) return;
      const { sdk } = client;
      // Nothing is lost by leaving without a goodbye.
      await patienceOf({ timeoutSeconds: closeSeconds }, systemClock)
        .race(sdk.close(), () => new Error("no goodbye"))
        .catch(() => undefined);
    },
  };
}

/** A client of the SDK, and whether the hub has ever answered on its connection. */
interface MessageClient {
  readonly sdk: ServiceClient;
  answered: boolean;
}

function toSdkMessage(prepared: PreparedMessage, MessageClass: typeof Message): Message {
  const { body, ack, expiry, properties } = prepared;
  const message = new MessageClass(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
  message.messageId = prepared.messageId;
  message.ack = ack;
  if (prepared.correlationId !== undefined) message.correlationId = prepared.correlationId;
  // The types know the values that routing queries understand; the service takes any.
  const { contentType, contentEncoding } = prepared;
  if (contentType !== undefined) Object.assign(message, { contentType });
  if (contentEncoding !== undefined) Object.assign(message, { contentEncoding });
  // As a number: for a Date or a text the SDK's encoder fails, and the call would hang.
  if (expiry !== undefined) message.expiryTimeUtc = expiry.getTime();
  for (const [name, value] of Object.entries(properties)) message.properties.add(name, value);
  return message;
}

/**
 * When the connection breaks, the SDK makes its error the cause of itself, and then, as soon as this callback has
 * returned, follows the causes until the stack overflows, which would end the process.
 */
function untie(error: unknown): void {
  if (typeof error !== "object" || error === null) return;
  if (Reflect.get(error, "amqpError") === error) Reflect.deleteProperty(error, "amqpError");
}

/** The SDK's message says that the message could not be sent; why stands in what AMQP said. */
function explain(error: unknown): void {
  if (!(error instanceof Error)) return;
  const said: unknown = Reflect.get(error, "amqpError");
  const { description } = (said ?? {}) as { readonly description?: unknown };
  if (typeof description === "string" && description !== "") error.message = description;
}

/** What failed before the message could leave, such as the sign-in, the SDK hides behind a class that says nothing. */
function ownError(error: Error | undefined): Error | undefined {
  if (error === undefined || error === null) return error;
  const hidden: unknown = Reflect.get(error, "amqpError");
  if (isPnpError(hidden)) return hidden;
  return error.name === "Error" && hidden instanceof Error ? hidden : error;
}

/** A full queue does not empty within the seconds that a call is tried again for. */
function queueFull(error: unknown, deviceId: string): PnpError | undefined {
  const name = typeof error === "object" && error !== null && "name" in error ? error.name : "";
  if (name !== "DeviceMaximumQueueDepthExceededError") return undefined;
  return new PnpError(
    "PNP_THROTTLED",
    `Could not send a message to ${deviceId}: its queue is full.`,
    { hint: "The device must take its messages, or they must be purged.", cause: error },
  );
}
