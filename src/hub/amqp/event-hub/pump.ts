import type { Sender } from "rhea";
import type { HubEvent } from "../../events/event.js";
import type { EventPartition } from "../../events/partition.js";

/**
 * Sends a partition's events to one reader, from a place on, as fast as the reader gives credit. rhea queues what is
 * sent, and one link without credit would hold up its whole session: so nothing is sent beyond the credit.
 */
export class EventPump {
  readonly #sender: Sender;
  readonly #partition: EventPartition;
  readonly #encode: (event: HubEvent) => Buffer;
  readonly #stopListening: () => void;
  #next: number;
  /** Of the link's deliveries, those handed to rhea. */
  #handed = 0;

  constructor(
    sender: Sender,
    partition: EventPartition,
    first: number,
    encode: (event: HubEvent) => Buffer,
  ) {
    this.#sender = sender;
    this.#partition = partition;
    this.#next = first;
    this.#encode = encode;
    this.#stopListening = partition.listen(() => this.#run());
    sender.on("sendable", () => this.#run());
    sender.on("sender_draining", () => this.#drain());
  }

  stop(): void {
    this.#stopListening();
  }

  #run(): void {
    // The hub may have detached the link, and the client not have noticed yet.
    if (!this.#sender.is_open()) return;
    const { socket } = this.#sender.connection;
    socket?.cork?.();
    // What was dropped before this reader came to it is lost for it, as in the cloud.
    this.#next = Math.max(this.#next, this.#partition.firstSequenceNumber);
    for (let credit = this.#credit(); credit > 0 && this.#sender.sendable(); credit -= 1) {
      const event = this.#partition.at(this.#next);
      if (!event) break;
      this.#sender.send(this.#encode(event), undefined, 0);
      this.#next += 1;
      this.#handed += 1;
    }
    // rhea writes its frames one by one in the next tick; they leave together after it.
    if (socket?.uncork) process.nextTick(() => socket.uncork());
  }

  #drain(): void {
    this.#run();
    // What credit is left is given back; it counts as used.
    this.#handed = transferred(this.#sender) + creditOf(this.#sender);
    this.#sender.set_drained(true);
  }

  /** rhea counts a delivery against the credit when it leaves, a tick after it was handed over. */
  #credit(): number {
    return creditOf(this.#sender) - (this.#handed - transferred(this.#sender));
  }
}

function creditOf(sender: Sender): number {
  return (sender as unknown as { readonly credit: number }).credit;
}

function transferred(sender: Sender): number {
  return (sender as unknown as { readonly delivery_count: number }).delivery_count;
}
