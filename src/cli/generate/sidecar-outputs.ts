import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { manifestName, readManifest } from "../../codegen/manifest.js";
import { generateSidecars, type SidecarDocument } from "../../codegen/sidecar/generate-sidecars.js";
import { sidecarPath } from "../../codegen/sidecar/sidecar-paths.js";
import { isDtmi } from "../../dtdl/dtmi.js";
import { PnpError } from "../../errors.js";
import { isInside } from "../../repository/inside.js";
import type { Io } from "../io.js";
import { modelFiles } from "../model-files.js";
import { packageVersion } from "../package-version.js";
import type { LoadedInputs } from "./load-inputs.js";
import type { OutputSet } from "./outputs.js";
import type { GenerateTask } from "./settings.js";
import { importForm } from "./tsconfig.js";

/** The sidecars of a task, and what stands in their way. */
export interface SidecarOutputs {
  readonly sets: readonly OutputSet[];
  readonly configFiles: readonly string[];
  readonly warnings: readonly string[];
}

/** A folder to write to. The manifest of a partial one also lists what other runs have written. */
interface Place {
  readonly folder: string;
  readonly shown: string;
  readonly partial: boolean;
}

/**
 * Declarations and source maps beside the model files that a task names: one set for each folder named, and for files named
 * one for the folder they lie in. Throws `PNP_USAGE` where no file is named, or one that cannot be imported as JSON.
 */
export function sidecarOutputs(task: GenerateTask, inputs: LoadedInputs, io: Io): SidecarOutputs {
  const at: Io = { ...io, cwd: task.base };
  const files = namedFiles(task.models, at);
  const { language, obsolete, long, dates } = task.settings;
  const settings = {
    ...(language !== undefined && { language }),
    ...(obsolete !== undefined && { obsolete }),
    ...(long !== undefined && { long }),
    ...(dates !== undefined && { dates }),
  };
  const generated = generateSidecars(inputs.model, documentsOf(files, inputs, at), {
    ...settings,
    ...(!task.elideVersion && { version: packageVersion() }),
    sources: inputs.sources,
  });
  const places = new Map([...files.values()].map((place) => [place.folder, place]));
  const sets = [...places.values()].map((place): OutputSet => {
    const own = new Set(
      [...files].filter(([, { folder }]) => folder === place.folder).map(([file]) => stem(file)),
    );
    return {
      folder: place.folder,
      shown: place.shown,
      partial: place.partial,
      settings: JSON.stringify({ sidecar: true, ...settings }),
      files: generated
        .filter(({ path }) => own.has(stem(path)))
        .map(({ path, text }) => ({ path: withSlashes(relative(place.folder, path)), text })),
    };
  });
  return { sets, ...settingsAdvice(sets) };
}

/** Absolute paths of the model files, each with the first place that it belongs to. */
function namedFiles(names: readonly string[], io: Io): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const name of names.filter((each) => !isDtmi(each))) {
    const named = resolve(io.cwd, name);
    for (const file of modelFiles(name, io)) {
      const path = resolve(io.cwd, file);
      if (places.has(path)) continue;
      if (!path.endsWith(".json")) {
        throw new PnpError("PNP_USAGE", `${file} cannot be imported as JSON.`, {
          hint: "Node imports files that end in .json; rename it, or generate with --out DIR.",
        });
      }
      places.set(
        path,
        path === named ? placeOfFile(path, io) : { folder: named, shown: name, partial: false },
      );
    }
  }
  if (places.size === 0) {
    throw new PnpError("PNP_USAGE", "--sidecar writes beside model files, and none was named.", {
      hint: "Give files or folders; `pnp model get DTMI --out DIR` makes files of published models.",
    });
  }
  return withoutDoubles(places);
}

/** Where a file that is named by itself has its manifest: in the folder of an earlier run that wrote its sidecar, or beside it. */
function placeOfFile(path: string, io: Io): Place {
  const sidecar = sidecarPath(path);
  const beside = dirname(path);
  let folder = beside;
  for (let above = beside; isInside(io.cwd, above); above = dirname(above)) {
    if (!lists(above, withSlashes(relative(above, sidecar)))) continue;
    folder = above;
    break;
  }
  return { folder, shown: relative(io.cwd, folder) || ".", partial: true };
}

function lists(folder: string, path: string): boolean {
  const file = join(folder, manifestName);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return false;
  try {
    return readManifest(readFileSync(file, "utf8"), file).files.has(path);
  } catch {
    // One that cannot be read is refused when it is written.
    return false;
  }
}

/** A file that was named by itself goes with the folder that was named too, so that one manifest tells of it. */
function withoutDoubles(places: ReadonlyMap<string, Place>): ReadonlyMap<string, Place> {
  const folders = [...places.values()].filter(({ partial }) => !partial);
  return new Map(
    [...places].map(([path, place]) => [
      path,
      folders.find(({ folder }) => isInside(folder, path)) ?? place,
    ]),
  );
}

function documentsOf(
  files: ReadonlyMap<string, Place>,
  { texts }: LoadedInputs,
  io: Io,
): readonly SidecarDocument[] {
  return [...texts]
    .map(([source, text]) => ({ source, text, path: resolve(io.cwd, source) }))
    .filter(({ path }) => files.has(path))
    .map((document) => ({ ...document, path: withSlashes(document.path) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The path of a model file or of what stands beside it, without what its name ends in. */
function stem(path: string): string {
  const name = basename(path).replace(/(?:\.d)?\.json(?:\.ts(?:\.map)?)?$/, "");
  return withSlashes(join(dirname(path), name));
}

function withSlashes(path: string): string {
  return path.split("\\").join("/");
}

/** TypeScript passes sidecars by, and says so where one is imported, unless it is told to read them. */
function settingsAdvice(
  sets: readonly OutputSet[],
): Pick<SidecarOutputs, "configFiles" | "warnings"> {
  const forms = sets.map(({ folder }) => importForm(folder));
  const deaf = forms.filter(({ readsSidecars }) => !readsSidecars).map(({ files }) => files[0]);
  return {
    configFiles: [...new Set(forms.flatMap(({ files }) => files))],
    warnings: [
      ...new Set([
        ...forms.flatMap(({ warnings }) => warnings),
        ...deaf.map(
          (file) =>
            `${file} does not set "allowArbitraryExtensions": true; TypeScript reads sidecars only with it`,
        ),
      ]),
    ],
  };
}
