import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { filesOf } from "./test-models.js";

/** A folder that goes when the test ends. */
export interface TempFolder {
  readonly dir: string;
  write(path: string, text: string): Promise<string>;
  read(path: string): Promise<string>;
}

/** A new folder with the models in their places. */
export async function tempFolder(
  models: Readonly<Record<string, string>> = {},
): Promise<TempFolder> {
  const dir = await mkdtemp(join(tmpdir(), "twinplug-repository-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const folder: TempFolder = {
    dir,
    async write(path, text) {
      const file = join(dir, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      return file;
    },
    read: (path) => readFile(join(dir, path), "utf8"),
  };
  for (const [path, text] of Object.entries(filesOf(models))) await folder.write(path, text);
  return folder;
}
