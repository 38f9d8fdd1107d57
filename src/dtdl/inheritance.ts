import { findGroups } from "./cycles.js";
import { type Draft, type Drafts, placeOfDraft, placeOfName } from "./draft.js";
import type { IssueList } from "./issue-list.js";
import { maxExtendsCount, maxExtendsDepth } from "./metamodel/limits.js";

/** Contents of every Interface by name, own ones first, then inherited ones. */
export type AllContents = ReadonlyMap<Draft, ReadonlyMap<string, Draft>>;

/**
 * Follows `extends` of all Interfaces, bases before those that extend them, and collects their contents. Cycles and chains
 * that are too long become issues; such Interfaces have no inherited contents.
 */
export function inheritContents(drafts: Drafts, issues: IssueList): AllContents {
  const interfaces = drafts.filter((draft) => draft.isInterface);
  const contents = new Map<Draft, ReadonlyMap<string, Draft>>();
  const depths = new Map<Draft, number>();
  const counts = new Map<Draft, number>();
  for (const group of findGroups(interfaces, basesOf)) {
    for (const draft of group) {
      const bases = basesOf(draft);
      if (group.length > 1 || bases.includes(draft)) {
        reportCycle(draft, issues);
        contents.set(draft, ownContents(draft));
        continue;
      }
      const depth = bases.reduce((most, base) => Math.max(most, 1 + (depths.get(base) ?? 0)), 0);
      const count = bases.reduce((sum, base) => sum + 1 + (counts.get(base) ?? 0), 0);
      depths.set(draft, depth);
      counts.set(draft, count);
      const fits = checkSize(draft, depth, count, depths, issues);
      contents.set(draft, fits ? contentsOf(draft, bases, contents, issues) : ownContents(draft));
    }
  }
  return contents;
}

const noBases: readonly Draft[] = [];

function basesOf(draft: Draft): readonly Draft[] {
  let bases: Draft[] | undefined;
  for (const { property, target } of draft.links) {
    if (property.name !== "extends" || target === undefined) continue;
    if (bases === undefined) bases = [target];
    else bases.push(target);
  }
  if (bases === undefined) return noBases;
  return bases.length === 1 ? bases : [...new Set(bases)];
}

const noContents: ReadonlyMap<string, Draft> = new Map();

function ownContents(draft: Draft): ReadonlyMap<string, Draft> {
  let contents: Map<string, Draft> | undefined;
  for (const { property, target } of draft.links) {
    if (property.name !== "contents") continue;
    const name = target?.name;
    if (target === undefined || name === undefined) continue;
    contents ??= new Map();
    contents.set(name, target);
  }
  return contents ?? noContents;
}

function contentsOf(
  draft: Draft,
  bases: readonly Draft[],
  known: AllContents,
  issues: IssueList,
): ReadonlyMap<string, Draft> {
  const own = ownContents(draft);
  const [first] = bases;
  if (first === undefined) return own;
  // Most Interfaces of an ontology add nothing to their base: they share its contents.
  if (own.size === 0 && bases.length === 1) return known.get(first) ?? own;
  const all = new Map(own);
  for (const base of bases) {
    for (const [name, inherited] of known.get(base) ?? noContents) {
      const present = all.get(name);
      if (present === undefined) all.set(name, inherited);
      else if (present !== inherited) reportSecond(draft, base, present, inherited, issues);
    }
  }
  return all;
}

function reportSecond(
  draft: Draft,
  base: Draft,
  present: Draft,
  inherited: Draft,
  issues: IssueList,
): void {
  issues.add("nonUniqueImportedPropertyValue", {
    primaryId: draft.id,
    secondaryId: base.id,
    property: "contents",
    auxProperty: "name",
    transformation: "'extends'",
    value: inherited.name,
    at: placeOfName(present, "name"),
    related: placeOfName(inherited, "name"),
    element: draft,
    second: base,
  });
}

function reportCycle(draft: Draft, issues: IssueList): void {
  issues.add("recursiveStructureNarrow", {
    primaryId: draft.id,
    property: "'extends'",
    at: placeOfDraft(draft),
    element: draft,
  });
}

/** Checks the longest chain above an Interface and the number of ways to its bases. */
function checkSize(
  draft: Draft,
  depth: number,
  count: number,
  depths: ReadonlyMap<Draft, number>,
  issues: IssueList,
): boolean {
  const { version } = draft.scope;
  const most = maxExtendsDepth(version);
  const about = { primaryId: draft.id, property: "'extends'", element: draft };
  if (depth > most) {
    const beyond = climb(draft, most + 1, depths);
    issues.add("excessiveDepthNarrow", {
      ...about,
      secondaryId: beyond.id,
      expected: most,
      observed: depth,
      at: placeOfDraft(draft),
      related: placeOfDraft(beyond),
      second: beyond,
    });
  }
  if (version > 2 && count > maxExtendsCount) {
    const at = placeOfDraft(draft);
    issues.add("excessiveCount", { ...about, observed: count, expected: maxExtendsCount, at });
  }
  return depth <= most && (version === 2 || count <= maxExtendsCount);
}

/** The Interface so many levels up on the longest chain. */
function climb(draft: Draft, levels: number, depths: ReadonlyMap<Draft, number>): Draft {
  let at = draft;
  for (let level = 0; level < levels; level++) {
    const depth = (depths.get(at) ?? 0) - 1;
    at = basesOf(at).find((base) => (depths.get(base) ?? 0) === depth) ?? at;
  }
  return at;
}
