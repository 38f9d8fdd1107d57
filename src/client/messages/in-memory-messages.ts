import { PnpError } from "../../errors.js";
import { type PreparedMessage, prepareMessage } from "./cloud-message.js";
import { deviceMessage, type MessageHandler, type MessageTransport } from "./device-message.js";
import { handleMessage } from "./handle-message.js";
import type { HubMessages, MessageFeedback, MessageOutcome } from "./hub-messages.js";

/** The cloud-to-device messages of a hub inside the process. */
export interface InMemoryMessages {
  readonly service: HubMessages;
  /** The device's end of a new connection; the one before it gets no more messages. */
  connect(deviceId: string): InMemoryMailbox;
}

/** One connection's end of a device's messages. */
export interface InMemoryMailbox extends MessageTransport {
  disconnect(): void;
}

interface Entry {
  readonly message: PreparedMessage;
  failedDeliveries: number;
  inHand: boolean;
}

interface Receiver {
  readonly handler: MessageHandler;
  readonly onError: (error: unknown) => void;
}

interface Mailbox {
  readonly deviceId: string;
  readonly entries: Entry[];
  receiver: Receiver | undefined;
}

const mostDeliveries = 10;

/** `check` throws for a device that the hub does not know. Messages do not expire: this hub has no time. */
export function createInMemoryMessages(check: (deviceId: string) => void): InMemoryMessages {
  const mailboxes = new Map<string, Mailbox>();
  const records: MessageFeedback[] = [];
  let readers: (() => void)[] = [];

  const mailboxOf = (deviceId: string): Mailbox => {
    const mailbox = mailboxes.get(deviceId) ?? { deviceId, entries: [], receiver: undefined };
    mailboxes.set(deviceId, mailbox);
    return mailbox;
  };

  const end = (mailbox: Mailbox, entry: Entry, status: MessageOutcome): void => {
    mailbox.entries.splice(mailbox.entries.indexOf(entry), 1);
    const { ack, messageId } = entry.message;
    if (ack !== "full" && ack !== (status === "Success" ? "positive" : "negative")) return;
    records.push({
      messageId,
      status,
      description: status,
      deviceId: mailbox.deviceId,
      deviceGenerationId: "1",
      time: new Date().toISOString(),
    });
    const told = readers;
    readers = [];
    for (const tell of told) tell();
  };

  const deliver = async (mailbox: Mailbox): Promise<void> => {
    for (;;) {
      const [entry] = mailbox.entries;
      const { receiver } = mailbox;
      if (entry === undefined || receiver === undefined || entry.inHand) return;
      entry.inHand = true;
      const { expiry, body, ...fields } = entry.message;
      const message = deviceMessage({
        ...fields,
        body: body.slice(),
        ...(expiry && { expiry: expiry.toISOString() }),
      });
      const verdict = await handleMessage(receiver.handler, message, receiver.onError);
      entry.inHand = false;
      if (verdict === "abandon") entry.failedDeliveries += 1;
      if (verdict === "complete") end(mailbox, entry, "Success");
      else if (verdict === "reject") end(mailbox, entry, "Rejected");
      else if (entry.failedDeliveries >= mostDeliveries) {
        end(mailbox, entry, "DeliveryCountExceeded");
      }
    }
  };

  const service: HubMessages = {
    async send(deviceId, message, options) {
      checkAborted(options?.signal);
      check(deviceId);
      const defaults = { now: new Date(), newId: () => crypto.randomUUID() };
      const prepared = prepareMessage(message, defaults);
      const mailbox = mailboxOf(deviceId);
      mailbox.entries.push({ message: prepared, failedDeliveries: 0, inHand: false });
      void deliver(mailbox);
      return { deviceId, messageId: prepared.messageId };
    },

    async *feedback({ signal, limit = Number.POSITIVE_INFINITY } = {}) {
      for (let read = 0; read < limit; ) {
        checkAborted(signal);
        const record = records.shift();
        if (record === undefined) {
          await new Promise<void>((resolve) => {
            readers.push(resolve);
            signal?.addEventListener("abort", () => resolve(), { once: true });
          });
          continue;
        }
        let isRead = false;
        try {
          yield record;
          isRead = true;
          read += 1;
        } finally {
          if (!isRead) records.unshift(record);
        }
      }
    },

    async purge(deviceId, options) {
      checkAborted(options?.signal);
      check(deviceId);
      const mailbox = mailboxOf(deviceId);
      const waiting = mailbox.entries.filter(({ inHand }) => !inHand);
      for (const entry of waiting) end(mailbox, entry, "Purged");
      return waiting.length;
    },
  };

  return {
    service,
    connect(deviceId) {
      const mailbox = mailboxOf(deviceId);
      mailbox.receiver = undefined;
      let own: Receiver | undefined;
      return {
        async onMessage(handler, { onError = () => undefined, signal } = {}) {
          checkAborted(signal);
          own = { handler, onError };
          mailbox.receiver = own;
          void deliver(mailbox);
        },
        disconnect() {
          if (mailbox.receiver === own) mailbox.receiver = undefined;
        },
      };
    },
  };
}

function checkAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new PnpError("PNP_ABORTED", "The call was given up.", { cause: signal.reason });
}
