import { closeSync, existsSync, mkdirSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PnpError } from "../../errors.js";
import { checkLmdbFile } from "./check-lmdb-file.js";
import { DurableStore } from "./durable-store.js";
import { type FolderLock, lockFolder } from "./folder-lock.js";
import { type Durability, LmdbFile } from "./lmdb-file.js";
import type { Store } from "./store.js";

/** Raised when records take another form that an older hub would misread. */
export const dataFormat = 1;

/** The file of a data folder that holds the records. */
export function recordFile(folder: string): string {
  return join(folder, "hub.mdb");
}

/** A data folder that this process has for itself. */
export interface DataFolder {
  readonly store: Store;
  /** Whether there was nothing in it before. */
  readonly isNew: boolean;
  /** Resolves with the reason when the disk has refused a commit. */
  readonly failure: Promise<Error>;
  /** Lets go without keeping what was written last. A folder that was new has nothing in it afterwards either. */
  abandon(): Promise<void>;
}

/**
 * Opens a folder with a hub's data, or makes it, for its user's eyes only. Rejects with `PNP_CONFLICT` while
 * another process has it, with `PNP_USAGE` for data that is damaged or of a newer format, and where LMDB is missing.
 */
export async function openDataFolder(folder: string, durability?: Durability): Promise<DataFolder> {
  makeFolder(folder);
  const lock = await lockFolder(folder);
  try {
    return await openLocked(folder, lock, durability);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openLocked(
  folder: string,
  lock: FolderLock,
  durability: Durability | undefined,
): Promise<DataFolder> {
  const path = recordFile(folder);
  checkLmdbFile(path);
  // LMDB takes an empty file for a new one; made here, because it holds keys.
  const isThere = existsSync(path);
  if (!isThere) closeSync(openSync(path, "wx", 0o600));
  const file = await LmdbFile.open(path, durability === undefined ? {} : { durability }).catch(
    (error: unknown) => {
      if (!isThere) rmSync(path, { force: true });
      throw error;
    },
  );
  let isUnwanted = false;
  const close = async (): Promise<void> => {
    await file.close();
    if (isUnwanted) for (const each of [path, `${path}-lock`]) rmSync(each, { force: true });
    await lock.release();
  };
  try {
    const store = new DurableStore({
      read: (table) => file.read(table),
      write: (changes) => file.write(changes),
      close,
    });
    let isNew = false;
    const format = store.setting("format", () => {
      isNew = true;
      return String(dataFormat);
    });
    checkFormat(path, format);
    const abandon = (): Promise<void> => {
      isUnwanted = isNew;
      return store.abandon();
    };
    return { store, isNew, failure: store.failure, abandon };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Throws `PNP_USAGE` for a format that this version does not know. */
export function checkFormat(path: string, format: string): void {
  if (format === String(dataFormat)) return;
  throw new PnpError(
    "PNP_USAGE",
    `The hub's data in ${path} has the format ${format}; this version knows ${dataFormat}.`,
    {
      hint: "Use the version of twinplug that wrote it, or choose another folder (--data).",
    },
  );
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new PnpError("PNP_USAGE", `The folder ${folder} cannot be used for a hub's data.`, {
      hint: "Name a folder of your own with --data.",
      cause,
    });
  }
}
