import { randomUUID } from "node:crypto";
import type { Message } from "azure-iot-common";
import { type Clock, systemClock } from "../client/clock.js";
import { type PreparedMessage, prepareMessage } from "../client/messages/cloud-message.js";
import type { HubMessages } from "../client/messages/hub-messages.js";
import { requireTargetId } from "../client/target-id.js";
import { PnpError } from "../errors.js";
import type { Attempt } from "./attempt.js";
import { patienceOf } from "./given-up.js";
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
export function createHubMessages(attempt: Attempt, clock: Clock = systemClock): HubMessagesDoor {
  let disconnect: (() => Promise<unknown>) | undefined;
  const messages: HubMessages = {
    async send(deviceId, message, options) {
      requireTargetId({ deviceId });
      const prepared = prepareMessage(message, { now: new Date(), newId: randomUUID });
      const { default: azureIotCommon } = await import("azure-iot-common");
      const sent = toSdkMessage(prepared, azureIotCommon.Message);
      await attempt(
        { action: `send a message to ${deviceId}`, repeatable: false, options },
        async ({ methods }) => {
          disconnect = () => methods.close();
          await promised<unknown>((done) =>
            methods.send(deviceId, sent, (error) => {
              untie(error);
              explain(error);
              done(queueFull(error, deviceId) ?? error);
            }),
          );
        },
      );
      return { deviceId, messageId: prepared.messageId };
    },

    feedback: createFeedback(attempt, clock),

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
      if (disconnect === undefined) return;
      // Nothing is lost by leaving without a goodbye.
      await patienceOf({ timeoutSeconds: closeSeconds }, clock)
        .race(disconnect(), () => new Error("no goodbye"))
        .catch(() => undefined);
    },
  };
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
