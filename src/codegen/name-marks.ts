import type { Element } from "../dtdl/model.js";
import type { TextPlace } from "./source-map.js";

/** Puts a mark in front of a name that is declared for an element; empty text where nobody asks for places. */
export type Mark = (element: Element) => string;

/** The mark of those who write no source map. */
export const noMark: Mark = () => "";

/** A declared name in a finished text, and the element it was declared for. */
export interface MarkedName {
  readonly element: Element;
  readonly start: TextPlace;
  readonly end: TextPlace;
}

/**
 * Finds out where printed names end up. A printer writes {@link NameMarks.mark} in front of a name; {@link NameMarks.take}
 * removes the marks from the finished text and says where they stood. They are numbers between NUL characters, which
 * no text of a model brings along: `model-text.ts` escapes or removes them.
 */
export class NameMarks {
  readonly #elements: Element[] = [];

  readonly mark: Mark = (element) => {
    this.#elements.push(element);
    return `\0${this.#elements.length - 1}\0`;
  };

  /** The text without marks, and the names that were marked. */
  take(text: string): { readonly text: string; readonly names: readonly MarkedName[] } {
    const names: MarkedName[] = [];
    const lines = text.split("\n").map((line, number) => {
      if (!line.includes("\0")) return line;
      const [plain = "", ...pieces] = line.split("\0");
      let clean = plain;
      for (let at = 0; at < pieces.length; at += 2) {
        const element = this.#elements[Number(pieces[at])];
        const rest = pieces[at + 1] ?? "";
        const length = /^(?:"[^"]*"|[\w$]*)/.exec(rest)?.[0].length ?? 0;
        const start = { line: number, column: clean.length };
        if (element) {
          names.push({ element, start, end: { line: number, column: start.column + length } });
        }
        clean += rest;
      }
      return clean;
    });
    return { text: lines.join("\n"), names };
  }
}
