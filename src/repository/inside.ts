import { realpath } from "node:fs/promises";
import { dirname, isAbsolute, relative, sep } from "node:path";
import { PnpError } from "../errors.js";

/** Whether a real path lies in the folder with this real path, or is it. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way.split(sep)[0] !== ".." && !isAbsolute(way);
}

/** Refuses to write where a link takes the path out of the folder, with `PNP_USAGE`. */
export async function refuseOutside(dir: string, full: string): Promise<void> {
  const root = await realpath(dir).catch(() => undefined);
  if (root === undefined) return;
  for (let at = full; at !== dirname(at); at = dirname(at)) {
    const real = await realpath(at).catch(() => undefined);
    if (real === undefined) continue;
    if (isInside(root, real)) return;
    throw new PnpError("PNP_USAGE", `${at} is a link that leads out of ${dir}.`, {
      hint: "Remove the link; nothing was written through it.",
    });
  }
}
