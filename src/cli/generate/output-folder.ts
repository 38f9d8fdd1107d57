import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { PlannedOutput, Standing } from "../../codegen/output-plan.js";
import { PnpError } from "../../errors.js";
import { isInside } from "../../repository/inside.js";

/** More than any generated file has; what is larger is no text of ours. */
const mostBytes = 256 * 2 ** 20;

/**
 * What stands below a folder, by path with `/`. Throws `PNP_USAGE` for a path that a link takes out of the folder, and for
 * what cannot be read.
 */
export function standingIn(folder: string): (path: string) => Standing {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return () => undefined;
  const root = realpathSync(folder);
  const checked = new Map<string, boolean>([[folder, true]]);
  /** Whether a folder is there, and within the root. */
  const isThere = (dir: string): boolean => {
    const known = checked.get(dir);
    if (known !== undefined) return known;
    const there = isThere(dirname(dir)) && existsSync(dir) && statSync(dir).isDirectory();
    if (there) refuseLinkOut(dir, root, folder);
    checked.set(dir, there);
    return there;
  };
  return (path) => {
    const full = join(folder, path);
    if (!isThere(dirname(full))) return undefined;
    const found = lstatSync(full, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    if (found.isSymbolicLink()) {
      if (!existsSync(full)) return "notAFile";
      refuseLinkOut(full, root, folder);
    } else if (!found.isFile() || found.size > mostBytes) return "notAFile";
    return { text: readOutput(full).replaceAll("\r\n", "\n") };
  };
}

function refuseLinkOut(path: string, root: string, folder: string): void {
  if (isInside(root, realpathSync(path))) return;
  throw new PnpError("PNP_USAGE", `${path} is a link that leads out of ${folder}.`, {
    hint: "Remove the link; nothing was written.",
  });
}

function readOutput(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new PnpError("PNP_USAGE", `${path} cannot be read: ${reasonOf(cause)}.`, {
      hint: "Give an --out folder that you may read and write.",
      cause,
    });
  }
}

/**
 * Brings a folder to what was planned. Each file is written as a whole: all of them beside their places first, so that
 * where one cannot be written nothing is changed. Folders that become empty go as well. Throws `PNP_USAGE`.
 */
export function applyOutputs(folder: string, outputs: readonly PlannedOutput[]): void {
  const writing = new Drafts();
  try {
    for (const { path, status, after } of outputs) {
      if (status === "unchanged" || after === undefined) continue;
      writing.add(join(folder, path), after);
    }
    writing.place();
    const removed = outputs.filter(({ status }) => status === "removed");
    for (const { path } of removed) rmSync(join(folder, path), { force: true });
    for (const { path } of removed) removeEmpty(dirname(join(folder, path)), folder);
  } catch (cause) {
    writing.discard();
    const at = writing.current ?? folder;
    throw new PnpError("PNP_USAGE", `${at} cannot be written: ${reasonOf(cause)}.`, {
      hint: "Give an --out folder that you may write to.",
      cause,
    });
  }
}

/** Files written beside their places. */
class Drafts {
  /** The file that is being written. */
  current: string | undefined;
  readonly #run = crypto.randomUUID().slice(0, 8);
  readonly #drafts: { readonly draft: string; readonly path: string }[] = [];
  readonly #madeFolders: string[] = [];
  readonly #known = new Set<string>();

  add(path: string, text: string): void {
    this.current = path;
    const dir = dirname(path);
    this.#makeFolder(dir);
    // A name of its own, since the file's may already be as long as names can be.
    const draft = join(dir, `.twinplug-${this.#run}-${this.#drafts.length}.tmp`);
    this.#drafts.push({ draft, path });
    writeFileSync(draft, text, { flag: "wx" });
  }

  place(): void {
    for (const { draft, path } of this.#drafts) {
      this.current = path;
      renameSync(draft, path);
    }
  }

  discard(): void {
    for (const { draft } of this.#drafts) ignoreFailure(() => rmSync(draft, { force: true }));
    // One that somebody uses by now stays.
    for (const folder of this.#madeFolders.reverse()) ignoreFailure(() => rmdirSync(folder));
  }

  /** Folder by folder: where nothing can be made, as below /proc, Node's recursive form never comes back. */
  #makeFolder(folder: string): void {
    if (this.#known.has(folder)) return;
    if (!existsSync(folder)) {
      this.#makeFolder(dirname(folder));
      mkdirSync(folder);
      this.#madeFolders.push(folder);
    }
    this.#known.add(folder);
  }
}

/** For tidying up after a failure, which is the one to tell of. */
function ignoreFailure(act: () => void): void {
  try {
    act();
  } catch {}
}

function removeEmpty(dir: string, folder: string): void {
  for (let at = dir; at !== folder && at !== dirname(at); at = dirname(at)) {
    if (!existsSync(at)) continue;
    if (readdirSync(at).length > 0) return;
    rmdirSync(at);
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message.replace(/,.*$/, "") : String(cause);
}
