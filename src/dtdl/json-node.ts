/** A value of a JSON text with its place; offsets count UTF-16 code units, `end` is the first one behind it. */
export type JsonNode = JsonObject | JsonArray | JsonString | JsonNumber | JsonConstant;

export interface JsonObject {
  readonly kind: "object";
  readonly start: number;
  readonly end: number;
  /** Members as written, repeated names included. */
  readonly members: readonly JsonMember[];
}

export interface JsonMember {
  readonly name: string;
  /** Place of the name, quotes included. */
  readonly start: number;
  readonly end: number;
  readonly value: JsonNode;
}

export interface JsonArray {
  readonly kind: "array";
  readonly start: number;
  readonly end: number;
  readonly items: readonly JsonNode[];
}

export interface JsonString {
  readonly kind: "string";
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

export interface JsonNumber {
  readonly kind: "number";
  readonly start: number;
  readonly end: number;
  /** The number exactly as written. */
  readonly text: string;
}

export interface JsonConstant {
  readonly kind: "constant";
  readonly start: number;
  readonly end: number;
  readonly value: boolean | null;
}

/**
 * The values behind a member: an array stands for its items, at any depth, since JSON-LD knows no nested
 * lists; anything else stands for itself.
 */
export function valuesOf(node: JsonNode): readonly JsonNode[] {
  if (node.kind !== "array") return [node];
  if (node.items.every((item) => item.kind !== "array")) return node.items;
  return node.items.flatMap(valuesOf);
}

/** A value in a few words, for messages: `"text"`, `7`, `an object`. */
export function nameOfNode(node: JsonNode): string {
  switch (node.kind) {
    case "object":
      return "an object";
    case "array":
      return "an array";
    case "string":
      return JSON.stringify(node.value);
    case "number":
      return node.text;
    case "constant":
      return String(node.value);
  }
}

/**
 * The value as plain JavaScript data. Numbers stay exact: integers beyond 2^53 become `bigint`, and other
 * numbers with more digits than a double surely keeps become their text.
 */
export function toPlain(node: JsonNode): unknown {
  switch (node.kind) {
    case "object":
      return Object.freeze(
        Object.fromEntries(node.members.map((member) => [member.name, toPlain(member.value)])),
      );
    case "array":
      return Object.freeze(node.items.map(toPlain));
    case "number":
      return exactNumber(node.text);
    default:
      return node.value;
  }
}

function exactNumber(text: string): number | bigint | string {
  const value = Number(text);
  if (/^-?\d+$/.test(text)) return Number.isSafeInteger(value) ? value : BigInt(text);
  const digits = text.replace(/e.*$/i, "").replace(/[-.]/g, "").replace(/^0+/, "");
  const kept = Number.isFinite(value) && (value !== 0 || digits === "");
  return kept && digits.length <= 15 ? value : text;
}
