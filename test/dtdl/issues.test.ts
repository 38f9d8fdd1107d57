import { expect, test } from "vitest";
import { parseModel } from "../../src/dtdl/parse.js";
import { isPnpError } from "../../src/errors.js";
import { codesOf, interfaceText, issuesOf } from "./models.js";

const telemetry = { "@type": "Telemetry", name: "t", schema: "double" };

test("an issue shows the line, a marker under the word, and what was meant", () => {
  const text = interfaceText([{ "@type": "Property", name: "limit", schema: "dobule" }]);
  const [issue] = issuesOf(text);
  expect(issue?.frame).toBe(
    [
      "error[badDtmiOrTerm]: `dobule` is neither a term of DTDL 2 nor a DTMI",
      " --> <text>:9:17",
      "  |",
      '8 |       "name": "limit",',
      '9 |       "schema": "dobule"',
      "  |                 ^^^^^^^^",
      "  = help: did you mean `double`?",
      "  = note: dtmi:com:example:Device;1, contents, limit, schema",
    ].join("\n"),
  );
  expect(issue?.location).toEqual({
    source: "<text>",
    line: 9,
    column: 17,
    endLine: 9,
    endColumn: 25,
  });
});

test("all issues of a text come at once", () => {
  const text = interfaceText([
    { "@type": "Property", name: "a_", schema: "dobule", writeable: true },
    { "@type": "Telemetry", name: "b" },
    { "@type": "Comand", name: "c" },
  ]);
  expect(codesOf(text)).toEqual([
    "stringInvalid",
    "badDtmiOrTerm",
    "noTypeThatAllows",
    "missingObjectProperty",
    "badType",
  ]);
});

test("parseModel throws an error that carries the issues", () => {
  try {
    parseModel("[1]");
    expect.unreachable();
  } catch (error) {
    if (!isPnpError(error, "PNP_DTDL_INVALID")) throw error;
    expect(error.issues.map(({ code }) => code)).toEqual(["notJsonObject"]);
    expect(error.message).toContain("<text>:1:2");
  }
});

test("text that is not JSON is an issue with a place", () => {
  const [issue] = issuesOf('{\n  "a": 1,\n}');
  expect(issue).toMatchObject({ code: "invalidJson", location: { line: 2, column: 9 } });
});

test("an Interface that nobody defines is named", () => {
  const text = interfaceText([
    { "@type": "Component", name: "c", schema: "dtmi:com:example:Other;1" },
  ]);
  const [issue] = issuesOf(text);
  expect(issue?.code).toBe("unresolvedReference");
  expect(issue?.message).toContain("dtmi:com:example:Other;1");
  expect(issue?.hint).toContain("folder");
});

const array = { "@type": "Array", elementSchema: "double" };
const nested = (levels: number): unknown =>
  levels === 0 ? "double" : { "@type": "Array", elementSchema: nested(levels - 1) };
const component = { "@type": "Component", name: "c", schema: "dtmi:com:example:Device;1" };
const enumOf = (valueSchema: string, ...values: unknown[]) => ({
  "@type": "Enum",
  valueSchema,
  enumValues: values.map((enumValue, index) => ({ name: `v${index}`, enumValue })),
});

test.each<[string, string, unknown, Record<string, unknown>?]>([
  ["two contents of one name", "nonUniquePropertyValue", [telemetry, telemetry]],
  ["a content without name", "missingDtmiSegPropertyValue", [{ "@type": "Command" }]],
  ["a content without type", "badType", [{ name: "t", schema: "double" }]],
  [
    "two classes on one element",
    "multipleMaterialTypes",
    [{ ...telemetry, "@type": ["Telemetry", "Property"] }],
  ],
  [
    "a property written twice",
    "duplicatePropertyName",
    [{ ...telemetry, "dtmi:dtdl:property:schema;2": "long" }],
  ],
  ["a number as name", "stringNotString", [{ ...telemetry, name: 7 }]],
  [
    "text where true or false belongs",
    "booleanNotBoolean",
    [{ "@type": "Property", name: "p", schema: "long", writable: "yes" }],
  ],
  ["null as schema", "refNotStringOrObject", [{ ...telemetry, schema: null }]],
  ["two schemas", "objectMultipleValues", [{ ...telemetry, schema: ["long", "double"] }]],
  ["a class as schema", "badType", [{ ...telemetry, schema: "Telemetry" }]],
  ["an Interface as schema", "badType", [{ ...telemetry, schema: "dtmi:com:example:Device;1" }]],
  [
    "an unknown reserved identifier",
    "undefinedReservedId",
    [{ ...telemetry, schema: "dtmi:dtdl:instance:Schema:dubble;2" }],
  ],
  [
    "an object with nothing but an identifier",
    "idReference",
    [{ ...telemetry, schema: { "@id": "dtmi:a;1" } }],
  ],
  ["a name too long", "stringTooLong", [{ ...telemetry, name: "x".repeat(65) }]],
  ["an Array in a Property", "excludedType", [{ "@type": "Property", name: "p", schema: array }]],
  [
    "a geospatial schema in a Property",
    "excludedType",
    [{ "@type": "Property", name: "p", schema: "point" }],
  ],
  ["a Component in a Component", "excludedType", [component]],
  ["schemas six levels deep", "excessiveDepthWide", [{ ...telemetry, schema: nested(6) }]],
  [
    "an enum value of another type",
    "nonConformantDatatype",
    [{ ...telemetry, schema: enumOf("integer", "a") }],
  ],
  [
    "an enum value twice",
    "nonUniquePropertyValue",
    [{ ...telemetry, schema: enumOf("integer", 1, 1) }],
  ],
  ["an enum of doubles", "incorrectPropertyValue", [{ ...telemetry, schema: enumOf("double", 1) }]],
  ["an enum without values", "objectCountBelowMin", [{ ...telemetry, schema: enumOf("integer") }]],
  [
    "a semantic type without unit",
    "missingSupplementalObjectProperty",
    [{ ...telemetry, "@type": ["Telemetry", "Mass"] }],
  ],
  ["a unit without semantic type", "noTypeThatAllows", [{ ...telemetry, unit: "gram" }]],
  [
    "a unit of something else",
    "notRequiredType",
    [{ ...telemetry, "@type": ["Telemetry", "Mass"], unit: "volt" }],
  ],
  [
    "a semantic type on a text",
    "notRequiredType",
    [{ ...telemetry, schema: "string", "@type": ["Telemetry", "Mass"], unit: "gram" }],
  ],
  [
    "a semantic type on a Command",
    "invalidCotype",
    [{ "@type": ["Command", "Mass"], name: "c", unit: "gram" }],
  ],
  [
    "minMultiplicity of 1",
    "valueNotExact",
    [{ "@type": "Relationship", name: "r", minMultiplicity: 1 }],
  ],
  [
    "maxMultiplicity of 501",
    "valueAboveRange",
    [{ "@type": "Relationship", name: "r", maxMultiplicity: 501 }],
  ],
  ["a language that is none", "langStringInvalidCode", [], { displayName: { English: "x" } }],
  [
    "an Interface that extends itself",
    "recursiveStructureNarrow",
    [],
    { extends: "dtmi:com:example:Device;1" },
  ],
  ["an identifier without version", "invalidId", [], { "@id": "dtmi:com:example:Device" }],
  ["a reserved identifier", "reservedId", [], { "@id": "dtmi:dtdl:Device;1" }],
  ["no context", "missingContext", [], { "@context": undefined }],
  [
    "a context of version 1",
    "unrecognizedContextVersion",
    [],
    { "@context": "dtmi:dtdl:context;1" },
  ],
  ["another type at the top", "typeNotRootable", [], { "@type": "Object" }],
  [
    "an unknown extension in v3",
    "unresolvableContextSpecifier",
    [],
    { "@context": ["dtmi:dtdl:context;3", "dtmi:my:context;1"] },
  ],
  [
    "an unknown word as type in v3",
    "typeUndefinedTerm",
    [{ ...telemetry, "@type": ["Telemetry", "Sparkly"] }],
    { "@context": "dtmi:dtdl:context;3" },
  ],
])("%s is refused", (_, code, contents, more) => {
  expect(codesOf(interfaceText(contents as unknown[], more))).toEqual([code]);
});

test("two Interfaces of one identifier are refused", () => {
  expect(codesOf([interfaceText([]), interfaceText([])])).toEqual(["duplicateDefinition"]);
});

test("a schema inside another Interface cannot be referred to", () => {
  const schemas = [{ "@id": "dtmi:com:example:shared;1", ...array }];
  const other = interfaceText([], { "@id": "dtmi:com:example:Other;1", schemas });
  const user = interfaceText([{ ...telemetry, schema: "dtmi:com:example:shared;1" }]);
  expect(codesOf([other, user])).toEqual(["crossPartitionReference"]);
});

test("inherited contents cannot be overridden", () => {
  const base = interfaceText([telemetry], { "@id": "dtmi:com:example:Base;1" });
  const derived = interfaceText([telemetry], { extends: "dtmi:com:example:Base;1" });
  expect(codesOf([base, derived])).toEqual(["nonUniqueImportedPropertyValue"]);
});

test("a chain of ten thousand Interfaces is refused, without running out of stack", () => {
  const texts = Array.from({ length: 10_000 }, (_, index) =>
    JSON.stringify({
      "@context": "dtmi:dtdl:context;2",
      "@id": `dtmi:com:example:I${index};1`,
      "@type": "Interface",
      ...(index === 0 ? {} : { extends: `dtmi:com:example:I${index - 1};1` }),
    }),
  );
  expect(new Set(codesOf(texts))).toEqual(new Set(["excessiveDepthNarrow"]));
});

test("a v4 unit whose word is a schema is named by its identifier in the help", () => {
  const model = (unit: string): string =>
    JSON.stringify({
      "@context": ["dtmi:dtdl:context;4", "dtmi:dtdl:extension:quantitativeTypes;2"],
      "@id": "dtmi:com:example:Device;1",
      "@type": "Interface",
      contents: [{ ...telemetry, "@type": ["Telemetry", "DataSize"], unit }],
    });
  const identifier = "dtmi:dtdl:extension:quantitativeTypes:v2:unit:byte";
  const [issue] = issuesOf(model("byte"));
  expect(issue).toMatchObject({
    code: "wrongParent",
    hint: `write \`${identifier}\`, because the word \`byte\` stands for a schema`,
  });
  expect(parseModel(model(identifier)).elements.has(identifier)).toBe(true);
});

test("a misspelt type of an extension that is not named gets both hints", () => {
  const text = interfaceText([{ ...telemetry, "@type": ["Telemetry", "Temprature"] }], {
    "@context": "dtmi:dtdl:context;3",
  });
  expect(issuesOf(text)[0]?.hint).toBe(
    "did you mean `Temperature`? The context `dtmi:dtdl:extension:quantitativeTypes;1` defines it; add that too",
  );
});
