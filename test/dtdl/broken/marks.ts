import type { Lines } from "./row.js";

/** A text as the parser gets it, and the places that its arrows showed. */
export interface MarkedText {
  readonly source: string;
  readonly text: string;
  /** By name: `here`, `also`, `here 2`. */
  readonly places: ReadonlyMap<string, string>;
}

const arrows = / *\/\/ (?=[←↓↑] )(.+)$/;
const arrow = /([←↓↑]) ((?:(?:here|also)(?: \d)?(?:, )?)+)/g;

/** Takes the arrows out of a text. */
export function readMarks(source: string, marked: string): MarkedText {
  const starts = new Map<string, number>();
  const places = new Map<string, string>();
  const lines = marked.split("\n").map((line, at) => {
    for (const [, kind, names = ""] of (arrows.exec(line)?.[1] ?? "").matchAll(arrow)) {
      for (const name of names.split(",").map((each) => each.trim())) {
        if (kind === "↓") starts.set(name, at + 1);
        else {
          const first = kind === "↑" ? starts.get(name) : at + 1;
          if (first === undefined) throw new Error(`No start of ${name} in ${source}`);
          places.set(name, `${source}:${first}-${at + 1}`);
        }
      }
    }
    return line.replace(arrows, "");
  });
  return { source, text: lines.join("\n"), places };
}

/** The places of the issue of this number, from 1, in all texts. */
export function linesOf(texts: readonly MarkedText[], number: number): Lines {
  const suffix = number === 1 ? "" : ` ${number}`;
  const find = (name: string) =>
    texts.map(({ places }) => places.get(name + suffix)).find((place) => place !== undefined);
  return { here: find("here"), also: find("also") };
}
