import type { IssueLocation } from "../errors.js";
import { lineAt } from "./line-at.js";

/** A DTDL text with its name, able to turn offsets into lines and columns. */
export class SourceText {
  /** File path, URL or `<text>`. */
  readonly source: string;
  readonly text: string;
  #lineStarts: number[] | undefined;

  constructor(source: string, text: string) {
    this.source = source;
    this.text = text;
  }

  /** The place of a range of offsets; the end column is the first one behind it. */
  locate(start: number, end: number): IssueLocation {
    const first = lineAt(this.#starts(), start);
    const last = lineAt(this.#starts(), end);
    return Object.freeze({
      source: this.source,
      line: first + 1,
      column: start - this.#startOf(first) + 1,
      endLine: last + 1,
      endColumn: end - this.#startOf(last) + 1,
    });
  }

  /** Text of a line, counted from 1, without its line end; undefined when there is no such line. */
  line(number: number): string | undefined {
    const start = this.#starts()[number - 1];
    if (start === undefined) return undefined;
    const end = this.#starts()[number] ?? this.text.length + 1;
    const line = this.text.slice(start, end - 1);
    return line.endsWith("\r") ? line.slice(0, -1) : line;
  }

  #starts(): number[] {
    if (this.#lineStarts === undefined) {
      this.#lineStarts = [0];
      for (let at = this.text.indexOf("\n"); at >= 0; at = this.text.indexOf("\n", at + 1)) {
        this.#lineStarts.push(at + 1);
      }
    }
    return this.#lineStarts;
  }

  #startOf(line: number): number {
    return this.#starts()[line] ?? 0;
  }
}
