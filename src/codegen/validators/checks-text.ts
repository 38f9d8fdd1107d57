import { complexPayloads } from "../../schema/complex-payloads.js";
import type { InterfaceSchema, PayloadSchema } from "../../schema/interface-schema.js";
import { checkedName } from "../identifier.js";
import { literalText } from "../literal.js";
import { docComment, stringLiteral } from "../model-text.js";

/**
 * The checks of an Interface's payloads as the text of a function, the last argument of `defineInterface`; undefined when
 * all payloads are primitives, whose checks the library has. The text needs no import and has no type annotation, and of
 * the model it holds the names of Fields and the values of Enums alone.
 */
export function checksText(tables: InterfaceSchema): string | undefined {
  const payloads = complexPayloads(tables);
  if (payloads.length === 0) return undefined;
  const writer = new CheckWriter();
  payloads.forEach(({ place, schema }, index) => {
    const isNamed = place[0] === "schemas";
    writer.add(schema, isNamed ? (place[1] ?? "") : placeText(place));
    if (isNamed) writer.name(place[1] ?? "", index);
  });
  return writer.text();
}

/** `commands.getReport.response`, of names that follow the DTDL grammar. */
function placeText(place: readonly string[]): string {
  return place.map(checkedName).join(".");
}

/** The verdict on every value for an Enum that has none. */
const nothing = "false";

/** Values that are compared one after the other; more of them make a set. */
const mostCompared = 8;

/** Writes the list of checks. A part that the check of an Object calls is a check of its own, so that it is made once. */
class CheckWriter {
  readonly #entries: { readonly schema: PayloadSchema; readonly place: string }[] = [];
  readonly #indexes = new Map<PayloadSchema, number>();
  readonly #named = new Map<string, number>();
  readonly #tools = new Set<string>();
  #calls = false;

  /** Adds a check at the next index; a schema that has one already gets another that calls it. */
  add(schema: PayloadSchema, place: string): number {
    const index = this.#entries.length;
    this.#entries.push({ schema, place });
    if (!this.#indexes.has(schema)) this.#indexes.set(schema, index);
    return index;
  }

  /** The check at this index is that of a schema which others refer to. */
  name(name: string, index: number): void {
    this.#named.set(name, index);
  }

  text(): string {
    let checks = "";
    // The loop also visits the parts that it adds.
    for (const [index, { schema, place }] of this.#entries.entries()) {
      const first = this.#indexes.get(schema) ?? index;
      const check =
        first < index ? `(value) => ${this.#call(first)}` : this.#make(schema, place, "    ");
      const lines = [...docComment({ title: `${index}: ${place}` }), `${check},`];
      checks += lines.map((line) => `    ${line}\n`).join("");
    }
    const tools = `{ ${[...this.#tools].sort().join(", ")} }`;
    return `(${this.#calls ? `${tools}, check` : tools}) => [\n${checks}  ]`;
  }

  /** An expression that makes a check. */
  #make(schema: PayloadSchema, place: string, indent: string): string {
    if (typeof schema === "string") return this.#tool(schema);
    if ("array" in schema)
      return `${this.#tool("array")}(${this.#part(schema.array, place, indent)})`;
    if ("map" in schema) return `${this.#tool("map")}(${this.#part(schema.map, place, indent)})`;
    if ("object" in schema) return this.#makeObject(schema.object, place, indent);
    if ("enum" in schema && schema.enum.length > mostCompared) {
      return `${this.#tool("oneOf")}(${literalText([...new Set(schema.enum)], indent)})`;
    }
    const verdict = this.#verdict(schema, place);
    return verdict === nothing ? `() => ${nothing}` : `(value) => ${verdict}`;
  }

  #part(schema: PayloadSchema, place: string, indent: string): string {
    const index = this.#indexes.get(schema);
    return index === undefined
      ? this.#make(schema, place, indent)
      : `(value) => ${this.#call(index)}`;
  }

  #makeObject(
    fields: Readonly<Record<string, PayloadSchema>>,
    place: string,
    indent: string,
  ): string {
    const cases = new Map<string, string[]>();
    for (const [name, field] of Object.entries(fields)) {
      const verdict = this.#verdict(field, `${place}.${checkedName(name)}`);
      if (verdict === nothing) continue; // As for a name that no Field has.
      cases.set(verdict, [...(cases.get(verdict) ?? []), name]);
    }
    const tool = this.#tool("object");
    if (cases.size === 0) return `${tool}(() => ${nothing})`;
    const lines = [...cases].flatMap(([verdict, names]) => [
      ...names.map((name) => `    case ${stringLiteral(name)}:`),
      `      return ${verdict};`,
    ]);
    return [
      `${tool}((name, value) => {`,
      "  switch (name) {",
      ...lines,
      "    default:",
      "      return false;",
      "  }",
      "})",
    ].join(`\n${indent}`);
  }

  /** An expression that says whether `value` fits. */
  #verdict(schema: PayloadSchema, place: string): string {
    if (typeof schema === "string") return `${this.#tool(schema)}(value)`;
    if ("ref" in schema) return this.#call(this.#named.get(schema.ref));
    if ("enum" in schema && schema.enum.length <= mostCompared) {
      const values = [...new Set(schema.enum)];
      return values.map((value) => `value === ${literalText(value)}`).join(" || ") || nothing;
    }
    return this.#call(this.#indexes.get(schema) ?? this.add(schema, place));
  }

  #call(index: number | undefined): string {
    if (index === undefined) throw new Error("a payload refers to a schema that its tables lack");
    this.#calls = true;
    return `check(${index}, value)`;
  }

  #tool(name: string): string {
    this.#tools.add(name);
    return name;
  }
}
