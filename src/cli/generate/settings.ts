import { relative, resolve } from "node:path";
import type { GenerateConfig, GeneratePlugin, GenerateSettings } from "../../codegen/config.js";
import { PnpError } from "../../errors.js";
import type { Io } from "../io.js";
import type { ModelOptions } from "../model-locations.js";
import type { OutputFormat } from "../output.js";
import type { LoadedConfig } from "./load-config.js";

/** The options of `pnp generate`. */
export interface GenerateCommandOptions extends ModelOptions {
  readonly out?: string;
  /** The configuration file; `pnp.config.js` and the like unless given. */
  readonly config?: string;
  readonly check?: boolean;
  readonly watch?: boolean;
  /** Look for changes again and again, where the system does not tell of them. */
  readonly poll?: boolean;
  readonly dryRun?: boolean;
  /** Replace and remove generated files that were edited. */
  readonly force?: boolean;
  readonly sidecar?: boolean;
  readonly emit?: "ts" | "js";
  readonly typesOnly?: boolean;
  readonly validators?: boolean;
  readonly enums?: "const" | "union";
  readonly language?: string;
  readonly long?: "bigint" | "number";
  readonly dates?: "string" | "date";
  readonly index?: boolean;
  readonly importExtension?: ".js" | ".ts" | "none";
  readonly output?: OutputFormat;
}

/** One folder to write to, with everything said about it, by flags or by the configuration. */
export interface GenerateTask {
  /** Folder that paths start from. */
  readonly base: string;
  /** Model files, folders and DTMIs. */
  readonly models: readonly string[];
  /** Where models are looked for. */
  readonly repositories: ModelOptions;
  /** The folder as people see it; empty where only sidecars are written. */
  readonly out: string;
  readonly folder: string;
  /** `js` for `.js`, `.d.ts` and maps into the models. */
  readonly emit: "ts" | "js";
  /** Also, or with no folder instead, a typing beside each model file. */
  readonly sidecar: boolean;
  readonly settings: GenerateSettings;
  readonly elideVersion: boolean;
  readonly plugins: readonly GeneratePlugin[];
}

/**
 * What a command line asks for: flags come before the configuration. With several outputs, `--out` names one of them. Throws
 * `PNP_USAGE` where no folder is named, and for options that exclude each other.
 */
export function generateTasks(
  models: readonly string[],
  options: GenerateCommandOptions,
  config: LoadedConfig | undefined,
  io: Io,
): readonly GenerateTask[] {
  refuseTogether(options);
  if (options.out === "") throw new PnpError("PNP_USAGE", "--out names no folder.");
  const base = config?.base ?? io.cwd;
  const outputs = chosenOutputs(options, config, io);
  return outputs.map((output) => {
    const isGiven = options.out !== undefined;
    const folder = resolve(isGiven ? io.cwd : base, options.out ?? output.out ?? "");
    const out = options.out ?? (output.out === undefined ? "" : relative(io.cwd, folder) || ".");
    const { models: own, repositories, out: _out, sidecar, emit, ...rest } = output;
    const { elideVersion, plugins, ...settings } = rest;
    const flags = {
      typesOnly: options.typesOnly,
      validators: options.validators,
      enums: options.enums,
      language: options.language,
      long: options.long,
      dates: options.dates,
    };
    const { importExtension: extension } = options;
    const more = {
      index: options.index,
      importExtension: extension === "none" ? ("" as const) : extension,
    };
    return {
      base,
      models:
        models.length > 0
          ? models.map((name) => fromBase(name, base, io))
          : listOf(own ?? ["models"]),
      repositories: repositoriesOf(options, repositories, base, io),
      out,
      folder,
      emit: options.emit ?? emit ?? "ts",
      sidecar: options.sidecar ?? sidecar ?? false,
      settings: { ...settings, ...given(flags), ...given(more) },
      elideVersion: elideVersion ?? false,
      plugins: plugins ?? [],
    };
  });
}

function refuseTogether({ check, watch, dryRun, force, poll }: GenerateCommandOptions): void {
  const modes = Object.entries({ "--check": check, "--watch": watch, "--dry-run": dryRun });
  const [one, other] = modes.filter(([, isOn]) => isOn).map(([name]) => name);
  if (other !== undefined) {
    throw new PnpError("PNP_USAGE", `${one} and ${other} exclude each other.`);
  }
  if (check && force)
    throw new PnpError("PNP_USAGE", "--check writes nothing, so --force is no use.");
  if (poll && !watch) throw new PnpError("PNP_USAGE", "--poll belongs to --watch.");
}

function chosenOutputs(
  { out, sidecar }: GenerateCommandOptions,
  config: LoadedConfig | undefined,
  io: Io,
): readonly GenerateConfig[] {
  const outputs = config?.outputs ?? [];
  if (out === undefined) {
    if (outputs.length > 0) return outputs;
    if (sidecar) return [{ sidecar }];
    throw new PnpError("PNP_USAGE", "No folder to write to was named.", {
      hint: "Give --out DIR, or `generate: { out }` in pnp.config.js; --sidecar needs none.",
    });
  }
  const folder = resolve(io.cwd, out);
  const named = outputs.filter(
    (each) => each.out !== undefined && resolve(config?.base ?? "", each.out) === folder,
  );
  if (named.length > 0) return named;
  if (outputs.length > 1) {
    throw new PnpError("PNP_USAGE", `No output of ${config?.shown} is called ${out}.`, {
      hint: `Name one of them: ${outputs.flatMap((each) => each.out ?? []).join(", ")}.`,
    });
  }
  return [{ ...outputs[0], out }];
}

/** A path of the command line, as seen from the folder that paths start from. */
function fromBase(name: string, base: string, io: Io): string {
  return base === io.cwd || /^dtmi:/.test(name) ? name : resolve(io.cwd, name);
}

function repositoriesOf(
  { repo = [], cache, offline }: ModelOptions,
  own: string | readonly string[] | undefined,
  base: string,
  io: Io,
): ModelOptions {
  const asked = repo.map((each) => (/^https?:/i.test(each) ? each : fromBase(each, base, io)));
  return {
    repo: asked.length > 0 ? asked : listOf(own ?? []),
    ...given({ cache, offline }),
  };
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

/** The members that were said. */
function given<Values extends object>(
  values: Values,
): { [Name in keyof Values]?: Exclude<Values[Name], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Values]?: Exclude<Values[Name], undefined>;
  };
}
