import { isUserDtmi } from "../dtdl/dtmi.js";
import { PnpError } from "../errors.js";
import { stringLiteral } from "./model-text.js";

/** The file that exports everything. No Interface has it as its own. */
export const indexPath = "index.ts";

const windowsDevice = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])$/;

/** FNV-1a, 32 bits: enough to tell a handful of file names apart. */
export function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** Folders and file name without extension, lower-cased as model repositories do. */
function stem(dtmi: string): string {
  if (!isUserDtmi(dtmi, 4)) {
    throw new PnpError(
      "PNP_DTDL_INVALID",
      `${stringLiteral(dtmi)} is not an Interface identifier.`,
    );
  }
  const [path = "", version] = dtmi.toLowerCase().split(";");
  const labels = path
    .split(":")
    .slice(1)
    .map((label, index, all) => {
      // Windows looks at what stands before the first dot, so `con-1.ts` is safe and `con.ts` is not.
      const alone = index < all.length - 1 || version === undefined;
      return alone && windowsDevice.test(label) ? `${label}-x${shortHash(label)}` : label;
    });
  const plain = labels.join("/") + (version === undefined ? "" : `-${version}`);
  return `${plain}.ts` === indexPath ? `${plain}-x${shortHash(plain)}` : plain;
}

/**
 * A file for each DTMI: `dtmi:com:example:Thermostat;1` goes to `com/example/thermostat-1.ts`. Of identifiers that
 * differ in case only, the first in code unit order has that path and the others get a hash behind it.
 */
export function filePaths(dtmis: Iterable<string>): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const paths = new Map<string, string>();
  for (const dtmi of [...dtmis].sort()) {
    const plain = stem(dtmi);
    let path = plain;
    // Whoever writes many twins finds some with the same hash.
    for (let salt = ""; taken.has(path); salt += "x") path = `${plain}-x${shortHash(dtmi + salt)}`;
    taken.add(path);
    paths.set(dtmi, `${path}.ts`);
  }
  return paths;
}

/** How the file at `from` imports the one at `to`; both are paths of {@link filePaths}. */
export function importPath(from: string, to: string, extension: "" | ".js" | ".ts"): string {
  const source = from.split("/").slice(0, -1);
  const target = to.replace(/\.ts$/, extension).split("/");
  let shared = 0;
  while (shared < source.length && source[shared] === target[shared]) shared += 1;
  const up = source.slice(shared).map(() => "..");
  return [...(up.length === 0 ? ["."] : up), ...target.slice(shared)].join("/");
}
