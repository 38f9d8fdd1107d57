import { type JsonTape, readTape } from "../dtdl/json-tape.js";
import { safeParseModel } from "../dtdl/parse.js";
import type { ModelText } from "../dtdl/resolver.js";
import { PnpError } from "../errors.js";
import { nestedInterfaces, references } from "./dependencies.js";

/** A JSON text that holds one Interface, or an array of them. */
export interface ModelDocument {
  readonly source: string;
  /** All of it. */
  readonly text: string;
  readonly isArray: boolean;
  readonly models: readonly DocumentModel[];
}

/** One Interface of a document, as text. */
export interface DocumentModel {
  /** Its `@id`; undefined when it has none, or is no object. */
  readonly id: string | undefined;
  /** Its text exactly as written. What was cut out of an array is named by file and identifier. */
  readonly text: ModelText;
  /** Identifiers of the Interfaces that it extends or has as Components. */
  readonly references: readonly string[];
  /** Identifiers of the Interfaces written inside it. */
  readonly nested: readonly string[];
}

/** Takes a text of a repository apart. Throws `PNP_DTDL_INVALID` with the place when it is not JSON. */
export function readDocument(source: string, text: string): ModelDocument {
  const reading = readTape(text);
  if (!reading.ok) throw notJson(source, text, reading.problem.message);
  const { tape } = reading;
  const isArray = tape.isArray(0);
  const nodes = isArray ? tape.items(0) : [0];
  const models = nodes.map((node) => readModel(tape, node, source, isArray));
  return { source, text, isArray, models };
}

/** The same, for those that only ask whether a text is sound: undefined when it is not JSON. */
export function tryDocument(source: string, text: string): ModelDocument | undefined {
  return readTape(text).ok ? readDocument(source, text) : undefined;
}

/** The Interface with this identifier; letters count as written. */
export function modelIn(document: ModelDocument, dtmi: string): DocumentModel | undefined {
  return document.models.find(({ id }) => id === dtmi);
}

function readModel(tape: JsonTape, node: number, source: string, isArray: boolean): DocumentModel {
  const id = idOf(tape, node);
  const text = isArray
    ? { source: `${source}#${id ?? ""}`, text: outdented(tape, node) }
    : { source, text: tape.text };
  return { id, text, references: references(tape, node), nested: nestedInterfaces(tape, node) };
}

function idOf(tape: JsonTape, node: number): string | undefined {
  if (!tape.isObject(node)) return undefined;
  for (let at = node + 1; at < tape.last(node); at = tape.next(at + 1)) {
    if (tape.string(at) === "@id") return tape.stringOrNone(at + 1);
  }
  return undefined;
}

/** The text of an item without the indentation that the array gave it. Strings hold no line breaks, so none is changed. */
function outdented(tape: JsonTape, node: number): string {
  const { text } = tape;
  const start = tape.start(node);
  let line = start;
  while (text[line - 1] === " " || text[line - 1] === "\t") line--;
  const indent = text.slice(line, start);
  if (indent === "" || text[line - 1] !== "\n") return tape.raw(node);
  return tape
    .raw(node)
    .split("\n")
    .map((each) => (each.startsWith(indent) ? each.slice(indent.length) : each))
    .join("\n");
}

function notJson(source: string, text: string, problem: string): PnpError {
  const parsed = safeParseModel({ source, text });
  const isPage = text.trimStart().startsWith("<");
  return new PnpError("PNP_DTDL_INVALID", `${source} is not JSON: ${problem}.`, {
    hint: isPage
      ? "It looks like a web page: check the address of the repository."
      : "Correct the file, or what made it.",
    issues: parsed.issues,
  });
}
