import type { IssueLocation } from "../errors.js";
import type { SourceText } from "./source-text.js";

/** What a frame shows beside the lines of the text. */
export interface FrameContent {
  readonly level: "error" | "advice";
  readonly code: string;
  readonly message: string;
  readonly location: IssueLocation;
  readonly hint?: string | undefined;
  /** Another place that belongs to the problem. */
  readonly related?: IssueLocation | undefined;
  readonly note?: string | undefined;
}

const maxWidth = 120;

/** Draws the line of a problem with a marker under the place, the line before it, and what helps. */
export function renderFrame(text: SourceText, content: FrameContent): string {
  const { line, column, endLine, endColumn } = content.location;
  const gutter = " ".repeat(String(line).length);
  const shown = text.line(line) ?? "";
  // A place of several lines is marked to the end of its first one.
  const end = endLine > line ? shown.length + 1 : endColumn;
  const from = column > maxWidth ? column - maxWidth / 2 : 0;
  const marker =
    marginOf(shown.slice(from, column - 1)) +
    "^".repeat(Math.max(1, Math.min(end - column, maxWidth)));
  const before = text.line(line - 1);
  const lines = [
    `${content.level}[${content.code}]: ${content.message}`,
    `${gutter}--> ${placeName(content.location)}`,
    `${gutter} |`,
  ];
  if (line > 1 && before !== undefined && before.trim() !== "") {
    lines.push(`${String(line - 1).padStart(gutter.length)} | ${clip(before, from)}`);
  }
  lines.push(`${line} | ${clip(shown, from)}`, `${gutter} | ${marker}`);
  if (content.related !== undefined) lines.push(`${gutter} = see: ${placeName(content.related)}`);
  if (content.hint !== undefined) lines.push(`${gutter} = help: ${content.hint}`);
  if (content.note !== undefined) lines.push(`${gutter} = note: ${content.note}`);
  return lines.map((each) => each.trimEnd()).join("\n");
}

function placeName({ source, line, column }: IssueLocation): string {
  return `${source}:${line}:${column}`;
}

/** Blanks as wide as the text; tabs stay, so that the marker stands under its place at any tab width. */
function marginOf(text: string): string {
  return text.replace(/[^\t]/g, " ");
}

function clip(line: string, from: number): string {
  return line.slice(from, from + 2 * maxWidth);
}
