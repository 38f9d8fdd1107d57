import {
  type Draft,
  type Drafts,
  type Link,
  placeOfDraft,
  placeOfName,
  placeOfValue,
} from "./draft.js";
import { fromHighest } from "./element-reader.js";
import type { IssueList, Problem } from "./issue-list.js";
import { builtInElement } from "./metamodel/built-in-elements.js";
import { acceptanceOf, type PropertyInfo } from "./metamodel/class-tree.js";

/** Checks where references lead: the partition, the class, the version and the holder of what they mean. */
export function checkReferences(drafts: Drafts, issues: IssueList): void {
  for (const draft of drafts) {
    if (draft.reading === undefined) continue;
    for (const link of draft.links) {
      if (link.written !== undefined) checkReference(draft, link, issues);
    }
    if (draft.isInterface) checkNames(draft, issues);
  }
}

function checkReference(draft: Draft, link: Link, issues: IssueList): void {
  const { target, property } = link;
  if (target === undefined) return;
  const { partition } = target;
  const { concrete } = acceptanceOf(property.class, draft.scope.version);
  const { version } = target.scope;
  if (partition !== undefined && !target.isInterface && partition !== draft.ownPartition) {
    const restriction = draft.ownPartition;
    const problem = problemOf(draft, link, target);
    issues.add("crossPartitionReference", { ...problem, value: partition, restriction });
  } else if (property.supplemental?.childOf !== undefined) {
    checkHolder(draft, link, target, property.supplemental.childOf, issues);
  } else if (!concrete.has(target.class.name) && !property.supplemental?.class?.includes(":")) {
    // The kind of a unit of DTDL v2 is a type of its own, which supplemental-rules.ts asks for.
    issues.add("badType", {
      ...problemOf(draft, link, target),
      value: target.class.name,
      expected: concrete.size > 6 ? property.class : [...concrete].join(" or "),
      related: draft.reading?.place(link.node),
    });
  } else if (property.versions?.includes(version) === false) {
    issues.add("disallowedVersionReference", {
      ...problemOf(draft, link, target),
      value: String(version),
      restriction: fromHighest(property.versions),
    });
  }
}

function problemOf(draft: Draft, { property, dtmi, referred, node }: Link, target: Draft): Problem {
  return {
    primaryId: draft.id,
    property: property.key,
    secondaryId: referred ?? dtmi,
    at: placeOfName(draft, property),
    focus: draft.reading?.place(node),
    related: placeOfDraft(target),
    element: draft,
    second: target,
  };
}

/** Units of the extensions are values of one enumeration for each kind of unit. */
function checkHolder(
  draft: Draft,
  link: Link,
  target: Draft,
  restriction: string,
  issues: IssueList,
): void {
  const { childOf } = target;
  if (childOf === restriction) return;
  issues.add("wrongParent", {
    ...problemOf(draft, link, target),
    value: childOf === undefined ? "top-level element" : `child of ${childOf}`,
    restriction,
    related: undefined,
    help: () => hiddenTerm(draft, link, restriction),
  });
}

/** In DTDL v4 the term `byte` is a schema before it is a unit; the unit can only be named by its identifier. */
function hiddenTerm(draft: Draft, { written }: Link, holder: string): string | undefined {
  const meanings = draft.scope.extensions.map(({ terms }) => terms.get(written ?? ""));
  const unit = meanings.find(
    (dtmi) => dtmi !== undefined && builtInElement(dtmi)?.childOf === holder,
  );
  return unit && `write \`${unit}\`, because the word \`${written}\` stands for a schema`;
}

/** Contents may be given by reference; then their names are only known now. */
function checkNames(draft: Draft, issues: IssueList): void {
  const names = new Map<string, Draft>();
  for (const { property, target } of draft.links) {
    if (property.name !== "contents" || target === undefined) continue;
    checkName(draft, property, target, names, issues);
  }
}

function checkName(
  draft: Draft,
  property: PropertyInfo,
  target: Draft,
  names: Map<string, Draft>,
  issues: IssueList,
): void {
  const { name } = target;
  // What has no name is no content, which checkReference says.
  if (name === undefined) return;
  const present = names.get(name);
  if (present === undefined) {
    names.set(name, target);
  } else if (present !== target) {
    issues.add("nonUniquePropertyValue", {
      primaryId: draft.id,
      property: property.name,
      element: draft,
      auxProperty: "name",
      value: name,
      at: placeOfName(present, "name"),
      focus: placeOfValue(target, "name"),
      related: placeOfName(target, "name"),
    });
  }
}
