import { diffLines, type LineRun } from "./line-diff.js";

/** One text before and after; undefined where there is none. */
export interface TextChange {
  /** Path to show, with `/`. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Lines that stay the same, shown around each change. */
const contextLines = 3;

/**
 * The change in the unified format, as `patch -p1` and `git apply` take it; empty when nothing differs. Lines end in LF.
 */
export function unifiedDiff({ path, before, after }: TextChange): string {
  if (before === after) return "";
  const [old, fresh] = [linesOf(before ?? ""), linesOf(after ?? "")];
  const names = [
    `--- ${before === undefined ? "/dev/null" : shownPath(`a/${path}`)}`,
    `+++ ${after === undefined ? "/dev/null" : shownPath(`b/${path}`)}`,
  ];
  const hunks = hunksOf(diffLines(old, fresh)).map((runs) => hunkText(runs, old, fresh));
  return `${[...names, ...hunks.flat()].join("\n")}\n`;
}

/** Lines with their ends, so that a missing one at the end of the text is a difference. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Other characters are quoted as git does; a tab ends a name with blanks. */
function shownPath(path: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/["\\\u0000-\u001F\u007F]/.test(path)) return JSON.stringify(path);
  return path.includes(" ") ? `${path}\t` : path;
}

/** Changes closer to each other than their context, together with it. */
function hunksOf(runs: readonly LineRun[]): readonly (readonly LineRun[])[] {
  const hunks: LineRun[][] = [];
  let open: LineRun[] | undefined;
  for (const [at, run] of runs.entries()) {
    if (!run.same) {
      if (open === undefined) {
        open = [];
        hunks.push(open);
        const context = runs[at - 1];
        if (context) open.push(lastLines(context));
      }
      open.push(run);
      continue;
    }
    const isBetween = at < runs.length - 1;
    const length = run.before[1] - run.before[0];
    if (isBetween && length <= 2 * contextLines) open?.push(run);
    else {
      open?.push(firstLines(run));
      open = undefined;
    }
  }
  return hunks;
}

function firstLines({ before: [a, aEnd], after: [b] }: LineRun): LineRun {
  const length = Math.min(contextLines, aEnd - a);
  return { same: true, before: [a, a + length], after: [b, b + length] };
}

function lastLines({ before: [a, aEnd], after: [, bEnd] }: LineRun): LineRun {
  const length = Math.min(contextLines, aEnd - a);
  return { same: true, before: [aEnd - length, aEnd], after: [bEnd - length, bEnd] };
}

function hunkText(
  runs: readonly LineRun[],
  old: readonly string[],
  fresh: readonly string[],
): readonly string[] {
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) return [];
  const range = ([from]: LineRun["before"], [, to]: LineRun["before"]): string => {
    const length = to - from;
    // An empty range names the line before it.
    return `${length === 0 ? from : from + 1}${length === 1 ? "" : `,${length}`}`;
  };
  return [
    `@@ -${range(first.before, last.before)} +${range(first.after, last.after)} @@`,
    ...runs.flatMap(({ same, before, after }) => {
      const removed = old.slice(...before).flatMap((line) => marked(same ? " " : "-", line));
      return same
        ? removed
        : [...removed, ...fresh.slice(...after).flatMap((line) => marked("+", line))];
    }),
  ];
}

function marked(mark: string, line: string): readonly string[] {
  if (line.endsWith("\n")) return [mark + line.slice(0, -1)];
  return [mark + line, "\\ No newline at end of file"];
}
