import { findGroups } from "./cycles.js";
import { type Draft, type Drafts, placeOfDraft } from "./draft.js";
import type { AllContents } from "./inheritance.js";
import type { IssueList } from "./issue-list.js";
import { maxElementCount } from "./metamodel/limits.js";

/** Properties whose values count, in the order in which error records list them. */
const counted = [
  "contents",
  "fields",
  "enumValues",
  "request",
  "response",
  "properties",
  "schema",
  "elementSchema",
  "mapValue",
];

/**
 * Checks how many values lie under each Interface of DTDL v3 and v4, a value reached by two ways counted twice, and that
 * no v3 Interface contains itself.
 */
export function checkTotals(drafts: Drafts, contents: AllContents, issues: IssueList): void {
  const roots = drafts.filter((draft) => draft.isInterface && draft.scope.version > 2);
  if (roots.length === 0) return;
  const valuesOf = (draft: Draft): readonly Draft[] => countedValues(draft, contents);
  const totals = new Map<Draft, number>();
  for (const group of findGroups(roots, valuesOf)) {
    const members = new Set(group);
    for (const draft of group) {
      const values = valuesOf(draft);
      const total = values.reduce((sum, value) => sum + 1 + (totals.get(value) ?? 0), 0);
      totals.set(draft, total);
      if (!draft.isInterface || draft.reading === undefined || draft.scope.version === 2) continue;
      const about = {
        primaryId: draft.id,
        property: listed,
        at: placeOfDraft(draft),
        element: draft,
      };
      const isCyclic = values.some((value) => members.has(value));
      if (isCyclic && draft.scope.version === 3) issues.add("recursiveStructureNarrow", about);
      if (total > maxElementCount) {
        issues.add("excessiveCount", { ...about, observed: total, expected: maxElementCount });
      }
    }
  }
}

const listed = counted.map((name) => `'${name}'`).join(" or ");
const isCounted: ReadonlySet<string> = new Set(counted);

function countedValues(draft: Draft, contents: AllContents): readonly Draft[] {
  const values = draft.isInterface ? [...(contents.get(draft)?.values() ?? [])] : [];
  for (const { property, target } of draft.links) {
    const isOwn = isCounted.has(property.name) && property.supplemental === undefined;
    if (!isOwn || target === undefined || property.name === "contents") continue;
    values.push(target);
  }
  return values;
}
