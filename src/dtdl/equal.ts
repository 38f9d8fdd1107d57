import { isElement } from "./children.js";
import {
  type CommonRole,
  commonRoles,
  type ElementKind,
  propertyValue,
  type Role,
  rolesOf,
} from "./element-roles.js";
import { sameJson, writeJson } from "./json-value.js";
import type { Element, Model, SupplementalValue } from "./model.js";

/**
 * Whether two models define the same elements: the same identifiers, kinds, DTDL versions, properties, supplemental types
 * and properties, undefined types and properties, in whatever order. Where and how they are written (`location`, `context`)
 * does not count; what an element is nested in (`childOf`) does. Linear in the size of the models.
 */
export function equalModels(a: Model, b: Model): boolean {
  return differencesBetween(a, b, 1).length === 0;
}

/**
 * What differs between two models by the rules of {@link equalModels}, a sentence for each; empty for equal models. At most
 * `limit` sentences, 20 by default.
 */
export function differencesBetween(a: Model, b: Model, limit = 20): readonly string[] {
  const found: string[] = [];
  for (const difference of differences(a, b)) {
    if (found.length >= limit) break;
    found.push(difference);
  }
  return found;
}

function* differences(a: Model, b: Model): Generator<string> {
  for (const [id, element] of a.elements) {
    const other = b.elements.get(id);
    if (other === undefined) yield only(`\`${id}\` (${element.kind}) is`, "first");
    else if (other.kind !== element.kind) {
      yield `\`${id}\` is of kind ${element.kind} in the first model, ${other.kind} in the second.`;
    } else yield* differencesOf(element, other);
  }
  for (const [id, { kind }] of b.elements) {
    if (!a.elements.has(id)) yield only(`\`${id}\` (${kind}) is`, "second");
  }
}

/** What differs between two elements of the same kind. */
function* differencesOf(a: Element, b: Element): Generator<string> {
  for (const [property, role] of comparedRoles(a.kind)) {
    const values = [propertyValue(a, property), propertyValue(b, property)] as const;
    if (values[0] === values[1]) continue;
    const first = factsOf(values[0], role);
    const second = factsOf(values[1], role);
    for (const [key, value] of first) {
      if (!second.has(key)) yield only(holding(a, property, key, value), "first");
      else if (!sameJson(value, second.get(key))) {
        const here = inWords(value);
        yield `${naming(a, property, key)} is ${here} in the first model, ${inWords(second.get(key))} in the second.`;
      }
    }
    for (const [key, value] of second) {
      if (!first.has(key)) yield only(holding(a, property, key, value), "second");
    }
  }
}

/** What to compare elements of a kind by: all but what follows from other properties and how they are written. */
function comparedRoles(
  kind: ElementKind,
): readonly (readonly [property: string, role: Role | CommonRole])[] {
  let roles = compared.get(kind);
  if (roles === undefined) {
    roles = [...Object.entries(commonRoles), ...rolesOf(kind)].filter(
      ([, role]) => role !== "derived" && role !== "writing" && role !== "backward",
    );
    compared.set(kind, roles);
  }
  return roles;
}

const compared = new Map<
  ElementKind,
  readonly (readonly [property: string, role: Role | CommonRole])[]
>();

const nothing: ReadonlyMap<string, unknown> = new Map();

function isEmpty(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return value instanceof Map ? value.size === 0 : Object.keys(value).length === 0;
}

/** Stands where several values without order have no value each, but are there. */
const present = null;

/** What a property says, by name or by value where it has several; the key of a single value is empty. */
function factsOf(value: unknown, role: Role | CommonRole): ReadonlyMap<string, unknown> {
  if (value === undefined || isEmpty(value)) return nothing;
  // The tables of roles, which the compiler holds to model.ts, say what the value is.
  switch (role) {
    case "element":
      return new Map([["", (value as Element).id]]);
    case "elements":
      return new Map((value as readonly Element[]).map(({ id }) => [id, present]));
    case "byName": {
      const elements = [...(value as ReadonlyMap<string, Element>)];
      return new Map(elements.map(([name, { id }]) => [name, id]));
    }
    case "words":
      return new Map((value as readonly string[]).map((word) => [word, present]));
    case "text":
    case "json":
      return new Map(Object.entries(value as object));
    case "supplemental": {
      const values = Object.entries(value as Readonly<Record<string, SupplementalValue>>);
      return new Map(values.map(([property, each]) => [property, supplementalFact(each)]));
    }
    default:
      return new Map([["", value]]);
  }
}

/** Elements by their identifiers, lists without their order; a list of one says the same as its only value. */
function supplementalFact(value: SupplementalValue): unknown {
  if (isElement(value)) return value.id;
  if (!Array.isArray(value)) return value;
  const facts = (value as readonly SupplementalValue[]).map(supplementalFact);
  const sorted = facts
    .map((fact): [string, unknown] => [writeJson(fact), fact])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, fact]) => fact);
  return sorted.length === 1 ? sorted[0] : sorted;
}

function only(what: string, model: "first" | "second"): string {
  return `${what} in the ${model} model only.`;
}

function naming({ id }: Element, property: string, key: string): string {
  return `\`${key === "" ? property : `${property}.${key}`}\` of \`${id}\``;
}

function holding(element: Element, property: string, key: string, value: unknown): string {
  if (value !== present) return `${naming(element, property, key)} is ${inWords(value)}`;
  return `${naming(element, property, "")} has \`${key}\``;
}

const longest = 80;

function inWords(value: unknown): string {
  const text = writeJson(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
