import fc, { type GeneratorValue } from "fast-check";

type Json = Record<string, unknown>;

/** Valid DTDL of any version: several Interfaces that use each other, with every class, texts, quantities and unknown words. */
export const randomModelText: fc.Arbitrary<string> = fc
  .gen()
  .map((gen) => JSON.stringify(new RandomModel(gen).interfaces()));

const primitives = "boolean date dateTime double duration float integer long string time".split(
  " ",
);
const primitivesOfV4 =
  "byte bytes decimal short unsignedByte unsignedInteger unsignedLong unsignedShort uuid".split(
    " ",
  );
const numeric = ["double", "float", "integer", "long"];
const quantities = [
  ["Temperature", "degreeCelsius", "kelvin"],
  ["Length", "metre", "mile"],
  ["RelativeHumidity", "percent", "unity"],
] as const;

/** Schemas nest less deep than any version allows. */
const deepest = 3;

class RandomModel {
  readonly #gen: GeneratorValue;
  readonly #version: number;
  readonly #context: readonly string[];
  #count = 0;
  /** Schemas that the elements at hand may refer to. */
  #schemas: readonly string[] = [];
  /** Interfaces without Components. */
  readonly #leaves: string[] = [];

  constructor(gen: GeneratorValue) {
    this.#gen = gen;
    this.#version = this.#oneOf([2, 3, 4]);
    const extensions = {
      2: ["dtmi:acme:unknown;1"],
      3: ["dtmi:dtdl:extension:quantitativeTypes;1", "dtmi:dtdl:extension:historization;1"],
      4: ["dtmi:dtdl:extension:quantitativeTypes;2", "dtmi:dtdl:extension:requirement;2"],
    }[this.#version];
    this.#context = [`dtmi:dtdl:context;${this.#version}`, ...(extensions ?? [])];
  }

  interfaces(): readonly Json[] {
    const ids: string[] = [];
    return Array.from({ length: this.#number(1, 4) }, () => {
      const made = { "@context": this.#context, ...this.#interface(ids, 2) };
      ids.push(made["@id"] as string);
      return made;
    });
  }

  /** An Interface that uses earlier ones and has others in it. */
  #interface(earlier: readonly string[], depth: number): Json & { "@id": string } {
    const id = this.#id();
    const outer = this.#schemas;
    this.#schemas = [];
    const schemas = this.#several(() => {
      const schema = { "@id": this.#id(), ...this.#complexSchema(1, false) };
      this.#schemas = [...this.#schemas, schema["@id"]];
      return schema;
    });
    const made = {
      "@id": id,
      "@type": this.#types("Interface"),
      ...this.#entity(),
      ...(depth > 0 && earlier.length > 0 && this.#chance() ? { extends: earlier[0] } : {}),
      ...(depth > 0 && this.#chance() ? { extends: [this.#interface([], 0)] } : {}),
      contents: [
        ...this.#several(() => this.#content()),
        ...(depth > 0 ? this.#several(() => this.#component()) : []),
      ],
      schemas,
    };
    this.#schemas = outer;
    return made;
  }

  /** A Component of an Interface that has no Components itself. */
  #component(): Json {
    if (this.#leaves.length > 0 && this.#chance()) {
      return { "@type": "Component", ...this.#named(), schema: this.#oneOf(this.#leaves) };
    }
    const schema = this.#interface([], 0);
    this.#leaves.push(schema["@id"]);
    return { "@type": "Component", ...this.#named(), schema };
  }

  #content(): Json {
    switch (this.#oneOf(["Telemetry", "Property", "Command", "Relationship"])) {
      case "Telemetry":
        return this.#valued("Telemetry");
      case "Property":
        return this.#property();
      case "Command": {
        const payload = (): Json => ({
          ...this.#named(),
          schema: this.#schema(0, false),
          ...(this.#version === 4 && this.#chance() ? { nullable: this.#chance() } : {}),
        });
        return {
          "@type": "Command",
          ...this.#named(),
          ...this.#maybe("request", payload),
          ...this.#maybe("response", payload),
          ...this.#maybe("commandType", () => this.#oneOf(["synchronous", "asynchronous"])),
        };
      }
      default:
        return {
          "@type": "Relationship",
          ...this.#named(),
          ...this.#maybe("target", () => "dtmi:random:Anything;1"),
          ...this.#maybe("minMultiplicity", () => 0),
          ...this.#maybe("maxMultiplicity", () => this.#number(1, 500)),
          ...this.#maybe("writable", () => this.#chance()),
          ...this.#maybe("properties", () => this.#several(() => this.#property())),
        };
    }
  }

  #property(): Json {
    return { ...this.#valued("Property"), ...this.#maybe("writable", () => this.#chance()) };
  }

  /** A Telemetry or Property, perhaps a quantity. */
  #valued(type: string): Json {
    if (!this.#chance()) {
      const schema = this.#schema(0, this.#version === 2 && type === "Property");
      return { "@type": this.#types(type), ...this.#named(), schema };
    }
    const [quantity, ...units] = this.#oneOf(quantities);
    return {
      "@type": this.#chance() ? [type, quantity] : [quantity, type],
      ...this.#named(),
      schema: this.#oneOf(numeric),
      unit: this.#oneOf(units),
    };
  }

  /** In DTDL v2 there may be unknown types, and with them unknown properties. */
  #types(type: string): unknown {
    return this.#version === 2 && this.#chance() ? [type, "Unheard", "acme:Word"] : type;
  }

  #schema(depth: number, flat: boolean): unknown {
    const kind = this.#number(0, 3);
    if (kind === 0 && depth < deepest)
      return { ...this.#ownId(), ...this.#complexSchema(depth + 1, flat) };
    if (kind === 1 && depth === 0 && !flat && this.#schemas.length > 0) {
      return this.#oneOf(this.#schemas);
    }
    if (kind === 2 && depth === 0 && !flat) return this.#oneOf(["point", "polygon"]);
    return this.#oneOf(this.#version === 4 ? [...primitives, ...primitivesOfV4] : primitives);
  }

  #complexSchema(depth: number, flat: boolean): Json {
    const inner = (): unknown => this.#schema(Math.max(depth, 1), flat);
    switch (this.#oneOf(flat ? ["Map", "Object", "Enum"] : ["Map", "Object", "Enum", "Array"])) {
      case "Array":
        return { "@type": "Array", ...this.#entity(), elementSchema: inner() };
      case "Enum": {
        const text = this.#chance();
        const enumValues = this.#several((at) => ({
          ...this.#named(),
          enumValue: text ? `${this.#text(20)}${at}` : at - this.#number(0, 1) * 1000,
        }));
        return {
          "@type": "Enum",
          ...this.#entity(),
          valueSchema: text ? "string" : "integer",
          enumValues,
        };
      }
      case "Map":
        return {
          "@type": "Map",
          ...this.#entity(),
          mapKey: { ...this.#named(), schema: "string" },
          mapValue: { ...this.#named(), schema: inner() },
        };
      default:
        return {
          "@type": "Object",
          ...this.#entity(),
          fields: this.#several(() => ({ ...this.#named(), schema: inner() })),
        };
    }
  }

  #named(): Json {
    this.#count++;
    return { ...this.#ownId(), ...this.#entity(), name: `n${this.#count}` };
  }

  #entity(): Json {
    return {
      ...this.#maybe("comment", () => this.#text(512)),
      ...this.#maybe("displayName", () => this.#localized(64)),
      ...this.#maybe("description", () => this.#localized(512)),
    };
  }

  #localized(length: number): unknown {
    if (this.#chance()) return this.#text(length);
    const languages = ["en", "de", "zh-Hans", "pt-BR"].filter(() => this.#chance());
    return Object.fromEntries(languages.map((language) => [language, this.#text(length)]));
  }

  #text(maxLength: number): string {
    return this.#gen(fc.string, { maxLength, unit: "binary", size: "small" }).slice(0, maxLength);
  }

  #ownId(): Json {
    return this.#chance() ? { "@id": this.#id() } : {};
  }

  #id(): string {
    this.#count++;
    return `dtmi:random:e${this.#count};${this.#number(1, 3)}`;
  }

  #several<T>(make: (at: number) => T): T[] {
    // DTDL v2 wants at least one enum value and one field.
    return Array.from({ length: this.#number(1, 3) }, (_, at) => make(at));
  }

  #maybe(name: string, make: () => unknown): Json {
    return this.#chance() ? { [name]: make() } : {};
  }

  #oneOf<T>(values: readonly T[]): T {
    return values[this.#number(0, values.length - 1)] as T;
  }

  #number(min: number, max: number): number {
    return this.#gen(fc.integer, { min, max });
  }

  #chance(): boolean {
    return this.#gen(fc.boolean);
  }
}
