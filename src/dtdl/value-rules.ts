import {
  type Draft,
  type Drafts,
  linkOf,
  placeOfFirstProperty,
  placeOfName,
  placeOfValue,
} from "./draft.js";
import type { AllContents } from "./inheritance.js";
import type { IssueList } from "./issue-list.js";
import type { PropertyInfo } from "./metamodel/class-tree.js";
import { maxInterfaceText } from "./metamodel/limits.js";
import { supplementalProperty } from "./metamodel/supplemental-property.js";
import { supplementalType } from "./metamodel/supplemental-type.js";
import type { PrimitiveKind } from "./model.js";
import { primitiveMismatch } from "./primitive-instance.js";

/** Checks the values of each element together: counts, uniqueness, permitted elements, types of enum values. */
export function checkValues(drafts: Drafts, contents: AllContents, issues: IssueList): void {
  const nested = new Map<string, number>();
  for (const draft of drafts) {
    const { partition } = draft;
    if (!draft.isInterface || partition === undefined) continue;
    nested.set(partition, (nested.get(partition) ?? 0) + textLength(draft));
  }
  for (const draft of drafts) {
    if (draft.reading === undefined) continue;
    checkElements(draft, contents, issues);
    if (draft.isInterface) checkText(draft, nested.get(draft.id) ?? 0, issues);
    if (draft.className === "Enum") checkEnumValues(draft, issues);
    if (draft.types.length > 0) checkTypes(draft, issues);
  }
}

function textLength({ reading, node }: Draft): number {
  return reading === undefined ? 0 : reading.tape.end(node) - reading.tape.start(node);
}

/** The text of an Interface counts without the Interfaces nested in it. */
function checkText(draft: Draft, nested: number, issues: IssueList): void {
  const observed = textLength(draft) - nested;
  if (draft.scope.version === 2 || observed <= maxInterfaceText) return;
  issues.add("partitionTooLarge", {
    primaryId: draft.id,
    value: "Interface",
    observed,
    expected: maxInterfaceText,
    at: draft.reading?.place(draft.node),
    element: draft,
  });
}

function checkElements(draft: Draft, contents: AllContents, issues: IssueList): void {
  const { links } = draft;
  for (let first = 0; first < links.length; ) {
    const property = links[first]?.property as PropertyInfo;
    let end = first + 1;
    while (links[end]?.property === property) end++;
    const isContents = property.name === "contents";
    const count = isContents ? (contents.get(draft)?.size ?? 0) : end - first;
    checkCount(draft, property, count, issues);
    if (property.only !== undefined) checkOnly(draft, property, property.only, issues);
    if (!isContents && end - first > 1) {
      for (const key of property.unique) checkUnique(draft, property, key, issues);
    }
    first = end;
  }
  // An Interface may have too many contents without having any of its own.
  const inherits = draft.isInterface && linkOf(draft, "contents") === undefined;
  const property = inherits ? draft.class.properties.get("contents") : undefined;
  if (property !== undefined) checkCount(draft, property, contents.get(draft)?.size ?? 0, issues);
}

function checkCount(draft: Draft, property: PropertyInfo, count: number, issues: IssueList): void {
  if (property.plural !== true || property.maxCount === undefined) return;
  if (count <= property.maxCount) return;
  issues.add("objectCountAboveMax", {
    primaryId: draft.id,
    property: property.name,
    observed: count,
    expected: property.maxCount,
    at: placeOfName(draft, property) ?? draft.reading?.place(draft.node),
    element: draft,
  });
}

/** Some properties take a few of the built-in elements only. */
function checkOnly(
  draft: Draft,
  property: PropertyInfo,
  only: readonly string[],
  issues: IssueList,
): void {
  const link = linkOf(draft, property.key);
  const term = link?.target && termOf(link.target);
  if (term === undefined || only.includes(term)) return;
  issues.add("incorrectPropertyValue", {
    primaryId: draft.id,
    property: property.name,
    value: term,
    restriction: only.map((each) => `'${each}'`).join(" or "),
    at: placeOfFirstProperty(draft),
    focus: placeOfValue(draft, property),
    element: draft,
  });
}

/** Term of a built-in instance such as `dtmi:dtdl:instance:Schema:double;2`; the identifier of anything else. */
function termOf({ id }: Draft): string {
  return /^dtmi:dtdl:instance:[A-Za-z]+:([A-Za-z]+);/.exec(id)?.[1] ?? id;
}

function checkUnique(
  draft: Draft,
  property: PropertyInfo,
  key: "name" | "enumValue",
  issues: IssueList,
): void {
  // A map tells 1 from "1", as DTDL does.
  const taken = new Map<unknown, Draft>();
  for (const link of draft.links) {
    const { target } = link;
    const value = target?.values[key];
    if (link.property !== property || target === undefined || value === undefined) continue;
    const earlier = taken.get(value);
    if (earlier === undefined) {
      taken.set(value, target);
    } else if (earlier !== target) {
      issues.add("nonUniquePropertyValue", {
        primaryId: draft.id,
        property: property.name,
        auxProperty: key,
        value: String(value),
        at: placeOfName(earlier, key),
        focus: placeOfValue(target, key),
        related: placeOfName(target, key),
        element: draft,
      });
    }
  }
}

function checkEnumValues(draft: Draft, issues: IssueList): void {
  const schema = linkOf(draft, "valueSchema")?.target?.className;
  const type = schema === "Integer" ? "integer" : schema === "String" ? "string" : undefined;
  if (type === undefined) return;
  for (const { property, target, node } of draft.links) {
    const value = property.name === "enumValues" ? target?.values.enumValue : undefined;
    if (target === undefined || value === undefined) continue;
    const fits = type === "string" ? typeof value === "string" : isInt32(value);
    if (fits) continue;
    issues.add("nonConformantDatatype", {
      primaryId: target.id,
      property: "enumValue",
      secondaryId: draft.id,
      restriction: "valueSchema",
      value: typeof value === "boolean" ? (value ? "True" : "False") : String(value),
      type,
      at: placeOfName(target, "enumValue"),
      focus: placeOfValue(target, "enumValue") ?? draft.reading?.place(node),
      related: placeOfName(draft, "valueSchema"),
      element: target,
      second: draft,
    });
  }
}

function isInt32(value: unknown): boolean {
  return typeof value === "number" && value === (value | 0);
}

/** What the supplemental types of an element say about each other and about the element's own values. */
function checkTypes(draft: Draft, issues: IssueList): void {
  for (const type of draft.types) {
    for (const dtmi of type.disallowedCocotypes) {
      if (!draft.types.some((other) => other.dtmi === dtmi)) continue;
      issues.add("disallowedCocotype", {
        primaryId: draft.id,
        type: type.term,
        restriction: supplementalType(dtmi)?.term ?? dtmi,
        at: placeOfName(draft, "@type"),
        element: draft,
      });
    }
    for (const each of type.properties) {
      const { instanceProperty } = each;
      if (instanceProperty === undefined || draft.values[each.dtmi] === undefined) continue;
      checkInstance(draft, supplementalProperty(each), instanceProperty, issues);
    }
  }
}

/**
 * The number must be an instance of the schema that another property of the element names. That the schema has to be
 * numeric is a rule of its own.
 */
function checkInstance(
  draft: Draft,
  property: PropertyInfo,
  governing: string,
  issues: IssueList,
): void {
  const described = linkOf(draft, governing)?.target?.class;
  const at = placeOfValue(draft, property);
  if (at === undefined || described?.lineage.has("NumericSchema") !== true) return;
  const written = at.text.text.slice(at.start, at.end);
  const raw = /^[-0-9]/.test(written) ? written : String(draft.values[property.key]);
  const mismatch = primitiveMismatch(described.name as PrimitiveKind, "number", raw);
  if (mismatch === undefined) return;
  issues.add("nonConformantPropertyValue", {
    primaryId: draft.id,
    property: property.name,
    restriction: governing,
    observed: raw,
    expected: mismatch.expected,
    at,
    related: placeOfValue(draft, governing),
    element: draft,
  });
}
