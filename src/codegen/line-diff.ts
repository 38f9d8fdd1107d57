/** A run of lines that both texts share, or that one of them has in place of the other's. */
export interface LineRun {
  readonly same: boolean;
  /** Lines `from` to `to` (excluded) of the old text, counted from 0. */
  readonly before: readonly [from: number, to: number];
  /** The same of the new text. */
  readonly after: readonly [from: number, to: number];
}

/** A part of both texts, still to be compared. */
interface Region {
  readonly a: number;
  readonly aEnd: number;
  readonly b: number;
  readonly bEnd: number;
}

/** Edits that are looked for from either end of a region before it counts as replaced: texts this different are not read side by side. */
const mostEdits = 1000;

/**
 * What differs between two lists of lines, as alternating runs; empty for two empty lists. Myers' algorithm in linear
 * space: a shortest list of edits, unless more than some two thousand would be needed.
 */
export function diffLines(before: readonly string[], after: readonly string[]): readonly LineRun[] {
  const numbers = new Map<string, number>();
  const numberOf = (line: string): number => {
    const number = numbers.get(line) ?? numbers.size;
    numbers.set(line, number);
    return number;
  };
  const a = Int32Array.from(before, numberOf);
  const b = Int32Array.from(after, numberOf);
  return runsOf(commonPairs(a, b), a.length, b.length);
}

/** The lines that stay, as stretches in order. */
type Stretch = readonly [a: number, b: number, length: number];

function commonPairs(a: Int32Array, b: Int32Array): readonly Stretch[] {
  const found: Stretch[] = [];
  const todo: Region[] = [{ a: 0, aEnd: a.length, b: 0, bEnd: b.length }];
  for (let region = todo.pop(); region !== undefined; region = todo.pop()) {
    let { a: from, aEnd, b: to, bEnd } = region;
    let start = 0;
    while (from + start < aEnd && to + start < bEnd && a[from + start] === b[to + start]) start++;
    if (start > 0) found.push([from, to, start]);
    from += start;
    to += start;
    let end = 0;
    while (aEnd - end > from && bEnd - end > to && a[aEnd - end - 1] === b[bEnd - end - 1]) end++;
    aEnd -= end;
    bEnd -= end;
    if (end > 0) found.push([aEnd, bEnd, end]);
    if (from === aEnd || to === bEnd) continue;
    const middle = middleOf(a, b, { a: from, aEnd, b: to, bEnd });
    if (middle === undefined) continue;
    todo.push({ a: from, aEnd: middle.a, b: to, bEnd: middle.b });
    todo.push({ a: middle.a, aEnd, b: middle.b, bEnd });
  }
  return found.sort(([one], [other]) => one - other);
}

/** A point that a shortest way through the region passes; undefined when it is longer than is looked for. */
function middleOf(
  a: Int32Array,
  b: Int32Array,
  region: Region,
): { readonly a: number; readonly b: number } | undefined {
  const n = region.aEnd - region.a;
  const m = region.bEnd - region.b;
  const delta = n - m;
  const isOdd = (delta & 1) === 1;
  const limit = Math.min(Math.ceil((n + m) / 2), mostEdits);
  const zero = limit + 1;
  // How far each diagonal has come, from the start and from the end.
  const forward = new Int32Array(2 * zero + 1);
  const backward = new Int32Array(2 * zero + 1);
  const reach = (ways: Int32Array, diagonal: number): number => ways[zero + diagonal] ?? 0;
  for (let edits = 0; edits <= limit; edits++) {
    const first = -edits + 2 * Math.max(0, edits - m);
    const last = edits - 2 * Math.max(0, edits - n);
    for (let diagonal = first; diagonal <= last; diagonal += 2) {
      let x = nextReach(reach, forward, diagonal, edits);
      while (x < n && x - diagonal < m && a[region.a + x] === b[region.b + x - diagonal]) x++;
      forward[zero + diagonal] = x;
      const isMet = isOdd && Math.abs(delta - diagonal) < edits;
      if (isMet && x + reach(backward, delta - diagonal) >= n) {
        return { a: region.a + x, b: region.b + x - diagonal };
      }
    }
    for (let diagonal = first; diagonal <= last; diagonal += 2) {
      let x = nextReach(reach, backward, diagonal, edits);
      while (
        x < n &&
        x - diagonal < m &&
        a[region.aEnd - 1 - x] === b[region.bEnd - 1 - x + diagonal]
      )
        x++;
      backward[zero + diagonal] = x;
      const isMet = !isOdd && Math.abs(delta - diagonal) <= edits;
      if (isMet && x + reach(forward, delta - diagonal) >= n) {
        return { a: region.aEnd - x, b: region.bEnd - x + diagonal };
      }
    }
  }
  return undefined;
}

function nextReach(
  reach: (ways: Int32Array, diagonal: number) => number,
  ways: Int32Array,
  diagonal: number,
  edits: number,
): number {
  if (edits === 0) return 0;
  const below = reach(ways, diagonal + 1);
  const left = reach(ways, diagonal - 1);
  const isDown = diagonal === -edits || (diagonal !== edits && left < below);
  return isDown ? below : left + 1;
}

function runsOf(stretches: readonly Stretch[], aLength: number, bLength: number): LineRun[] {
  const runs: LineRun[] = [];
  let [a, b] = [0, 0];
  const add = (same: boolean, aEnd: number, bEnd: number): void => {
    if (aEnd === a && bEnd === b) return;
    const last = runs.at(-1);
    if (last?.same === true && same) {
      runs[runs.length - 1] = {
        same,
        before: [last.before[0], aEnd],
        after: [last.after[0], bEnd],
      };
    } else runs.push({ same, before: [a, aEnd], after: [b, bEnd] });
    [a, b] = [aEnd, bEnd];
  };
  for (const [from, to, length] of stretches) {
    add(false, from, to);
    add(true, from + length, to + length);
  }
  add(false, aLength, bLength);
  return runs;
}
