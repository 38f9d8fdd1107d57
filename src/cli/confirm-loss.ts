import { statSync } from "node:fs";
import { PnpError } from "../errors.js";
import { recordFile } from "../hub/store/data-folder.js";

/** Throws `PNP_USAGE` when a folder holds a hub's data and nobody has said that it may go. */
export function confirmLoss(folder: string, yes: boolean): void {
  const found = statSync(recordFile(folder), { throwIfNoEntry: false });
  if (yes || found === undefined) return;
  const size = `${Math.ceil(found.size / 1024)} KB`;
  const since = found.mtime.toISOString();
  throw new PnpError("PNP_USAGE", `${folder} holds a hub's data, ${size}, last written ${since}.`, {
    hint: "It would be lost: say --yes. To keep it: pnp hub snapshot save NAME.",
  });
}
