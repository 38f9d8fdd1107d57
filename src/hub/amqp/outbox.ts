import type { Message, Sender } from "rhea";
import type { HubTrace } from "../trace.js";
import { SendCredit } from "./send-credit.js";
import { traceTransfer } from "./transfer-trace.js";

const mostWaiting = 1000;

/** What the hub has to say on one link, in order: it holds back what the client gives no credit for yet. */
export class Outbox {
  readonly #sender: Sender;
  readonly #credit: SendCredit;
  readonly #trace: HubTrace;
  readonly #waiting: Message[] = [];

  constructor(sender: Sender, trace: HubTrace) {
    this.#sender = sender;
    this.#trace = trace;
    this.#credit = new SendCredit(sender);
    sender.on("sendable", () => this.#send());
  }

  /** Sends as soon as it may. A client that lets too much wait loses the link. */
  put(message: Message): void {
    if (this.#waiting.length >= mostWaiting) {
      this.#waiting.length = 0;
      this.#sender.close({
        condition: "amqp:resource-limit-exceeded",
        description: `${mostWaiting} messages wait for credit on this link`,
      });
      return;
    }
    this.#waiting.push(message);
    this.#send();
  }

  #send(): void {
    while (this.#waiting.length > 0 && this.#credit.take()) {
      const message = this.#waiting.shift();
      if (!message) return;
      traceTransfer(this.#trace, this.#sender, message);
      this.#sender.send(message);
    }
  }
}
