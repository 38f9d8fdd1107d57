import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { isPnpError, PnpError } from "../errors.js";
import { decodeText } from "./decode-text.js";
import { isInside } from "./inside.js";
import { type ModelFiles, maxFileBytes } from "./model-files.js";

/** The files below a folder. What lies outside of it, by a link, is refused. */
export function folderFiles(dir: string): ModelFiles {
  return {
    location: dir,
    isRemote: false,
    nameOf: (path) => join(dir, path),
    async read(path) {
      const full = join(dir, path);
      try {
        return await readInside(dir, full);
      } catch (error) {
        if (!isAbsence(error)) throw unreadable(full, error);
      }
      await refuseOtherSpelling(dir, path);
      return undefined;
    },
  };
}

async function readInside(dir: string, full: string): Promise<string> {
  const [root, real] = await Promise.all([realpath(dir), realpath(full)]);
  if (!isInside(root, real)) {
    throw new PnpError("PNP_MODEL_NOT_FOUND", `${full} is a link that leads out of ${dir}.`, {
      hint: "Copy the file into the repository, or name the other folder as a repository too.",
    });
  }
  // Reading a pipe would wait for somebody to write.
  const found = await stat(real);
  if (!found.isFile()) {
    throw new PnpError("PNP_MODEL_NOT_FOUND", `${full} is not a file.`, {
      hint: "A model is a JSON file; move away what stands in its place.",
    });
  }
  if (found.size > maxFileBytes) {
    throw new PnpError(
      "PNP_MODEL_NOT_FOUND",
      `${full} has ${found.size} bytes; at most ${maxFileBytes} are read.`,
      { hint: "Is it a model? Split what holds many." },
    );
  }
  return decodeText(await readFile(real), full);
}

/** Whether there simply is no such file; a name too long for the file system cannot be there either. */
function isAbsence(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "ENAMETOOLONG"].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function unreadable(full: string, cause: unknown): unknown {
  if (isPnpError(cause)) return cause;
  return new PnpError("PNP_MODEL_NOT_FOUND", `Cannot read ${full} (${codeOf(cause) || cause}).`, {
    hint: "Check that it is a file and may be read.",
    cause,
  });
}

/** The paths of a repository are lower case; a file that differs in that only would be found on some computers. */
async function refuseOtherSpelling(dir: string, path: string): Promise<void> {
  let folder = dir;
  for (const name of path.split("/")) {
    const names = await readdir(folder).catch((): string[] => []);
    if (!names.includes(name)) {
      const other = names.find((each) => each.toLowerCase() === name);
      if (other === undefined) return;
      throw new PnpError(
        "PNP_MODEL_NOT_FOUND",
        `${join(folder, other)} should be called ${name}: the paths of a model repository are lower case.`,
        { hint: `Rename it, so that it is ${join(dir, path)}.` },
      );
    }
    folder = join(folder, name);
  }
}
