import type { Draft } from "./draft.js";
import type { Problem } from "./issue-list.js";
import type { PropertyInfo } from "./metamodel/class-tree.js";
import type { Reading } from "./reading.js";

/** Issues with the values of one property of one element. */
export class ValueIssues {
  readonly #reading: Reading;
  readonly #draft: Draft;
  readonly #property: PropertyInfo;

  constructor(reading: Reading, draft: Draft, property: PropertyInfo) {
    this.#reading = reading;
    this.#draft = draft;
    this.#property = property;
  }

  add(code: string, node: number, problem: Problem): void {
    this.#reading.issues.add(code, {
      primaryId: this.#draft.id,
      property: this.#property.key,
      at: this.#reading.place(node),
      element: this.#draft,
      ...problem,
    });
  }

  advise(code: string, node: number, value?: string): void {
    this.#reading.issues.advise(code, {
      primaryId: this.#draft.id,
      property: this.#property.key,
      value,
      at: this.#reading.place(node),
    });
  }
}
