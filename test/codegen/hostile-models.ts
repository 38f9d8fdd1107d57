// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hostile text looks like code
import fc, { type GeneratorValue } from "fast-check";

/** Two models of one structure, each as DTDL texts: all texts of the one try to leave their place, the other's are plain. */
export interface Twins {
  readonly hostile: readonly string[];
  readonly harmless: readonly string[];
}

/** What tries to end a comment, a literal, a line or a name, or to mean something to a compiler, a bundler or an editor. */
export const hostilePieces: readonly string[] = [
  "*/",
  "/*",
  "/**",
  "//",
  "*",
  "/",
  "*\0/",
  "*\u202E/",
  "*\t/",
  "*\uD800/",
  "\\",
  '"',
  "'",
  "`",
  "${",
  "${alert(1)}",
  "\n",
  "\r",
  "\r\n",
  "\t",
  "\v",
  "\f",
  "\b",
  "\u2028",
  "\u2029",
  "\u0085",
  "\0",
  "\x7F",
  "\u009B",
  "\u202E",
  "\u2066",
  "\u200F",
  "\u061C",
  "\uFEFF",
  "\uD800",
  "\uDFFF",
  "@ts-nocheck",
  "@ts-ignore",
  "@ts-expect-error",
  "@deprecated",
  "@jsx x",
  "a@jsxImportSource x",
  "@internal",
  "@license",
  "@import { x } from 'y'",
  "@typedef {object} T",
  "@",
  " @see x",
  "{@link y}",
  "@overload",
  "#__PURE__",
  "@__PURE__",
  "__proto__",
  "constructor",
  '"]: 1',
  "; alert(1);",
  "});alert(1);({",
  "export default 1",
  "import('x')",
  "</script>",
  "<!--",
  "-->",
  "#!x",
  '/// <reference path="x" />',
  "//# sourceMappingURL=x",
  "//# sourceURL=x",
  "\\u002a/",
  "\\x2a/",
  "\\",
  "%0A",
  "&#10;",
  "```",
  "<b>",
];

/** A place of a text that differs between the twins. */
class Pair {
  readonly hostile: string;
  readonly harmless: string;

  constructor(hostile: string, harmless: string) {
    this.hostile = hostile;
    this.harmless = harmless;
  }
}

/** An object one of whose keys is such a place. */
class Entry {
  readonly key: Pair;
  readonly value: unknown;

  constructor(key: Pair, value: unknown) {
    this.key = key;
    this.value = value;
  }
}

type Side = "hostile" | "harmless";
type Json = Record<string, unknown>;

/** Models in which every text that DTDL lets authors write is hostile, names and identifiers within their grammar too. */
export const hostileTwins: fc.Arbitrary<Twins> = fc.gen().map((gen) => {
  const interfaces = new HostileModel(gen).interfaces();
  const textsOf = (side: Side): readonly string[] =>
    interfaces.map((each) => JSON.stringify(rendered(each, side)));
  return { hostile: textsOf("hostile"), harmless: textsOf("harmless") };
});

/** Each piece alone as a value of an enum: random texts seldom hold one piece and nothing else to beware of. */
export const eachPieceAlone: Twins = {
  hostile: [enumOf((index) => `${index}${hostilePieces[index]}`)],
  harmless: [enumOf((index) => `value ${index}`)],
};

function enumOf(valueAt: (index: number) => string): string {
  const enumValues = hostilePieces.map((_, index) => ({
    name: `p${index}`,
    enumValue: valueAt(index),
  }));
  const schema = { "@type": "Enum", valueSchema: "string", enumValues };
  return JSON.stringify({
    "@context": "dtmi:dtdl:context;4",
    "@id": "dtmi:a:b;1",
    "@type": "Interface",
    contents: [{ "@type": "Property", name: "pieces", schema }],
  });
}

/** Free text as hostile as a model's, and always with something to see in it. */
export function hostileText(maxLength: number): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...hostilePieces) },
    { weight: 1, arbitrary: fc.string({ maxLength: 6, unit: "binary" }) },
  );
  const some = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(""));
  const veryLong = piece.map((text) => text.repeat(Math.ceil(512 / Math.max(1, text.length))));
  const core = fc.oneof({ weight: 15, arbitrary: some }, { weight: 1, arbitrary: veryLong });
  return fc
    .tuple(core, fc.integer({ min: 0, max: 2 }))
    .map(([text, place]) =>
      place === 0
        ? `x${text.slice(0, maxLength - 1)}`
        : text.slice(0, maxLength - 2) + (place === 1 ? " x" : "x"),
    );
}

/** Names that the grammar allows and that mean something to the language, to the toolkit or to a file system. */
const wordsWithMeaning = [
  ..."await break case class const default delete do else enum eval export extends false finally for function if".split(
    " ",
  ),
  ..."implements import in instanceof interface let new null package private public return static super switch".split(
    " ",
  ),
  ..."this throw true try typeof undefined var void while with yield arguments async get set of type keyof".split(
    " ",
  ),
  ..."any unknown never string number boolean bigint symbol object readonly NaN Infinity globalThis require".split(
    " ",
  ),
  ..."then toJSON length name prototype caller callee id properties writable telemetry commands components".split(
    " ",
  ),
  ..."relationships schema description Value Item con nul aux com1 a__b Ab aB".split(" "),
];

/** Members of every object: printed with more care than others, so the twins share them. */
const wordsOfObjects = [
  ..."toString constructor valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString".split(
    " ",
  ),
];

/** Names of types that generated files may import or use: they bring aliases along, so the twins share them. */
const typeLabels = [
  ..."Descriptor Command DateTime DateTimeInput Relationship LocalDate LocalTime Duration InputList".split(
    " ",
  ),
  ..."defineInterface Record Readonly Array Partial Date Object String Number Promise Map".split(
    " ",
  ),
];

/** Labels whose types are called alike bring aliases along, so these are left out. */
const labelsWithMeaning = wordsWithMeaning.filter((word) => !/^a_*b$/i.test(word));

const languages = [
  "en",
  "de",
  "zh-Hans",
  "pt-BR",
  "as",
  "do",
  "if",
  "in",
  "is",
  "new",
  "void",
  "null",
];
const units = ["degreeCelsius", "kelvin", "degreeFahrenheit"];

class HostileModel {
  readonly #gen: GeneratorValue;
  readonly #version: 2 | 3 | 4;
  readonly #maxName: number;
  readonly #maxText: number;
  readonly #labels = new Set<string>();
  #count = 0;

  constructor(gen: GeneratorValue) {
    this.#gen = gen;
    this.#version = this.#oneOf([2, 3, 4]);
    this.#maxName = this.#version === 4 ? 512 : 64;
    this.#maxText = this.#version === 4 ? 512 : 64;
  }

  interfaces(): readonly Json[] {
    const names = new Set<string>();
    const base = this.#interface([this.#property(names, "string"), this.#enumProperty(names)]);
    const part = this.#interface([this.#telemetry(new Set())]);
    const main = this.#interface(
      [
        this.#objectProperty(names),
        this.#mapProperty(names),
        this.#telemetry(names),
        this.#command(names),
        this.#property(names, "long"),
        this.#property(names, "dateTime"),
        { ...this.#typed("Component"), ...this.#named(names), schema: part["@id"] },
        this.#relationship(names, base["@id"]),
      ],
      { extends: base["@id"] },
    );
    return [base, part, main];
  }

  #interface(contents: readonly unknown[], more: Json = {}): Json {
    const quantities = { 2: [], 3: ["dtmi:dtdl:extension:quantitativeTypes;1"], 4: [] }[
      this.#version
    ];
    return {
      "@context": [
        `dtmi:dtdl:context;${this.#version}`,
        ...(this.#version === 4 ? ["dtmi:dtdl:extension:quantitativeTypes;2"] : quantities),
        "dtmi:acme:unknown;1",
      ],
      "@id": this.#id(),
      ...this.#typed("Interface"),
      ...this.#entity(),
      contents,
      ...more,
    };
  }

  #property(names: Set<string>, schema: unknown): Json {
    const writable = this.#chance() ? { writable: true } : {};
    return { ...this.#typed("Property"), ...this.#named(names), schema, ...writable };
  }

  #enumProperty(names: Set<string>): Json {
    const inner = new Set<string>();
    return this.#property(names, {
      ...this.#perhapsId(),
      ...this.#typed("Enum"),
      ...this.#entity(),
      valueSchema: "string",
      enumValues: [1, 2].map((number) => ({
        ...this.#named(inner),
        enumValue: new Pair(`${number}${this.#hostile(this.#maxText - 1)}`, `value ${number}`),
      })),
    });
  }

  #objectProperty(names: Set<string>): Json {
    const inner = new Set<string>();
    return this.#property(names, {
      ...this.#perhapsId(),
      ...this.#typed("Object"),
      ...this.#entity(),
      fields: [
        "string",
        "dateTime",
        { "@type": "Enum", valueSchema: "integer", ...this.#numbers() },
      ].map((schema) => ({ ...this.#named(inner), schema })),
    });
  }

  #numbers(): Json {
    const inner = new Set<string>();
    const limits = [0, -1, 2147483647];
    return { enumValues: limits.map((enumValue) => ({ ...this.#named(inner), enumValue })) };
  }

  #mapProperty(names: Set<string>): Json {
    const inner = new Set<string>();
    return this.#property(names, {
      ...this.#typed("Map"),
      ...this.#entity(),
      mapKey: { ...this.#named(inner), schema: "string" },
      mapValue: {
        ...this.#named(inner),
        schema: { "@type": "Object", fields: [{ ...this.#named(new Set()), schema: "double" }] },
      },
    });
  }

  #telemetry(names: Set<string>): Json {
    return {
      ...this.#typed("Telemetry", "Temperature"),
      ...this.#named(names),
      schema: "double",
      unit: this.#oneOf(units),
    };
  }

  #command(names: Set<string>): Json {
    const payload = (schema: unknown): Json => ({
      ...this.#named(new Set()),
      schema,
      ...(this.#version === 4 && this.#chance() ? { nullable: true } : {}),
    });
    const fields = [{ ...this.#named(new Set()), schema: "boolean" }];
    return {
      ...this.#typed("Command"),
      ...this.#named(names),
      request: payload("dateTime"),
      response: payload({ ...this.#perhapsId(), "@type": "Object", ...this.#entity(), fields }),
    };
  }

  #relationship(names: Set<string>, target: unknown): Json {
    return {
      ...this.#typed("Relationship"),
      ...this.#named(names),
      target,
      properties: [{ "@type": "Property", ...this.#named(new Set()), schema: "string" }],
    };
  }

  /** Types that nobody defined may be any words, and bring properties of any name along. */
  #typed(...types: readonly string[]): Json {
    const name = this.#word();
    const values = [this.#pair(100), { [this.#oneOf(["a", "__proto__"])]: this.#pair(20) }];
    return { "@type": [...types, this.#word()], "": new Entry(name, values) };
  }

  #word(): Pair {
    const text = this.#hostile(30).replaceAll(":", "");
    const number = this.#next();
    return new Pair(`${number}${text}`, `Unheard${number}`);
  }

  #named(taken: Set<string>): Json {
    return { name: this.#name(taken), ...this.#entity() };
  }

  #name(taken: Set<string>): string | Pair {
    const number = this.#next();
    const plain = `p${number}`;
    const shared = this.#chance() && this.#chance();
    const word = shared ? this.#oneOf(wordsOfObjects) : this.#oneOf(wordsWithMeaning);
    const isLong = this.#gen(fc.integer, { min: 0, max: 30 }) === 0;
    if (isLong) return new Pair("n".repeat(this.#maxName - 5) + number, plain);
    if (taken.has(word)) return new Pair(`x_${number}`, plain);
    taken.add(word);
    return shared ? word : new Pair(word, plain);
  }

  #entity(): Json {
    return {
      comment: this.#pair(this.#maxText),
      displayName: this.#localized(this.#maxText),
      description: this.#localized(512),
    };
  }

  #localized(length: number): unknown {
    if (this.#chance()) return this.#pair(length);
    const [first, second] = [this.#oneOf(languages), this.#oneOf(languages)];
    return { [first]: this.#pair(length), [second]: this.#pair(length) };
  }

  #perhapsId(): Json {
    return this.#chance() ? { "@id": this.#id() } : {};
  }

  /** Labels of a path become folders, and the last one a type. */
  #id(): string | Pair {
    const number = this.#next();
    const folder = this.#oneOf([...wordsWithMeaning, ...wordsOfObjects, ...typeLabels]);
    const shared = this.#chance();
    const label = this.#oneOf(shared ? typeLabels : labelsWithMeaning);
    if (this.#labels.has(label.toLowerCase())) {
      return new Pair(`dtmi:${folder}:con:x_${number};1`, `dtmi:a:b:Label${number};1`);
    }
    this.#labels.add(label.toLowerCase());
    const harmless = shared ? label : `Label${number}`;
    return new Pair(`dtmi:${folder}:con:${label};${number}`, `dtmi:a:b:${harmless};${number}`);
  }

  #pair(maxLength: number): Pair {
    return new Pair(this.#hostile(maxLength), "plain words");
  }

  #hostile(maxLength: number): string {
    return this.#gen(hostileText, maxLength);
  }

  #next(): number {
    this.#count += 1;
    return this.#count;
  }

  #oneOf<T>(values: readonly T[]): T {
    return values[this.#gen(fc.integer, { min: 0, max: values.length - 1 })] as T;
  }

  #chance(): boolean {
    return this.#gen(fc.boolean);
  }
}

function rendered(value: unknown, side: Side): unknown {
  if (value instanceof Pair) return value[side];
  if (Array.isArray(value)) return value.map((each) => rendered(each, side));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) =>
      member instanceof Entry
        ? [member.key[side], rendered(member.value, side)]
        : [name, rendered(member, side)],
    ),
  );
}
