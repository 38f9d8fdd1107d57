import type { AmqpProblem } from "../conditions.js";

/** A reader of one partition for one consumer group. */
export interface PartitionReader {
  /** Absent: it shares the partition with others of its kind. */
  readonly epoch: number | undefined;
  /** Takes the partition away from it. */
  disconnect(problem: AmqpProblem): void;
}

const mostShared = 5;

/**
 * Who reads which partition: one reader with an epoch, and the higher epoch wins; or at most five without one.
 */
export class PartitionReaders {
  readonly #readers = new Map<string, Set<PartitionReader>>();

  /** Lets a reader in, or answers why not. `place` names consumer group and partition. */
  enter(place: string, reader: PartitionReader): AmqpProblem | undefined {
    const present = this.#readers.get(place) ?? new Set();
    const owner = [...present].find(({ epoch }) => epoch !== undefined);
    const { epoch } = reader;
    if (epoch === undefined) {
      if (owner) {
        const description = `A reader with epoch ${owner.epoch} has the partition: a reader without an epoch is not allowed`;
        return { condition: "amqp:link:stolen", description };
      }
      if (present.size >= mostShared) {
        const description = `Exceeded the maximum number of allowed receivers per partition in a consumer group which is ${mostShared}`;
        return { condition: "amqp:resource-limit-exceeded", description };
      }
    } else {
      if (owner?.epoch !== undefined && owner.epoch > epoch) {
        const description = `A reader with the higher epoch ${owner.epoch} has the partition; this one has ${epoch}`;
        return { condition: "amqp:link:stolen", description };
      }
      const description = `A reader with epoch ${epoch} has taken over the partition`;
      for (const loser of [...present]) {
        present.delete(loser);
        loser.disconnect({ condition: "amqp:link:stolen", description });
      }
    }
    this.#readers.set(place, present.add(reader));
    return undefined;
  }

  leave(place: string, reader: PartitionReader): void {
    const present = this.#readers.get(place);
    present?.delete(reader);
    if (present?.size === 0) this.#readers.delete(place);
  }
}
