import type { Interface, Model } from "../dtdl/model.js";
import { headerLines, type ModelSource, outermost } from "./file-header.js";
import { indexPath } from "./file-path.js";
import { indexText, type ListedFile } from "./index-file.js";
import { interfaceFile } from "./interface-file.js";
import { pathOf } from "./module-context.js";
import { createRun, type PrintOptions, type RunContext } from "./run-context.js";

export type { ModelSource } from "./file-header.js";

/** How files are generated. */
export interface GenerateOptions extends PrintOptions {
  /** Version of twinplug, for the first line of each file; left out when absent. */
  readonly version?: string;
  /** Sources by DTMI of the Interface; without one the first line names the DTMI. */
  readonly sources?: ReadonlyMap<string, ModelSource>;
  /** Whether `index.ts` is added, which exports everything from one place; default false. */
  readonly index?: boolean;
}

/** A file to write. */
export interface GeneratedFile {
  /** Relative to the output folder, with `/`: `com/example/thermostat-1.ts`. */
  readonly path: string;
  readonly text: string;
}

/**
 * TypeScript for every Interface of the model, one file each, sorted by path. The same model gives the same bytes,
 * whatever the order of its texts. Throws `PNP_DTDL_INVALID` if a name or identifier does not follow the DTDL
 * grammar, which a parsed model rules out.
 */
export function generate(model: Model, options: GenerateOptions = {}): readonly GeneratedFile[] {
  return printFiles(model, options, createRun(model, options));
}

/** The files in the form that the run says. */
export function printFiles(
  model: Model,
  options: GenerateOptions,
  run: RunContext,
): readonly GeneratedFile[] {
  const files: GeneratedFile[] = [];
  const listed: ListedFile[] = [];
  for (const iface of model.interfaces.values()) {
    const path = pathOf(iface, run);
    const { text, names } = interfaceFile(iface, run, header(iface, model, options));
    files.push({ path, text });
    if (options.index) listed.push({ path, iface, names: names() });
  }
  if (options.index) {
    files.push({
      path: indexPath,
      text: indexText(listed, run, headerLines("its models", { version: options.version })),
    });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function header(
  iface: Interface,
  model: Model,
  { sources, version }: GenerateOptions,
): readonly string[] {
  return headerLines(sources?.get(outermost(iface, model)) ?? iface.id, { version });
}
