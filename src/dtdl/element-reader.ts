import { type Draft, label, trailOf } from "./draft.js";
import { isDuplicate, isRepeated } from "./duplicates.js";
import { checkInterfaceId, identify, readIdentifier } from "./identifier-reader.js";
import type { Trail } from "./issue-list.js";
import { type JsonMember, type JsonObject, nameOfNode, valuesOf } from "./json-node.js";
import { readLiteral } from "./literal-reader.js";
import { readLocalizedText } from "./localized-text-reader.js";
import {
  concreteClasses,
  inVersion,
  isTypeOptional,
  propertiesOf,
} from "./metamodel/class-tree.js";
import type { PropertyRule } from "./metamodel/classes.js";
import { newDraft } from "./new-draft.js";
import {
  knownKeywords,
  type Members,
  placeOf,
  type Reading,
  report,
  splitMembers,
} from "./reading.js";
import { readReference } from "./reference-reader.js";
import { checkRequired } from "./required-properties.js";
import { readScope, type Scope } from "./scope.js";
import { readTypes, type TypesRead } from "./type-reader.js";
import { readUnit } from "./unit-reader.js";
import { readUnknownProperty } from "./unknown-property.js";

/** Reads an element written where it is used; undefined when it has to be skipped. */
function readInline(
  reading: Reading,
  outer: Scope,
  parent: Draft,
  rule: PropertyRule,
  node: JsonObject,
): Draft | undefined {
  const trail = trailOf(parent, rule.name);
  const members = splitMembers(reading, node.members);
  const { keywords } = members;
  const context = keywords.get("@context");
  const scope = readScope(reading, node, context, outer);
  const opening = { start: node.start, end: node.start + 1 };
  const idMember = keywords.get("@id");
  if (idMember !== undefined && node.members.length === 1) {
    const id = nameOfNode(idMember.value);
    const message = `a value of \`${rule.name}\` is an object with nothing but \`@id\``;
    report(reading, "idReference", message, node, {
      trail,
      help: `write ${id} alone, or a whole definition`,
    });
    return undefined;
  }
  checkKeywords(reading, scope, keywords, trail);
  const versions = rule.from && inVersion(rule.from, outer.version);
  if (context !== undefined && versions?.includes(scope.version) === false) {
    const message = `a value of \`${rule.name}\` is written in DTDL ${scope.version}; allowed: ${versions.join(", ")}`;
    report(reading, "disallowedVersionDefinition", message, context.value, {
      trail,
      help: "change its context",
    });
  }
  const id = identify(reading, scope, node, members, parent, rule);
  if (
    idMember !== undefined
      ? isDuplicate(reading, id, idMember)
      : isRepeated(reading, parent, rule, id, members)
  ) {
    return undefined;
  }
  const types = typesOf(reading, scope, parent, rule, members, opening);
  if (types === undefined) return undefined;
  if (types.className === "Interface" && idMember !== undefined)
    checkInterfaceId(reading, id, idMember);
  const draft = newDraft(reading, scope, node, id, types, parent, rule);
  reading.drafts.set(id, draft);
  readMembers(reading, scope, draft, node, members);
  return draft;
}

function checkKeywords(
  reading: Reading,
  scope: Scope,
  keywords: Members["keywords"],
  trail: Trail,
): void {
  for (const [keyword, member] of keywords) {
    if (keyword === "@graph") {
      report(reading, "graphDisallowed", "DTDL has no `@graph`", member, {
        trail,
        help: "remove it",
      });
    } else if (scope.version > 2 && !knownKeywords.includes(keyword)) {
      const message = `DTDL ${scope.version} has no \`${keyword}\``;
      report(reading, "keywordDisallowed", message, member, { trail, help: "remove it" });
    }
  }
}

function typesOf(
  reading: Reading,
  scope: Scope,
  parent: Draft,
  rule: PropertyRule,
  { keywords }: Members,
  opening: { start: number; end: number },
): TypesRead | undefined {
  const expected = expectedClass(rule, scope);
  const type = keywords.get("@type");
  if (type !== undefined)
    return readTypes(reading, scope, type, expected, trailOf(parent, rule.name));
  if (isTypeOptional(expected, scope.version)) {
    return { className: expected, types: [], undefinedTypes: [] };
  }
  const accepted = concreteClasses(expected, scope.version, !reading.builtIn);
  const message = `a value of \`${rule.name}\` has no \`@type\``;
  const help = `add \`"@type"\`: ${accepted.join(", ")}`;
  report(reading, "badType", message, opening, { help, trail: trailOf(parent, rule.name) });
  return undefined;
}

function expectedClass(rule: PropertyRule, scope: Scope): string {
  return rule.class === undefined ? "Entity" : inVersion(rule.class, scope.version);
}

/** Reads everything but the keywords of an element. */
export function readMembers(
  reading: Reading,
  scope: Scope,
  draft: Draft,
  node: JsonObject,
  members: Members,
): void {
  const rules = propertiesOf(draft.className, scope.version);
  for (const member of orderedMembers(members)) {
    const written = propertyName(member.name, scope);
    const unitType = draft.types.find((type) => type.unit !== undefined);
    const name = written === unitType?.unit?.property ? "unit" : written;
    const rule = rules.get(name);
    if (rule === undefined && (name !== "unit" || unitType === undefined)) {
      readUnknownProperty(reading, scope, draft, members, rules, member);
      continue;
    }
    if (draft.names.has(name)) {
      const message = `\`${name}\` stands in ${label(draft)} more than once`;
      report(reading, "duplicatePropertyName", message, member, {
        help: "keep one",
        trail: trailOf(draft),
      });
      continue;
    }
    draft.names.set(name, placeOf(reading, member));
    if (rule !== undefined) readProperty(reading, scope, draft, rule, member);
    else if (unitType !== undefined) readUnit(reading, scope, draft, unitType, member);
  }
  checkRequired(reading, draft, node, rules);
}

/** The name comes first, so that every issue can tell of which element it speaks; else the order as written. */
function orderedMembers({ properties }: Members): readonly JsonMember[] {
  const at = properties.findIndex(({ name }) => name === "name");
  const name = properties[at];
  if (at <= 0 || name === undefined) return properties;
  return [name, ...properties.slice(0, at), ...properties.slice(at + 1)];
}

/** The term of a property written as term or as DTMI of this DTDL version. */
function propertyName(written: string, scope: Scope): string {
  const prefix = "dtmi:dtdl:property:";
  const suffix = `;${scope.version}`;
  if (!written.startsWith(prefix) || !written.endsWith(suffix)) return written;
  return written.slice(prefix.length, -suffix.length);
}

function readProperty(
  reading: Reading,
  scope: Scope,
  draft: Draft,
  rule: PropertyRule,
  member: JsonMember,
): void {
  const trail = trailOf(draft, rule.name);
  switch (rule.kind) {
    case "element":
      readElements(reading, scope, draft, rule, member);
      return;
    case "text":
      draft.values.set(rule.name, readLocalizedText(reading, scope, rule, member, trail));
      return;
    case "identifier": {
      const identifier = readIdentifier(reading, scope, rule, member, trail);
      if (identifier !== undefined) draft.values.set(rule.name, identifier);
      return;
    }
    default: {
      const literal = readLiteral(reading, scope, rule, rule.kind, member, trail);
      if (literal !== undefined) draft.values.set(rule.name, literal);
    }
  }
}

/** Reads the values of a property that holds elements: definitions and references. */
function readElements(
  reading: Reading,
  scope: Scope,
  draft: Draft,
  rule: PropertyRule,
  member: JsonMember,
): void {
  const trail = trailOf(draft, rule.name);
  const links = draft.links.get(rule.name) ?? [];
  draft.links.set(rule.name, links);
  const values = valuesOf(member.value);
  if (!rule.plural && values.length > 1) {
    const message = `\`${rule.name}\` has ${values.length} values, but takes one`;
    report(reading, "objectMultipleValues", message, member.value, { trail, help: "keep one" });
  }
  for (const value of rule.plural ? values : values.slice(0, 1)) {
    if (value.kind === "object") {
      const inner = readInline(reading, scope, draft, rule, value);
      if (inner !== undefined) links.push({ dtmi: inner.id, place: placeOf(reading, value) });
    } else if (value.kind === "string") {
      const link = readReference(reading, scope, draft, rule, value);
      if (link !== undefined) links.push(link);
    } else {
      const message = `\`${rule.name}\` must be a definition or a reference, not ${nameOfNode(value)}`;
      report(reading, "refNotStringOrObject", message, value, { trail });
    }
  }
  const required = rule.required !== undefined && inVersion(rule.required, scope.version);
  if (required && values.length === 0) {
    const message = `\`${rule.name}\` has no value, but needs one`;
    report(reading, "objectCountBelowMin", message, member.value, { trail, help: "give a value" });
  }
}
