import { type Draft, placeOfName } from "./draft.js";
import { dtmiForm, isUserDtmi } from "./dtmi.js";
import { findKeywords } from "./keywords.js";
import type { PropertyInfo } from "./metamodel/class-tree.js";
import { maxIdLength, maxInterfaceIdLength } from "./metamodel/limits.js";
import type { Reading } from "./reading.js";
import { isIdentifier, languagePrefixes, lookUp, reservedPrefixes, type Scope } from "./scope.js";

/** Checks a written `@id`; one that is no valid identifier ends the reading. */
export function readId(reading: Reading, scope: Scope, name: number): string {
  const id = reading.tape.stringOrNone(name + 1) ?? "";
  const at = reading.place(name);
  const focus = reading.place(name + 1);
  const restriction = String(scope.version);
  if (id === "") {
    return reading.issues.fatal("idNotString", { at, focus, observed: reading.describe(name + 1) });
  }
  const longest = maxIdLength(scope.limits);
  if (id.length > longest) {
    const transformation = scope.contexts[scope.limits === "" ? 0 : 1];
    const expected = longest;
    reading.issues.fatal("idTooLong", {
      value: id,
      restriction,
      transformation,
      expected,
      at,
      focus,
    });
  }
  if (!isUserDtmi(id, scope.version)) {
    const help = (): string => `write it like ${dtmiForm(scope.version)}`;
    reading.issues.fatal("invalidId", { value: id, restriction, at, focus, help });
  }
  const prefixes = scope.extensions.length === 0 ? languagePrefixes : reservedPrefixes(scope);
  const isReserved = prefixes.some((prefix) => id.startsWith(prefix));
  if (isReserved && !(reading.tolerant && scope.version === 2)) {
    const listed = prefixes.map((prefix) => `'${prefix}'`).join(", ");
    reading.issues.fatal("reservedId", { value: id, restriction: listed, at, focus });
  }
  return id;
}

/** An Interface needs a shorter identifier than other elements. */
export function checkInterfaceId(reading: Reading, scope: Scope, id: string, name: number): void {
  const expected = maxInterfaceIdLength(scope.limits);
  if (id.length <= expected) return;
  reading.issues.add("idTooLongForType", {
    value: id,
    type: "Interface",
    expected,
    at: reading.place(name),
    focus: reading.place(name + 1),
  });
}

/**
 * The name by which an element without `@id` is told from others in the same property; undefined where the property takes
 * one value. What has no such name ends the reading.
 */
export function readSegment(
  reading: Reading,
  scope: Scope,
  object: number,
  parent: Draft,
  property: PropertyInfo,
): string | undefined {
  if (!property.named && !property.idRequired) return undefined;
  const about = { primaryId: parent.id, property: property.name, element: parent };
  if (property.idRequired) {
    const terms = property.only?.map((term) => `\`${term}\``).join(" or ");
    const help = (): string | undefined => terms && `write ${terms} in place of the object`;
    reading.issues.fatal("missingRequiredId", { ...about, at: reading.place(object), help });
  }
  const name = findName(reading, scope, object);
  if (name === undefined) {
    const at = reading.place(object);
    return reading.issues.fatal("missingDtmiSegPropertyValue", { ...about, value: "name", at });
  }
  const value = unwrap(reading, name + 1);
  const segment = value === undefined ? undefined : segmentOf(reading, value);
  if (segment !== undefined) return segment;
  return reading.issues.fatal("dtmiSegPropertyNotStringOrNumber", {
    ...about,
    value: "name",
    observed: reading.describe(name + 1),
    at: reading.place(object),
    focus: reading.place(name + 1),
    related: reading.place(name),
  });
}

/** Where the `name` of an element is written: the member's name in the text. */
function findName(reading: Reading, scope: Scope, object: number): number | undefined {
  const { tape } = reading;
  const last = tape.last(object);
  for (let name = object + 1; name < last; name = tape.next(name + 1)) {
    const text = tape.string(name);
    if (text === "name" || text === `dtmi:dtdl:property:name;${scope.version}`) return name;
  }
  return undefined;
}

/** The name that an element has been given, as text. */
export function nameIn(reading: Reading, scope: Scope, object: number): string | undefined {
  const name = findName(reading, scope, object);
  const value = name === undefined ? undefined : unwrap(reading, name + 1);
  return value === undefined ? undefined : segmentOf(reading, value);
}

/** The value of a literal that may be wrapped as `{"@value": …}` or in a list. */
function unwrap(reading: Reading, node: number): number | undefined {
  if (reading.tape.isString(node)) return node;
  const values = reading.tape.values(node);
  const [value] = values;
  if (value === undefined || values.length > 1) return undefined;
  if (!reading.tape.isObject(value)) return value;
  const inner = findKeywords(reading, value).value;
  return inner === undefined ? undefined : inner + 1;
}

function segmentOf({ tape }: Reading, node: number): string | undefined {
  if (tape.isString(node)) return tape.string(node);
  if (tape.kind(node) !== "number") return undefined;
  return String(Number(tape.raw(node))).replace(".", "_");
}

/** Whether the identifier is taken by another element, which is an issue. */
export function isDuplicate(reading: Reading, id: string, name: number): boolean {
  const earlier = reading.drafts.get(id);
  if (earlier === undefined) return false;
  reading.issues.add("duplicateDefinition", {
    primaryId: id,
    at: placeOfName(earlier, "@id"),
    focus: reading.place(name + 1),
    related: reading.place(name),
    element: earlier,
  });
  return true;
}

/** Whether an element of the same generated identifier, thus of the same name, exists, which is an issue. */
export function isRepeated(
  reading: Reading,
  scope: Scope,
  segment: string | undefined,
  object: number,
  parent: Draft,
  property: PropertyInfo,
): boolean {
  const earlier = segment === undefined ? undefined : parent.valueNamed(property, segment);
  if (earlier === undefined) return false;
  if (reading.tolerant && scope.version === 2) return true;
  const name = findName(reading, scope, object);
  const value = name === undefined ? undefined : unwrap(reading, name + 1);
  reading.issues.add("nonUniquePropertyValue", {
    primaryId: parent.id,
    property: property.name,
    auxProperty: "name",
    value: segment,
    at: placeOfName(earlier, "name"),
    focus: value === undefined ? undefined : reading.place(value),
    related: name === undefined ? undefined : reading.place(name),
    element: parent,
  });
  return true;
}

/** Reads a DTMI or term that need not lead anywhere. */
export function readIdentifier(
  reading: Reading,
  draft: Draft,
  property: PropertyInfo,
  name: number,
): string | undefined {
  const { issues, tape } = reading;
  const { scope } = draft;
  const type = property.supplemental === undefined ? "DTMI" : "URI";
  const about = { primaryId: draft.id, property: property.key, element: draft };
  const values = tape.values(name + 1);
  const [value] = values;
  if (values.length > 1) {
    issues.add("identifierMultipleValues", {
      ...about,
      observed: values.length,
      at: reading.place(name + 1),
    });
    return undefined;
  }
  if (value === undefined) {
    if (property.required) {
      const at = reading.place(name + 1);
      issues.add("identifierCountBelowMin", { ...about, type, observed: 0, expected: 1, at });
    }
    return undefined;
  }
  const at = reading.place(value);
  const text = tape.stringOrNone(value);
  if (text === undefined) {
    issues.add("identifierNotString", { ...about, type, observed: reading.describe(value), at });
    return undefined;
  }
  if (isIdentifier(scope, text)) return text;
  const meant = lookUp(scope, text);
  if (meant !== undefined) return meant;
  if (type === "URI" && text.includes(":") && !text.startsWith("dtmi:")) return text;
  const code = type === "DTMI" ? "identifierNotDtmi" : "identifierNotUri";
  const help = (): string | undefined =>
    type === "DTMI" ? `write it like ${dtmiForm(scope.version)}` : undefined;
  issues.add(code, { ...about, type, value: text, at, help });
  return undefined;
}
