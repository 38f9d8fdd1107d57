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

/** The text as a double-quoted literal. JSON already escapes quotes, C0 controls and lone surrogates. */
export function stringLiteral(text: string): string {
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
  const paragraphs = [
    commentLines(doc.title),
    commentLines(doc.text),
    (doc.tags ?? []).flatMap(([name, value]) => {
      const words = commentLines(value).join(" ");
      return words === "" ? [] : [`@${name} ${words}`];
    }),
  ].filter((lines) => lines.length > 0);
  const lines = paragraphs.flatMap((each, index) => (index === 0 ? each : ["", ...each]));
  if (lines.length === 0) return [];
  if (lines.length === 1) return [`/** ${lines[0]} */`];
  return ["/**", ...lines.map((line) => (line === "" ? " *" : ` * ${line}`)), " */"];
}

/**
 * The order matters: characters are removed before the end of the comment is looked for, since a removed one may
 * have stood between `*` and `/`. A backslash before `@` keeps text from forging a tag or a compiler directive;
 * TypeScript starts tags in the middle of lines too.
 */
function commentLines(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const lines = text
    .replace(lineEnd, "\n")
    .replaceAll("\t", " ")
    .replace(control, "")
    .replace(/\p{Surrogate}/gu, "\uFFFD")
    .replace(shownAsEscape, unicodeEscape)
    .replaceAll("*/", "*\\/")
    .replace(/(?<![A-Za-z0-9])@/g, "\\@")
    .split("\n")
    .map((line) => line.trim());
  const first = lines.findIndex((line) => line !== "");
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex((line) => line !== "") + 1);
}
