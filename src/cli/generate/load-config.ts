import { dirname, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { GenerateConfig } from "../../codegen/config.js";
import { isRecord } from "../../convention/record.js";
import { isPnpError, PnpError } from "../../errors.js";
import type { Io } from "../io.js";
import { checkConfig } from "./check-config.js";

/** A configuration file that was read. */
export interface LoadedConfig {
  readonly path: string;
  /** As people see it. */
  readonly shown: string;
  /** Folder that its paths start from: its own. */
  readonly base: string;
  readonly outputs: readonly GenerateConfig[];
}

/**
 * Loads a configuration file; `round` tells one load from another, since modules are loaded once. Throws `PNP_USAGE` when it
 * cannot be loaded or says something that it cannot say.
 */
export async function loadConfig(path: string, io: Io, round = 0): Promise<LoadedConfig> {
  const shown = relative(io.cwd, path).split("\\").join("/") || path;
  const url = pathToFileURL(path);
  if (round > 0) url.search = `?round=${round}`;
  const module: unknown = await import(url.href).catch((error) => failToLoad(shown, error));
  const value = isRecord(module) ? module.default : undefined;
  return { path, shown, base: dirname(path), outputs: checkConfig(value, shown) };
}

function failToLoad(shown: string, error: unknown): never {
  if (isPnpError(error)) throw error;
  const code = error instanceof Error && "code" in error ? error.code : "";
  if (code === "ERR_UNKNOWN_FILE_EXTENSION") {
    throw new PnpError(
      "PNP_USAGE",
      `${shown} is TypeScript, which Node loads from version 22.18 on; this is ${process.version}.`,
      {
        hint: "Call it pnp.config.js: defineConfig gives editors its types there too.",
        cause: error,
      },
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  throw new PnpError("PNP_USAGE", `${shown} cannot be loaded: ${reason}`, {
    hint: "It is a module whose default export is made by `defineConfig` of twinplug/codegen.",
    cause: error,
  });
}
