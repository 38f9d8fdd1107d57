import type { DtdlVersion } from "../model.js";
import { ownType } from "./context-types.js";
import { contextOfIdentifier } from "./contexts.js";

/** A type that an element can have beside its class. Types are identified by DTMIs, classes by their names. */
export interface SupplementalType {
  readonly dtmi: string;
  readonly term: string;
  /** Context that brings the type. */
  readonly context: string;
  readonly kind: SupplementalKind;
  /** Cannot be written in a model. */
  readonly abstract: boolean;
  /** The type it refines; for a kind of unit of DTDL v2 the class of units. */
  readonly parent?: string;
  /** Classes of elements that may have it; none for types that only built-in elements have. */
  readonly cotypes: readonly string[];
  /** DTDL versions of elements that may have it. */
  readonly cotypeVersions: readonly DtdlVersion[];
  /** Types beside which class and version of the element do not matter. */
  readonly altCotypes: readonly string[];
  readonly altCotypeNames: readonly string[];
  /** Types that the element must have too. */
  readonly requiredCocotypes: readonly string[];
  /** Types that the element must not have. */
  readonly disallowedCocotypes: readonly string[];
  /** Own and inherited constraints. */
  readonly constraints: readonly TypeConstraint[];
  /** Own and inherited rules on siblings. */
  readonly siblings: readonly SiblingRule[];
  /** Own and inherited properties; an own one stands for an inherited one of the same identifier. */
  readonly properties: readonly SupplementalProperty[];
}

export type SupplementalKind =
  | "SemanticType"
  | "AdjunctType"
  | "SemanticUnit"
  | "Unit"
  | "UnitAttribute"
  | "LatentType"
  | "NamedLatentType"
  | "None";

/** What the value of a property is: a literal, an identifier that need not lead anywhere, or an element. */
export type SupplementalValueKind =
  | "string"
  | "integer"
  | "numeric"
  | "boolean"
  | "duration"
  | "identifier"
  | "element";

/** A property that a supplemental type brings. */
export interface SupplementalProperty {
  readonly dtmi: string;
  readonly name: string;
  readonly kind: SupplementalValueKind;
  /** Class or type of the value as an identifier, or the XSD datatype; absent for identifiers. */
  readonly type?: string;
  readonly typeName: string;
  /** For elements: name of their class, or identifier of the type they must have. */
  readonly class?: string;
  readonly plural: boolean;
  readonly optional: boolean;
  readonly minCount?: number;
  readonly maxCount?: number;
  /** Regular expression for all of the text, to be used without the flag `u`. */
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minInclusive?: number;
  /** Element that must hold the value. */
  readonly childOf?: string;
  /** No sibling of the element has the same value. */
  readonly uniqueValue?: true;
  /** Property of the element whose value is a schema that this value must fit. */
  readonly instanceProperty?: string;
}

/** A rule on the values of a property or, when `inverse`, on the elements that hold the element by it. */
export interface TypeConstraint {
  /** Name of a property of the class. */
  readonly property: string;
  readonly inverse?: true;
  /** Classes and types, as identifiers, of which one is needed. */
  readonly requiredTypes?: readonly string[];
  readonly requiredTypeNames?: readonly string[];
  readonly requiredTypesString?: string;
  /** Elements, as identifiers, of which the value must be one. */
  readonly requiredValues?: readonly string[];
  readonly requiredValueNames?: readonly string[];
  readonly requiredValuesString?: string;
  /** No sibling may have this type. */
  readonly noneOtherType?: string;
  /** A sibling must have this type. */
  readonly someOtherType?: string;
  /** The value must hold what `siblingParentOf` names of the sibling that `siblingKeyref` names. */
  readonly siblingKey?: string;
  readonly siblingKeyref?: string;
  readonly siblingParentOf?: string;
}

/** A rule on the sibling whose property `key` has the value of the property `keyref` (a DTMI). */
export interface SiblingRule {
  readonly key: string;
  readonly keyref: string;
  readonly requiredTypes?: readonly string[];
  readonly requiredTypeNames?: readonly string[];
  readonly requiredTypesString?: string;
  readonly disallowedType?: string;
  readonly disallowedTypeName?: string;
  /** Property (a DTMI) whose value names a property that a supplemental type of the sibling must bring. */
  readonly supplementalProperty?: string;
  /** Property (a DTMI) whose value no second reference to the same sibling may have. */
  readonly uniqueReference?: string;
}

const merged = new Map<string, SupplementalType>();

/** The type with this identifier, with what it inherits; undefined when DTDL knows none. */
export function supplementalType(dtmi: string): SupplementalType | undefined {
  const known = merged.get(dtmi);
  if (known !== undefined) return known;
  const context = contextOfIdentifier(dtmi);
  const own = context === undefined ? undefined : ownType(context, dtmi);
  if (own === undefined) return undefined;
  const parent = own.parent === undefined ? undefined : supplementalType(own.parent);
  const type = parent === undefined ? own : inherit(own, parent);
  merged.set(dtmi, type);
  return type;
}

/** A type without classes of its own has those of its parent. */
function inherit(own: SupplementalType, parent: SupplementalType): SupplementalType {
  const { cotypes, cotypeVersions } = own.cotypes.length > 0 ? own : parent;
  const overridden = new Set(own.properties.map((property) => property.dtmi));
  return {
    ...own,
    cotypes,
    cotypeVersions,
    constraints: [...parent.constraints, ...own.constraints],
    siblings: [...parent.siblings, ...own.siblings],
    properties: [
      ...parent.properties.filter((property) => !overridden.has(property.dtmi)),
      ...own.properties,
    ],
  };
}

/** Whether a type is the other one or refines it. */
export function isSubtypeOf(dtmi: string, ancestor: string): boolean {
  for (let at: string | undefined = dtmi; at !== undefined; at = supplementalType(at)?.parent) {
    if (at === ancestor) return true;
  }
  return false;
}
