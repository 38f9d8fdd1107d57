import { Draft, type Link, madeId, placeOfName } from "./draft.js";
import {
  checkInterfaceId,
  isDuplicate,
  isRepeated,
  readId,
  readIdentifier,
  readSegment,
} from "./identifier-reader.js";
import { findKeywords, isKeyword, type Keywords } from "./keywords.js";
import { readLiteral } from "./literal-reader.js";
import { readLocalizedText } from "./localized-text-reader.js";
import { acceptanceOf, classOf, type PropertyInfo } from "./metamodel/class-tree.js";
import { supplementalProperty } from "./metamodel/supplemental-property.js";
import type { Reading } from "./reading.js";
import { readReference } from "./reference-reader.js";
import { coreEntryOf, readScope, type Scope } from "./scope.js";
import { onlyClass, readTypes, type TypesRead } from "./type-reader.js";
import { readUnknownProperty } from "./unknown-property.js";

/** Reads an element written where it is used; undefined when it has to be skipped. */
function readInline(
  reading: Reading,
  parent: Draft,
  property: PropertyInfo,
  object: number,
): Draft | undefined {
  const keywords = findKeywords(reading, object);
  const outer = parent.scope;
  const scope = readScope(reading, object, keywords.context, outer);
  checkKeywords(reading, scope, keywords, parent, property);
  if (keywords.context !== undefined)
    checkVersion(reading, scope, keywords.context, parent, property);
  let written: string | undefined;
  let segment: string | undefined;
  if (keywords.id === undefined) {
    segment = readSegment(reading, scope, object, parent, property);
    if (isRepeated(reading, scope, segment, object, parent, property)) return undefined;
  } else {
    written = readId(reading, scope, keywords.id);
    if (isDuplicate(reading, written, keywords.id)) return undefined;
  }
  const types = typesOf(reading, scope, keywords, object, written, segment, parent, property);
  if (types === undefined) return undefined;
  if (types.className === "Interface" && keywords.id !== undefined && written !== undefined) {
    checkInterfaceId(reading, scope, written, keywords.id);
  }
  const draft = new Draft(
    written,
    segment,
    classOf(types.className, scope.version),
    scope,
    types.types,
    types.undefinedTypes,
    parent,
    property,
    reading,
    object,
  );
  readElement(reading, draft, keywords);
  return draft;
}

function checkKeywords(
  reading: Reading,
  scope: Scope,
  keywords: Keywords,
  parent: Draft,
  property: PropertyInfo,
): void {
  const { graph, value, language, others } = keywords;
  const about = { primaryId: parent.id, property: property.name, element: parent };
  if (graph !== undefined) {
    reading.issues.add("graphDisallowed", { ...about, at: reading.place(graph) });
  }
  for (const name of [value, language, ...(others ?? [])]) {
    if (name === undefined) continue;
    const problem = { ...about, value: reading.tape.string(name), at: reading.place(name) };
    if (scope.version > 2) reading.issues.add("keywordDisallowed", problem);
    else reading.issues.advise("toleratedKeyword", problem);
  }
}

/** Whether an element with a `@context` of its own is of a DTDL version that the property takes. */
function checkVersion(
  reading: Reading,
  scope: Scope,
  context: number,
  parent: Draft,
  { name, versions }: PropertyInfo,
): void {
  if (versions === undefined || versions.includes(scope.version)) return;
  reading.issues.add("disallowedVersionDefinition", {
    primaryId: parent.id,
    property: name,
    value: String(scope.version),
    restriction: fromHighest(versions),
    at: reading.place(coreEntryOf(reading, context)),
    element: parent,
  });
}

/** Versions as error records list them. */
export function fromHighest(versions: readonly number[]): string {
  return [...versions].sort((a, b) => b - a).join(" ,");
}

function typesOf(
  reading: Reading,
  scope: Scope,
  keywords: Keywords,
  object: number,
  written: string | undefined,
  segment: string | undefined,
  parent: Draft,
  property: PropertyInfo,
): TypesRead | undefined {
  const { class: expected } = property;
  const { typeOptional, inline } = acceptanceOf(expected, scope.version);
  if (keywords.type !== undefined) {
    const site = { written, segment, expected, object, parent, property };
    return readTypes(reading, scope, keywords.type, site);
  }
  if (typeOptional) return onlyClass(expected);
  reading.issues.add("badType", {
    primaryId: parent.id,
    property: property.key,
    secondaryId: written ?? madeId(parent, property, segment),
    expected: [...inline].join(" or "),
    at: placeOfName(parent, property),
    focus: reading.place(object),
    related: reading.place(object),
    element: parent,
    help: () => `add \`@type\`: ${[...inline].map((name) => `\`${name}\``).join(", ")}`,
  });
  return undefined;
}

/** Reads everything in an element whose identifier and types are known. */
export function readElement(reading: Reading, draft: Draft, keywords: Keywords): void {
  reading.keep(draft);
  readMembers(reading, draft, keywords);
}

function readMembers(reading: Reading, draft: Draft, keywords: Keywords): void {
  const { tape } = reading;
  const last = tape.last(draft.node);
  const { seen, seenAt } = reading;
  const base = seen.length;
  for (let name = draft.node + 1; name < last; name = tape.next(name + 1)) {
    if (isKeyword(reading, name)) continue;
    const property = propertyNamed(reading, draft, name);
    if (property === undefined) {
      readUnknownProperty(reading, draft, keywords, name);
      continue;
    }
    const earlier = seen.indexOf(property, base);
    if (earlier >= 0) {
      reading.issues.add("duplicatePropertyName", {
        primaryId: draft.id,
        property: property.name,
        at: reading.place(name),
        related: reading.place(seenAt[earlier] ?? name),
        element: draft,
      });
      continue;
    }
    seen.push(property);
    seenAt.push(name);
    readProperty(reading, draft, property, name);
  }
  checkRequired(reading, draft, base);
  while (seen.length > base) {
    seen.pop();
    seenAt.pop();
  }
}

/** The property that a member means, by term or by DTMI. */
function propertyNamed(reading: Reading, draft: Draft, name: number): PropertyInfo | undefined {
  const text = reading.tape.string(name);
  const own = draft.class.properties.get(text);
  if (own !== undefined) return own;
  const { version } = draft.scope;
  if (text.startsWith("dtmi:dtdl:property:") && text.endsWith(`;${version}`)) {
    const term = text.slice("dtmi:dtdl:property:".length, -2);
    const meant = draft.class.properties.get(term);
    if (meant !== undefined) {
      const expected = term;
      const at = reading.place(name);
      reading.issues.advise("preferTerm", { primaryId: draft.id, value: text, expected, at });
      return meant;
    }
  }
  for (const type of draft.types) {
    for (const property of type.properties) {
      if (property.name !== text && property.dtmi !== text) continue;
      if (property.dtmi === text) {
        const at = reading.place(name);
        const expected = property.name;
        reading.issues.advise("preferTerm", { primaryId: draft.id, value: text, expected, at });
      }
      return supplementalProperty(property);
    }
  }
  return undefined;
}

function readProperty(reading: Reading, draft: Draft, property: PropertyInfo, name: number): void {
  switch (property.kind) {
    case "element":
      readElements(reading, draft, property, name);
      break;
    case "text":
      draft.values[property.key] = readLocalizedText(reading, draft, property, name);
      break;
    case "identifier": {
      const value = readIdentifier(reading, draft, property, name);
      if (value !== undefined) draft.values[property.key] = value;
      break;
    }
    default: {
      const value = readLiteral(reading, draft, property, name);
      if (value !== undefined) draft.values[property.key] = value;
    }
  }
}

function readElements(reading: Reading, draft: Draft, property: PropertyInfo, name: number): void {
  const { tape, issues } = reading;
  if (property.deprecated) {
    const at = reading.place(name);
    issues.advise("deprecatedCommandType", { primaryId: draft.id, property: property.name, at });
  }
  const before = draft.links.length;
  const issuesBefore = issues.count;
  if (tape.isString(name + 1)) {
    readValue(reading, draft, property, name, name + 1);
  } else {
    const values = tape.values(name + 1);
    let taken = 0;
    for (const value of values) {
      if (taken > 0 && !property.plural) {
        issues.add("objectMultipleValues", {
          primaryId: draft.id,
          property: property.name,
          observed: values.length,
          at: reading.place(name + 1),
          element: draft,
        });
        break;
      }
      readValue(reading, draft, property, name, value);
      if (draft.links.length > before) taken++;
    }
  }
  // A value that was refused has its issue already.
  if (property.required && draft.links.length === before && issues.count === issuesBefore) {
    issues.add("objectCountBelowMin", {
      primaryId: draft.id,
      property: property.name,
      observed: 0,
      expected: 1,
      at: reading.place(name),
      element: draft,
    });
  }
}

/** Reads one value of a property that takes elements: an element, or a reference to one. */
function readValue(
  reading: Reading,
  draft: Draft,
  property: PropertyInfo,
  name: number,
  value: number,
): void {
  const { tape } = reading;
  let link: Link | undefined;
  if (tape.isString(value)) {
    link = readReference(reading, draft, property, name, value);
  } else if (!tape.isObject(value)) {
    refuseValue(reading, draft, property, name, value, "refNotStringOrObject");
  } else if (isOnlyId(reading, value)) {
    link = readIdReference(reading, draft, property, name, value);
  } else if (property.supplemental !== undefined && !isDefinable(property)) {
    refuseValue(reading, draft, property, name, value, "refObjectNotAllowed");
  } else {
    const target = readInline(reading, draft, property, value);
    link = target && { property, dtmi: target.id, target, node: value, written: undefined };
  }
  if (link !== undefined) draft.add(link);
}

function refuseValue(
  reading: Reading,
  draft: Draft,
  property: PropertyInfo,
  name: number,
  value: number,
  code: string,
): void {
  reading.issues.add(code, {
    primaryId: draft.id,
    property: property.name,
    observed: reading.describe(value),
    at: reading.place(name),
    focus: reading.place(value),
    related: reading.place(value),
    element: draft,
  });
}

/** Only units of DTDL v2 can be defined where they are used; values of other supplemental properties are built in. */
function isDefinable(property: PropertyInfo): boolean {
  return property.class === "Unit" || property.class === "UnitAttribute";
}

function isOnlyId({ tape }: Reading, object: number): boolean {
  const name = object + 1;
  return (
    name < tape.last(object) &&
    tape.next(name + 1) === tape.last(object) &&
    tape.string(name) === "@id"
  );
}

/** An object with nothing but `@id` is no element, and only a quirk of DTDL v2 makes it a reference. */
function readIdReference(
  reading: Reading,
  draft: Draft,
  property: PropertyInfo,
  name: number,
  object: number,
): Link | undefined {
  const id = object + 1;
  const value = reading.tape.stringOrNone(id + 1) ?? "";
  if (reading.tolerant && draft.scope.version === 2) {
    return readReference(reading, draft, property, name, id + 1, id);
  }
  reading.issues.add("idReference", {
    primaryId: draft.id,
    property: property.name,
    value,
    at: reading.place(object),
    element: draft,
  });
  return undefined;
}

/** Reports required properties that the element lacks. */
function checkRequired(reading: Reading, draft: Draft, base: number): void {
  const { seen } = reading;
  for (const property of draft.class.required) {
    if (seen.includes(property, base)) continue;
    const code = property.kind === "element" ? "missingObjectProperty" : "missingLiteralProperty";
    reading.issues.add(code, {
      primaryId: draft.id,
      property: property.name,
      at: reading.place(draft.node),
      element: draft,
    });
  }
  for (const type of draft.types) {
    for (const each of type.properties) {
      if (each.optional || seen.some(({ key }, at) => at >= base && key === each.dtmi)) continue;
      const kind =
        { element: "Object", identifier: "Identifier" }[each.kind as string] ?? "Literal";
      reading.issues.fatal(`missingSupplemental${kind}Property`, {
        primaryId: draft.id,
        property: each.name,
        type: type.term,
        at: reading.place(draft.node),
        element: draft,
      });
    }
  }
}
