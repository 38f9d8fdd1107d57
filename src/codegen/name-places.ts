import { type JsonTape, readTape } from "../dtdl/json-tape.js";
import { lineAt } from "../dtdl/line-at.js";
import type { Element } from "../dtdl/model.js";
import type { IssueLocation } from "../errors.js";
import type { TextPlace } from "./source-map.js";

/** Where something stands in a DTDL text. */
export interface NamePlace {
  /** The text's name, as in the element's `location`. */
  readonly source: string;
  readonly start: TextPlace;
  readonly end: TextPlace;
}

/**
 * Finds the places where elements are named in their DTDL texts: the characters of `name`, of `@id` for elements without one,
 * else the first character of the element. Undefined for built-in elements and for texts that are not known.
 */
export type FindNamePlace = (element: Element) => NamePlace | undefined;

/** The texts are those the model was parsed from, by source. Each one is read when it is first asked for. */
export function namePlaceFinder(texts: ReadonlyMap<string, string>): FindNamePlace {
  const read = new Map<string, DocumentPlaces | undefined>();
  return (element) => {
    const { location } = element;
    if (!location) return undefined;
    if (!read.has(location.source)) {
      const text = texts.get(location.source);
      const result = text === undefined ? undefined : readTape(text);
      read.set(location.source, result?.ok ? new DocumentPlaces(result.tape) : undefined);
    }
    const places = read.get(location.source)?.placesOf(element, location);
    return places && { source: location.source, ...places };
  };
}

/** Line ends as editors and source maps count them: more than the line feeds that locations count. */
const mapLineEnd = /\r\n|[\n\r\u2028\u2029]/g;

function lineStarts(text: string, ends: RegExp): readonly number[] {
  const starts = [0];
  for (const end of text.matchAll(ends)) starts.push(end.index + end[0].length);
  return starts;
}

/** One DTDL text by lines and columns. */
class DocumentPlaces {
  readonly #tape: JsonTape;
  /** Where lines begin, by line feeds alone as locations have it, and for source maps. */
  readonly #located: readonly number[];
  readonly #mapped: readonly number[];
  /** A byte order mark is part of the text here, and of no column in an editor. */
  readonly #mark: number;

  constructor(tape: JsonTape) {
    this.#tape = tape;
    this.#located = lineStarts(tape.text, /\n/g);
    this.#mapped = lineStarts(tape.text, mapLineEnd);
    this.#mark = tape.text.startsWith("\uFEFF") ? 1 : 0;
  }

  placesOf(element: Element, location: IssueLocation): { start: TextPlace; end: TextPlace } {
    const offset = (this.#located[location.line - 1] ?? 0) + location.column - 1;
    const node = this.#nodeAt(offset);
    const named = node === undefined ? undefined : this.#nameIn(node, element);
    if (named === undefined) return { start: this.#place(offset), end: this.#place(offset) };
    // Inside the quotes, so that an editor marks the very word.
    const quote = this.#tape.isString(named) ? 1 : 0;
    return {
      start: this.#place(this.#tape.start(named) + quote),
      end: this.#place(this.#tape.end(named) - quote),
    };
  }

  /** The value that begins at an offset. Values are in the order written, so halving finds it. */
  #nodeAt(offset: number): number | undefined {
    const tape = this.#tape;
    let low = 0;
    let high = tape.count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (tape.start(middle) < offset) low = middle + 1;
      else high = middle;
    }
    return tape.count > 0 && tape.start(low) === offset ? low : undefined;
  }

  /** The value of the member that names the element. */
  #nameIn(node: number, element: Element): number | undefined {
    const tape = this.#tape;
    if (!tape.isObject(node)) return undefined;
    const isNamed = "name" in element;
    const last = tape.last(node);
    let id: number | undefined;
    for (let at = node + 1; at < last; at = tape.next(at + 1)) {
      const key = tape.string(at);
      if (isNamed && (key === "name" || key.startsWith("dtmi:dtdl:property:name;"))) return at + 1;
      if (key === "@id") id = at + 1;
    }
    return id;
  }

  #place(offset: number): TextPlace {
    const starts = this.#mapped;
    const line = lineAt(starts, offset);
    return { line, column: offset - (starts[line] ?? 0) - (line === 0 ? this.#mark : 0) };
  }
}
