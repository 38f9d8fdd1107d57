import { expect, test } from "vitest";
import { parseModel, safeParseModel } from "../../src/dtdl/parse.js";
import { resolveModel } from "../../src/dtdl/resolve.js";
import { isPnpError } from "../../src/errors.js";
import { type Slot, setValue, slotsOf, textOf, treeOf, valueAt } from "./json-tree.js";
import { richModels } from "./rich-models.js";
import { outcomeCodes, soundOutcome } from "./sound-outcome.js";

/** A hundred thousand in long runs: enough for anything quadratic to run into the time limit. */
const many = process.env.TWINPLUG_TEST_RUNS === undefined ? 2_000 : 100_000;
const stride = process.env.TWINPLUG_TEST_RUNS === undefined ? 5 : 1;
const million = 2 ** 20;
const id = "dtmi:com:example:Device;1";
const telemetry = { "@type": "Telemetry", name: "t", schema: "double" };
const range = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

type Json = Readonly<Record<string, unknown>>;

/** An Interface as a value. */
function device(more: Json = {}, version = 2): Json {
  return { "@context": `dtmi:dtdl:context;${version}`, "@id": id, "@type": "Interface", ...more };
}

/** The same as text; `more` is text of further members. */
function deviceText(more: string, version = 2): string {
  return JSON.stringify(device({}, version)).replace(/\}$/, `,${more}}`);
}

function codes(more: Json, version?: number): readonly string[] {
  return outcomeCodes(JSON.stringify(device(more, version)));
}

function deep(levels: number, open: string, inner: string, close: string): string {
  return open.repeat(levels) + inner + close.repeat(levels);
}

const inherited = ["constructor", "hasOwnProperty", "toString", "valueOf", "isPrototypeOf"];

test.each([2, 3, 4])(
  "names of members that every object inherits are names like others, in v%i",
  (version) => {
    const named = inherited.map((name) => ({ ...telemetry, name }));
    const fields = inherited.map((name) => ({ name, schema: "double" }));
    const enumValues = inherited.map((name) => ({ name, enumValue: name }));
    const object = { "@type": "Object", fields };
    const options = { "@type": "Enum", valueSchema: "string", enumValues };
    const contents = [
      ...named,
      { ...telemetry, name: "object", schema: object },
      { ...telemetry, name: "options", schema: options },
    ];
    const model = parseModel(JSON.stringify(device({ contents }, version)));
    const found = model.interfaces.get(id)?.contents;
    expect([...(found?.keys() ?? [])]).toEqual([...inherited, "object", "options"]);
    for (const name of inherited)
      expect(found?.get(name)).toMatchObject({ kind: "Telemetry", name });
  },
);

test.each([...inherited.map((name) => `dtmi:com:${name};1`), "dtmi:constructor:prototype;1"])(
  "an Interface may be %s",
  (dtmi) => {
    const base = device({ "@id": dtmi });
    const model = parseModel(JSON.stringify([base, device({ extends: dtmi })]));
    expect(model.interfaces.get(id)?.extends.map((each) => each.id)).toEqual([dtmi]);
  },
);

test.each([...inherited, "__proto__", "__defineGetter__", "prototype"])(
  "%s means nothing as a schema, type, unit, language, context or property",
  (word) => {
    const unit = { ...telemetry, "@type": ["Telemetry", "Mass"], unit: word };
    expect(codes({ contents: [{ ...telemetry, schema: word }] })).toEqual(["badDtmiOrTerm"]);
    expect(codes({ contents: [unit] })).toContain("badDtmiOrTerm");
    expect(codes({ extends: word })).toEqual(["badDtmiOrTerm"]);
    expect(codes({ contents: [{ ...telemetry, "@type": word }] })).toEqual(["badType"]);
    for (const version of [3, 4]) {
      const contents = [{ ...telemetry, "@type": ["Telemetry", word] }];
      expect(codes({ contents }, version)).toEqual(["typeUndefinedTerm"]);
      const more = `"contents":[{"@type":"Telemetry","name":"t","schema":"double","${word}":{}}]`;
      expect(outcomeCodes(deviceText(more, version))).toEqual(["propertyUndefinedTerm"]);
    }
    expect(outcomeCodes(deviceText(`"${word}": {"a": 1}`))).toEqual(["noTypeThatAllows"]);
    expect(outcomeCodes(deviceText(`"displayName": {"${word}": "x"}`))).toEqual([
      "langStringInvalidCode",
    ]);
    expect(codes({ "@context": ["dtmi:dtdl:context;2", word] })).toEqual([
      "nonDtmiContextSpecifier",
    ]);
    expect(codes({ contents: [{ "@type": "Relationship", name: "r", target: word }] })).toEqual([
      "identifierNotDtmi",
    ]);
  },
);

test("a property of an unknown type may be called __proto__, and stays data", () => {
  const polluting = '{"polluted":true,"__proto__":{"polluted":true},"constructor":1}';
  const more = `"contents":[{"@type":["Telemetry","Strange"],"name":"t","schema":"double","__proto__":${polluting},"constructor":${polluting},"toString":1}]`;
  const result = soundOutcome(deviceText(more));
  if (!result.ok) throw new Error(result.issues[0]?.frame);
  const content = result.model.interfaces.get(id)?.contents.get("t");
  expect(content?.undefinedTypes).toEqual(["Strange"]);
  const properties = content?.undefinedProperties ?? {};
  expect(Object.keys(properties)).toEqual(["__proto__", "constructor", "toString"]);
  const inner = Object.getOwnPropertyDescriptor(properties, "__proto__")?.value as object;
  expect(Object.keys(inner)).toEqual(["polluted", "__proto__", "constructor"]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect((properties as { polluted?: unknown }).polluted).toBeUndefined();
});

test.each([
  ["@context", '"@context":"dtmi:dtdl:context;2"', ["repeatedContextProperty"]],
  ["@id", `"@id":"${id}"`, ["repeatedIdProperty"]],
  ["@type", '"@type":"Interface"', ["repeatedTypeProperty"]],
  ["@graph", '"@graph":[],"@graph":[]', ["repeatedGraphProperty"]],
  ["another keyword", '"@x":1,"@x":1', ["repeatedKeyword"]],
  ["a property", '"comment":"a","comment":"b"', ["duplicatePropertyName"]],
  ["a language", '"displayName":{"en":"a","en":"b"}', ["langStringCodeNotUnique"]],
  ["@value", '"comment":{"@value":"a","@value":"b"}', ["repeatedValueProperty"]],
  ["an unknown property", '"a":1,"a":2', ["noTypeThatAllows"]],
  ["an escaped name", '"comment":"a","c\\u006fmment":"b"', ["duplicatePropertyName"]],
])("%s written twice is refused", (_, more, expected) => {
  expect(outcomeCodes(deviceText(more))).toEqual(expected);
});

test("many members of one name are refused once each", () => {
  const more = range(many)
    .map(() => '"comment":"a"')
    .join();
  expect(soundOutcome(deviceText(more)).issues).toHaveLength(many - 1);
});

test("a byte order mark stands for nothing, at the start", () => {
  const result = soundOutcome(`\uFEFF${JSON.stringify(device())}`);
  expect(result.ok).toBe(true);
  const [issue] = soundOutcome('\uFEFF{"@context": 1}').issues;
  expect(issue?.location).toMatchObject({ line: 1 });
});

test.each([
  ["two byte order marks", `\uFEFF\uFEFF${JSON.stringify(device())}`],
  ["one at the end", `${JSON.stringify(device())}\uFEFF`],
  ["UTF-16 read as Latin-1", [..."\uFEFF{}"].map((each) => `${each}\0`).join("")],
  ["UTF-16 read as UTF-8", `\uFFFD\uFFFD${[...'{"a":1}'].map((each) => `${each}\0`).join("")}`],
  ["zeros", "\0\0\0"],
  ["nothing", ""],
  ["blanks", " \r\n\t "],
  ["a lone surrogate", "\uD800"],
  ["a line separator between members", '{"a":1,\u2028"b":2}'],
  ["a no-break space", "\u00A0{}"],
])("%s: no JSON", (_, text) => {
  expect(outcomeCodes(text)).toEqual(["invalidJson"]);
});

test("lone surrogates are kept in texts and refused in names", () => {
  const lone = { en: "a\uD800", de: "\uDC00b" };
  const result = soundOutcome(JSON.stringify(device({ displayName: lone })));
  expect(result.ok && result.model.interfaces.get(id)?.displayName).toEqual(lone);
  const raw = JSON.stringify(device({ displayName: "X" })).replace("X", "a\uD800");
  expect(outcomeCodes(raw)).toEqual([]);
  expect(codes({ contents: [{ ...telemetry, name: "a\uD800" }] })).toEqual(["stringInvalid"]);
  expect(codes({ "@id": "dtmi:a\uD800;1" })).toEqual(["invalidId"]);
  expect(codes({ "\uD800": 1 })).toEqual(["noTypeThatAllows"]);
});

test.each([
  ["CRLF", "\r\n"],
  ["LF", "\n"],
])("lines end with %s, and nothing else counts as a line", (_, end) => {
  const lines = [
    "{",
    '"displayName": "\u2028\u2029\u0085",',
    '\t\t"comment": "a",',
    '\t"comment": 1}',
  ];
  const [issue] = soundOutcome(lines.join(end)).issues;
  expect(issue?.code).toBe("missingContext");
  const text = JSON.stringify(device()).replace("{", `${lines.slice(0, 3).join(end)}\t`);
  const problem = text.replace(/\}$/, `,${end}\t"writable": 1}`);
  const [unknown] = soundOutcome(problem).issues;
  expect(unknown).toMatchObject({ code: "noTypeThatAllows", location: { line: 4, column: 2 } });
  expect(unknown?.frame).not.toContain("\r");
  expect(unknown?.frame).toContain('4 | \t"writable": 1}');
});

test("an error at the end of a line of ten million characters is shown without the line", () => {
  const blanks = " ".repeat(10_000_000);
  const [issue] = soundOutcome(deviceText(`${blanks}"writable": 1`)).issues;
  expect(issue?.location?.column).toBeGreaterThan(10_000_000);
  expect(issue?.frame).toContain('"writable": 1');
  expect(issue?.frame?.length).toBeLessThan(2000);
});

const longStrings: readonly string[] = [
  "a".repeat(million),
  `dtmi:${"a_".repeat(million / 2)}`,
  `dtmi:${"a:".repeat(million / 2)}a;1`,
  'é\\"\n'.repeat(million / 4),
  "1".repeat(million),
  "__proto__;".repeat(million / 10),
  `P${"1D".repeat(million / 2)}`,
  `{a:${"/{b}".repeat(million / 4)}`,
];

test.each(longStrings.map((text) => [text.slice(0, 12), text]))(
  "a string of a million characters that starts with %j may stand everywhere",
  (_, text) => {
    for (const [number, model] of richModels.entries()) {
      const count = slotsOf(treeOf(model)).length;
      // Each string takes its share of the places; in long runs all strings together take every place.
      const first = (longStrings.indexOf(text) + number) % longStrings.length;
      for (let place = first; place < count; place += longStrings.length * stride) {
        for (const change of [changeValue, changeName]) {
          const tree = treeOf(model);
          const slot = slotsOf(tree)[place];
          if (slot !== undefined) change(slot, text);
          soundOutcome(textOf(tree, ""));
        }
      }
    }
  },
);

function changeValue(slot: Slot, text: string): void {
  if (valueAt(slot).kind === "text") setValue(slot, treeOf(text));
}

function changeName({ parent, index }: Slot, text: string): void {
  if (parent.kind === "object")
    parent.members.splice(index, 1, [text, { kind: "text", text: "1" }]);
}

test("a text of a million characters that would be a language, a duration or a topic is refused", () => {
  expect(codes({ displayName: { ["a".repeat(million)]: "x" } })).toEqual(["langStringInvalidCode"]);
  const displayName = [{ "@value": "x", "@language": `en-${"A".repeat(million)}` }];
  expect(codes({ displayName })).toEqual(["langStringElementInvalidCode"]);
});

test.each([
  ["1e400", "1e400", ["integerNotInteger"]],
  ["-1e400", "-1e400", ["integerNotInteger"]],
  ["1e-400, a zero to a double", "1e-400", []],
  ["0e999999999999999999999", "0e999999999999999999999", []],
  ["0.0", "0.0", []],
  ["-0", "-0", []],
  ["400 digits", "1".repeat(400), ["integerNotInteger"]],
  ["0.00…", `0.${"0".repeat(400)}`, []],
  ["0.00…1, another one", `0.${"0".repeat(400)}1`, []],
  ["a million digits", "1".repeat(million), ["integerNotInteger"]],
  ["9007199254740993", "9007199254740993", ["integerNotInteger"]],
  ["2147483648", "2147483648", ["integerNotInteger"]],
  ["2147483647", "2147483647", ["valueNotExact"]],
])("%s as minMultiplicity", (_, number, expected) => {
  for (const value of [number, `{"@value":${number}}`, `[${number}]`]) {
    const relationship = `{"@type":"Relationship","name":"r","minMultiplicity":${value}}`;
    const known = value.startsWith("{")
      ? expected.map((code) => code.replace(/^integerNot/, "integerValueNot"))
      : expected;
    expect(outcomeCodes(deviceText(`"contents":[${relationship}]`))).toEqual(known);
  }
});

test("huge numbers are no enum values, names or versions, and stay as written where anything goes", () => {
  const hugeEnum = (value: string) =>
    deviceText(
      `"contents":[{"@type":"Telemetry","name":"t","schema":{"@type":"Enum","valueSchema":"integer","enumValues":[{"name":"a","enumValue":${value}}]}}]`,
    );
  expect(soundOutcome(hugeEnum("-2147483648")).ok).toBe(true);
  for (const value of ["1e400", "1".repeat(400), "1.5", "2147483648"]) {
    expect(soundOutcome(hugeEnum(value)).ok).toBe(false);
  }
  expect(
    soundOutcome(deviceText(`"contents":[{"@type":"Telemetry","name":1e400,"schema":"double"}]`))
      .ok,
  ).toBe(false);
  expect(codes({ "@id": `dtmi:a;${"9".repeat(400)}` })).toEqual(["invalidId"]);
  expect(codes({ "@context": `dtmi:dtdl:context;${"9".repeat(9)}` })).toEqual([
    "unrecognizedContextVersion",
  ]);
  const odd = `"@type":["Telemetry","Odd"],"name":"t","schema":"double","odd":[1e400,${"1".repeat(400)}]`;
  expect(soundOutcome(deviceText(`"contents":[{${odd}}]`)).ok).toBe(true);
});

const interfaceInside = JSON.stringify(device());

/** The reader stops at 500 levels, so these come on both sides of it. */
const depths = [20, 120, 240, 490, 100_000];

test.each<[string, (levels: number) => string]>([
  ["arrays around an Interface", (levels) => deep(levels, "[", interfaceInside, "]")],
  ["arrays around nothing", (levels) => deep(levels, "[", "", "]")],
  ["arrays that are not closed", (levels) => "[".repeat(levels)],
  ["objects that are not closed", (levels) => '{"a":'.repeat(levels)],
  ["objects at the top", (levels) => deep(levels, '{"a":', "1", "}")],
  [
    "arrays as @context",
    (levels) => topOf("@context", deep(levels, "[", '"dtmi:dtdl:context;2"', "]")),
  ],
  ["objects as @context", (levels) => topOf("@context", deep(levels, '{"a":', "1", "}"))],
  ["arrays as @type", (levels) => topOf("@type", deep(levels, "[", '"Interface"', "]"))],
  ["arrays as @id", (levels) => topOf("@id", deep(levels, "[", `"${id}"`, "]"))],
  [
    "arrays as contents",
    (levels) => topOf("contents", deep(levels, "[", JSON.stringify(telemetry), "]")),
  ],
  [
    "arrays as bases",
    (levels) =>
      topOf("extends", deep(levels, "[", JSON.stringify({ ...device(), "@id": "dtmi:a;1" }), "]")),
  ],
  ["arrays as a text", (levels) => topOf("comment", deep(levels, "[", '"a"', "]"))],
  ["arrays as texts", (levels) => topOf("displayName", deep(levels, "[", '"a"', "]"))],
  ["objects as a text", (levels) => topOf("comment", deep(levels, '{"@value":', '"a"', "}"))],
  ["objects as texts", (levels) => topOf("displayName", deep(levels, '{"en":', '"a"', "}"))],
  ["objects as an unknown property", (levels) => topOf("odd", deep(levels, '{"a":', "1", "}"))],
  [
    "arrays as an unknown property of an unknown type",
    (levels) => oddOf(deep(levels, "[", "1", "]")),
  ],
  [
    "objects as an unknown property of an unknown type",
    (levels) => oddOf(deep(levels, '{"a":', "1", "}")),
  ],
  [
    "Interfaces in @graph",
    (levels) =>
      deep(levels, `{"@context":"dtmi:dtdl:context;2","@id":"${id}","@graph":`, "[]", "}"),
  ],
  [
    "schemas without types",
    (levels) => telemetryOf(deep(levels, '{"elementSchema":', '"double"', "}")),
  ],
  [
    "Interfaces as bases",
    (levels) =>
      topOf(
        "extends",
        range(levels)
          .map((n) => `{"@type":"Interface","@id":"dtmi:a:b${n};1","extends":`)
          .join("") +
          "[]" +
          "}".repeat(levels),
      ),
  ],
])("%s nested deeply end in a model or in issues", (_, textOfLevels) => {
  for (const levels of depths) soundOutcome(textOfLevels(levels));
});

test.each<[string, string, string]>([
  ["Arrays", '{"@type":"Array","elementSchema":', "}"],
  ["Objects", '{"@type":"Object","fields":[{"name":"f","schema":', "}]}"],
  [
    "Maps",
    '{"@type":"Map","mapKey":{"name":"k","schema":"string"},"mapValue":{"name":"v","schema":',
    "}}",
  ],
])("%s nested deeply are refused, whatever the depth", (_, open, close) => {
  for (const version of [2, 3, 4]) {
    for (const levels of [10, 150]) {
      const text = telemetryOf(deep(levels, open, '"double"', close), version);
      expect(outcomeCodes(text)).toEqual(["excessiveDepthWide"]);
    }
    expect(outcomeCodes(telemetryOf(deep(100_000, open, '"double"', close), version))).toEqual([
      "invalidJson",
    ]);
  }
});

test("Interfaces inside each other, as Components, are refused", () => {
  const open = (n: number) =>
    `{"@type":"Component","name":"c","schema":{"@type":"Interface","@id":"dtmi:a:c${n};1","contents":`;
  const nested = (levels: number) =>
    topOf("contents", `${range(levels).map(open).join("")}[]${"}}".repeat(levels)}`);
  expect(outcomeCodes(nested(1))).toEqual([]);
  expect(outcomeCodes(nested(2))).toEqual(["excludedType"]);
  expect(outcomeCodes(nested(200))).toEqual(["excludedType"]);
  expect(outcomeCodes(nested(100_000))).toEqual(["invalidJson"]);
});

/** An Interface whose member has the value that is given as text. */
function topOf(name: string, value: string): string {
  const { [name]: _, ...others } = device();
  return JSON.stringify(others).replace(/\}$/, `,"${name}":${value}}`);
}

function oddOf(value: string): string {
  return topOf(
    "contents",
    `[{"@type":["Telemetry","Odd"],"name":"t","schema":"double","odd":${value}}]`,
  );
}

function telemetryOf(schema: string, version?: number): string {
  return deviceText(`"contents":[{"@type":"Telemetry","name":"t","schema":${schema}}]`, version);
}

const numbered = (n: number, more: Json = {}, version = 3): Json =>
  device({ "@id": `dtmi:com:example:i${n};1`, ...more }, version);
const base = (n: number) => `dtmi:com:example:i${n};1`;

test("a great many Interfaces in one text make a model", () => {
  const count = 10 * many;
  const models = range(count).map((n) => numbered(n, { contents: [telemetry] }));
  const result = soundOutcome(JSON.stringify(models));
  expect(result.ok && result.model.interfaces.size).toBe(count);
});

test("many texts of one Interface each make a model", () => {
  const texts = range(many).map((n) => ({
    source: `${n}.json`,
    text: JSON.stringify(numbered(n)),
  }));
  const result = soundOutcome(texts);
  expect(result.ok && result.model.interfaces.size).toBe(many);
});

test("many Interfaces of one identifier are refused once each", () => {
  const models = range(many).map(() => device());
  const { issues } = soundOutcome(JSON.stringify(models));
  expect(issues.map(({ code }) => code)).toEqual(range(many - 1).map(() => "duplicateDefinition"));
});

test.each([2, 3, 4])(
  "a chain of many bases is refused at every Interface that has too many, in v%i",
  (version) => {
    const chain = range(many).map((n) =>
      numbered(
        n,
        { ...(n > 0 && { extends: base(n - 1) }), contents: [{ ...telemetry, name: `t${n}` }] },
        version,
      ),
    );
    for (const models of [chain, chain.toReversed()]) {
      const { issues } = soundOutcome(JSON.stringify(models));
      const found = issues.map(({ code }) => code).filter((code) => code !== "excessiveCount");
      expect(new Set(found)).toEqual(new Set(["excessiveDepthNarrow"]));
      expect(found).toHaveLength(many - 1 - (version === 4 ? 12 : 10));
    }
  },
);

test.each([
  ["an Interface that extends itself", 1],
  ["two that extend each other", 2],
  ["eleven in a ring", 11],
  ["a ring of many", many],
])("%s: refused", (_, count) => {
  const ring = range(count).map((n) =>
    numbered(n, { extends: base((n + 1) % count), contents: [telemetry] }),
  );
  for (const code of outcomeCodes(JSON.stringify(ring))) {
    expect(["recursiveStructureNarrow", "excessiveDepthNarrow"]).toContain(code);
  }
  expect(outcomeCodes(JSON.stringify(ring))).not.toEqual([]);
});

test("many ways to one base are not walked one by one", () => {
  const layers = 10;
  const width = 10;
  const models = range(layers * width).map((n) => {
    const before = Math.floor(n / width) * width - width;
    return numbered(n, {
      contents: [{ ...telemetry, name: `t${n}` }],
      ...(before >= 0 && { extends: range(width).map((each) => base(before + each)) }),
    });
  });
  expect(outcomeCodes(JSON.stringify(models))).toEqual(["excessiveCount"]);
  const pairs = range(20).map((n) => {
    const before = Math.floor(n / 2) * 2 - 2;
    return numbered(n, before >= 0 ? { extends: [base(before), base(before + 1)] } : {}, 2);
  });
  expect(outcomeCodes(JSON.stringify(pairs))).toEqual([]);
});

test.each([2, 3, 4])(
  "schemas with many ways to one another are not walked one by one, in v%i",
  (version) => {
    const schema = (level: number) => `dtmi:com:example:Device:s${level};1`;
    const schemas = range(6).map((level) => ({
      "@id": schema(level),
      "@type": "Object",
      fields: range(30).map((n) => ({
        name: `f${n}`,
        schema: level === 0 ? "double" : schema(level - 1),
      })),
    }));
    const contents = [{ ...telemetry, schema: schema(4) }];
    const more = { contents, schemas: schemas.slice(0, 5) };
    expect(codes(more, version)).toEqual(version === 2 ? [] : ["excessiveCount"]);
  },
);

test.each([2, 3, 4])("a chain of many schemas is refused, in v%i", (version) => {
  const schema = (n: number) => `dtmi:com:example:Device:s${n};1`;
  const chain = range(many).map((n) => ({
    "@id": schema(n),
    "@type": "Array",
    elementSchema: n === 0 ? "double" : schema(n - 1),
  }));
  const deepest = version === 4 ? 8 : 5;
  for (const schemas of [chain, chain.toReversed()]) {
    const { issues } = soundOutcome(JSON.stringify(device({ schemas }, version)));
    const narrow = issues.filter(({ code }) => code !== "partitionTooLarge");
    expect(new Set(narrow.map(({ code }) => code))).toEqual(new Set(["excessiveDepthWide"]));
    expect(narrow).toHaveLength(many - deepest);
  }
});

test.each([
  ["a schema inside itself", 1],
  ["two inside each other", 2],
  ["a ring of ten thousand", 10_000],
])("%s: refused in v2 and v3, and no end of it in v4", (_, count) => {
  const schema = (n: number) => `dtmi:com:example:Device:s${n};1`;
  const ring = range(count).map((n) => ({
    "@id": schema(n),
    "@type": "Object",
    fields: [{ name: "next", schema: schema((n + 1) % count) }],
  }));
  for (const version of [2, 3]) {
    const found = codes({ schemas: ring }, version);
    expect(
      found.filter((code) => /^recursiveStructureWide$|^excessiveDepthWide$/.test(code)),
    ).not.toEqual([]);
  }
  const found = codes({ schemas: ring }, 4);
  expect(found).toEqual(count < 10 ? [] : ["partitionTooLarge"]);
});

test("Components that hold each other are refused", () => {
  const component = (n: number) => ({ "@type": "Component", name: "c", schema: base(n) });
  for (const count of [1, 2, 3, many]) {
    const ring = range(count).map((n) =>
      numbered(n, { contents: [component((n + 1) % count)] }, 2),
    );
    const { issues } = soundOutcome(JSON.stringify(ring));
    expect(issues.map(({ code }) => code)).toEqual(ring.map(() => "excludedType"));
  }
});

test("Relationships may lead anywhere, round and round", () => {
  const to = (n: number) => ({ "@type": "Relationship", name: "r", target: base(n) });
  const ring = range(1000).map((n) => numbered(n, { contents: [to((n + 1) % 1000)] }));
  expect(outcomeCodes(JSON.stringify(ring))).toEqual([]);
});

test.each<[string, readonly string[], () => Json]>([
  [
    "unknown contexts",
    [],
    () => ({ "@context": ["dtmi:dtdl:context;2", ...range(many).map((n) => `dtmi:a:c${n};1`)] }),
  ],
  [
    "core contexts",
    [],
    () => ({ "@context": range(many).map((n) => `dtmi:dtdl:context;${(n % 2) + 3}`) }),
  ],
  ["classes", [], () => ({ "@type": range(many).map(() => "Interface") })],
  ["unknown types", [], () => ({ "@type": ["Interface", ...range(many).map((n) => `Odd${n}`)] })],
  [
    "semantic types",
    ["conflictingSupplementalTypes"],
    () => ({
      contents: [
        {
          ...telemetry,
          unit: "gram",
          "@type": ["Telemetry", ...range(many).map((n) => ["Mass", "Length", "Area"][n % 3])],
        },
      ],
    }),
  ],
  [
    "unknown properties",
    ["noTypeThatAllows"],
    () => Object.fromEntries(range(many).map((n) => [`odd${n}`, n])),
  ],
  ["keywords", [], () => Object.fromEntries(range(many).map((n) => [`@odd${n}`, n]))],
  [
    "languages that are none",
    ["langStringInvalidCode"],
    () => ({ displayName: Object.fromEntries(range(many).map((n) => [`x${n}`, "a"])) }),
  ],
  [
    "texts of one language",
    ["langStringElementCodeNotUnique"],
    () => ({ displayName: range(many).map(() => "a") }),
  ],
  ["comments", ["stringMultipleValues"], () => ({ comment: range(many).map(() => "a") })],
  [
    "contents of one name",
    ["nonUniquePropertyValue"],
    () => ({ contents: range(many).map(() => telemetry) }),
  ],
  [
    "contents",
    ["objectCountAboveMax"],
    () => ({ contents: range(many).map((n) => ({ ...telemetry, name: `t${n}` })) }),
  ],
  [
    "contents by reference",
    ["badDtmiOrTerm"],
    () => ({ contents: range(many).map((n) => `t${n}`) }),
  ],
  ["numbers as contents", ["refNotStringOrObject"], () => ({ contents: range(many) })],
  ["bases", ["badDtmiOrTerm"], () => ({ extends: range(many).map(() => "nothing") })],
  [
    "schemas",
    ["objectMultipleValues"],
    () => ({ contents: [{ ...telemetry, schema: range(many).map(() => "double") }] }),
  ],
  [
    "wrong schemas",
    ["badDtmiOrTerm"],
    () => ({
      contents: range(many).map((n) => ({ ...telemetry, name: `t${n}`, schema: "dobule" })),
    }),
  ],
  [
    "unresolved references",
    ["unresolvedReference"],
    () => ({
      contents: range(many).map((n) => ({ ...telemetry, name: `t${n}`, schema: `dtmi:a:s${n};1` })),
    }),
  ],
  [
    "reserved references",
    ["undefinedReservedId"],
    () => ({
      contents: range(many).map((n) => ({
        ...telemetry,
        name: `t${n}`,
        schema: `dtmi:dtdl:s${n};1`,
      })),
    }),
  ],
  [
    "wrong names",
    ["stringInvalid"],
    () => ({ contents: range(many).map((n) => ({ ...telemetry, name: `t${n}_` })) }),
  ],
  [
    "wrong identifiers",
    ["invalidId"],
    () => ({ schemas: range(many).map((n) => ({ "@id": `dtmi:a:s${n}`, "@type": "Enum" })) }),
  ],
])("many %s in one Interface", (_, expected, more) => {
  for (const indent of [0, 1]) {
    const found = outcomeCodes(JSON.stringify(device(more()), null, indent));
    // An Interface of v3 may have at most a million characters.
    expect(found.filter((code) => code !== "partitionTooLarge")).toEqual(expected);
  }
});

test("many elements may each add a context to many contexts around them", () => {
  const unknown = (prefix: string) => range(many / 10).map((n) => `dtmi:${prefix}${n};1`);
  const contents = unknown("inner").map((context, n) => ({
    ...telemetry,
    "@context": context,
    name: `t${n}`,
  }));
  const text = JSON.stringify(
    device({ "@context": ["dtmi:dtdl:context;2", ...unknown("outer")], contents }),
  );
  expect(outcomeCodes(text)).toEqual(contents.length > 300 ? ["objectCountAboveMax"] : []);
});

test("enumerations and objects may have many parts in v3, each name once", () => {
  const options = (count: number, names: number) => ({
    "@type": "Enum",
    valueSchema: "integer",
    enumValues: range(count).map((n) => ({ name: `n${n % names}`, enumValue: n % names })),
  });
  const object = (count: number, names: number) => ({
    "@type": "Object",
    fields: range(count).map((n) => ({ name: `n${n % names}`, schema: "double" })),
  });
  for (const make of [options, object]) {
    const valid = codes({ contents: [{ ...telemetry, schema: make(many, many) }] }, 3);
    expect(valid.filter((code) => !/^(partitionTooLarge|excessiveCount)$/.test(code))).toEqual([]);
    const twice = codes({ contents: [{ ...telemetry, schema: make(many, many / 2) }] }, 3);
    expect(twice).toContain("nonUniquePropertyValue");
  }
});

test.each<[string, unknown]>([
  ["nothing", undefined],
  ["null", null],
  ["a number", 42],
  ["a model that is parsed already", device()],
  ["bytes", new TextEncoder().encode(interfaceInside)],
  ["a text without text", { source: "device.json" }],
  ["a list with null", [interfaceInside, null]],
])("%s instead of text is misuse, and said to be", (_, input) => {
  for (const parse of [parseModel, safeParseModel]) {
    try {
      parse(input as string);
      expect.unreachable();
    } catch (error) {
      if (!isPnpError(error, "PNP_USAGE")) throw error;
      expect(error.message).toMatch(/text/);
    }
  }
});

test.each<[string, unknown]>([
  ["nothing", undefined],
  ["a list with null", [null]],
  ["a number", [{ source: "a", text: 1 }]],
  ["text that is no JSON", [{ source: "a", text: "<html>" }]],
  ["the Interface that asks", [{ source: "a", text: JSON.stringify(device()) }]],
  ["another Interface", [{ source: "a", text: JSON.stringify(numbered(1)) }]],
  [
    "an Interface that asks for another",
    [{ source: "a", text: JSON.stringify(numbered(1, { extends: base(2) })) }],
  ],
])("a resolver that answers with %s does no harm", async (_, answer) => {
  const text = JSON.stringify(device({ extends: base(0) }));
  const resolver = { resolve: async () => answer as [] };
  const error = await resolveModel(text, resolver).catch((thrown: unknown) => thrown);
  expect(isPnpError(error)).toBe(true);
});

test("a resolver may be asked a thousand times for one Interface more", async () => {
  const rounds = 1000;
  const text = (n: number) => {
    const next = { "@type": "Component", name: `c${n}`, schema: base(n + 1) };
    return JSON.stringify(numbered(n, { contents: n < rounds ? [next] : [] }));
  };
  let asked = 0;
  const resolver = {
    resolve: async ([dtmi = ""]: readonly string[]) => {
      asked += 1;
      return [{ source: dtmi, text: text(Number(/\d+(?=;)/.exec(dtmi)?.[0])) }];
    },
  };
  const error = await resolveModel(text(0), resolver).catch((thrown: unknown) => thrown);
  expect(asked).toBe(rounds);
  if (!isPnpError(error)) throw error;
  expect(new Set(error.issues.map(({ code }) => code))).toEqual(new Set(["excludedType"]));
});
