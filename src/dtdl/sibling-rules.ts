import { type Draft, type Drafts, hasType, linkOf, placeOfDraft, placeOfName } from "./draft.js";
import { lastLabel } from "./dtmi.js";
import type { AllContents } from "./inheritance.js";
import type { IssueList, Problem } from "./issue-list.js";
import { supplementalProperty } from "./metamodel/supplemental-property.js";
import {
  type SiblingRule,
  type SupplementalProperty,
  type SupplementalType,
  supplementalType,
  type TypeConstraint,
} from "./metamodel/supplemental-type.js";

/** The elements that one element holds by one property. */
interface Family {
  readonly holder: Draft;
  readonly property: string;
  readonly members: readonly Draft[];
}

/** Checks what supplemental types ask of the holder of an element and of the other elements it holds. */
export function checkSiblings(drafts: Drafts, contents: AllContents, issues: IssueList): void {
  if (!drafts.some(concernsSiblings)) return;
  const order = new Map(drafts.map((draft, index) => [draft, index]));
  const reported = new Set<string>();
  for (const holder of drafts) {
    for (const family of familiesOf(holder, contents)) {
      if (!family.members.some(concernsSiblings)) continue;
      const members = [...family.members].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
      checkFamily({ ...family, members }, issues, reported);
    }
  }
}

/** Whether some type of an element asks something of its holder or of the elements beside it. */
function concernsSiblings({ reading, types }: Draft): boolean {
  return (
    reading !== undefined &&
    types.some(
      ({ siblings, constraints, properties }) =>
        siblings.length > 0 ||
        constraints.some((each) => each.inverse === true || each.siblingParentOf !== undefined) ||
        properties.some((each) => each.uniqueValue === true),
    )
  );
}

function familiesOf(holder: Draft, contents: AllContents): readonly Family[] {
  const families = new Map<string, Draft[]>();
  for (const { property, target } of holder.links) {
    if (property.name === "contents" || target === undefined) continue;
    const members = families.get(property.name);
    if (members === undefined) families.set(property.name, [target]);
    else members.push(target);
  }
  const own = contents.get(holder);
  if (own !== undefined) families.set("contents", [...own.values()]);
  return [...families].map(([property, members]) => ({ holder, property, members }));
}

function checkFamily(family: Family, issues: IssueList, reported: Set<string>): void {
  const checker = new FamilyChecker(family, issues, reported);
  for (const member of family.members) {
    for (const type of member.types) {
      for (const constraint of type.constraints) {
        if (constraint.inverse === true) checker.checkInverse(member, type, constraint);
        else if (constraint.siblingParentOf !== undefined) checker.checkMatch(member, constraint);
      }
      for (const rule of type.siblings) checker.checkSibling(member, rule);
      for (const property of type.properties) {
        if (property.uniqueValue === true) checker.checkUnique(member, property);
      }
    }
  }
}

class FamilyChecker {
  readonly #family: Family;
  readonly #issues: IssueList;
  /** Issues of elements that several Interfaces have in common are reported once. */
  readonly #reported: Set<string>;
  readonly #byKey = new Map<string, Map<unknown, Draft>>();
  readonly #values = new Map<string, Map<unknown, Draft>>();
  readonly #references = new Map<string, Draft>();

  constructor(family: Family, issues: IssueList, reported: Set<string>) {
    this.#family = family;
    this.#issues = issues;
    this.#reported = reported;
  }

  checkInverse(member: Draft, type: SupplementalType, constraint: TypeConstraint): void {
    const { holder, property, members } = this.#family;
    if (constraint.property !== property) return;
    const { requiredTypes, requiredTypesString, noneOtherType, someOtherType } = constraint;
    const about = { type: type.term, property };
    if (requiredTypes !== undefined && !requiredTypes.some((each) => hasType(holder, each))) {
      const restriction = requiredTypesString;
      this.#report("parentMissingCotype", member, { ...about, restriction }, "@type");
    }
    if (noneOtherType !== undefined) {
      const other = members.find((each) => each !== member && hasType(each, noneOtherType));
      if (other !== undefined) this.#reportDuplicate(member, other, type, noneOtherType, property);
    }
    if (someOtherType !== undefined) {
      const found = members.some((each) => each !== member && hasType(each, someOtherType));
      const restriction = supplementalType(someOtherType)?.term ?? someOtherType;
      if (!found) this.#report("siblingMissingCotype", member, { ...about, restriction }, "@type");
    }
  }

  /** Two elements of the same type are one issue, told of the one whose identifier comes first. */
  #reportDuplicate(
    member: Draft,
    other: Draft,
    type: SupplementalType,
    unwanted: string,
    property: string,
  ): void {
    const isMutual = hasType(member, unwanted);
    const [first, second] = isMutual && other.id < member.id ? [other, member] : [member, other];
    const restriction = supplementalType(unwanted)?.term ?? unwanted;
    const fields = { type: type.term, restriction, property, secondaryId: second.id, second };
    this.#report("siblingDuplicatesCotype", first, fields, "@type");
  }

  /** The schema of an override is the element that holds the values of what it overrides. */
  checkMatch(member: Draft, constraint: TypeConstraint): void {
    const { siblingKey = "", siblingKeyref = "", siblingParentOf = "" } = constraint;
    const sibling = this.#find(siblingKey, member.values[siblingKeyref]);
    const overridden = sibling && broughtProperty(sibling, member.values[siblingParentOf]);
    const link = linkOf(member, constraint.property);
    if (overridden?.childOf === undefined || link === undefined) return;
    if (link.dtmi === overridden.childOf) return;
    this.#report(
      "siblingPropertyMismatch",
      member,
      {
        property: constraint.property,
        value: link.written ?? link.dtmi,
        restriction: lastLabel(overridden.childOf),
      },
      constraint.property,
    );
  }

  checkSibling(member: Draft, rule: SiblingRule): void {
    const value = member.values[rule.keyref];
    const sibling = this.#find(rule.key, value);
    if (sibling === undefined) return;
    const reference = brought(member, rule.keyref);
    const about: Problem = {
      property: reference?.name,
      secondaryId: sibling.id,
      auxProperty: rule.key,
      value: String(value),
      at: placeOfName(member, reference ? supplementalProperty(reference) : rule.keyref),
      related: placeOfDraft(sibling),
      second: sibling,
    };
    const { requiredTypes, disallowedType } = rule;
    if (requiredTypes !== undefined && !requiredTypes.some((each) => hasType(sibling, each))) {
      this.#report("notSiblingRequiredType", member, { ...about, type: rule.requiredTypesString });
    }
    if (disallowedType !== undefined && hasType(sibling, disallowedType)) {
      this.#report("disallowedType", member, { ...about, type: rule.disallowedTypeName });
    }
    if (rule.supplementalProperty !== undefined) {
      this.#checkOverridden(member, sibling, rule.supplementalProperty, about);
    }
    if (rule.uniqueReference !== undefined) {
      this.#checkReference(member, sibling, rule, rule.uniqueReference);
    }
  }

  /** The property named must be one that a supplemental type brings to the sibling. */
  #checkOverridden(member: Draft, sibling: Draft, naming: string, about: Problem): void {
    const named = member.values[naming];
    if (named === undefined || broughtProperty(sibling, named) !== undefined) return;
    const term = lastLabel(String(named));
    const isOwn = sibling.class.properties.has(term);
    const key = brought(member, naming);
    this.#report(
      isOwn ? "matchingPropertyNotSupplemental" : "noMatchingSupplementalProperty",
      member,
      {
        ...about,
        restriction: term,
        transformation: key?.name,
        type: sibling.className,
      },
    );
  }

  #checkReference(member: Draft, sibling: Draft, rule: SiblingRule, naming: string): void {
    const named = member.values[naming];
    const key = `${sibling.id} ${String(named)}`;
    const earlier = this.#references.get(key);
    if (earlier === undefined) {
      this.#references.set(key, member);
      return;
    }
    if (earlier === member) return;
    const names = [rule.keyref, naming].map((dtmi) => `'${brought(member, dtmi)?.name}'`);
    const values = [member.values[rule.keyref], named].map(
      (each) => `'${lastLabel(String(each))}'`,
    );
    this.#add("multipleReference", {
      primaryId: this.#family.holder.id,
      property: this.#family.property,
      secondaryId: naming,
      auxProperty: names.join(" and "),
      value: values.join(" and "),
      at: placeOfDraft(earlier),
      related: placeOfDraft(member),
      element: this.#family.holder,
      second: sibling,
    });
  }

  checkUnique(member: Draft, { dtmi }: SupplementalProperty): void {
    const value = member.values[dtmi];
    if (value === undefined) return;
    let taken = this.#values.get(dtmi);
    if (taken === undefined) {
      taken = new Map();
      this.#values.set(dtmi, taken);
    }
    const earlier = taken.get(value);
    if (earlier === undefined) {
      taken.set(value, member);
      return;
    }
    this.#add("nonUniquePropertyValue", {
      primaryId: this.#family.holder.id,
      property: this.#family.property,
      auxProperty: dtmi,
      value: String(value),
      at: placeOfDraft(earlier),
      related: placeOfDraft(member),
      element: this.#family.holder,
    });
  }

  /** The sibling whose property has a value; names a sibling or nothing. */
  #find(key: string, value: unknown): Draft | undefined {
    let index = this.#byKey.get(key);
    if (index === undefined) {
      index = new Map(this.#family.members.map((member) => [member.values[key], member]));
      this.#byKey.set(key, index);
    }
    return value === undefined ? undefined : index.get(value);
  }

  #report(code: string, member: Draft, problem: Problem, property?: string): void {
    const at = property === undefined ? undefined : placeOfName(member, property);
    this.#add(code, { primaryId: member.id, at, element: member, ...problem });
  }

  #add(code: string, problem: Problem): void {
    const { primaryId, secondaryId, property, value, type } = problem;
    const key = [code, primaryId, secondaryId, property, value, type].join(" ");
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    this.#issues.add(code, problem);
  }
}

/** A property that a supplemental type brings to an element, by its identifier. */
function brought(draft: Draft, dtmi: string): SupplementalProperty | undefined {
  return draft.types.flatMap(({ properties }) => properties).find((each) => each.dtmi === dtmi);
}

/** The same, by term or identifier. */
function broughtProperty(draft: Draft, named: unknown): SupplementalProperty | undefined {
  const term = typeof named === "string" ? lastLabel(named) : undefined;
  return draft.types
    .flatMap(({ properties }) => properties)
    .find(({ dtmi, name }) => dtmi === named || name === term);
}
