import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { decodeText } from "./decode-text.js";
import { type FileReading, type ModelFiles, maxFileBytes } from "./model-files.js";
import { writeWhole } from "./write-file.js";

/**
 * A cache in a folder in front of a server. Published models never change, so what was read once is not asked for again;
 * a damaged file is. `offline` asks for nothing at all. A folder that cannot be written to keeps nothing and is no error.
 */
export function cachedFiles(files: ModelFiles, dir: string, offline = false): ModelFiles {
  const folder = join(dir, folderName(files.location));
  const atHand = async (path: string, reading: FileReading): Promise<string | undefined> => {
    if (!isKept(path)) return undefined;
    const text = await readKept(join(folder, path));
    return text !== undefined && reading.accepts(text) ? text : undefined;
  };
  return {
    location: offline ? `${folder} (cache of ${files.location})` : files.location,
    isRemote: true,
    nameOf: (path) => (offline ? join(folder, path) : files.nameOf(path)),
    atHand,
    async read(path, reading) {
      const kept = await atHand(path, reading);
      if (kept !== undefined || offline) return kept;
      const text = await files.read(path, reading);
      if (text !== undefined && isKept(path) && reading.accepts(text)) {
        await writeWhole(join(folder, path), text).catch(() => {});
      }
      return text;
    },
  };
}

/** Models; what the repository says about itself changes. */
function isKept(path: string): boolean {
  return path.startsWith("dtmi/");
}

/** One folder for each repository. The host is for people who look; addresses that differ in capitals differ in the hash. */
function folderName(location: string): string {
  const hash = createHash("sha256").update(location).digest("hex").slice(0, 16);
  return `${new URL(location).host.replace(/[^a-z0-9.-]/g, "_")}-${hash}`;
}

async function readKept(file: string): Promise<string | undefined> {
  try {
    const found = await stat(file);
    if (!found.isFile() || found.size > maxFileBytes) return undefined;
    return decodeText(await readFile(file), file);
  } catch {
    // Missing, unreadable or no text: in each case it is asked for again.
    return undefined;
  }
}
