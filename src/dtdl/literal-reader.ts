import type { Draft, Literal } from "./draft.js";
import { eachKeyword, findKeywords } from "./keywords.js";
import type { PropertyInfo } from "./metamodel/class-tree.js";
import type { Reading } from "./reading.js";
import { hasForm } from "./text-form.js";
import { ValueIssues } from "./value-issues.js";

/** The kinds of literals, as error codes call them. */
type LiteralKind = "string" | "integer" | "numeric" | "boolean" | "duration" | "literal";

/** XSD type of each kind; `literal` takes several. */
const xsdTypes: Readonly<Record<LiteralKind, readonly string[]>> = {
  string: ["string"],
  integer: ["integer"],
  numeric: ["decimal"],
  boolean: ["boolean"],
  duration: ["duration"],
  literal: ["string", "integer", "decimal", "boolean"],
};

/** Reads a literal; undefined, and an issue, when the value does not suit. `name` is the member's name in the text. */
export function readLiteral(
  reading: Reading,
  draft: Draft,
  property: PropertyInfo,
  name: number,
): Literal | undefined {
  const { tape } = reading;
  const value = name + 1;
  if (property.kind === "string" && tape.isString(value)) {
    const text = tape.string(value);
    const isShort = text.length <= property.maxLength(draft.scope.limits);
    if (isShort && (property.pattern === undefined || property.pattern.test(text))) return text;
  }
  return new LiteralReader(reading, draft, property).read(value);
}

class LiteralReader {
  readonly #reading: Reading;
  readonly #draft: Draft;
  readonly #property: PropertyInfo;
  readonly #issues: ValueIssues;
  readonly #kind: LiteralKind;

  constructor(reading: Reading, draft: Draft, property: PropertyInfo) {
    this.#reading = reading;
    this.#draft = draft;
    this.#property = property;
    this.#issues = new ValueIssues(reading, draft, property);
    this.#kind = property.kind === "scalar" ? "literal" : (property.kind as LiteralKind);
  }

  read(whole: number): Literal | undefined {
    const { tape } = this.#reading;
    const values = tape.values(whole);
    const [value] = values;
    if (values.length > 1) {
      this.#issues.add(`${this.#kind}MultipleValues`, whole, { observed: values.length });
      return undefined;
    }
    if (value === undefined) {
      if (this.#property.required && this.#kind !== "boolean") {
        this.#issues.add(`${this.#kind}CountBelowMin`, whole, { observed: 0, expected: 1 });
      }
      return undefined;
    }
    const literal = tape.isObject(value)
      ? this.#readObject(value, whole)
      : this.#readBare(value, whole);
    if (literal === undefined) return undefined;
    this.#checkRange(literal, value);
    return literal;
  }

  #readBare(value: number, whole: number): Literal | undefined {
    const literal = this.#literalOf(value, this.#kind);
    if (literal !== undefined) return literal;
    const observed = this.#reading.describe(value);
    if (this.#kind === "literal") this.#issues.add("literalNotValid", whole, { observed });
    else this.#issues.add(`${this.#kind}Not${capital(this.#valueWord())}`, value, { observed });
    return undefined;
  }

  /** A duration is written as a string; whether it is one is another rule. */
  #valueWord(): string {
    return this.#kind === "duration" ? "string" : this.#kind;
  }

  #literalOf(node: number, kind: string): Literal | undefined {
    const { tape } = this.#reading;
    switch (tape.kind(node)) {
      case "string":
        return kind === "string" || kind === "duration" || kind === "literal"
          ? tape.string(node)
          : undefined;
      case "boolean":
        return kind === "boolean" || kind === "literal" ? tape.raw(node) === "true" : undefined;
      case "number": {
        const value = Number(tape.raw(node));
        const isInt32 = Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;
        if (kind === "integer") return isInt32 ? value : undefined;
        return kind === "numeric" || kind === "decimal" || kind === "literal" ? value : undefined;
      }
      default:
        return undefined;
    }
  }

  /** The value inside `{"@value": …}`. */
  #readObject(object: number, whole: number): Literal | undefined {
    const keywords = findKeywords(this.#reading, object);
    this.#refuseMembers(object);
    if (keywords.value === undefined) {
      this.#issues.add(`${this.#kind}ObjectNoValue`, object, {});
      return undefined;
    }
    const value = keywords.value + 1;
    if (keywords.type === undefined) {
      this.#issues.advise("untypedValueObject", object);
    } else if (!this.#isTypeRight(keywords.type + 1, object)) {
      return undefined;
    }
    const stated = keywords.type === undefined ? undefined : this.#xsdType(keywords.type + 1);
    const kind = this.#kind === "literal" && stated !== undefined ? stated : this.#kind;
    const literal = this.#literalOf(value, kind);
    if (literal !== undefined) return literal;
    const observed = this.#reading.describe(value);
    if (kind === "literal") this.#issues.add("literalNotValid", whole, { observed });
    else this.#issues.add(valueCode(kind), object, { observed });
    return undefined;
  }

  #refuseMembers(object: number): void {
    const isStrict = this.#draft.scope.version > 2;
    const always = ["@context", "@id", "@graph"];
    for (const [keyword, name] of eachKeyword(this.#reading, object)) {
      if (keyword === "@value" || keyword === "@type") continue;
      const isNamed = always.includes(keyword) || (isStrict && keyword === "@language");
      if (isNamed)
        this.#issues.add(`valueObject${capital(keyword.slice(1))}`, name, { observed: keyword });
      else if (isStrict) this.#issues.add("valueObjectKeyword", name, { value: keyword });
      else this.#issues.advise("toleratedKeyword", name, keyword);
    }
    for (const name of this.#reading.namesOf(object)) {
      const value = this.#reading.tape.string(name);
      if (!value.startsWith("@")) this.#issues.add("valueObjectInvalidProp", name, { value });
    }
  }

  #isTypeRight(type: number, object: number): boolean {
    const { tape } = this.#reading;
    const values = tape.values(type);
    const isWritten = tape.isString(type) || tape.isArray(type);
    if (values.length !== 1 || !isWritten) {
      this.#issues.add("literalTypeNotSingular", object, {});
      return false;
    }
    const stated = this.#xsdType(type);
    if (stated !== undefined && xsdTypes[this.#kind].includes(stated)) return true;
    const observed = this.#reading.describe(values[0] ?? type);
    if (this.#kind === "literal") this.#issues.add("literalNotValid", object, { observed });
    else this.#issues.add(`${this.#kind}TypeNot${capital(this.#kind)}`, object, { observed });
    return false;
  }

  /** The XSD type that a value object states, without its prefix. */
  #xsdType(type: number): string | undefined {
    const [only] = this.#reading.tape.entries(type);
    const text = only === undefined ? undefined : this.#reading.tape.stringOrNone(only);
    return /^(?:xsd:|http:\/\/www\.w3\.org\/2001\/XMLSchema#)(.*)$/.exec(text ?? "")?.[1];
  }

  #checkRange(literal: Literal, value: number): void {
    const { pattern, min } = this.#property;
    if (typeof literal === "string") {
      const expected = this.#property.maxLength(this.#draft.scope.limits);
      if (this.#kind === "duration" && !hasForm("duration", literal)) {
        this.#issues.add("durationInvalid", value, { value: literal });
      } else if (literal.length > expected) {
        this.#issues.add("stringTooLong", value, {
          value: literal,
          observed: literal.length,
          expected,
        });
      } else if (pattern !== undefined && !pattern.test(literal)) {
        this.#issues.add("stringInvalid", value, { value: literal, restriction: pattern.source });
      }
    } else if (typeof literal === "number" && min !== undefined) {
      this.#checkBounds(literal, min, this.#property.max, value);
    }
  }

  #checkBounds(literal: number, min: number, max: number | undefined, node: number): void {
    const value = String(literal);
    const isOpen = max === undefined || max === Number.POSITIVE_INFINITY;
    if (min === max) {
      if (literal !== min)
        this.#issues.add("valueNotExact", node, { value, restriction: String(min) });
    } else if (literal < min && isOpen) {
      this.#issues.add("valueBelowMin", node, { value, restriction: String(min) });
    } else if (literal < min) {
      this.#issues.add("valueBelowRange", node, { value, restriction: `[${min}, ${max}]` });
    } else if (!isOpen && literal > max) {
      this.#issues.add("valueAboveRange", node, { value, restriction: `[${min}, ${max}]` });
    }
  }
}

/** The code for a value of a value object that is not of its kind or of the type it states. */
function valueCode(kind: string): string {
  const name = kind === "decimal" ? "numeric" : kind;
  return `${name}ValueNot${capital(name === "duration" ? "string" : name)}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
