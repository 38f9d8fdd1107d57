import { propertyKey } from "./identifier.js";
import { stringLiteral } from "./model-text.js";

/** Source text that stands in a literal as it is, such as the name of an imported constant. */
export class Code {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const lineWidth = 120;

/**
 * Members that every object has. TypeScript takes the expected type of such a member from `Object`, not from the
 * index signature of the table, so the values have to say themselves that they are constants.
 */
const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * Plain data as an object literal: short parts on one line, others with a line for each member. The first
 * `open` levels are never put on one line, so that a change of one member is a change of one line.
 */
export function literalText(value: unknown, indent = "", open = 0): string {
  if (open <= 0) {
    const line = inline(value);
    if (indent.length + line.length <= lineWidth) return line;
  }
  const inner = `${indent}  `;
  const members = membersOf(value);
  if (members === undefined) return inline(value);
  if (members.length === 0) return Array.isArray(value) ? "[]" : "{}";
  const lines = members.map(
    ({ key, member, ending }) => `${inner}${key}${literalText(member, inner, open - 1)}${ending},`,
  );
  const [start, end] = Array.isArray(value) ? "[]" : "{}";
  return `${start}\n${lines.join("\n")}\n${indent}${end}`;
}

function inline(value: unknown): string {
  if (value instanceof Code) return value.text;
  if (typeof value === "string") return stringLiteral(value);
  const members = membersOf(value);
  if (members === undefined) return String(value);
  const text = members.map(({ key, member, ending }) => key + inline(member) + ending).join(", ");
  if (Array.isArray(value)) return `[${text}]`;
  return text === "" ? "{}" : `{ ${text} }`;
}

interface LiteralMember {
  readonly key: string;
  readonly member: unknown;
  readonly ending: string;
}

function membersOf(value: unknown): readonly LiteralMember[] | undefined {
  if (Array.isArray(value)) return value.map((member) => ({ key: "", member, ending: "" }));
  if (typeof value !== "object" || value === null || value instanceof Code) return undefined;
  return Object.entries(value).map(([name, member]) => ({
    key: `${propertyKey(name)}: `,
    member,
    ending: inherited.has(name) && !(member instanceof Code) ? " as const" : "",
  }));
}
