import { statSync } from "node:fs";
import { PnpError } from "../errors.js";
import { recordFile } from "../hub/store/data-folder.js";

/** Throws `PNP_USAGE` when a folder holds a hub's data and nobody has said that it may go. */
export function confirmLoss(folder: string, yes: boolean): void {
  const found = yes ? undefined : factsOf(recordFile(folder));
  if (found === undefined) return;
  throw new PnpError("PNP_USAGE", `${folder} holds a hub's data, ${found}.`, {
    hint: "It would be lost: say --yes. To keep it: pnp hub snapshot save NAME.",
  });
}

/** Throws `PNP_USAGE` when a snapshot would take the place of a file and nobody has said that this may go. */
export function confirmReplacing(snapshot: string, yes: boolean): void {
  const found = yes ? undefined : factsOf(snapshot);
  if (found === undefined) return;
  throw new PnpError("PNP_USAGE", `${snapshot} is there already, ${found}.`, {
    hint: "It would be replaced: say --yes, or choose another name.",
  });
}

/** How large a file is and how old; nothing when there is none. */
function factsOf(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  return `${Math.ceil(found.size / 1024)} KB, last written ${found.mtime.toISOString()}`;
}
