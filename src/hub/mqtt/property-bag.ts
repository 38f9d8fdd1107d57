/** Properties that travel in a topic. A name without `=` has the value null. */
export type PropertyBag = ReadonlyMap<string, string | null>;

/**
 * Reads `key=value&key=value`, both sides percent-encoded (keys too: Node writes `%24.sub`), with an optional `?`
 * before and `/` behind. Nothing when the encoding is broken.
 */
export function parsePropertyBag(text: string): PropertyBag | undefined {
  const bag = new Map<string, string | null>();
  const bare = text.replace(/^\?/, "").replace(/\/$/, "");
  try {
    for (const pair of bare.split("&")) {
      if (pair === "") continue;
      const equals = pair.indexOf("=");
      if (equals < 0) bag.set(decodeURIComponent(pair), null);
      else {
        bag.set(
          decodeURIComponent(pair.slice(0, equals)),
          decodeURIComponent(pair.slice(equals + 1)),
        );
      }
    }
  } catch {
    return undefined;
  }
  return bag;
}
