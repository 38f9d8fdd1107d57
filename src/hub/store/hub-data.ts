import { randomBytes } from "node:crypto";
import { PnpError } from "../../errors.js";
import { openDataFolder } from "./data-folder.js";
import type { Durability } from "./lmdb-file.js";
import { MemoryStore } from "./memory-store.js";
import type { Store } from "./store.js";

/** Where a hub keeps its state, and as whom. */
export interface HubDataOptions {
  /** The hub's name; see `HubOptions.name`. */
  readonly name?: string;
  /**
   * Folder for everything that the hub knows, made where there is none: devices, twins, messages, events, keys. What
   * was acknowledged to anybody outlasts the death of the process. Default: all is kept in memory and gone with the
   * hub. Listeners inside the process may hear of something before it is kept; nobody outside does. Needs the optional
   * dependency `lmdb`.
   */
  readonly data?: string;
  /**
   * `process` (default): acknowledged is what outlasts the process, killed or not. `power`: what outlasts the loss of
   * power too, at a tenth of the speed. Without `data` it means nothing.
   */
  readonly durability?: Durability;
}

/** What a hub begins with. */
export interface HubData {
  readonly store: Store;
  readonly name: string;
  readonly folder?: string;
  /** Whether this is the hub's first start. */
  readonly isNew: boolean;
  /** Resolves when the disk has refused what it was to keep: then nobody may hear of anything any more. */
  readonly failure?: Promise<PnpError>;
  /** Lets go without keeping what was written last; nothing at all, where the hub is new. */
  abandon(): Promise<void>;
}

/**
 * Opens the hub's data, or begins anew. Rejects with `PNP_USAGE` for a name that no hub has or that the data is not of,
 * and as `openDataFolder` does.
 */
export async function openHubData(options: HubDataOptions): Promise<HubData> {
  const { data: folder, name = `hub-${randomBytes(3).toString("hex")}` } = options;
  if (!/^[a-z0-9](?:[a-z0-9-]{1,48}[a-z0-9])$/.test(name)) {
    throw new PnpError("PNP_USAGE", `${JSON.stringify(name)} is no name for a hub.`, {
      hint: "Use 3 to 50 lower-case letters, digits and hyphens.",
    });
  }
  if (folder === undefined) {
    return { store: new MemoryStore(), name, isNew: true, abandon: async () => {} };
  }
  const { store, isNew, failure, abandon } = await openDataFolder(folder, options.durability);
  const kept = store.setting("hub name", () => name);
  if (options.name !== undefined && options.name !== kept) {
    await abandon();
    throw new PnpError("PNP_USAGE", `The data in ${folder} is of the hub ${kept}, not ${name}.`, {
      hint: "Leave the name out, or choose another folder (--data).",
    });
  }
  return {
    store,
    name: kept,
    folder,
    isNew,
    failure: failure.then((cause) => refusedByDisk(folder, cause)),
    abandon,
  };
}

function refusedByDisk(folder: string, cause: Error): PnpError {
  return new PnpError(
    "PNP_TRANSPORT",
    `The hub's data in ${folder} cannot be written: ${cause.message}.`,
    {
      hint: "Make room on the disk, or look after its rights; then start the hub again. Nothing that it acknowledged is lost.",
      cause,
    },
  );
}
