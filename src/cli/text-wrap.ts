/** Breaks text into lines of at most `width` characters, at blanks; longer words stay whole. */
export function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  lines.push(line);
  return lines;
}

/**
 * Spreads JSON text over lines where it is wider than `width`. It works on the text, not on its value, so that what is
 * wrong in it stays: a member that is there twice, or a number that JavaScript would round.
 */
export function wrapJson(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const items = splitAtCommas(text);
  if (items.length > 1) return wrapItems(items, width);
  const end = text.endsWith(",") ? text.length - 2 : text.length - 1;
  const open = openingOf(text);
  const inner = text.slice(open + 1, end).trim();
  if (open < 0 || inner === "") return [text];
  return [
    text.slice(0, open + 1),
    ...wrapItems(splitAtCommas(inner), width - 2).map((line) => `  ${line}`),
    text.slice(end),
  ];
}

function wrapItems(items: readonly string[], width: number): string[] {
  return items.flatMap((item, index) =>
    wrapJson(index < items.length - 1 ? `${item},` : item, width),
  );
}

/** Calls back for every character that is not part of a string. */
function scan(text: string, visit: (char: string, at: number, depth: number) => void): void {
  let depth = 0;
  let isString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "\\") at++;
    else if (char === '"') isString = !isString;
    else if (!isString) {
      if (char === "}" || char === "]") depth--;
      visit(char, at, depth);
      if (char === "{" || char === "[") depth++;
    }
  }
}

function splitAtCommas(text: string): string[] {
  const items: string[] = [];
  let start = 0;
  scan(text, (char, at, depth) => {
    if (char !== "," || depth > 0 || at === text.length - 1) return;
    items.push(text.slice(start, at).trim());
    start = at + 1;
  });
  items.push(text.slice(start).trim());
  return items;
}

function openingOf(text: string): number {
  let found = -1;
  scan(text, (char, at) => {
    if (found < 0 && (char === "{" || char === "[")) found = at;
  });
  return found;
}
