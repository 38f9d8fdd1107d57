const tokens = /"(?:[^"\\]+|\\.)*"|[[\]{}:,]/g;

/**
 * The first member name that a JSON text gives twice in one object; undefined when none is. Readers take the last
 * value of such a name without a word, so that what was sent would not be what was typed. The text must be JSON.
 */
export function duplicateName(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let last = "";
  for (const [token] of text.matchAll(tokens)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") {
      const name = JSON.parse(last) as string;
      const names = open.at(-1);
      if (names?.has(name)) return name;
      names?.add(name);
    } else if (token !== ",") last = token;
  }
  return undefined;
}
