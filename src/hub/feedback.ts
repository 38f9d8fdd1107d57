import type { HubClock, HubIds } from "./clock.js";
import { LockQueue, type QueueOutcome } from "./lock-queue.js";
import type { RecordForm, Store } from "./store/store.js";

/** What became of one cloud-to-device message, in the words that services read. */
export interface FeedbackRecord {
  /** Empty when the message had no id. */
  readonly originalMessageId: string;
  /** When it was decided; seven digits of a second, `Z`. */
  readonly enqueuedTimeUtc: string;
  readonly statusCode: QueueOutcome;
  readonly description: string;
  readonly deviceId: string;
  readonly deviceGenerationId: string;
}

/** Records that travel as one message. */
export interface FeedbackBatch {
  readonly id: string;
  readonly records: readonly FeedbackRecord[];
  readonly enqueuedTime: Date;
}

/** What a record is made from. */
export interface Judgement {
  readonly messageId: string | undefined;
  readonly outcome: QueueOutcome;
  readonly deviceId: string;
  readonly generationId: string;
}

const largestBatch = 64;
const hour = 3_600_000;

/** The hub's one queue of feedback; its receivers compete for it. */
export class Feedback {
  readonly queue: LockQueue<FeedbackBatch>;
  readonly #clock: HubClock;
  readonly #delay: number;
  readonly #ids: HubIds;
  /** By a number that rises. */
  readonly #gathered: Map<string, FeedbackRecord>;
  #number = 0;
  #cancelTimer: (() => void) | undefined;

  /** Records are gathered for `delay` milliseconds, or until there are 64. */
  constructor(clock: HubClock, ids: HubIds, delay: number, store: Store) {
    this.#clock = clock;
    this.#delay = delay;
    this.#ids = ids;
    const kept = store.map("feedback batches", batchRecords);
    this.queue = new LockQueue({ lockTime: 60_000, mostDeliveries: 10 }, clock, ids, () => {}, {
      keep: (batch, failedDeliveries) => kept.set(batch.id, { batch, failedDeliveries }),
      remove: (batch) => kept.delete(batch.id),
    });
    for (const { batch, failedDeliveries } of [...kept.values()]) {
      this.queue.restore(batch, expiryOf(batch), failedDeliveries);
    }
    this.#gathered = store.map("feedback");
    this.#number = Math.max(0, ...[...this.#gathered.keys()].map(Number));
    if (this.#gathered.size > 0) this.#flushLater();
  }

  record({ messageId = "", outcome, deviceId, generationId }: Judgement): void {
    this.#number += 1;
    this.#gathered.set(String(this.#number), {
      originalMessageId: messageId,
      enqueuedTimeUtc: this.#clock.now().toISOString().replace("Z", "0000Z"),
      statusCode: outcome,
      description: outcome,
      deviceId,
      deviceGenerationId: generationId,
    });
    if (this.#gathered.size >= largestBatch) this.#flush();
    else this.#flushLater();
  }

  #flushLater(): void {
    this.#cancelTimer ??= this.#clock.after(this.#delay, () => this.#flush());
  }

  #flush(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const records = [...this.#gathered.values()];
    this.#gathered.clear();
    const batch = { id: this.#ids.uuid(), records, enqueuedTime: this.#clock.now() };
    this.queue.add(batch, expiryOf(batch));
  }
}

function expiryOf({ enqueuedTime }: FeedbackBatch): Date {
  return new Date(enqueuedTime.getTime() + hour);
}

interface WaitingBatch {
  readonly batch: FeedbackBatch;
  readonly failedDeliveries: number;
}

const batchRecords: RecordForm<WaitingBatch> = {
  write: (waiting) => waiting,
  read(json) {
    const { batch, failedDeliveries } = json as WaitingBatch;
    return { batch: { ...batch, enqueuedTime: new Date(batch.enqueuedTime) }, failedDeliveries };
  },
};
