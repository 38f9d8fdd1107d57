import { PnpError } from "../errors.js";
import {
  enumWords,
  type InstanceIssue,
  memberPath,
  mismatch,
  shorten,
  unknownMember,
} from "./instance-issue.js";
import type { JsonProblem } from "./json-scanner.js";
import { type JsonTape, readTape } from "./json-tape.js";
import {
  type ArraySchema,
  type Element,
  type EnumSchema,
  type MapSchema,
  type ObjectSchema,
  type PrimitiveSchema,
  primitiveKinds,
  type Schema,
} from "./model.js";
import { primitiveMismatch } from "./primitive-instance.js";
import { SourceText } from "./source-text.js";

export type { InstanceIssue } from "./instance-issue.js";

/**
 * Whether a JSON text is an instance of a schema: everything that is wrong with it in the order written, each with its JSON
 * Pointer and place, or an empty array. Numbers are judged as they are written (`1.0` is no integer, `9223372036854775807`
 * is a long), and a member that appears twice is judged twice. Text that is not JSON is one issue with the code `json`.
 * Throws `PNP_USAGE` for an element that has no instances, such as an Interface or a Telemetry: give its `schema` instead.
 */
export function validateInstance(element: Element, text: string): readonly InstanceIssue[] {
  const schema = requireSchema(element);
  if (typeof text !== "string") {
    throw new PnpError("PNP_USAGE", `An instance is given as JSON text, not as ${typeof text}.`, {
      hint: "Pass the text as it was received, or JSON.stringify(value).",
    });
  }
  const source = new SourceText("<text>", text);
  const json = readTape(text);
  if (!json.ok) return [notJson(json.problem, source)];
  const judge = new Judge(json.tape, source);
  judge.check(0, schema, "");
  return judge.issues;
}

/** What to validate against instead of an element without instances. */
const substitutes: Readonly<Record<Exclude<Element["kind"], Schema["kind"]>, string>> = {
  Interface: "Validate against the `schema` of one of its contents.",
  Telemetry: "Validate against its `schema`.",
  Property: "Validate against its `schema`.",
  Command: "Validate against the `schema` of its `request` or `response`.",
  CommandPayload: "Validate against its `schema`.",
  CommandRequest: "Validate against its `schema`.",
  CommandResponse: "Validate against its `schema`.",
  CommandType: "Validate against the `schema` of a Command's `request` or `response`.",
  Component: "Validate against the `schema` of one of the contents of its Interface.",
  Relationship: "Validate against the `schema` of one of its properties.",
  Field: "Validate against its `schema`.",
  MapKey: "Validate against the Map, or against the `schema` of its `mapValue`.",
  MapValue: "Validate against its `schema`.",
  EnumValue: "Validate against the Enum it belongs to.",
  Unit: "Validate against the `schema` of what is measured in it.",
  UnitAttribute: "Validate against the `schema` of what is measured in it.",
};

const schemaKinds: ReadonlySet<string> = new Set([
  ...primitiveKinds,
  "Array",
  "Enum",
  "Map",
  "Object",
]);

function requireSchema(element: Element): Schema {
  const kind = String((element as Element | undefined)?.kind);
  if (schemaKinds.has(kind)) return element as Schema;
  if (!Object.hasOwn(substitutes, kind)) {
    throw new PnpError("PNP_USAGE", "There is no element of a Model to validate against.", {
      hint: "Take a schema from a Model, such as `telemetry.schema`.",
    });
  }
  const article = /^[AEIOU]/.test(kind) ? "An" : "A";
  throw new PnpError("PNP_USAGE", `${article} ${kind} has no instances of its own.`, {
    hint: substitutes[kind as keyof typeof substitutes],
  });
}

function notJson({ message, hint, start, end }: JsonProblem, source: SourceText): InstanceIssue {
  return {
    code: "json",
    message: `the text is not JSON: ${message}`,
    path: "",
    expected: "JSON text",
    got: "text that is not JSON",
    ...(hint !== undefined && { hint }),
    location: source.locate(start, end),
  };
}

/** The Fields of an Object, and their names for messages. */
interface Fields {
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly names: readonly string[];
}

/** The values of an Enum, and in words. */
interface Values {
  readonly all: ReadonlySet<unknown>;
  readonly words: string;
}

/** Judges the values of one text. Recursion is no danger: the reader of the text refuses deep nesting. */
class Judge {
  readonly issues: InstanceIssue[] = [];
  readonly #tape: JsonTape;
  readonly #source: SourceText;
  readonly #fields = new Map<ObjectSchema, Fields>();
  readonly #values = new Map<EnumSchema, Values>();

  constructor(tape: JsonTape, source: SourceText) {
    this.#tape = tape;
    this.#source = source;
  }

  check(node: number, schema: Schema, path: string): void {
    switch (schema.kind) {
      case "Array":
        if (this.#isA("array", node, path)) this.#checkArray(node, schema, path);
        break;
      case "Map":
        if (this.#isA("object", node, path)) this.#checkMap(node, schema, path);
        break;
      case "Object":
        if (this.#isA("object", node, path)) this.#checkObject(node, schema, path);
        break;
      case "Enum":
        this.#checkEnum(node, schema, path);
        break;
      default:
        this.#checkPrimitive(node, schema, path);
    }
  }

  #isA(kind: "array" | "object", node: number, path: string): boolean {
    if (this.#tape.kind(node) === kind) return true;
    this.#report(node, "type", `an ${kind}`, path);
    return false;
  }

  #checkArray(node: number, schema: ArraySchema, path: string): void {
    const tape = this.#tape;
    const last = tape.last(node);
    let index = 0;
    for (let item = node + 1; item < last; item = tape.next(item)) {
      this.check(item, schema.elementSchema, `${path}/${index}`);
      index++;
    }
  }

  #checkMap(node: number, schema: MapSchema, path: string): void {
    const tape = this.#tape;
    const last = tape.last(node);
    for (let name = node + 1; name < last; name = tape.next(name + 1)) {
      this.check(name + 1, schema.mapValue.schema, memberPath(path, tape.string(name)));
    }
  }

  #checkObject(node: number, schema: ObjectSchema, path: string): void {
    const tape = this.#tape;
    const fields = this.#fieldsOf(schema);
    const last = tape.last(node);
    for (let name = node + 1; name < last; name = tape.next(name + 1)) {
      const text = tape.string(name);
      const field = fields.schemas.get(text);
      if (field !== undefined) this.check(name + 1, field, memberPath(path, text));
      else this.#add(name, unknownMember(text, fields.names, path, this.issues.length));
    }
  }

  #checkEnum(node: number, schema: EnumSchema, path: string): void {
    const tape = this.#tape;
    const { all, words } = this.#valuesOf(schema);
    const kind = tape.kind(node);
    const text = this.#scalarText(node);
    const isOfSchema = primitiveMismatch(schema.valueSchema.kind, kind, text) === undefined;
    if (isOfSchema && all.has(kind === "number" ? Number(text) : text)) return;
    this.#report(node, "enum", words, path);
  }

  #checkPrimitive(node: number, schema: PrimitiveSchema, path: string): void {
    const text = this.#scalarText(node);
    const problem = primitiveMismatch(schema.kind, this.#tape.kind(node), text);
    if (problem !== undefined) this.#report(node, problem.code, problem.expected, path);
  }

  #scalarText(node: number): string {
    const kind = this.#tape.kind(node);
    if (kind === "string") return this.#tape.string(node);
    return kind === "number" ? this.#tape.raw(node) : "";
  }

  #fieldsOf(schema: ObjectSchema): Fields {
    let fields = this.#fields.get(schema);
    if (fields === undefined) {
      const schemas = new Map(schema.fields.map((field) => [field.name, field.schema]));
      fields = { schemas, names: [...schemas.keys()] };
      this.#fields.set(schema, fields);
    }
    return fields;
  }

  #valuesOf(schema: EnumSchema): Values {
    let values = this.#values.get(schema);
    if (values === undefined) {
      const all = new Set(schema.enumValues.map(({ enumValue }) => enumValue));
      values = { all, words: enumWords([...all]) };
      this.#values.set(schema, values);
    }
    return values;
  }

  #report(node: number, code: string, expected: string, path: string): void {
    this.#add(node, mismatch(code, expected, this.#found(node), path));
  }

  #add(node: number, issue: InstanceIssue): void {
    const location = this.#source.locate(this.#tape.start(node), this.#tape.end(node));
    this.issues.push({ ...issue, location });
  }

  /** A value in a few words. */
  #found(node: number): string {
    const tape = this.#tape;
    switch (tape.kind(node)) {
      case "object":
        return "an object";
      case "array":
        return `an array of ${tape.items(node).length}`;
      case "string":
        return `the string ${shorten(tape.raw(node))}`;
      case "number":
        return `the number ${shorten(tape.raw(node))}`;
      default:
        return tape.raw(node);
    }
  }
}
