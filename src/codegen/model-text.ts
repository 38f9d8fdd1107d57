/**
 * The only two functions through which text of a model enters generated code. Everything else that a model
 * contributes is a name that was checked against the DTDL grammar, or a number.
 */

/** Characters that reorder text on the screen: they can make code look like other code. */
const bidirectional = "\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069";
const unsafeInLiteral = new RegExp(`[\\u007F-\\u009F\\u2028\\u2029\\uFEFF${bidirectional}]`, "g");
const shownAsEscape = new RegExp(`[\\uFEFF${bidirectional}]`, "g");
const lineEnd = /\r\n|[\r\n\v\f\u0085\u2028\u2029]/g;
const control = /[^\P{Cc}\n]/gu;

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Printable ASCII without quotes and backslashes: it stands in a literal as it is. */
const plainInLiteral = /^[ !#-[\]-~]*$/;

/** The text as a double-quoted literal. JSON already escapes quotes, C0 controls and lone surrogates. */
export function stringLiteral(text: string): string {
  if (plainInLiteral.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(unsafeInLiteral, unicodeEscape);
}

/** What a doc comment says. */
export interface DocText {
  readonly title?: string | undefined;
  readonly text?: string | undefined;
  /** Tags in the order shown; those without a value are left out. */
  readonly tags?: readonly (readonly [name: string, value: string | undefined])[];
}

/** The lines of a doc comment; none when there is nothing to say. They stand on lines of their own. */
export function docComment(doc: DocText): readonly string[] {
  const lines: string[] = [];
  addParagraph(lines, commentLines(doc.title));
  addParagraph(lines, commentLines(doc.text));
  addParagraph(lines, tagLines(doc.tags ?? []));
  if (lines.length === 0) return lines;
  if (lines.length === 1) return [`/** ${lines[0]} */`];
  return ["/**", ...lines.map((line) => (line === "" ? " *" : ` * ${line}`)), " */"];
}

function addParagraph(lines: string[], paragraph: readonly string[]): void {
  if (paragraph.length === 0) return;
  if (lines.length > 0) lines.push("");
  for (const line of paragraph) lines.push(line);
}

function tagLines(tags: NonNullable<DocText["tags"]>): readonly string[] {
  const lines: string[] = [];
  for (const [name, value] of tags) {
    const words = value === undefined ? "" : commentLines(value).join(" ");
    if (words !== "") lines.push(`@${name} ${words}`);
  }
  return lines;
}

/** One line of printable ASCII that neither ends a comment nor begins a tag. */
const plainInComment = /^[!-)+-?A-~](?:[ !-)+-?A-~]*[!-)+-?A-~])?$/;

/**
 * Tags that tools look for anywhere in a comment, even behind a backslash: TypeScript's `@jsxImportSource` and `@internal`,
 * and those by which bundlers decide what to keep.
 */
const foundAnywhere = /@(?=jsx|internal|license|preserve|__)/gi;

/**
 * The order matters: characters are removed before the end of the comment is looked for, since a removed one may
 * have stood between `*` and `/`. A backslash before `@` keeps text from forging a tag or a compiler directive;
 * TypeScript starts tags in the middle of lines too.
 */
function commentLines(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  if (plainInComment.test(text)) return [text];
  const lines = text
    .replace(lineEnd, "\n")
    .replaceAll("\t", " ")
    .replace(control, "")
    .replace(/\p{Surrogate}/gu, "\uFFFD")
    .replace(shownAsEscape, unicodeEscape)
    .replaceAll("*/", "*\\/")
    .replace(/(?<![A-Za-z0-9])@/g, "\\@")
    .replace(foundAnywhere, "@\\")
    .split("\n")
    .map((line) => line.trim());
  const first = lines.findIndex((line) => line !== "");
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex((line) => line !== "") + 1);
}
