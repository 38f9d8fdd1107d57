import { describe, expect, test } from "vitest";
import { differencesBetween, equalModels } from "../../src/dtdl/equal.js";
import type { Element, Model, SupplementalValue } from "../../src/dtdl/model.js";
import { parseModel } from "../../src/dtdl/parse.js";
import { extensionSamples } from "./extension-samples.js";
import { interfaceChain } from "./interface-chain.js";
import { languageSamples, unknownWordSamples } from "./sample-models.js";

const telemetry = { "@type": "Telemetry", name: "t", schema: "double" };

/** A model of one Interface, DTDL v3 unless said otherwise. */
function modelOf(members: object, context: unknown = "dtmi:dtdl:context;3"): Model {
  const iface = { "@context": context, "@id": "dtmi:sample:Device;1", "@type": "Interface" };
  return parseModel(JSON.stringify({ ...iface, ...members }));
}

function objectSchema(members: object): object {
  return { contents: [{ ...telemetry, schema: { "@type": "Object", ...members } }] };
}

test.each([...languageSamples, ...unknownWordSamples, ...extensionSamples])(
  "a model equals itself: $shows",
  ({ text, options }) => {
    const [a, b] = [parseModel(text, options), parseModel(text, options)];
    expect(equalModels(a, b)).toBe(true);
    expect(differencesBetween(a, b)).toEqual([]);
  },
);

test("models of any two different samples differ", () => {
  const models = languageSamples.map(({ text }) => parseModel(text));
  for (const [at, a] of models.entries()) {
    for (const [other, b] of models.entries()) {
      expect(equalModels(a, b)).toBe(at === other);
    }
  }
});

test("order, layout and the texts that the parts come from do not matter", () => {
  const fields = [
    { name: "a", schema: "double" },
    { name: "b", schema: "string" },
  ];
  const one = modelOf({
    displayName: { en: "Device", de: "Gerät" },
    ...objectSchema({ fields }),
    extends: ["dtmi:sample:A;1", { "@id": "dtmi:sample:B;1", "@type": "Interface" }, nested("A")],
  });
  const two = modelOf({
    extends: [nested("A"), "dtmi:sample:B;1", { "@id": "dtmi:sample:B;1", "@type": "Interface" }],
    ...objectSchema({ comment: undefined, fields: fields.toReversed() }),
    displayName: { de: "Gerät", en: "Device" },
  });
  expect(differencesBetween(one, two)).toEqual([]);
});

function nested(name: string): object {
  return { "@id": `dtmi:sample:${name};1`, "@type": "Interface" };
}

test("the context in force does not matter while the elements are the same", () => {
  const extension = "dtmi:dtdl:extension:historization;1";
  const one = modelOf({ contents: [telemetry] });
  const two = modelOf({ contents: [telemetry] }, ["dtmi:dtdl:context;3", extension]);
  expect(equalModels(one, two)).toBe(true);
});

describe("models differ, and the difference is told in words, when they differ in", () => {
  test("an element", () => {
    expect(
      differencesBetween(modelOf({}), modelOf({ contents: [telemetry] })),
    ).toMatchInlineSnapshot(`
      [
        "\`contents.t\` of \`dtmi:sample:Device;1\` is "dtmi:sample:Device:_contents:__t;1" in the second model only.",
        "\`dtmi:sample:Device:_contents:__t;1\` (Telemetry) is in the second model only.",
        "\`dtmi:dtdl:instance:Schema:double;2\` (Double) is in the second model only.",
      ]
    `);
  });

  test("the kind of an element", () => {
    const property = modelOf({ contents: [{ ...telemetry, "@type": "Property" }] });
    expect(differencesBetween(modelOf({ contents: [telemetry] }), property)).toMatchInlineSnapshot(`
      [
        "\`dtmi:sample:Device:_contents:__t;1\` is of kind Telemetry in the first model, Property in the second.",
      ]
    `);
  });

  test("the version of the language", () => {
    const two = modelOf({}, "dtmi:dtdl:context;4");
    expect(differencesBetween(modelOf({}), two)).toMatchInlineSnapshot(`
      [
        "\`languageMajorVersion\` of \`dtmi:sample:Device;1\` is 3 in the first model, 4 in the second.",
      ]
    `);
  });

  test("a literal", () => {
    const writable = (value: boolean): Model =>
      modelOf({ contents: [{ ...telemetry, "@type": "Property", writable: value }] });
    expect(differencesBetween(writable(true), writable(false))).toMatchInlineSnapshot(`
      [
        "\`writable\` of \`dtmi:sample:Device:_contents:__t;1\` is true in the first model, false in the second.",
      ]
    `);
  });

  test("a literal that one of them lacks", () => {
    expect(differencesBetween(modelOf({ comment: "x" }), modelOf({}))).toMatchInlineSnapshot(`
      [
        "\`comment\` of \`dtmi:sample:Device;1\` is "x" in the first model only.",
      ]
    `);
  });

  test("a text of one language", () => {
    const a = modelOf({ displayName: { en: "Device", de: "Gerät" } });
    const b = modelOf({ displayName: { en: "Device", de: "Ding", fr: "Chose" } });
    expect(differencesBetween(a, b)).toMatchInlineSnapshot(`
      [
        "\`displayName.de\` of \`dtmi:sample:Device;1\` is "Gerät" in the first model, "Ding" in the second.",
        "\`displayName.fr\` of \`dtmi:sample:Device;1\` is "Chose" in the second model only.",
      ]
    `);
  });

  test("a schema", () => {
    const of = (schema: string): Model => modelOf({ contents: [{ ...telemetry, schema }] });
    expect(differencesBetween(of("double"), of("float"))).toMatchInlineSnapshot(`
      [
        "\`schema\` of \`dtmi:sample:Device:_contents:__t;1\` is "dtmi:dtdl:instance:Schema:double;2" in the first model, "dtmi:dtdl:instance:Schema:float;2" in the second.",
        "\`dtmi:dtdl:instance:Schema:double;2\` (Double) is in the first model only.",
        "\`dtmi:dtdl:instance:Schema:float;2\` (Float) is in the second model only.",
      ]
    `);
  });

  test("what an Interface extends", () => {
    const a = modelOf({ extends: [nested("A"), nested("B")] });
    const b = modelOf({ extends: [nested("A")], schemas: [] });
    expect(differencesBetween(a, b)).toMatchInlineSnapshot(`
      [
        "\`extends\` of \`dtmi:sample:Device;1\` has \`dtmi:sample:B;1\` in the first model only.",
        "\`dtmi:sample:B;1\` (Interface) is in the first model only.",
      ]
    `);
  });

  test("where an Interface is nested", () => {
    const b = { "@context": "dtmi:dtdl:context;3", ...nested("B") };
    const inside = modelOf({ extends: [nested("B")] });
    const outside = parseModel([
      JSON.stringify(b),
      JSON.stringify({
        "@context": "dtmi:dtdl:context;3",
        ...nested("Device"),
        extends: "dtmi:sample:B;1",
      }),
    ]);
    expect(differencesBetween(inside, outside)).toMatchInlineSnapshot(`
      [
        "\`childOf\` of \`dtmi:sample:B;1\` is "dtmi:sample:Device;1" in the first model only.",
        "\`definedIn\` of \`dtmi:sample:B;1\` is "dtmi:sample:Device;1" in the first model only.",
      ]
    `);
  });

  test("the value of an enum, where 1 is not the text 1", () => {
    const of = (enumValue: unknown, valueSchema: string): Model =>
      modelOf({
        contents: [
          {
            ...telemetry,
            schema: { "@type": "Enum", valueSchema, enumValues: [{ name: "one", enumValue }] },
          },
        ],
      });
    const found = differencesBetween(of(1, "integer"), of("1", "string"));
    expect(found.filter((difference) => difference.includes("enumValue"))).toMatchInlineSnapshot(`
      [
        "\`enumValue\` of \`dtmi:sample:Device:_contents:__t:_schema:_enumValues:__one;1\` is 1 in the first model, "1" in the second.",
      ]
    `);
  });

  test("a supplemental type, its property", () => {
    const context = ["dtmi:dtdl:context;3", "dtmi:dtdl:extension:quantitativeTypes;1"];
    const of = (type: string, unit: string): Model =>
      modelOf({ contents: [{ ...telemetry, "@type": ["Telemetry", type], unit }] }, context);
    expect([
      ...differencesBetween(of("Length", "metre"), of("Distance", "metre")),
      ...differencesBetween(of("Length", "metre"), of("Length", "foot")).filter((difference) =>
        difference.includes("supplemental"),
      ),
    ]).toMatchInlineSnapshot(`
      [
        "\`supplementalTypes\` of \`dtmi:sample:Device:_contents:__t;1\` has \`dtmi:dtdl:extension:quantitativeTypes:v1:class:Length\` in the first model only.",
        "\`supplementalTypes\` of \`dtmi:sample:Device:_contents:__t;1\` has \`dtmi:dtdl:extension:quantitativeTypes:v1:class:Distance\` in the second model only.",
        "\`supplementalProperties.dtmi:dtdl:extension:quantitativeTypes:v1:property:unit\` of \`dtmi:sample:Device:_contents:__t;1\` is "dtmi:dtdl:extension:quantitativeTypes:v1:unit:metre" in the first model, "dtmi:dtdl:extension:quantitativeTypes:v1:unit:foot" in the second.",
      ]
    `);
  });

  test("an undefined type or property, at any depth", () => {
    const of = (type: string, word: unknown): Model =>
      modelOf({ "@type": ["Interface", type], word }, "dtmi:dtdl:context;2");
    const deep = (value: unknown): unknown => ({ a: [{ b: value, c: {} }, []] });
    expect([
      ...differencesBetween(of("One", 1), of("Two", 1)),
      ...differencesBetween(of("One", deep(1)), of("One", deep("1"))),
      ...differencesBetween(of("One", deep(null)), of("One", { a: [{ b: null }, []] })),
      ...differencesBetween(of("One", [1, 2]), of("One", [2, 1])),
      ...differencesBetween(of("One", []), of("One", {})),
      ...differencesBetween(of("One", JSON.parse('{"__proto__":1}')), of("One", { toString: 1 })),
    ]).toMatchInlineSnapshot(`
      [
        "\`undefinedTypes\` of \`dtmi:sample:Device;1\` has \`One\` in the first model only.",
        "\`undefinedTypes\` of \`dtmi:sample:Device;1\` has \`Two\` in the second model only.",
        "\`undefinedProperties.word\` of \`dtmi:sample:Device;1\` is {"a":[{"b":1,"c":{}},[]]} in the first model, {"a":[{"b":"1","c":{}},[]]} in the second.",
        "\`undefinedProperties.word\` of \`dtmi:sample:Device;1\` is {"a":[{"b":null,"c":{}},[]]} in the first model, {"a":[{"b":null},[]]} in the second.",
        "\`undefinedProperties.word\` of \`dtmi:sample:Device;1\` is [1,2] in the first model, [2,1] in the second.",
        "\`undefinedProperties.word\` of \`dtmi:sample:Device;1\` is [] in the first model, {} in the second.",
        "\`undefinedProperties.word\` of \`dtmi:sample:Device;1\` is {"__proto__":1} in the first model, {"toString":1} in the second.",
      ]
    `);
  });
});

test("the values of a supplemental property have no order, and one is the same as a list of one", () => {
  const property = "dtmi:sample:property;1";
  const of = (value: SupplementalValue): Model => {
    const [element] = modelOf({}).elements.values();
    const changed = { ...element, supplementalProperties: { [property]: value } } as Element;
    return { elements: new Map([[changed.id, changed]]), interfaces: new Map() };
  };
  expect(equalModels(of(["a", "b", 1]), of([1, "b", "a"]))).toBe(true);
  expect(equalModels(of(["a"]), of("a"))).toBe(true);
  expect(equalModels(of(["a", "b"]), of(["a"]))).toBe(false);
  expect(equalModels(of(["1"]), of([1]))).toBe(false);
});

test("only as many differences are told as asked for", () => {
  const contents = Array.from({ length: 50 }, (_, at) => ({ ...telemetry, name: `t${at}` }));
  const [a, b] = [modelOf({}), modelOf({ contents })];
  expect(differencesBetween(a, b)).toHaveLength(20);
  expect(differencesBetween(a, b, 3)).toHaveLength(3);
  expect(differencesBetween(a, b, Number.POSITIVE_INFINITY).length).toBeGreaterThan(50);
});

test("models of 20,000 elements in a chain are compared", () => {
  const chain = (): Model => {
    const interfaces = new Map(
      [...chainOf(interfaceChain(20_000, true))].map((each) => [each.id, each]),
    );
    return { elements: interfaces, interfaces };
  };
  expect(equalModels(chain(), chain())).toBe(true);
});

function* chainOf(start: ReturnType<typeof interfaceChain>): Generator<typeof start> {
  for (let at: typeof start | undefined = start; at !== undefined; at = at.extends[0]) yield at;
}
