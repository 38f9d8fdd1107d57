import { vlq } from "./source-map-vlq.js";

/** A place in a text: line and column counted from 0, columns in UTF-16 units, as source maps count. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** A place of the generated text, and the place of a source that it comes from. */
export interface Mapping {
  readonly generated: TextPlace;
  /** Path of the source, relative to the map's own folder, with `/`; as it is, since TypeScript does not decode it. */
  readonly source: string;
  readonly original: TextPlace;
}

/**
 * The text of a source map, version 3, for the file of this name. The mappings may come in any order; the sources are
 * listed in the order in which the generated text uses them, so that the same mappings give the same bytes.
 */
export function sourceMapText(file: string, mappings: readonly Mapping[]): string {
  const sorted = [...mappings].sort((a, b) => compare(a.generated, b.generated));
  const sources = new Map<string, number>();
  for (const { source } of sorted) if (!sources.has(source)) sources.set(source, sources.size);
  const map = {
    version: 3,
    file,
    sources: [...sources.keys()],
    names: [],
    mappings: mappingsText(sorted, sources),
  };
  return `${JSON.stringify(map)}\n`;
}

function compare(a: TextPlace, b: TextPlace): number {
  return a.line - b.line || a.column - b.column;
}

/** Lines end in `;`; a segment is the difference to the one before, columns starting anew with each line. */
function mappingsText(sorted: readonly Mapping[], sources: ReadonlyMap<string, number>): string {
  const lines: string[] = [];
  let segments: string[] = [];
  let column = 0;
  let source = 0;
  let original: TextPlace = { line: 0, column: 0 };
  for (const mapping of sorted) {
    while (lines.length < mapping.generated.line) {
      lines.push(segments.join(","));
      segments = [];
      column = 0;
    }
    const index = sources.get(mapping.source) ?? 0;
    segments.push(
      vlq(mapping.generated.column - column) +
        vlq(index - source) +
        vlq(mapping.original.line - original.line) +
        vlq(mapping.original.column - original.column),
    );
    column = mapping.generated.column;
    source = index;
    original = mapping.original;
  }
  return [...lines, segments.join(",")].join(";");
}
