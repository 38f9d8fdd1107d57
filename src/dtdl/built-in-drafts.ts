import { Draft } from "./draft.js";
import { builtInDescription } from "./metamodel/built-in-descriptions.js";
import { type BuiltInElement, builtInElement } from "./metamodel/built-in-elements.js";
import { classOf, type PropertyInfo } from "./metamodel/class-tree.js";
import { supplementalProperty } from "./metamodel/supplemental-property.js";
import { supplementalType } from "./metamodel/supplemental-type.js";
import { coreScope } from "./scope.js";

/** Identifier that a reference really means: an alias stands for another built-in element. */
export function withoutAlias(dtmi: string): string {
  return dtmi.startsWith("dtmi:dtdl:instance:") ? (builtInElement(dtmi)?.aliasFor ?? dtmi) : dtmi;
}

/** The built-in element of this identifier and what is written in it, as drafts; undefined when DTDL has no such element. */
export function builtInDrafts(dtmi: string): readonly Draft[] | undefined {
  const element = builtInElement(dtmi);
  if (element === undefined) return undefined;
  const drafts: Draft[] = [];
  const draft = makeDraft(element, drafts);
  draft.builtInHolder = element.childOf;
  return drafts;
}

function makeDraft(
  element: BuiltInElement,
  drafts: Draft[],
  parent?: Draft,
  heldBy?: PropertyInfo,
): Draft {
  const { id, className, version } = element;
  const types = element.supplementalTypes.flatMap((each) => supplementalType(each) ?? []);
  const described = classOf(className, version);
  const draft = new Draft(id, undefined, described, coreScope(version), types, [], parent, heldBy);
  const brought = types.flatMap(({ properties }) => properties.map(supplementalProperty));
  const propertyOf = (name: string): PropertyInfo | undefined =>
    described.properties.get(name) ?? brought.find(({ key }) => key === name);
  drafts.push(draft);
  if (element.displayName !== undefined) draft.values.displayName = element.displayName;
  const description = builtInDescription(id);
  if (description !== undefined) draft.values.description = description;
  Object.assign(draft.values, element.literals);
  for (const [name, ids] of Object.entries(element.references)) {
    const property = propertyOf(name);
    if (property === undefined) continue;
    for (const each of ids) {
      const dtmi = withoutAlias(each);
      draft.add({ property, dtmi, target: undefined, node: 0, written: dtmi });
    }
  }
  for (const [name, parts] of Object.entries(element.parts)) {
    const property = propertyOf(name);
    if (property === undefined) continue;
    for (const part of parts) {
      const target = makeDraft(part, drafts, draft, property);
      draft.add({ property, dtmi: part.id, target, node: 0, written: undefined });
    }
  }
  return draft;
}
