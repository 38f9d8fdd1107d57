import { findGroups } from "./cycles.js";
import { type Draft, type Drafts, type Link, linkOf, linksOf, placeOfDraft } from "./draft.js";
import type { AllContents } from "./inheritance.js";
import type { IssueList } from "./issue-list.js";
import { maxSchemaDepth } from "./metamodel/limits.js";

/** What lies below an element. */
interface Below {
  /** Levels by `schema` and `elementSchema`. */
  readonly depth: number;
  /** The nearest Array that some `schema` names. */
  readonly array: Draft | undefined;
  /** Whether the element contains itself. */
  readonly isCyclic: boolean;
}

/** Checks what may stand in what, and how deep. */
export function checkNesting(drafts: Drafts, contents: AllContents, issues: IssueList): void {
  const roots = drafts.filter(
    (draft) => draft.reading !== undefined && (isComplex(draft) || isOldWithParts(draft)),
  );
  const below = lookBelow(roots);
  for (const root of roots) {
    const found = below.get(root);
    if (found === undefined) continue;
    if (isComplex(root)) checkDepth(root, found, below, issues);
    else if (found.array !== undefined) reportArray(root, found.array, issues);
  }
  checkComponents(drafts, contents, issues);
}

function isComplex(draft: Draft): boolean {
  return draft.class.lineage.has("ComplexSchema");
}

/** Whether a draft is a Property of DTDL v2 whose schema has parts. */
function isOldWithParts(draft: Draft): boolean {
  if (draft.class.name !== "Property" || draft.scope.version !== 2) return false;
  const schema = linkOf(draft, "schema")?.target;
  return schema !== undefined && schema.links.length > 0;
}

function targetsOf(draft: Draft): Draft[] {
  const targets: Draft[] = [];
  for (const { target } of draft.links) if (target !== undefined) targets.push(target);
  return targets;
}

function isHop(name: string): boolean {
  return name === "schema" || name === "elementSchema";
}

function lookBelow(roots: readonly Draft[]): ReadonlyMap<Draft, Below> {
  const below = new Map<Draft, Below>();
  for (const group of findGroups(roots, targetsOf)) {
    const members = new Set(group);
    for (const draft of group) below.set(draft, lookBelowOne(draft, members, below));
  }
  return below;
}

/** Elements of the same cycle do not make each other deeper: DTDL v4 allows cycles, and before they are an issue. */
function lookBelowOne(
  draft: Draft,
  group: ReadonlySet<Draft>,
  below: ReadonlyMap<Draft, Below>,
): Below {
  let depth = 0;
  let array: Draft | undefined;
  let isCyclic = group.size > 1;
  for (const { property, target } of draft.links) {
    if (target === undefined) continue;
    if (property.name === "schema" && target.class.name === "Array") array ??= target;
    if (group.has(target)) {
      isCyclic = true;
      continue;
    }
    const found = below.get(target);
    depth = Math.max(depth, (found?.depth ?? 0) + (isHop(property.name) ? 1 : 0));
    array ??= found?.array;
  }
  return { depth, array, isCyclic };
}

function checkDepth(
  root: Draft,
  found: Below,
  below: ReadonlyMap<Draft, Below>,
  issues: IssueList,
): void {
  const { version, limits } = root.scope;
  const at = placeOfDraft(root);
  if (found.isCyclic && version < 4) {
    const element = returningField(root, below) ?? root;
    const place = placeOfDraft(element);
    issues.add("recursiveStructureWide", { primaryId: element.id, version, at: place, element });
    return;
  }
  const most = maxSchemaDepth(version, limits);
  if (found.depth <= most) return;
  const last = descend(root, most, below);
  issues.add("excessiveDepthWide", {
    primaryId: root.id,
    secondaryId: last.id,
    observed: found.depth,
    expected: most,
    at,
    related: placeOfDraft(last),
    element: root,
    second: last,
  });
}

/** The Field of an Object that leads back to it. */
function returningField(root: Draft, below: ReadonlyMap<Draft, Below>): Draft | undefined {
  return linksOf(root, "fields")
    .map(({ target }) => target)
    .find((field) => field !== undefined && below.get(field)?.isCyclic === true);
}

/** The element so many levels down on the first way that goes on deeper. */
function descend(root: Draft, levels: number, below: ReadonlyMap<Draft, Below>): Draft {
  let at = root;
  let left = levels;
  for (;;) {
    const way = inClassOrder(at).find(({ property, target }) => {
      const depth = target === undefined ? undefined : below.get(target)?.depth;
      return depth !== undefined && depth + (isHop(property.name) ? 1 : 0) > left;
    });
    if (way?.target === undefined) return at;
    if (isHop(way.property.name)) {
      if (left === 0) return at;
      left--;
    }
    at = way.target;
  }
}

/** The links of an element in the order in which the metamodel has its properties, whatever the author's. */
function inClassOrder(draft: Draft): readonly Link[] {
  const order = [...draft.class.properties.values()];
  return [...draft.links].sort((a, b) => order.indexOf(a.property) - order.indexOf(b.property));
}

/** DTDL v2 does not let the value of a Property contain an Array, at any depth. */
function reportArray(root: Draft, array: Draft, issues: IssueList): void {
  issues.add("excludedType", {
    primaryId: root.id,
    secondaryId: array.id,
    property: "'schema'",
    type: "Property",
    restriction: "Array",
    at: placeOfDraft(root),
    related: placeOfDraft(array),
    element: root,
    second: array,
  });
}

/** The Interface of a Component has no Components itself. */
function checkComponents(drafts: Drafts, contents: AllContents, issues: IssueList): void {
  const inner = new Map<Draft, Draft | undefined>();
  for (const draft of drafts) {
    const target = draft.class.name === "Component" ? linkOf(draft, "schema")?.target : undefined;
    if (target === undefined) continue;
    if (!inner.has(target)) inner.set(target, firstComponent(contents.get(target)));
    const component = inner.get(target);
    if (component === undefined) continue;
    issues.add("excludedType", {
      primaryId: draft.id,
      secondaryId: component.id,
      property: "'schema' or 'contents'",
      type: "Component",
      restriction: "Component",
      at: placeOfDraft(draft),
      related: placeOfDraft(component),
      element: draft,
      second: component,
    });
  }
}

function firstComponent(contents: ReadonlyMap<string, Draft> | undefined): Draft | undefined {
  for (const content of contents?.values() ?? []) {
    if (content.class.name === "Component") return content;
  }
  return undefined;
}
