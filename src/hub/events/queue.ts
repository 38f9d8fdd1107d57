/** First in, first out, with access by position; taking away the first is cheap. */
export class Queue<T> implements Iterable<T> {
  #items: T[] = [];
  #first = 0;

  get length(): number {
    return this.#items.length - this.#first;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** Counted from the oldest, which is 0. */
  at(index: number): T | undefined {
    return index < 0 ? undefined : this.#items[this.#first + index];
  }

  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const item = this.#items[this.#first];
    this.#first += 1;
    // Moved in steps, so that a full queue does not move with every item.
    if (this.#first * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }

  [Symbol.iterator](): ArrayIterator<T> {
    return this.#items.slice(this.#first).values();
  }
}
