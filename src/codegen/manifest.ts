import { PnpError } from "../errors.js";

/** Name of the manifest in a folder that generated files were written to. It ends in nothing that tools take for a model. */
export const manifestName = ".twinplug-manifest";

/** What one run wrote to a folder, and from what. Hashes are of texts with LF line ends. */
export interface Manifest {
  /** `twinplug` and its version, unless versions are left out. */
  readonly generator: string;
  /** Hash of the settings. */
  readonly settings: string;
  /** Hashes of the model texts by the path shown in headers. */
  readonly models: ReadonlyMap<string, string>;
  /** Hashes of the files by path below the folder, with `/`. */
  readonly files: ReadonlyMap<string, string>;
}

const note = "Written by `pnp generate`, for finding stale and edited files. Keep it beside them.";

/** The text of a manifest: an entry a line, sorted, so that versions merge. */
export function manifestText({ generator, settings, models, files }: Manifest): string {
  const table = (entries: ReadonlyMap<string, string>): string => {
    if (entries.size === 0) return "{}";
    const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
    const lines = sorted.map(([key, value]) => `    ${JSON.stringify(key)}: "${value}"`);
    return `{\n${lines.join(",\n")}\n  }`;
  };
  const members = [
    `  "note": ${JSON.stringify(note)}`,
    `  "generator": ${JSON.stringify(generator)}`,
    `  "settings": ${JSON.stringify(settings)}`,
    `  "models": ${table(models)}`,
    `  "files": ${table(files)}`,
  ];
  return `{\n${members.join(",\n")}\n}\n`;
}

/**
 * Reads the text of a manifest. Throws `PNP_CONFLICT` for what is none, such as one with the marks of a merge, and for one
 * whose files would lie outside of the folder. `shown` names it in the message.
 */
export function readManifest(text: string, shown: string): Manifest {
  const fail = (what: string, cause?: unknown): never => {
    throw new PnpError("PNP_CONFLICT", `${shown} ${what}; nothing was written.`, {
      hint: "Take the version of one side of a merge, or delete it and run `pnp generate --force`.",
      cause,
    });
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return fail("is no manifest: it is not JSON", cause);
  }
  if (!isTable(value)) return fail("is no manifest");
  const { generator, settings } = value;
  if (typeof generator !== "string" || typeof settings !== "string") return fail("is no manifest");
  const models = readTable(value.models);
  const files = readTable(value.files);
  if (models === undefined || files === undefined) return fail("is no manifest");
  const outside = [...files.keys()].find((path) => !isPathInside(path));
  if (outside !== undefined)
    return fail(`lists ${JSON.stringify(outside)}, which is no path in the folder`);
  return { generator, settings, models, files };
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readTable(value: unknown): ReadonlyMap<string, string> | undefined {
  if (!isTable(value)) return undefined;
  const entries = Object.entries(value);
  if (!entries.every((entry): entry is [string, string] => typeof entry[1] === "string")) {
    return undefined;
  }
  return new Map(entries);
}

/** Whether a path is relative, with `/`, leads to a place below its folder on every system, and is not the manifest. */
export function isPathInside(path: string): boolean {
  // On Windows a letter and a colon are a drive, and backslashes are separators.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/^[A-Za-z]:|[\\\u0000-\u001F\u007F]/.test(path) || path === manifestName) return false;
  // Windows leaves out dots and blanks at the end of a name, so that `.. ` is `..` there.
  return path.split("/").every((name) => !/^[. ]*$/.test(name));
}
