import { type Draft, label, nameOf, trailOf } from "./draft.js";
import type { AllContents } from "./inheritance.js";
import type { IssueList } from "./issue-list.js";
import { inVersion, propertiesOf } from "./metamodel/class-tree.js";
import type { PropertyRule } from "./metamodel/classes.js";
import { termOf } from "./metamodel/vocabulary.js";
import type { Drafts } from "./reference-rules.js";

/** Length that the text of an Interface may have in v3 and v4. */
const maxInterfaceText = 1_048_576;

/** Checks the values of each element together: counts, uniqueness, permitted elements, types of enum values. */
export function checkValues(drafts: Drafts, contents: AllContents, issues: IssueList): void {
  const nested = new Map<string, number>();
  for (const { className, place, partition } of drafts.values()) {
    if (className !== "Interface" || place === undefined || partition === undefined) continue;
    nested.set(partition, (nested.get(partition) ?? 0) + place.end - place.start);
  }
  for (const draft of drafts.values()) {
    if (draft.place === undefined) continue;
    for (const rule of propertiesOf(draft.className, draft.version).values()) {
      if (rule.kind !== "element") continue;
      const links = draft.links.get(rule.name) ?? [];
      const count = rule.name === "contents" ? contents.get(draft.id)?.size : links.length;
      checkCount(draft, rule, count ?? 0, issues);
      if (rule.only !== undefined) checkOnly(draft, rule, rule.only, issues);
      for (const key of rule.unique ?? []) {
        if (rule.name !== "contents") checkUnique(draft, rule, key, drafts, issues);
      }
    }
    if (draft.className === "Enum") checkEnumValues(draft, drafts, issues);
    const { start, end } = draft.place;
    const size = end - start - (nested.get(draft.id) ?? 0);
    if (draft.className === "Interface" && draft.version > 2 && size > maxInterfaceText) {
      const message = `the text of \`${draft.id}\` has ${size} characters; ${maxInterfaceText} are allowed`;
      issues.add("partitionTooLarge", message, draft.place, { help: "split the Interface" });
    }
  }
}

function checkCount(draft: Draft, rule: PropertyRule, count: number, issues: IssueList): void {
  const most = rule.maxCount && inVersion(rule.maxCount, draft.version);
  if (most === undefined || count <= most) return;
  const message = `\`${rule.name}\` of ${label(draft)} has ${count} values; ${most} are allowed`;
  const place = draft.names.get(rule.name) ?? draft.place;
  issues.add("objectCountAboveMax", message, place, { trail: trailOf(draft, rule.name) });
}

function checkOnly(
  draft: Draft,
  rule: PropertyRule,
  only: readonly string[],
  issues: IssueList,
): void {
  for (const link of draft.links.get(rule.name) ?? []) {
    if (only.includes(termOf(link.dtmi))) continue;
    const allowed = only.map((term) => `\`${term}\``).join(" or ");
    const message = `\`${rule.name}\` must be ${allowed}, not \`${link.written ?? link.dtmi}\``;
    issues.add("incorrectPropertyValue", message, link.place, { trail: trailOf(draft, rule.name) });
  }
}

function checkUnique(
  draft: Draft,
  rule: PropertyRule,
  key: "name" | "enumValue",
  drafts: Drafts,
  issues: IssueList,
): void {
  // A set tells 1 from "1", as DTDL does.
  const taken = new Set<unknown>();
  for (const { dtmi } of draft.links.get(rule.name) ?? []) {
    const element = drafts.get(dtmi);
    const value = element?.values.get(key);
    if (element === undefined || value === undefined) continue;
    if (taken.has(value)) {
      const message = `two values of \`${rule.name}\` have the ${key} ${JSON.stringify(value)}`;
      const place = element.names.get(key) ?? element.place;
      issues.add("nonUniquePropertyValue", message, place, {
        trail: trailOf(draft, rule.name),
        help: "make them unique",
      });
    }
    taken.add(value);
  }
}

function checkEnumValues(draft: Draft, drafts: Drafts, issues: IssueList): void {
  const [valueSchema] = draft.links.get("valueSchema") ?? [];
  const term = valueSchema === undefined ? undefined : termOf(valueSchema.dtmi);
  const type = term === "integer" ? "number" : term === "string" ? "string" : undefined;
  if (type === undefined) return;
  for (const { dtmi } of draft.links.get("enumValues") ?? []) {
    const element = drafts.get(dtmi);
    const value = element?.values.get("enumValue");
    if (element === undefined || value === undefined || typeof value === type) continue;
    const message = `the enumValue of \`${nameOf(element)}\` is ${JSON.stringify(value)}, but valueSchema is \`${term}\``;
    const place = element.names.get("enumValue") ?? element.place;
    const help = term === "integer" ? "write an integer without quotes" : "write it in quotes";
    issues.add("nonConformantDatatype", message, place, {
      trail: trailOf(element, "enumValue"),
      help,
    });
  }
}
