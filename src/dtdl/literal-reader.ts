import type { IssueDetail, Trail } from "./issue-list.js";
import { type JsonMember, type JsonNode, nameOfNode, valuesOf } from "./json-node.js";
import { inVersion } from "./metamodel/class-tree.js";
import type { PropertyRule } from "./metamodel/classes.js";
import { type Reading, report, splitMembers, textOf } from "./reading.js";
import type { Scope } from "./scope.js";

type Literal = string | number | boolean;

/** How each kind is called in error codes and in messages. */
const kinds = {
  string: { code: "string", words: "a string" },
  integer: { code: "integer", words: "an integer from -2147483648 to 2147483647" },
  boolean: { code: "boolean", words: "true or false" },
  scalar: { code: "literal", words: "a string or an integer" },
} as const;

type LiteralKind = keyof typeof kinds;

/** Reads a string, integer or boolean; undefined, and an issue, when the value does not suit. */
export function readLiteral(
  reading: Reading,
  scope: Scope,
  rule: PropertyRule,
  kind: LiteralKind,
  member: JsonMember,
  trail: Trail,
): Literal | undefined {
  const { code, words } = kinds[kind];
  const detail: IssueDetail = { trail };
  const values = valuesOf(member.value);
  const [value] = values;
  if (values.length > 1) {
    const message = `\`${rule.name}\` has ${values.length} values, but takes one`;
    report(reading, `${code}MultipleValues`, message, member.value, { trail, help: "keep one" });
    return undefined;
  }
  if (value === undefined) {
    if (!rule.required) return undefined;
    const message = `\`${rule.name}\` has no value, but is required`;
    report(reading, `${code}CountBelowMin`, message, member.value, {
      trail,
      help: `give ${words}`,
    });
    return undefined;
  }
  const inner =
    value.kind === "object" ? readValueObject(reading, scope, rule, kind, value, trail) : value;
  if (inner === undefined) return undefined;
  const literal = literalOf(inner, kind);
  if (literal === undefined) {
    const message = `\`${rule.name}\` must be ${words}, not ${nameOfNode(inner)}`;
    report(reading, wrongCode(kind, value.kind === "object"), message, inner, detail);
    return undefined;
  }
  checkLimits(reading, scope, rule, literal, inner, trail);
  return literal;
}

function wrongCode(kind: LiteralKind, inObject: boolean): string {
  if (kind === "scalar") return "literalNotValid";
  const name = `${kind[0]?.toUpperCase()}${kind.slice(1)}`;
  return inObject ? `${kind}ValueNot${name}` : `${kind}Not${name}`;
}

function literalOf(node: JsonNode, kind: LiteralKind): Literal | undefined {
  if (node.kind === "string")
    return kind === "string" || kind === "scalar" ? node.value : undefined;
  if (node.kind === "constant") {
    // DTDL lets enumValue be true or false, but no valueSchema goes with it (nonConformantDatatype).
    const allowed = kind === "boolean" || kind === "scalar";
    return allowed && node.value !== null ? node.value : undefined;
  }
  if (node.kind !== "number" || (kind !== "integer" && kind !== "scalar")) return undefined;
  const value = Number(node.text);
  if (Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31) return value;
  return undefined;
}

/** The value inside `{"@value": …}`. */
function readValueObject(
  reading: Reading,
  scope: Scope,
  rule: PropertyRule,
  kind: LiteralKind,
  node: JsonNode & { kind: "object" },
  trail: Trail,
): JsonNode | undefined {
  const { code } = kinds[kind];
  const { keywords, properties } = splitMembers(reading, node.members);
  const refused: Readonly<Record<string, string>> = {
    "@context": "valueObjectContext",
    "@id": "valueObjectId",
    "@graph": "valueObjectGraph",
    ...(scope.version === 2 ? {} : { "@language": "valueObjectLanguage" }),
  };
  for (const [keyword, member] of keywords) {
    if (keyword === "@value" || keyword === "@type") continue;
    const refusal = refused[keyword] ?? (scope.version === 2 ? undefined : "valueObjectKeyword");
    if (refusal === undefined) continue;
    const message = `a value object has no \`${keyword}\``;
    report(reading, refusal, message, member, { trail, help: "keep only `@value` and `@type`" });
  }
  for (const member of properties) {
    const message = `a value object has no \`${member.name}\``;
    report(reading, "valueObjectInvalidProp", message, member, {
      trail,
      help: "give the value itself",
    });
  }
  const value = keywords.get("@value")?.value;
  if (value === undefined) {
    const message = `\`${rule.name}\` must be ${kinds[kind].words}, not an object without \`@value\``;
    report(reading, `${code}ObjectNoValue`, message, node, { trail });
    return undefined;
  }
  const type = keywords.get("@type");
  return type === undefined || typeSuits(reading, rule, kind, type, value, trail)
    ? value
    : undefined;
}

function typeSuits(
  reading: Reading,
  rule: PropertyRule,
  kind: LiteralKind,
  type: JsonMember,
  value: JsonNode,
  trail: Trail,
): boolean {
  const values = valuesOf(type.value);
  if (values.length !== 1) {
    const message = `\`@type\` of \`${rule.name}\` is not one type`;
    report(reading, "literalTypeNotSingular", message, type.value, { trail });
    return false;
  }
  const written = textOf(values[0])?.replace("http://www.w3.org/2001/XMLSchema#", "xsd:");
  const scalars = ["string", "integer", "boolean"] as const;
  const wanted = kind === "scalar" ? scalars : [kind];
  const named = wanted.find((each) => written === `xsd:${each}`);
  if (named !== undefined && (kind !== "scalar" || literalOf(value, named) !== undefined))
    return true;
  const message = `\`@type\` of \`${rule.name}\` is not ${wanted.map((each) => `xsd:${each}`).join(" or ")}`;
  const code =
    kind === "scalar" ? "literalNotValid" : wrongCode(kind, false).replace("Not", "TypeNot");
  report(reading, code, message, type.value, { trail });
  return false;
}

function checkLimits(
  reading: Reading,
  scope: Scope,
  rule: PropertyRule,
  literal: Literal,
  node: JsonNode,
  trail: Trail,
): void {
  const fail = (code: string, message: string, help: string) =>
    report(reading, code, message, node, { trail, help });
  if (typeof literal === "string") {
    const longest =
      rule.maxLength === undefined ? undefined : inVersion(rule.maxLength, scope.version);
    if (longest !== undefined && literal.length > longest) {
      const message = `\`${rule.name}\` has ${literal.length} characters; ${longest} are allowed`;
      fail("stringTooLong", message, "shorten it");
    } else if (rule.pattern !== undefined && !rule.pattern.test(literal)) {
      const message = `${JSON.stringify(literal)} is not a valid \`${rule.name}\``;
      fail(
        "stringInvalid",
        message,
        "start with a letter, go on with letters, digits and `_`, do not end with `_`",
      );
    }
  } else if (typeof literal === "number" && rule.min !== undefined) {
    const max =
      rule.max === undefined ? Number.POSITIVE_INFINITY : inVersion(rule.max, scope.version);
    if (rule.min === max && literal !== max) {
      fail(
        "valueNotExact",
        `\`${rule.name}\` is ${literal}, but can only be ${max}`,
        `write ${max}, or leave it out`,
      );
    } else if (literal < rule.min) {
      const code = Number.isFinite(max) ? "valueBelowRange" : "valueBelowMin";
      fail(
        code,
        `\`${rule.name}\` is ${literal}, less than ${rule.min}`,
        `give at least ${rule.min}`,
      );
    } else if (literal > max) {
      fail(
        "valueAboveRange",
        `\`${rule.name}\` is ${literal}, more than ${max}`,
        `give at most ${max}`,
      );
    }
  }
}
