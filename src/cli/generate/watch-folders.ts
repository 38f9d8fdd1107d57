import { existsSync, type FSWatcher, readdirSync, statSync, watch } from "node:fs";
import { dirname, join } from "node:path";
import { systemClock } from "../../client/clock.js";

/** Tells of changes in folders, not in the folders below them. */
export interface FolderWatch {
  /** The folders from now on; of one that is not there, the nearest above it. */
  follow(folders: Iterable<string>): void;
  close(): void;
}

/** Who is told. */
export interface WatchListener {
  /** Something at this path may have changed; without a name, anything in the folder. */
  changed(folder: string, name: string | undefined): void;
  /** The system does not tell of changes in a folder, so that it is looked at again and again. */
  polling(folder: string, reason: string): void;
}

/** Milliseconds between two looks. */
const pollInterval = 200;

interface Watched {
  /** Tells a folder from another one that took its place. */
  readonly identity: string;
  readonly watcher: FSWatcher | undefined;
  /** What the last look saw, where looking is the way. */
  seen: ReadonlyMap<string, string> | undefined;
}

/**
 * Watches folders. With `poll`, and where the system refuses (no watches left, some network drives), it looks at them five
 * times a second. One watch a folder, since watching whole trees is not the same on all systems.
 */
export function watchFolders(
  poll: boolean,
  listener: WatchListener,
  watchFolder: typeof watch = watch,
): FolderWatch {
  const watched = new Map<string, Watched>();
  const ended = new AbortController();
  let isPolling = false;

  const drop = (folder: string): void => {
    watched.get(folder)?.watcher?.close();
    watched.delete(folder);
  };
  const look = (folder: string, one: Watched): void => {
    const before = one.seen;
    one.seen = entriesOf(folder);
    for (const [name, state] of one.seen) {
      if (before?.get(name) !== state) listener.changed(folder, name);
    }
    for (const name of before?.keys() ?? []) {
      if (!one.seen.has(name)) listener.changed(folder, name);
    }
  };
  const startPolling = async (): Promise<void> => {
    if (isPolling) return;
    isPolling = true;
    while (!ended.signal.aborted) {
      await systemClock.sleep(pollInterval, ended.signal);
      for (const [folder, one] of watched) if (one.seen !== undefined) look(folder, one);
    }
  };
  const pollFolder = (folder: string, identity: string): void => {
    watched.set(folder, { identity, watcher: undefined, seen: entriesOf(folder) });
    void startPolling();
  };
  const add = (folder: string, identity: string): void => {
    if (poll) {
      pollFolder(folder, identity);
      return;
    }
    const giveUp = (error: unknown): void => {
      if (ended.signal.aborted) return;
      drop(folder);
      if (!existsSync(folder)) listener.changed(folder, undefined);
      else {
        listener.polling(folder, error instanceof Error ? error.message : String(error));
        pollFolder(folder, identity);
      }
    };
    try {
      const watcher = watchFolder(folder, (_event, name) =>
        listener.changed(folder, name ?? undefined),
      );
      watcher.on("error", giveUp);
      watched.set(folder, { identity, watcher, seen: undefined });
    } catch (error) {
      giveUp(error);
    }
  };

  return {
    follow(folders) {
      const wanted = new Set([...folders].map(nearestThere));
      for (const folder of watched.keys()) if (!wanted.has(folder)) drop(folder);
      for (const folder of wanted) {
        const identity = identityOf(folder);
        if (watched.get(folder)?.identity === identity) continue;
        drop(folder);
        if (identity !== "") add(folder, identity);
      }
    },
    close() {
      ended.abort();
      for (const folder of [...watched.keys()]) drop(folder);
    },
  };
}

function nearestThere(folder: string): string {
  let at = folder;
  while (!existsSync(at) && at !== dirname(at)) at = dirname(at);
  return at;
}

function identityOf(folder: string): string {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found === undefined ? "" : `${found.dev}:${found.ino}`;
}

/** Names in a folder, with what changes when one of them does. */
function entriesOf(folder: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  try {
    for (const name of readdirSync(folder)) {
      const found = statSync(join(folder, name), { throwIfNoEntry: false });
      // The time of a folder changes with its contents, which are watched by themselves.
      const state = found?.isDirectory()
        ? "folder"
        : `${found?.mtimeMs}:${found?.size}:${found?.ino}`;
      entries.set(name, state);
    }
  } catch {
    // It is gone: all its names are.
  }
  return entries;
}
