import { type Draft, type Drafts, hasType, linksOf, placeOfName } from "./draft.js";
import type { IssueList } from "./issue-list.js";
import { supplementalType, type TypeConstraint } from "./metamodel/supplemental-type.js";

/** Checks what supplemental types ask of the values of properties. */
export function checkConstraints(drafts: Drafts, issues: IssueList): void {
  for (const draft of drafts) {
    if (draft.reading === undefined || draft.types.length === 0) continue;
    for (const type of draft.types) {
      for (const constraint of type.constraints) {
        if (constraint.inverse !== true) checkConstraint(draft, constraint, issues);
      }
      for (const { dtmi, type: wanted, typeName } of type.properties) {
        const isType = wanted !== undefined && supplementalType(wanted) !== undefined;
        if (isType) requireType(draft, dtmi, [wanted], typeName, issues);
      }
    }
  }
}

function checkConstraint(draft: Draft, constraint: TypeConstraint, issues: IssueList): void {
  const { property, requiredTypes, requiredTypesString, requiredValues } = constraint;
  if (requiredTypes !== undefined) {
    requireType(draft, property, requiredTypes, requiredTypesString, issues);
  }
  if (requiredValues === undefined) return;
  for (const { dtmi, property: info, node } of linksOf(draft, property)) {
    if (requiredValues.includes(dtmi)) continue;
    issues.add("notRequiredValue", {
      primaryId: draft.id,
      property: info.key,
      secondaryId: dtmi,
      restriction: constraint.requiredValuesString ?? requiredValues.join(" or "),
      at: placeOfName(draft, info),
      focus: draft.reading?.place(node),
      element: draft,
    });
  }
}

function requireType(
  draft: Draft,
  property: string,
  types: readonly string[],
  names: string | undefined,
  issues: IssueList,
): void {
  for (const { target, dtmi, property: info, node } of linksOf(draft, property)) {
    if (target === undefined || types.some((type) => hasType(target, type))) continue;
    issues.add("notRequiredType", {
      primaryId: draft.id,
      property: info.key,
      secondaryId: dtmi,
      type: names,
      at: placeOfName(draft, info),
      focus: draft.reading?.place(node),
      element: draft,
      second: target,
    });
  }
}
