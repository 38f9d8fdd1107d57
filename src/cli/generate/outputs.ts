import { relative, resolve } from "node:path";
import type { GeneratePlugin } from "../../codegen/config.js";
import { type GeneratedFile, type GenerateOptions, generate } from "../../codegen/generate.js";
import { isPathInside } from "../../codegen/manifest.js";
import type { Model } from "../../dtdl/model.js";
import { isPnpError, PnpError } from "../../errors.js";
import { isRepositoryUrl } from "../../repository/repository-url.js";
import type { Io } from "../io.js";
import { packageVersion } from "../package-version.js";
import type { LoadedInputs } from "./load-inputs.js";
import type { GenerateTask } from "./settings.js";
import { importForm } from "./tsconfig.js";

/** Files that belong into one folder, which one manifest tells of. */
export interface OutputSet {
  readonly folder: string;
  /** The folder as people see it. */
  readonly shown: string;
  readonly files: readonly GeneratedFile[];
  /** Everything but the models that the files follow from, as text. */
  readonly settings: string;
  /** Whether the folder may hold more of the kind: then nothing that the manifest lists beside these files is stale. */
  readonly partial?: boolean;
}

/** What a task writes. */
export interface TaskOutputs {
  readonly sets: readonly OutputSet[];
  /** Configuration files beside the task's own that it depends on, with absolute paths. */
  readonly configFiles: readonly string[];
  readonly warnings: readonly string[];
}

/** Generates all files of a task. Throws `PNP_USAGE` for a plugin that fails or names a path outside of the folder. */
export async function taskOutputs(
  task: GenerateTask,
  inputs: LoadedInputs,
  io: Io,
): Promise<TaskOutputs> {
  const form = importForm(task.folder);
  const own = task.out === "" ? [] : [await folderOutput(task, inputs, form.extension)];
  const outputs = { sets: own, configFiles: form.files, warnings: form.warnings };
  if (!task.sidecar) return outputs;
  const { sidecarOutputs } = await import("./sidecar-outputs.js");
  const beside = sidecarOutputs(task, inputs, io);
  return {
    sets: [...own, ...beside.sets],
    configFiles: [...new Set([...form.files, ...beside.configFiles])],
    warnings: [...new Set([...form.warnings, ...beside.warnings])],
  };
}

async function folderOutput(
  task: GenerateTask,
  inputs: LoadedInputs,
  extension: ".js" | ".ts",
): Promise<OutputSet> {
  const settings = { importExtension: extension, ...task.settings };
  const options = {
    ...settings,
    ...namesOf(task.plugins),
    ...(!task.elideVersion && { version: packageVersion() }),
    sources: inputs.sources,
  };
  const generated =
    task.emit === "js"
      ? (await import("../../codegen/generate-declarations.js")).generateDeclarations(
          inputs.model,
          {
            ...options,
            texts: inputs.texts,
            pathOf: (source) => pathFromFolder(task, source),
          },
        )
      : generate(inputs.model, options);
  const files = await applyPlugins(generated, task.plugins, inputs.model);
  return {
    folder: task.folder,
    shown: task.out,
    files,
    settings: settingsText({
      ...settings,
      emit: task.emit,
      plugins: task.plugins.map(({ name }) => name),
    }),
  };
}

/** Where a model file is, from the folder of its output; an address is no file. */
function pathFromFolder(task: GenerateTask, source: string): string | undefined {
  if (isRepositoryUrl(source)) return undefined;
  return relative(task.folder, resolve(task.base, source)).split("\\").join("/");
}

/** The names that the plugins give, one after the other. */
function namesOf(plugins: readonly GeneratePlugin[]): Pick<GenerateOptions, "names"> {
  const naming = plugins.filter(({ names }) => names !== undefined);
  if (naming.length === 0) return {};
  const nameBy = (plugin: GeneratePlugin, dtmi: string, proposed: string): string => {
    try {
      return plugin.names?.(dtmi, proposed) ?? proposed;
    } catch (error) {
      throw pluginFailure(plugin, error, "Its `names` returns the name of the Interface.");
    }
  };
  return {
    names: (dtmi, proposed) =>
      naming.reduce((name, plugin) => nameBy(plugin, dtmi, name), proposed),
  };
}

function pluginFailure({ name }: GeneratePlugin, error: unknown, hint: string): PnpError {
  if (isPnpError(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new PnpError("PNP_USAGE", `The plugin ${name} failed: ${reason}`, { hint, cause: error });
}

const emitHint = "Its `emit` returns a list of { path, text }, with paths below the output folder.";

async function applyPlugins(
  generated: readonly GeneratedFile[],
  plugins: readonly GeneratePlugin[],
  model: Model,
): Promise<readonly GeneratedFile[]> {
  let files = generated;
  for (const plugin of plugins) {
    if (plugin.emit === undefined) continue;
    const fail = (what: string): never => {
      throw new PnpError("PNP_USAGE", `The plugin ${plugin.name} ${what}.`, { hint: emitHint });
    };
    let emitted: unknown;
    try {
      emitted = await plugin.emit({ model, files });
    } catch (error) {
      throw pluginFailure(plugin, error, emitHint);
    }
    files = checkFiles(emitted, fail);
  }
  return [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function checkFiles(emitted: unknown, fail: (what: string) => never): readonly GeneratedFile[] {
  if (!Array.isArray(emitted)) return fail("returned no list of files");
  const taken = new Set<string>();
  return emitted.map((file: { readonly path?: unknown; readonly text?: unknown } | undefined) => {
    const { path, text } = file ?? {};
    if (typeof path !== "string" || typeof text !== "string") {
      return fail("returned a file without path or text");
    }
    if (!isPathInside(path)) return fail(`returned the path ${JSON.stringify(path)}`);
    if (taken.has(path.toLowerCase())) return fail(`returned two files for ${path}`);
    taken.add(path.toLowerCase());
    return { path, text: text.replaceAll("\r\n", "\n") };
  });
}

function settingsText(settings: object): string {
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
