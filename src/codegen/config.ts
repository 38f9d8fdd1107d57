import type { Model } from "../dtdl/model.js";
import type { GeneratedFile, GenerateOptions } from "./generate.js";

/** What `pnp` reads from `pnp.config.js`. */
export interface PnpConfig {
  /** What `pnp generate` writes: to one folder, or to several, each with models and settings of its own. */
  readonly generate: GenerateConfig | readonly GenerateConfig[];
}

/** Settings of generated code, by the names that {@link GenerateOptions} has for them. */
export type GenerateSettings = Omit<GenerateOptions, "version" | "sources" | "runtime" | "names">;

/** One folder of generated code. Paths are relative to the configuration file. */
export interface GenerateConfig extends GenerateSettings {
  /** Model files, folders with models, and DTMIs. Default: `models`. */
  readonly models?: string | readonly string[];
  /**
   * Folders and https addresses of model repositories, in the order they are asked for DTMIs and for what models refer to.
   * Default: `PNP_MODEL_REPO`, else `models`.
   */
  readonly repositories?: string | readonly string[];
  /** Folder to write to; what else lies in it is left alone. Only with `sidecar` it may be left out. */
  readonly out?: string;
  /** What is written there: `ts`, or `js` for `.js`, `.d.ts` and maps that lead editors into the models. Default `ts`. */
  readonly emit?: "ts" | "js";
  /** Write a typing beside each model file, for importing that. Default false. */
  readonly sidecar?: boolean;
  /** Leave the version of twinplug out of the files, so that a new one does not change them. Default false. */
  readonly elideVersion?: boolean;
  /** Change what is written, in this order. Default: none. */
  readonly plugins?: readonly GeneratePlugin[];
}

/** Names what is generated, changes generated files, or adds others. */
export interface GeneratePlugin {
  /** Named in errors, and part of the settings that `--check` compares. */
  readonly name: string;
  /**
   * Gets the DTMI of an Interface and the TypeScript name that it would have, `Thermostat`, and returns the one that it shall
   * have. A function of these alone, so that one model never renames another.
   */
  names?(dtmi: string, proposed: string): string;
  /**
   * Gets the files so far and returns all that are to be written, so `[...files, another]` adds one. Paths are relative to
   * the output folder, with `/`. The same input must give the same files.
   */
  emit?(input: PluginInput): readonly GeneratedFile[] | Promise<readonly GeneratedFile[]>;
}

/** What a plugin works on. */
export interface PluginInput {
  /** All models of the output. */
  readonly model: Model;
  readonly files: readonly GeneratedFile[];
}

/** Gives its argument back. It is there for its type: editors complete and check a configuration in JavaScript too. */
export function defineConfig(config: PnpConfig): PnpConfig {
  return config;
}
