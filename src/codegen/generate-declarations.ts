import type { Model } from "../dtdl/model.js";
import type { GeneratedFile, GenerateOptions } from "./generate.js";
import { printFiles } from "./generate.js";
import { NameMarks } from "./name-marks.js";
import { namePlaceFinder } from "./name-places.js";
import { createRun } from "./run-context.js";
import { withSourceMap } from "./with-source-map.js";

/** How JavaScript with declarations is generated. */
export interface DeclarationOptions extends GenerateOptions {
  /** The DTDL texts by source, as in the `location` of elements; what comes from others is not mapped. */
  readonly texts: ReadonlyMap<string, string>;
  /** Path of a source from the output folder, with `/`: `../models/thermostat-1.json`. Undefined where it is no file. */
  readonly pathOf: (source: string) => string | undefined;
}

/**
 * What `generate` gives, as JavaScript, its declarations, and maps from these to the model: `thermostat-1.js`,
 * `thermostat-1.d.ts` and `thermostat-1.d.ts.map`. In an editor, go-to-definition on a name opens the DTDL text at the element,
 * which TypeScript files cannot have. Throws what `generate` throws.
 */
export function generateDeclarations(
  model: Model,
  { texts, pathOf, ...options }: DeclarationOptions,
): readonly GeneratedFile[] {
  const marks = new NameMarks();
  const print = {
    ...options,
    importExtension: options.importExtension === "" ? "" : ".js",
  } as const;
  const sources = { find: namePlaceFinder(texts), pathOf };
  const scripts = printFiles(model, print, createRun(model, print, undefined, "js"));
  const declarations = printFiles(model, print, createRun(model, print, marks.mark, "dts"));
  return [
    ...scripts.map(({ path, text }) => ({ path: withEnding(path, ".js"), text: asModule(text) })),
    ...declarations.flatMap(({ path, text }) =>
      withSourceMap(withEnding(path, ".d.ts"), text, marks, sources),
    ),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Without an export, as where only types were asked for, a file would be no module. */
function asModule(text: string): string {
  return /^export /m.test(text) ? text : `${text}\nexport {};\n`;
}

function withEnding(path: string, ending: string): string {
  return path.replace(/\.ts$/, ending);
}
