import { type Draft, label, nameOf, trailOf } from "./draft.js";
import type { AllContents } from "./inheritance.js";
import type { IssueList } from "./issue-list.js";
import { inVersion, isKindOf } from "./metamodel/class-tree.js";
import type { Drafts } from "./reference-rules.js";

const maxSchemaDepth = [5, 5, 8] as const;

/** Checks what may stand in what, and how deep. */
export function checkNesting(drafts: Drafts, contents: AllContents, issues: IssueList): void {
  for (const draft of drafts.values()) {
    if (draft.place === undefined) continue;
    if (isKindOf(draft.className, "ComplexSchema")) checkDepth(draft, drafts, issues);
    if (draft.className === "Property" && draft.version === 2) checkNoArray(draft, drafts, issues);
    if (draft.className === "Component") checkNoComponent(draft, contents, issues);
  }
}

/** Walks down from a complex schema; only the hops by `schema` and `elementSchema` count. */
function checkDepth(root: Draft, drafts: Drafts, issues: IssueList): void {
  const most = inVersion(maxSchemaDepth, root.version);
  const deepest = new Map<Draft, number>();
  const path = new Set<Draft>();
  let recursive = false;
  let tooDeep = false;
  const visit = (draft: Draft, level: number): void => {
    if (path.has(draft)) {
      recursive ||= draft === root;
      return;
    }
    if (tooDeep || (deepest.get(draft) ?? -1) >= level) return;
    deepest.set(draft, level);
    path.add(draft);
    for (const [name, links] of draft.links) {
      const counts = name === "schema" || name === "elementSchema";
      for (const { dtmi } of links) {
        const target = drafts.get(dtmi);
        if (target === undefined) continue;
        if (counts && level >= most) {
          recursive ||= target === root;
          // v4 lets a schema contain itself; such a hop does not make it deeper.
          if (root.version < 4 || !path.has(target)) tooDeep = true;
        } else visit(target, counts ? level + 1 : level);
      }
    }
    path.delete(draft);
  };
  visit(root, 0);
  if (recursive && root.version < 4) {
    const message = `${label(root)} contains itself`;
    issues.add("recursiveStructureWide", message, root.place, {
      trail: trailOf(root),
      help: "break the cycle",
    });
  } else if (tooDeep) {
    const message = `schemas are nested more than ${most} levels below ${label(root)}`;
    issues.add("excessiveDepthWide", message, root.place, {
      trail: trailOf(root),
      help: "flatten the schema",
    });
  }
}

/** DTDL v2 does not let the value of a Property contain an Array, at any depth. */
function checkNoArray(root: Draft, drafts: Drafts, issues: IssueList): void {
  const seen = new Set<Draft>([root]);
  const todo = [root];
  for (let draft = todo.pop(); draft !== undefined; draft = todo.pop()) {
    for (const [name, links] of draft.links) {
      for (const link of links) {
        const target = drafts.get(link.dtmi);
        if (target === undefined || seen.has(target)) continue;
        if (name === "schema" && target.className === "Array") {
          const message = `the schema of Property \`${nameOf(root)}\` contains an Array, which DTDL v2 does not allow`;
          const place = draft.place === undefined ? root.place : link.place;
          const help = "use a Map or an Object, make it Telemetry, or write the model in DTDL v3";
          issues.add("excludedType", message, place, { trail: trailOf(root, "schema"), help });
          return;
        }
        seen.add(target);
        todo.push(target);
      }
    }
  }
}

/** The Interface of a Component has no Components itself. */
function checkNoComponent(root: Draft, contents: AllContents, issues: IssueList): void {
  const [link] = root.links.get("schema") ?? [];
  if (link === undefined) return;
  for (const [name, content] of contents.get(link.dtmi) ?? []) {
    if (content.className !== "Component") continue;
    const message = `Component \`${nameOf(root)}\` uses \`${link.dtmi}\`, which has a Component \`${name}\` itself`;
    const help = "Components nest one level deep; use `extends` to take over the contents";
    issues.add("excludedType", message, link.place, { trail: trailOf(root, "schema"), help });
    return;
  }
}
