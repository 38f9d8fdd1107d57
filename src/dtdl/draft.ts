import type { Place, Trail } from "./issue-list.js";
import type { PropertyRule } from "./metamodel/classes.js";
import type { SupplementalType, Unit } from "./metamodel/supplemental-types.js";
import type { DtdlVersion } from "./model.js";

/** An element while the model is being read: its values are checked, its references lead nowhere yet. */
export interface Draft {
  readonly id: string;
  readonly className: string;
  readonly version: DtdlVersion;
  /** The element that holds this one, and the property in which. */
  readonly parent?: Draft | undefined;
  readonly heldBy?: PropertyRule | undefined;
  /** The Interface it is written in; undefined for top-level Interfaces and built-in elements. */
  readonly partition?: string | undefined;
  /** Undefined for built-in elements. */
  readonly place?: Place | undefined;
  /** Values of literals, texts and identifiers. */
  readonly values: Map<string, unknown>;
  /** Elements, inline or referred to. */
  readonly links: Map<string, Link[]>;
  /** Where the name of a member is written, by property. */
  readonly names: Map<string, Place>;
  readonly types: SupplementalType[];
  unit?: UnitValue;
  readonly undefinedTypes: string[];
  readonly undefinedProperties: Map<string, unknown>;
}

/** One value of a property that holds elements. */
export interface Link {
  readonly dtmi: string;
  readonly place: Place;
  /** As the author wrote the reference; undefined for inline elements. */
  readonly written?: string;
}

/** A unit that a content names, with the semantic type that allows it. */
export interface UnitValue {
  readonly type: SupplementalType;
  readonly unit: Unit;
  readonly place: Place;
}

/** Name of an element, where it has a valid one. */
export function nameOf(draft: Draft): string | undefined {
  const name = draft.values.get("name");
  return typeof name === "string" ? name : undefined;
}

/** The way to an element from its Interface, for people: identifier, property, name, property … */
export function trailOf(draft: Draft | undefined, property?: string): Trail {
  return () => findTrail(draft, property);
}

function findTrail(draft: Draft | undefined, property: string | undefined): readonly string[] {
  const trail: string[] = property === undefined ? [] : [property];
  let at = draft;
  while (at?.parent !== undefined && at.className !== "Interface") {
    const name = nameOf(at);
    if (name !== undefined) trail.unshift(name);
    if (at.heldBy !== undefined) trail.unshift(at.heldBy.name);
    at = at.parent;
  }
  if (at !== undefined) trail.unshift(at.id);
  return trail;
}

/** An element in a few words for messages: its name where it has one, else its class or identifier. */
export function label(draft: Draft): string {
  const name = nameOf(draft);
  if (name !== undefined) return `${draft.className} \`${name}\``;
  return draft.id.includes(":_") ? `the ${draft.className}` : `\`${draft.id}\``;
}
