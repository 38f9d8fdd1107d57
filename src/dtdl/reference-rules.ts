import { type Draft, type Link, label, nameOf, trailOf } from "./draft.js";
import type { IssueList } from "./issue-list.js";
import { inVersion, isKindOf, propertiesOf } from "./metamodel/class-tree.js";
import type { PropertyRule } from "./metamodel/classes.js";

export type Drafts = ReadonlyMap<string, Draft>;

/** Checks every reference now that all elements are there. */
export function checkReferences(drafts: Drafts, issues: IssueList): void {
  for (const draft of drafts.values()) {
    if (draft.place === undefined) continue;
    for (const [name, links] of draft.links) {
      const rule = propertiesOf(draft.className, draft.version).get(name);
      if (rule === undefined) continue;
      for (const link of links) {
        const target = drafts.get(link.dtmi);
        if (target === undefined || link.written === undefined) continue;
        checkReference(draft, rule, link, target, issues);
      }
      if (name === "contents") checkReferredNames(draft, links, drafts, issues);
    }
  }
}

function checkReference(
  draft: Draft,
  rule: PropertyRule,
  link: Link,
  target: Draft,
  issues: IssueList,
): void {
  const trail = trailOf(draft, rule.name);
  const own = draft.className === "Interface" ? draft.id : draft.partition;
  const expected = rule.class === undefined ? "Entity" : inVersion(rule.class, draft.version);
  const versions = rule.from && inVersion(rule.from, draft.version);
  if (
    target.className !== "Interface" &&
    target.partition !== undefined &&
    target.partition !== own
  ) {
    const message = `\`${link.written}\` lies inside \`${target.partition}\`; only elements of that Interface may refer to it`;
    const help = "define a copy in this Interface";
    issues.add("crossPartitionReference", message, link.place, { trail, help });
  } else if (!isKindOf(target.className, expected)) {
    const message = `\`${rule.name}\` takes ${article(expected)}, but \`${link.written}\` is ${article(target.className)}`;
    issues.add("badType", message, link.place, { trail, help: helpForKind(expected, target) });
  } else if (versions?.includes(target.version) === false) {
    const message = `\`${link.written}\` is written in DTDL ${target.version}; \`${rule.name}\` takes ${versions.join(", ")} here`;
    issues.add("disallowedVersionReference", message, link.place, { trail });
  }
}

function helpForKind(expected: string, target: Draft): string | undefined {
  if (expected !== "Interface" && target.className === "Interface") {
    return "an Interface is used through a Component";
  }
  return undefined;
}

function article(name: string): string {
  return `${/^[AEIO]/.test(name) ? "an" : "a"} ${name}`;
}

/** Contents given by reference need names that are not taken. */
function checkReferredNames(
  draft: Draft,
  links: readonly Link[],
  drafts: Drafts,
  issues: IssueList,
): void {
  const taken = new Map<string, string>();
  for (const link of links) {
    const target = drafts.get(link.dtmi);
    const name = target === undefined ? undefined : nameOf(target);
    if (target === undefined || name === undefined) continue;
    if (taken.has(name)) {
      const message = `${label(draft)} has two contents with the name \`${name}\``;
      const detail = { trail: trailOf(draft, "contents"), help: "rename one" };
      issues.add("nonUniquePropertyValue", message, link.place, detail);
    }
    taken.set(name, target.id);
  }
}
