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

type Form = "ts" | "js";

/**
 * Plain data as an object literal: short parts on one line, others with a line for each member. The first
 * `open` levels are never put on one line, so that a change of one member is a change of one line. JavaScript has no
 * `as const`.
 */
export function literalText(value: unknown, indent = "", open = 0, form: Form = "ts"): string {
  const writer = new LiteralWriter(form);
  writer.write("", value, "", indent, open);
  return writer.lines.join("\n");
}

/** Collects the lines of a literal. */
class LiteralWriter {
  readonly lines: string[] = [];
  readonly #form: Form;

  constructor(form: Form) {
    this.#form = form;
  }

  /** Adds a value; `start` goes before it on its first line, `ending` behind it on its last. */
  write(start: string, value: unknown, ending: string, indent: string, open: number): void {
    const whole = this.#onOneLine(value, indent, open);
    if (whole !== undefined) {
      this.lines.push(start + whole + ending);
    } else if (Array.isArray(value)) {
      const inner = `${indent}  `;
      this.lines.push(`${start}[`);
      for (const member of value) this.write(inner, member, ",", inner, open - 1);
      this.lines.push(`${indent}]${ending}`);
    } else if (isRecord(value)) {
      const inner = `${indent}  `;
      this.lines.push(`${start}{`);
      for (const name of Object.keys(value)) {
        const after = `${endingOf(name, value[name], this.#form)},`;
        this.write(`${inner}${propertyKey(name)}: `, value[name], after, inner, open - 1);
      }
      this.lines.push(`${indent}}${ending}`);
    }
  }

  #onOneLine(value: unknown, indent: string, open: number): string | undefined {
    if (!isRecord(value)) return leafText(value);
    if (open <= 0) return onOneLine(value, lineWidth - indent.length, this.#form);
    if (Object.keys(value).length > 0) return undefined;
    return Array.isArray(value) ? "[]" : "{}";
  }
}

/** The value on one line; undefined if it needs more than `room` characters, which is found out before writing all of it. */
function onOneLine(value: unknown, room: number, form: Form): string | undefined {
  if (!isRecord(value)) {
    const leaf = leafText(value);
    return leaf.length > room ? undefined : leaf;
  }
  if (Array.isArray(value)) {
    let text = "[";
    for (const member of value) {
      if (text !== "[") text += ", ";
      const written = onOneLine(member, room - text.length, form);
      if (written === undefined) return undefined;
      text += written;
    }
    return text.length < room ? `${text}]` : undefined;
  }
  let text = "";
  for (const name of Object.keys(value)) {
    const member = value[name];
    text += `${text === "" ? "{ " : ", "}${propertyKey(name)}: `;
    const written = onOneLine(member, room - text.length, form);
    if (written === undefined) return undefined;
    text += written + endingOf(name, member, form);
  }
  text = text === "" ? "{}" : `${text} }`;
  return text.length > room ? undefined : text;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !(value instanceof Code);
}

function leafText(value: unknown): string {
  if (typeof value === "string") return stringLiteral(value);
  return value instanceof Code ? value.text : String(value);
}

function endingOf(name: string, member: unknown, form: Form): string {
  const isOdd = form === "ts" && inherited.has(name) && !(member instanceof Code);
  return isOdd ? " as const" : "";
}
