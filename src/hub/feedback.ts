import type { HubClock, HubIds } from "./clock.js";
import { LockQueue, type QueueOutcome } from "./lock-queue.js";

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
  #gathered: FeedbackRecord[] = [];
  #cancelTimer: (() => void) | undefined;

  /** Records are gathered for `delay` milliseconds, or until there are 64. */
  constructor(clock: HubClock, ids: HubIds, delay: number) {
    this.#clock = clock;
    this.#delay = delay;
    this.queue = new LockQueue({ lockTime: 60_000, mostDeliveries: 10 }, clock, ids, () => {});
  }

  record({ messageId = "", outcome, deviceId, generationId }: Judgement): void {
    this.#gathered.push({
      originalMessageId: messageId,
      enqueuedTimeUtc: this.#clock.now().toISOString().replace("Z", "0000Z"),
      statusCode: outcome,
      description: outcome,
      deviceId,
      deviceGenerationId: generationId,
    });
    if (this.#gathered.length >= largestBatch) this.#flush();
    else this.#cancelTimer ??= this.#clock.after(this.#delay, () => this.#flush());
  }

  #flush(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const records = this.#gathered;
    this.#gathered = [];
    const enqueuedTime = this.#clock.now();
    this.queue.add({ records, enqueuedTime }, new Date(enqueuedTime.getTime() + hour));
  }
}
