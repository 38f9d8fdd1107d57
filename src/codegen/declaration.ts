import type { Command, CommandPayload, LocalizedText } from "../dtdl/model.js";
import { preferredText } from "../schema/describe.js";
import { parameterName } from "./identifier.js";
import { docComment } from "./model-text.js";
import type { RunContext } from "./run-context.js";

/** One line of an interface or object, with the doc comment that stands above it. */
export interface Member {
  readonly doc: readonly string[];
  readonly text: string;
}

interface Documented {
  readonly displayName: LocalizedText;
  readonly description: LocalizedText;
  readonly comment?: string;
  readonly unit?: string;
  readonly semanticType?: string;
}

/** How doc comments are written. */
type DocSettings = Pick<RunContext, "language" | "obsolete">;

type Tag = readonly [name: string, value: string | undefined];

/** The doc comment of a model element; `more` are tags that go last. */
export function docOf(
  element: Documented,
  settings: DocSettings,
  more: readonly Tag[] = [],
): readonly string[] {
  const title = preferredText(element.displayName, settings.language);
  const text = preferredText(element.description, settings.language);
  if (title === undefined && text === undefined && hasNoTags(element, settings, more)) return [];
  const tags: Tag[] = [];
  if (element.unit !== undefined) tags.push(["unit", element.unit]);
  if (element.semanticType !== undefined) tags.push(["semanticType", element.semanticType]);
  if (settings.obsolete) tags.push(["deprecated", obsoleteText(element.comment)]);
  tags.push(...more);
  return docComment({ title, text, tags });
}

function hasNoTags(
  { unit, semanticType }: Documented,
  { obsolete }: DocSettings,
  more: readonly Tag[],
): boolean {
  return unit === undefined && semanticType === undefined && !obsolete && more.length === 0;
}

/** What follows `[Obsolete]` at the start of a comment: a habit of models that were written for other generators. */
function obsoleteText(comment: string | undefined): string | undefined {
  const mark = /^\s*\[obsolete\]\s*/i.exec(comment ?? "");
  return mark && comment !== undefined
    ? comment.slice(mark[0].length) || "It is obsolete."
    : undefined;
}

/** The doc comment of a command, which tells of its request and response too. */
export function commandDoc(command: Command, settings: DocSettings): readonly string[] {
  const { request, response } = command;
  return docOf(command, settings, [
    ["param", request && payloadText(request, parameterName(request.name), settings)],
    ["returns", response && payloadText(response, "", settings)],
  ]);
}

/** A dash goes before the text: without it a brace at its start would begin a type. */
function payloadText(
  payload: CommandPayload,
  name: string,
  { language }: DocSettings,
): string | undefined {
  const texts = [
    preferredText(payload.displayName, language),
    preferredText(payload.description, language),
  ].filter((text) => text !== undefined && text !== "");
  return texts.length === 0 ? undefined : `${name} - ${texts.join(": ")}`.trim();
}

/** `{` and the members and `}` behind an opening text; comments start on lines of their own, as TypeScript wants. */
export function block(
  opening: string,
  members: readonly Member[],
  closing: string,
): readonly string[] {
  if (members.length === 0) return [`${opening}{}${closing}`];
  const lines = [`${opening}{`];
  for (const { doc, text } of members) {
    for (const line of doc) lines.push(`  ${line}`);
    lines.push(`  ${text}`);
  }
  lines.push(`}${closing}`);
  return lines;
}
