import { propertyValue, rolesOf } from "./element-roles.js";
import type { Element, SupplementalValue } from "./model.js";

/** An element as the value of a property of another. */
export interface Child {
  readonly element: Element;
  /** Term of the property, such as `schema`; for one that a supplemental type brings, its DTMI. */
  readonly property: string;
  /** Name of the element where the property holds several by name, such as `contents` or `fields`. */
  readonly name?: string;
  /**
   * `part`: the element is written here. `reference`: it is written elsewhere, or built in. `inherited`: the content of an
   * Interface that this one extends.
   */
  readonly via: "part" | "reference" | "inherited";
}

/**
 * The elements that a property of this one holds, in a fixed order of the properties: parts, references and inherited
 * contents. The Interfaces that extend it (`extendedBy`) are not among them. An element is a part once at most.
 */
export function childrenOf(element: Element): readonly Child[] {
  const children: Child[] = [];
  const parts = new Set<Element>();
  const add = (property: string, child: Element, several: boolean): void => {
    let via: Child["via"] = "reference";
    if (child.childOf === element.id && !parts.has(child)) {
      via = "part";
      parts.add(child);
    } else if (property === "contents" && child.definedIn !== element.id) {
      via = "inherited";
    }
    const named = several && "name" in child ? { name: child.name } : {};
    children.push({ element: child, property, ...named, via });
  };
  for (const [property, role] of rolesOf(element.kind)) {
    if (role === "value" || role === "backward") continue;
    const value = propertyValue(element, property);
    if (value === undefined) continue;
    // The table of roles, which the compiler holds to model.ts, says what the value is.
    if (role === "element") add(property, value as Element, false);
    else {
      const several = role === "byName" ? (value as ReadonlyMap<string, Element>).values() : value;
      for (const child of several as Iterable<Element>) add(property, child, true);
    }
  }
  for (const [property, value] of Object.entries(element.supplementalProperties)) {
    for (const child of elementsIn(value)) add(property, child, false);
  }
  return children;
}

/** Whether the value of a supplemental property is an element, not a literal, an identifier or a list. */
export function isElement(value: SupplementalValue): value is Element {
  return typeof value === "object" && !Array.isArray(value);
}

function elementsIn(value: SupplementalValue): readonly Element[] {
  if (isElement(value)) return [value];
  return Array.isArray(value) ? (value as readonly SupplementalValue[]).flatMap(elementsIn) : [];
}
