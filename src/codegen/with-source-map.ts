import { importPath } from "./file-path.js";
import type { GeneratedFile } from "./generate.js";
import type { NameMarks } from "./name-marks.js";
import type { FindNamePlace } from "./name-places.js";
import { type Mapping, sourceMapText } from "./source-map.js";

/** The DTDL texts that declarations come from. */
export interface MappedSources {
  readonly find: FindNamePlace;
  /** Path of a source, from the folder that the path of the declarations starts from; undefined where it is no file. */
  readonly pathOf: (source: string) => string | undefined;
}

/**
 * The file of a text with marks, and the source map that leads from each marked name to its place in the DTDL text. Both ends
 * of a name have a mapping, so that an editor marks the whole word there. A text that leads nowhere has no map.
 */
export function withSourceMap(
  path: string,
  marked: string,
  marks: NameMarks,
  sources: MappedSources,
): readonly GeneratedFile[] {
  const { text, names } = marks.take(marked);
  const mappings = names.flatMap(({ element, start, end }): Mapping[] => {
    const place = sources.find(element);
    const file = place && sources.pathOf(place.source);
    if (place === undefined || file === undefined) return [];
    const source = pathFrom(path, file);
    const first = { generated: start, source, original: place.start };
    if (start.column === end.column) return [first];
    return [first, { generated: end, source, original: place.end }];
  });
  if (mappings.length === 0) return [{ path, text }];
  const name = path.slice(path.lastIndexOf("/") + 1);
  return [
    { path, text: `${text}//# sourceMappingURL=${urlText(name)}.map\n` },
    { path: `${path}.map`, text: sourceMapText(name, mappings) },
  ];
}

/** A name as a part of an address; half characters have no place in one. */
function urlText(name: string): string {
  return encodeURI(name.replace(/\p{Surrogate}/gu, "\uFFFD"));
}

/** The way from one file to another, such as `../thermostat-1.json`; both are paths with `/` from the same folder. */
export function pathFrom(file: string, to: string): string {
  return importPath(file, to, ".js").replace(/^\.\//, "");
}
