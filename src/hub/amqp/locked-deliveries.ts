import rhea, { type Delivery, type EventContext, type Sender } from "rhea";
import type { LockedItems, Delivery as QueueDelivery } from "../lock-queue.js";
import type { HubTrace } from "../trace.js";
import type { LinkEnd } from "./link.js";
import { SendCredit } from "./send-credit.js";
import { traceTransfer } from "./transfer-trace.js";

/** A message: its one data section, and the rest by rhea's names. */
export interface OutgoingMessage {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly body: Uint8Array;
}

/** The format of a message as AMQP itself defines it. */
const standardFormat = 0;

/**
 * Sends a client what waits in a queue, as far as its credit goes. Its outcomes settle: accepted completes, rejected
 * rejects, released and modified give back. What is not settled when the link ends is given back, too.
 */
export function sendLocked<T>(
  sender: Sender,
  queue: LockedItems<T>,
  compose: (delivery: QueueDelivery<T>) => OutgoingMessage,
  trace: HubTrace,
): LinkEnd {
  const credit = new SendCredit(sender);
  const locks = new Map<Delivery, string>();
  const pump = (): void => {
    while (credit.take()) {
      const taken = queue.take();
      if (!taken) {
        credit.giveBack();
        return;
      }
      const { fields, body } = compose(taken);
      const message = { ...fields, body: rhea.message.data_section(Buffer.from(body)) };
      traceTransfer(trace, sender, message);
      const sent = sender.send(rhea.message.encode(message), undefined, standardFormat);
      // A client may ask for messages that are settled as they are sent.
      if (sent.settled) queue.complete(taken.lockToken);
      else locks.set(sent, taken.lockToken);
    }
  };
  const settleBy =
    (settle: (lockToken: string) => boolean) =>
    ({ delivery }: EventContext): void => {
      const lockToken = delivery && locks.get(delivery);
      if (!delivery || lockToken === undefined) return;
      locks.delete(delivery);
      settle(lockToken);
    };
  const abandon = settleBy((lockToken) => queue.abandon(lockToken));
  sender.on(
    "accepted",
    settleBy((lockToken) => queue.complete(lockToken)),
  );
  sender.on(
    "rejected",
    settleBy((lockToken) => queue.reject(lockToken)),
  );
  sender.on("released", abandon);
  sender.on("modified", abandon);
  // Settled without an outcome: nobody has said that the message was dealt with.
  sender.on("settled", abandon);
  sender.on("sendable", pump);
  sender.on("sender_draining", () => {
    pump();
    credit.drain();
  });
  const stopListening = queue.listen(pump);
  return () => {
    stopListening();
    for (const lockToken of locks.values()) queue.abandon(lockToken);
    locks.clear();
  };
}
