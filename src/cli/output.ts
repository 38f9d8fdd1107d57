import { exactJson } from "../convention/json-text.js";
import type { Io } from "./io.js";

/** How results are written: for people, or as JSON. */
export type OutputFormat = "human" | "json" | "ndjson";

export const outputFormats: readonly OutputFormat[] = ["human", "json", "ndjson"];

/** The format asked for; without one, people at a terminal get text and programs get JSON. */
export function outputFormat(asked: OutputFormat | undefined, io: Io): OutputFormat {
  return asked ?? (io.stdout.isTerminal ? "human" : "json");
}

/** Writes one result: the text for people, or one JSON document. Integers of any size stay exact. */
export function printResult(
  io: Io,
  format: OutputFormat,
  json: unknown,
  human: () => string,
): void {
  if (format === "human") io.stdout.write(`${withoutControls(human())}\n`);
  else io.stdout.write(`${jsonText(json, format === "json" ? 2 : 0)}\n`);
}

/** Text for a terminal: what models and devices put into it must not steer it. */
export function withoutControls(text: string): string {
  return [...text].map((char) => (isControl(char) ? escaped(char) : char)).join("");
}

function isControl(char: string): boolean {
  const code = char.charCodeAt(0);
  return (code < 0x20 && char !== "\n" && char !== "\t") || (code >= 0x7f && code < 0xa0);
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** One line of narration. */
export function say(io: Io, line: string): void {
  io.stderr.write(`${withoutControls(line)}\n`);
}

/** JSON text of any value twinplug hands out, `bigint` included. */
export function jsonText(value: unknown, indent = 0): string {
  const compact = exactJson(value);
  return indent === 0 ? compact : reindent(compact, indent);
}

/** Spreads compact JSON over lines without reading its numbers, so that none is rounded. */
function reindent(compact: string, indent: number): string {
  let text = "";
  let depth = 0;
  let inString = false;
  for (let at = 0; at < compact.length; at++) {
    const char = compact[at] as string;
    if (inString) {
      text += char;
      if (char === "\\") text += compact[++at];
      else if (char === '"') inString = false;
      continue;
    }
    const newLine = () => `\n${" ".repeat(indent * depth)}`;
    if (char === '"') inString = true;
    if (char === "{" || char === "[") {
      const close = compact[at + 1];
      if (close === "}" || close === "]") {
        text += char + close;
        at++;
        continue;
      }
      depth++;
      text += char + newLine();
    } else if (char === "}" || char === "]") {
      depth--;
      text += newLine() + char;
    } else if (char === ",") text += char + newLine();
    else if (char === ":") text += ": ";
    else text += char;
  }
  return text;
}
