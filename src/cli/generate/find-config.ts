import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { PnpError } from "../../errors.js";
import type { Io } from "../io.js";

const names = ["pnp.config.js", "pnp.config.mjs", "pnp.config.ts", "pnp.config.mts"];

/**
 * The configuration file: the one named, or the one in the working folder; undefined where there is none. Throws
 * `PNP_USAGE` when the one named is not there, and for two that could be meant.
 */
export function findConfig(name: string | undefined, io: Io): string | undefined {
  if (name !== undefined) {
    const path = resolve(io.cwd, name);
    if (name !== "" && existsSync(path)) return path;
    throw new PnpError("PNP_USAGE", `There is no configuration file ${name || '""'}.`);
  }
  const [found, other] = names.filter((each) => existsSync(join(io.cwd, each)));
  if (other !== undefined) {
    throw new PnpError("PNP_USAGE", `There are two configuration files, ${found} and ${other}.`, {
      hint: "Remove one, or name the one meant by --config.",
    });
  }
  return found === undefined ? undefined : join(io.cwd, found);
}
