import { rm } from "node:fs/promises";
import { join } from "node:path";
import { PnpError } from "../errors.js";
import { folderFiles } from "./folder-files.js";
import { refuseOutside } from "./inside.js";
import { writeWhole } from "./write-file.js";

/** A file to be placed in a repository folder. */
export interface PlannedFile {
  /** Path below the folder, with `/`. */
  readonly path: string;
  /** What it will hold; undefined when it is to be removed. */
  text(): string | undefined;
}

/** What becomes of a planned file: `kept` is another file in its place that stays. */
export type FileStatus = "written" | "replaced" | "unchanged" | "kept" | "removed";

export interface PlacedFile {
  readonly path: string;
  readonly status: FileStatus;
}

export interface PlacingOptions {
  /** Whether files that hold something else are overwritten. */
  readonly replace: boolean;
  /** Only find out, change nothing. */
  readonly dryRun: boolean;
}

/**
 * Places files in a folder, each as a whole or not at all. What is already as planned is not touched. Throws `PNP_USAGE`
 * where nothing can be written, and for a place that a link takes out of the folder.
 */
export async function placeFiles(
  dir: string,
  files: readonly PlannedFile[],
  options: PlacingOptions,
): Promise<readonly PlacedFile[]> {
  const placed: PlacedFile[] = [];
  for (const file of files) placed.push(await placeFile(dir, file, options));
  return placed;
}

async function placeFile(
  dir: string,
  file: PlannedFile,
  { replace, dryRun }: PlacingOptions,
): Promise<PlacedFile> {
  const { path } = file;
  const full = join(dir, path);
  await refuseOutside(dir, full);
  const before = await folderFiles(dir).read(path, { accepts: () => true });
  const text = file.text();
  if (before === text) return { path, status: "unchanged" };
  if (before !== undefined && !replace) return { path, status: "kept" };
  const status = text === undefined ? "removed" : before === undefined ? "written" : "replaced";
  if (dryRun) return { path, status };
  try {
    await (text === undefined ? rm(full, { force: true }) : writeWhole(full, text));
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
    throw new PnpError("PNP_USAGE", `${full} cannot be written${code}.`, {
      hint: "Give a folder that you may write to; what was written before it stays.",
      cause,
    });
  }
  return { path, status };
}
