import type { Sender } from "rhea";
import type { HubEvent } from "../../events/event.js";
import type { EventPartition } from "../../events/partition.js";
import { SendCredit } from "../send-credit.js";

/** Sends a partition's events to one reader, from a place on, as fast as the reader gives credit. */
export class EventPump {
  readonly #sender: Sender;
  readonly #partition: EventPartition;
  readonly #encode: (event: HubEvent) => Buffer;
  readonly #stopListening: () => void;
  readonly #credit: SendCredit;
  #next: number;

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
    this.#credit = new SendCredit(sender);
    this.#stopListening = partition.listen(() => this.#run());
    sender.on("sendable", () => this.#run());
    sender.on("sender_draining", () => {
      this.#run();
      this.#credit.drain();
    });
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
    for (;;) {
      const event = this.#partition.at(this.#next);
      if (!event || !this.#credit.take()) break;
      this.#sender.send(this.#encode(event), undefined, 0);
      this.#next += 1;
    }
    // rhea writes its frames one by one in the next tick; they leave together after it.
    if (socket?.uncork) process.nextTick(() => socket.uncork());
  }
}
