import type { Interface, Model } from "../../dtdl/model.js";
import type { GeneratedFile, ModelSource } from "../generate.js";
import { NameMarks } from "../name-marks.js";
import { namePlaceFinder } from "../name-places.js";
import { createRun, type PrintOptions } from "../run-context.js";
import { type MappedSources, withSourceMap } from "../with-source-map.js";
import { type SidecarDocument, SidecarDocuments } from "./sidecar-documents.js";
import { sidecarText } from "./sidecar-text.js";

export type { SidecarDocument } from "./sidecar-documents.js";

/** How sidecars are generated. */
export interface SidecarOptions
  extends Pick<PrintOptions, "language" | "obsolete" | "runtime" | "long" | "dates"> {
  /** Version of twinplug, for the first line of each file; left out when absent. */
  readonly version?: string;
  /** Sources by DTMI of the Interface; without one the first line names the DTMI. */
  readonly sources?: ReadonlyMap<string, ModelSource>;
}

/**
 * For each document that defines an Interface the declarations that type its import as JSON, `x.d.json.ts` beside `x.json`,
 * and their source map, `x.d.json.ts.map`. Sidecars import each other; Interfaces that are in none of the documents are
 * declared wherever something refers to them. TypeScript reads sidecars with `allowArbitraryExtensions`.
 */
export function generateSidecars(
  model: Model,
  documents: readonly SidecarDocument[],
  options: SidecarOptions = {},
): readonly GeneratedFile[] {
  const marks = new NameMarks();
  const { version, sources, ...print } = options;
  const run = createRun(model, { ...print, enums: "union" }, marks.mark);
  const all = new SidecarDocuments(model, documents, run);
  const mapped: MappedSources = {
    find: namePlaceFinder(new Map(documents.map(({ source, text }) => [source, text]))),
    pathOf: (source) => all.pathOf(source),
  };
  return all.sidecars.flatMap((sidecar) => {
    const [root] = sidecar.own as readonly [Interface, ...Interface[]];
    const text = sidecarText(sidecar, { version, source: sources?.get(root.id) });
    return withSourceMap(sidecar.path, text, marks, mapped);
  });
}
