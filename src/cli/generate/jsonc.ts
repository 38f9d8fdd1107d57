/**
 * Reads JSON as tsconfig.json has it: with comments, commas behind the last entry, and a byte order mark. Throws
 * `SyntaxError` like `JSON.parse`, with the same places.
 */
export function parseJsonc(text: string): unknown {
  return JSON.parse(withoutTrailingCommas(withoutComments(text)));
}

const stringOrComment = /"(?:[^"\\\n]|\\.)*"?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|^\uFEFF/g;

/** Blanks in place of comments, so that places stay. */
function withoutComments(text: string): string {
  return text.replace(stringOrComment, (found) =>
    found.startsWith('"') ? found : found.replace(/[^\n]/g, " "),
  );
}

/** Strings are matched first, so that no comma in one is meant. */
const stringOrComma = /"(?:[^"\\\n]|\\.)*"?|,(?=\s*[}\]])/g;

function withoutTrailingCommas(text: string): string {
  return text.replace(stringOrComma, (found) => (found === "," ? " " : found));
}
