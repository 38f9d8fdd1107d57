import { type Draft, label, trailOf } from "./draft.js";
import { dtmiForm, generatedDtmi, isUserDtmi, maxDtmiLength } from "./dtmi.js";
import type { Trail } from "./issue-list.js";
import { type JsonMember, type JsonObject, nameOfNode, valuesOf } from "./json-node.js";
import type { PropertyRule } from "./metamodel/classes.js";
import { type Members, placeOf, type Reading, report, textOf } from "./reading.js";
import { lookUp, reservedPrefixes, type Scope } from "./scope.js";

const maxInterfaceId = 128;

/** Checks a written `@id`; one that is no valid identifier ends the reading. */
export function readId(reading: Reading, scope: Scope, member: JsonMember): string {
  const id = textOf(member.value);
  const fatal = (code: string, message: string, help?: string): never =>
    reading.issues.fatal(code, message, placeOf(reading, member.value), { help });
  const form = `write it like ${dtmiForm(scope.version)}`;
  if (id === undefined || id === "") {
    return fatal("idNotString", `\`@id\` must be a DTMI, not ${nameOfNode(member.value)}`, form);
  }
  if (id.length > maxDtmiLength) {
    fatal(
      "idTooLong",
      `\`@id\` has ${id.length} characters; ${maxDtmiLength} are allowed`,
      "shorten it",
    );
  }
  if (!isUserDtmi(id, scope.version)) {
    fatal("invalidId", `\`${id}\` is not a valid identifier in DTDL ${scope.version}`, form);
  }
  const reserved = reservedPrefixes(scope).find((prefix) => id.startsWith(prefix));
  if (reserved !== undefined && !reading.builtIn) {
    fatal(
      "reservedId",
      `identifiers that start with \`${reserved}\` are reserved`,
      "use a name of your own",
    );
  }
  return id;
}

/** An Interface needs a shorter identifier than other elements. */
export function checkInterfaceId(reading: Reading, id: string, member: JsonMember): void {
  if (id.length <= maxInterfaceId) return;
  const message = `the identifier of an Interface has ${id.length} characters; ${maxInterfaceId} are allowed`;
  report(reading, "idTooLongForType", message, member.value, { help: "shorten it" });
}

/** Identifier of an element: its `@id`, or one made from where it stands. */
export function identify(
  reading: Reading,
  scope: Scope,
  node: JsonObject,
  members: Members,
  parent: Draft,
  rule: PropertyRule,
): string {
  const written = members.keywords.get("@id");
  if (written !== undefined) return readId(reading, scope, written);
  const trail = trailOf(parent, rule.name);
  const opening = placeOf(reading, { start: node.start, end: node.start + 1 });
  if (rule.idRequired) {
    const message = `a value of \`${rule.name}\` has no \`@id\``;
    reading.issues.fatal("missingRequiredId", message, opening, { help: "add `@id`", trail });
  }
  if (!rule.named) return generatedDtmi(parent.id, rule.name);
  const nameDtmi = `dtmi:dtdl:property:name;${scope.version}`;
  const member = members.properties.find(({ name }) => name === "name" || name === nameDtmi);
  const value = member === undefined ? undefined : unwrapped(member);
  if (member === undefined || value === undefined) {
    const message = `a value of \`${rule.name}\` in ${label(parent)} has no \`name\``;
    return reading.issues.fatal("missingDtmiSegPropertyValue", message, opening, {
      help: "add `name`",
      trail,
    });
  }
  if (value.kind === "string") return generatedDtmi(parent.id, rule.name, value.value);
  if (value.kind === "number") {
    return generatedDtmi(parent.id, rule.name, String(Number(value.text)).replace(".", "_"));
  }
  const message = `\`name\` must be a string, not ${nameOfNode(value)}`;
  return reading.issues.fatal(
    "dtmiSegPropertyNotStringOrNumber",
    message,
    placeOf(reading, value),
    { trail },
  );
}

/** The value of a literal that may be wrapped as `{"@value": …}`. */
function unwrapped(member: JsonMember): JsonMember["value"] | undefined {
  const [value] = valuesOf(member.value);
  if (value?.kind !== "object") return value;
  return value.members.find(({ name }) => name === "@value")?.value;
}

/** Reads a DTMI or term that need not lead anywhere. */
export function readIdentifier(
  reading: Reading,
  scope: Scope,
  rule: PropertyRule,
  member: JsonMember,
  trail: Trail,
): string | undefined {
  const values = valuesOf(member.value);
  const [value] = values;
  if (values.length > 1) {
    const message = `\`${rule.name}\` has ${values.length} values, but takes one`;
    report(reading, "identifierMultipleValues", message, member.value, { trail, help: "keep one" });
    return undefined;
  }
  if (value === undefined) return undefined;
  const text = textOf(value);
  if (text === undefined) {
    const message = `\`${rule.name}\` must be a DTMI, not ${nameOfNode(value)}`;
    report(reading, "identifierNotString", message, value, { trail });
    return undefined;
  }
  if (isUserDtmi(text, scope.version)) return text;
  const meant = lookUp(scope, text)?.dtmi;
  if (meant === undefined) {
    const message = `\`${text}\` is neither a DTMI nor a DTDL term`;
    report(reading, "identifierNotDtmi", message, value, {
      trail,
      help: `write it like ${dtmiForm(scope.version)}`,
    });
  }
  return meant;
}
