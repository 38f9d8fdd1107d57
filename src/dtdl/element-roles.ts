import { type Element, type PrimitiveKind, type PrimitiveSchema, primitiveKinds } from "./model.js";

/** What `kind` of an element can be. */
export type ElementKind = Element["kind"];

/** The element type of a kind: `ElementOfKind<"Telemetry">` is `Telemetry`, `ElementOfKind<"Double">` is `PrimitiveSchema`. */
export type ElementOfKind<K extends ElementKind, E = Element> = E extends Element
  ? K extends E["kind"]
    ? E
    : never
  : never;

/**
 * What a property of a class holds: a literal, an element, several elements, elements by their names, or elements that
 * point here and so say nothing new.
 */
export type Role = "value" | "element" | "elements" | "byName" | "backward";

/** What a property that every element has holds. */
export type CommonRole =
  /** What the element is and where it stands, written by keywords and by nesting. */
  | "identity"
  /** A literal. */
  | "value"
  /** Text by language. */
  | "text"
  /** Words without order. */
  | "words"
  /** Values of supplemental properties, by DTMI. */
  | "supplemental"
  /** JSON as written, by name. */
  | "json"
  /** Follows from the others. */
  | "derived"
  /** How and where the element is written, which is no part of what it says. */
  | "writing";

type RoleOf<T> = [T] extends [Element]
  ? "element"
  : [T] extends [readonly Element[]]
    ? "elements" | "backward"
    : [T] extends [ReadonlyMap<string, Element>]
      ? "byName"
      : "value";

type OwnRoles<E extends Element> = {
  readonly [P in Exclude<keyof E, keyof Element>]-?: RoleOf<NonNullable<E[P]>>;
};

/** The properties that every element has. A property that `model.ts` gains and this table lacks does not compile. */
export const commonRoles: Readonly<Record<keyof Element, CommonRole>> = {
  kind: "identity",
  id: "identity",
  languageMajorVersion: "identity",
  childOf: "identity",
  definedIn: "identity",
  displayName: "text",
  description: "text",
  comment: "value",
  supplementalTypes: "words",
  supplementalProperties: "supplemental",
  undefinedTypes: "words",
  undefinedProperties: "json",
  semanticType: "derived",
  unit: "derived",
  context: "writing",
  location: "writing",
};

const primitive: OwnRoles<PrimitiveSchema> = {};
const payload = { name: "value", schema: "element", nullable: "value" } as const;

/** The further properties of each kind, in the order in which they are best read. Checked like {@link commonRoles}. */
const ownRoles: { readonly [K in ElementKind]: OwnRoles<ElementOfKind<K>> } = {
  Interface: {
    extends: "elements",
    extendedBy: "backward",
    contents: "byName",
    schemas: "elements",
  },
  Telemetry: { name: "value", schema: "element" },
  Property: { name: "value", schema: "element", writable: "value" },
  Command: { name: "value", commandType: "element", request: "element", response: "element" },
  CommandType: {},
  CommandPayload: payload,
  CommandRequest: payload,
  CommandResponse: payload,
  Component: { name: "value", schema: "element" },
  Relationship: {
    name: "value",
    target: "value",
    minMultiplicity: "value",
    maxMultiplicity: "value",
    writable: "value",
    properties: "elements",
  },
  Array: { elementSchema: "element" },
  Enum: { valueSchema: "element", enumValues: "elements" },
  EnumValue: { name: "value", enumValue: "value" },
  Map: { mapKey: "element", mapValue: "element" },
  MapKey: { name: "value", schema: "element" },
  MapValue: { name: "value", schema: "element" },
  Object: { fields: "elements" },
  Field: { name: "value", schema: "element" },
  Unit: { symbol: "value" },
  UnitAttribute: { name: "value" },
  ...(Object.fromEntries(primitiveKinds.map((kind) => [kind, primitive])) as Record<
    PrimitiveKind,
    typeof primitive
  >),
};

/** A property of a class: its DTDL term, which is also its name in the model, and what it holds. */
export type OwnRole = readonly [property: string, role: Role];

const rows = new Map<ElementKind, readonly OwnRole[]>(
  Object.entries(ownRoles).map(([kind, roles]) => [kind as ElementKind, Object.entries(roles)]),
);

/** The properties of a kind beyond the common ones. */
export function rolesOf(kind: ElementKind): readonly OwnRole[] {
  return rows.get(kind) ?? [];
}

/** What an element has in a property that {@link rolesOf} or {@link commonRoles} name; undefined when it is absent. */
export function propertyValue(element: Element, property: string): unknown {
  return (element as unknown as Readonly<Record<string, unknown>>)[property];
}
