import { type Draft, nameOf, trailOf } from "./draft.js";
import type { IssueList } from "./issue-list.js";
import { inVersion } from "./metamodel/class-tree.js";
import type { Drafts } from "./reference-rules.js";

/** Contents of every Interface by name, own ones first, then inherited ones. */
export type AllContents = ReadonlyMap<string, ReadonlyMap<string, Draft>>;

const maxChain = [10, 10, 12] as const;
const maxBases = 1024;

/**
 * Follows `extends` of all Interfaces, bases before those that extend them. It needs no recursion, so chains may be
 * of any length; cycles and chains that are too long become issues.
 */
export function inheritContents(drafts: Drafts, issues: IssueList): AllContents {
  const contents = new Map<string, Map<string, Draft>>();
  const chain = new Map<string, number>();
  const bases = new Map<string, number>();
  const pending = new Map<Draft, number>();
  const derived = new Map<string, Draft[]>();
  const ready: Draft[] = [];
  for (const draft of drafts.values()) {
    if (draft.className !== "Interface") continue;
    const ids = basesOf(draft);
    pending.set(draft, ids.length);
    if (ids.length === 0) ready.push(draft);
    for (const id of ids) derived.set(id, [...(derived.get(id) ?? []), draft]);
  }
  for (const draft of ready) {
    const ids = basesOf(draft);
    pending.delete(draft);
    contents.set(draft.id, contentsOf(draft, drafts, contents, issues));
    chain.set(
      draft.id,
      ids.length === 0 ? 0 : 1 + Math.max(...ids.map((id) => chain.get(id) ?? 0)),
    );
    bases.set(
      draft.id,
      ids.reduce((sum, id) => sum + 1 + (bases.get(id) ?? 0), 0),
    );
    checkSize(draft, chain.get(draft.id) ?? 0, bases.get(draft.id) ?? 0, issues);
    for (const next of derived.get(draft.id) ?? []) {
      const left = (pending.get(next) ?? 0) - 1;
      pending.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  for (const draft of pending.keys()) {
    if (!reachesItself(draft, drafts)) continue;
    const message = `\`${draft.id}\` extends itself${basesOf(draft).includes(draft.id) ? "" : " through other Interfaces"}`;
    const place = draft.names.get("extends") ?? draft.place;
    issues.add("recursiveStructureNarrow", message, place, {
      trail: trailOf(draft, "extends"),
      help: "break the cycle",
    });
  }
  return contents;
}

function basesOf(draft: Draft): readonly string[] {
  return [...new Set((draft.links.get("extends") ?? []).map(({ dtmi }) => dtmi))];
}

function contentsOf(
  draft: Draft,
  drafts: Drafts,
  known: AllContents,
  issues: IssueList,
): Map<string, Draft> {
  const contents = new Map<string, Draft>();
  for (const { dtmi } of draft.links.get("contents") ?? []) {
    const content = drafts.get(dtmi);
    const name = content === undefined ? undefined : nameOf(content);
    if (content !== undefined && name !== undefined) contents.set(name, content);
  }
  for (const base of basesOf(draft)) {
    for (const [name, inherited] of known.get(base) ?? []) {
      const present = contents.get(name);
      if (present === undefined) {
        contents.set(name, inherited);
      } else if (present !== inherited) {
        const message = `\`${draft.id}\` gets a second \`${name}\` from \`${base}\``;
        const own = present.parent?.id === draft.id;
        const place = own
          ? (present.names.get("name") ?? present.place)
          : draft.names.get("extends");
        const help = "rename one; contents cannot be overridden";
        issues.add("nonUniqueImportedPropertyValue", message, place, {
          trail: trailOf(draft, "extends"),
          help,
        });
      }
    }
  }
  return contents;
}

function checkSize(draft: Draft, chain: number, bases: number, issues: IssueList): void {
  const trail = trailOf(draft, "extends");
  const place = draft.names.get("extends");
  const longest = inVersion(maxChain, draft.version);
  if (chain > longest) {
    const message = `the chain of \`extends\` above \`${draft.id}\` has ${chain} levels; ${longest} are allowed`;
    issues.add("excessiveDepthNarrow", message, place, { trail, help: "flatten the hierarchy" });
  }
  if (draft.version > 2 && bases > maxBases) {
    const message = `\`${draft.id}\` extends ${bases} Interfaces in total; ${maxBases} are allowed`;
    issues.add("excessiveCount", message, place, { trail });
  }
}

function reachesItself(draft: Draft, drafts: Drafts): boolean {
  const seen = new Set<string>();
  const todo = [...basesOf(draft)];
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    if (id === draft.id) return true;
    const base = drafts.get(id);
    if (base === undefined || seen.has(id)) continue;
    seen.add(id);
    todo.push(...basesOf(base));
  }
  return false;
}
