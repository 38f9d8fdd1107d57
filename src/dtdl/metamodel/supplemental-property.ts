import type { PropertyInfo } from "./class-tree.js";
import { type SupplementalProperty, supplementalType } from "./supplemental-type.js";

const supplementals = new Map<SupplementalProperty, PropertyInfo>();

/** A property that a supplemental type brings, in the form of those of classes. */
export function supplementalProperty(property: SupplementalProperty): PropertyInfo {
  let known = supplementals.get(property);
  if (known === undefined) {
    known = {
      name: property.name,
      key: property.dtmi,
      kind: property.kind,
      plural: property.plural,
      required: !property.optional,
      maxLength: () => property.maxLength ?? Number.POSITIVE_INFINITY,
      pattern: property.pattern === undefined ? undefined : new RegExp(property.pattern),
      min: property.minInclusive,
      maxCount: property.maxCount,
      class: classOfType(property.class ?? ""),
      idRequired: false,
      named: false,
      unique: [],
      deprecated: false,
      supplemental: property,
    };
    supplementals.set(property, known);
  }
  return known;
}

/** The class of elements with a type: the types of units are written as types and are a class. */
function classOfType(type: string): string {
  return type.startsWith("dtmi:") ? (supplementalType(type)?.kind ?? type) : type;
}
