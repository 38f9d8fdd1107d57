import { expect, test } from "vitest";
import type { Interface } from "../../../src/dtdl/model.js";
import { parseModel } from "../../../src/dtdl/parse.js";
import { diffInterfaces } from "../../../src/views/diff/diff-models.js";
import { type DiffRuleName, diffRules, type Side } from "../../../src/views/diff/rules.js";

type Json = Record<string, unknown>;

const id = "dtmi:com:example:Thing;1";
const others: readonly Json[] = [
  { "@id": "dtmi:com:example:Part;1" },
  { "@id": "dtmi:com:example:Part;2" },
  { "@id": "dtmi:com:example:BetterPart;1", extends: "dtmi:com:example:Part;1" },
];

function thing(members: Json): readonly Interface[] {
  const context = [
    `dtmi:dtdl:context;${members.version ?? 4}`,
    ...(members.version === undefined
      ? ["dtmi:dtdl:extension:quantitativeTypes;2", "dtmi:dtdl:extension:requirement;1"]
      : []),
  ];
  const { version: _version, ...rest } = members;
  const documents = [{ "@id": id, ...rest }, ...(members.version === undefined ? others : [])];
  const model = parseModel(
    JSON.stringify(
      documents.map((each) => ({ "@context": context, "@type": "Interface", ...each })),
    ),
  );
  const own = model.interfaces.get((rest["@id"] as string | undefined) ?? id);
  return own ? [own] : [];
}

const contents = (...list: Json[]): Json => ({ contents: list });
const telemetry = (schema: unknown, more: Json = {}): Json =>
  contents({ "@type": "Telemetry", name: "t", schema, ...more });
const property = (schema: unknown, more: Json = {}): Json =>
  contents({ "@type": "Property", name: "p", schema, ...more });
const command = (more: Json): Json => contents({ "@type": "Command", name: "c", ...more });
const request = (schema: unknown, more: Json = {}): Json =>
  command({ request: { name: "r", schema, ...more } });
const response = (schema: unknown, more: Json = {}): Json =>
  command({ response: { name: "r", schema, ...more } });
const component = (schema: string): Json => contents({ "@type": "Component", name: "k", schema });
const relationship = (more: Json = {}): Json =>
  contents({ "@type": "Relationship", name: "r", ...more });
const object = (...fields: Json[]): Json => ({ "@type": "Object", fields });
const field = (name: string, schema = "double", more: Json = {}): Json => ({
  name,
  schema,
  ...more,
});
const enumeration = (values: Json, valueSchema = "integer"): Json => ({
  "@type": "Enum",
  valueSchema,
  enumValues: Object.entries(values).map(([name, enumValue]) => ({ name, enumValue })),
});

type Verdict = readonly [rule: DiffRuleName, breaks: "nobody" | "everybody" | Side];

/** A change with its verdict one way, and the verdict the other way. */
const cases: readonly (readonly [what: string, Json, Json, Verdict, Verdict])[] = [
  [
    "a base",
    {},
    { extends: "dtmi:com:example:Part;1" },
    ["baseAdded", "nobody"],
    ["baseRemoved", "services"],
  ],
  [
    "the language version",
    { version: 3 },
    { version: 4 },
    ["languageVersion", "nobody"],
    ["languageVersion", "nobody"],
  ],
  [
    "a named schema",
    {},
    { schemas: [{ "@id": "dtmi:com:example:S;1", "@type": "Array", elementSchema: "double" }] },
    ["namedSchema", "nobody"],
    ["namedSchema", "nobody"],
  ],
  [
    "a content",
    {},
    telemetry("double"),
    ["contentAdded", "nobody"],
    ["contentRemoved", "everybody"],
  ],
  [
    "a name",
    telemetry("double"),
    telemetry("double", { name: "u" }),
    ["contentRenamed", "everybody"],
    ["contentRenamed", "everybody"],
  ],
  [
    "the kind of a content",
    telemetry("double"),
    property("double", { name: "t" }),
    ["contentKind", "everybody"],
    ["contentKind", "everybody"],
  ],
  [
    "writable",
    property("double"),
    property("double", { writable: true }),
    ["becameWritable", "everybody"],
    ["becameReadOnly", "everybody"],
  ],
  [
    "a unit",
    telemetry("double", { "@type": ["Telemetry", "Temperature"], unit: "kelvin" }),
    telemetry("double", { "@type": ["Telemetry", "Temperature"], unit: "degreeCelsius" }),
    ["unitChanged", "everybody"],
    ["unitChanged", "everybody"],
  ],
  [
    "a command type",
    command({}),
    command({ commandType: "asynchronous" }),
    ["commandType", "services"],
    ["commandType", "services"],
  ],
  [
    "a request",
    command({}),
    request("double"),
    ["requestAdded", "everybody"],
    ["requestRemoved", "everybody"],
  ],
  [
    "a nullable request",
    command({}),
    request("double", { nullable: true }),
    ["nullableRequestAdded", "devices"],
    ["nullableRequestRemoved", "services"],
  ],
  [
    "a response",
    command({}),
    response("double"),
    ["responseAdded", "devices"],
    ["responseRemoved", "everybody"],
  ],
  [
    "a nullable response",
    command({}),
    response("double", { nullable: true }),
    ["nullableResponseAdded", "nobody"],
    ["responseRemoved", "everybody"],
  ],
  [
    "whether a request may be left out",
    request("double"),
    request("double", { nullable: true }),
    ["becameOptional", "devices"],
    ["becameRequired", "services"],
  ],
  [
    "whether a response may be left out",
    response("double"),
    response("double", { nullable: true }),
    ["becameOptional", "services"],
    ["becameRequired", "devices"],
  ],
  [
    "the version of a component's Interface",
    component("dtmi:com:example:Part;1"),
    component("dtmi:com:example:Part;2"),
    ["newVersion", "nobody"],
    ["newVersion", "nobody"],
  ],
  [
    "a component's Interface to one that extends it",
    component("dtmi:com:example:Part;1"),
    component("dtmi:com:example:BetterPart;1"),
    ["componentExtended", "nobody"],
    ["componentReplaced", "everybody"],
  ],
  [
    "a relationship",
    {},
    relationship(),
    ["contentAdded", "nobody"],
    ["relationshipRemoved", "services"],
  ],
  [
    "the target of a relationship",
    relationship({ target: id }),
    relationship(),
    ["relationshipWidened", "nobody"],
    ["relationshipChanged", "services"],
  ],
  [
    "the version of a relationship's target",
    relationship({ target: "dtmi:com:example:Part;1" }),
    relationship({ target: "dtmi:com:example:Part;2" }),
    ["newVersion", "nobody"],
    ["newVersion", "nobody"],
  ],
  [
    "a relationship's target for another one",
    relationship({ target: "dtmi:com:example:Part;1" }),
    relationship({ target: "dtmi:com:example:BetterPart;1" }),
    ["relationshipChanged", "services"],
    ["relationshipChanged", "services"],
  ],
  [
    "how many a relationship may have",
    relationship({ maxMultiplicity: 3 }),
    relationship({ maxMultiplicity: 4 }),
    ["relationshipWidened", "nobody"],
    ["relationshipChanged", "services"],
  ],
  [
    "whether a relationship may be written",
    relationship(),
    relationship({ writable: true }),
    ["relationshipWidened", "nobody"],
    ["relationshipChanged", "services"],
  ],
  [
    "a property of a relationship",
    relationship(),
    relationship({ properties: [{ "@type": "Property", name: "p", schema: "double" }] }),
    ["contentAdded", "nobody"],
    ["relationshipChanged", "services"],
  ],
  [
    "the schema of what devices send",
    telemetry("integer"),
    telemetry("double"),
    ["schemaWidened", "services"],
    ["schemaNarrowed", "devices"],
  ],
  [
    "the schema of what devices are sent",
    request("unsignedByte"),
    request("short"),
    ["schemaWidened", "devices"],
    ["schemaNarrowed", "services"],
  ],
  [
    "the schema of what goes both ways",
    property("dateTime", { writable: true }),
    property("string", { writable: true }),
    ["schemaWidened", "everybody"],
    ["schemaNarrowed", "everybody"],
  ],
  [
    "a schema for one that cannot hold the values",
    telemetry("long"),
    telemetry("double"),
    ["schemaReplaced", "everybody"],
    ["schemaReplaced", "everybody"],
  ],
  [
    "a value of what devices send",
    telemetry(enumeration({ a: 1 })),
    telemetry(enumeration({ a: 1, b: 2 })),
    ["enumValueAdded", "services"],
    ["enumValueRemoved", "devices"],
  ],
  [
    "a value of what devices are sent",
    request(enumeration({ a: 1 })),
    request(enumeration({ a: 1, b: 2 })),
    ["enumValueAdded", "devices"],
    ["enumValueRemoved", "services"],
  ],
  [
    "what a name of an Enum stands for",
    telemetry(enumeration({ a: 1 })),
    telemetry(enumeration({ a: 2 })),
    ["enumValueChanged", "everybody"],
    ["enumValueChanged", "everybody"],
  ],
  [
    "what a value of an Enum is called",
    telemetry(enumeration({ a: 1 })),
    telemetry(enumeration({ b: 1 })),
    ["label", "nobody"],
    ["label", "nobody"],
  ],
  [
    "a field",
    telemetry(object(field("x"))),
    telemetry(object(field("x"), field("y"))),
    ["fieldAdded", "nobody"],
    ["fieldRemoved", "everybody"],
  ],
  [
    "the name of a field",
    request(object(field("x"))),
    request(object(field("y"))),
    ["fieldRenamed", "everybody"],
    ["fieldRenamed", "everybody"],
  ],
  [
    "whether devices must send a field",
    telemetry(object(field("x", "double", { "@type": ["Field", "Required"] }))),
    telemetry(object(field("x"))),
    ["becameOptional", "services"],
    ["becameRequired", "devices"],
  ],
  [
    "a text",
    telemetry("double"),
    telemetry("double", { displayName: "T" }),
    ["text", "nobody"],
    ["text", "nobody"],
  ],
  [
    "the name of a request",
    request("double"),
    command({ request: { name: "s", schema: "double" } }),
    ["label", "nobody"],
    ["label", "nobody"],
  ],
];

const sides = { nobody: [], everybody: ["devices", "services"] } as const;

function verdicts(before: readonly Interface[], after: readonly Interface[]): readonly unknown[] {
  const { interfaces } = diffInterfaces(before, after);
  return interfaces.flatMap(({ changes }) => changes.map(({ rule, breaks }) => [rule, breaks]));
}

function expected([rule, breaks]: Verdict): unknown {
  return [rule, breaks === "nobody" || breaks === "everybody" ? sides[breaks] : [breaks]];
}

test.each(cases)("judges a change of %s, there and back", (_what, before, after, there, back) => {
  expect(verdicts(thing(before), thing(after))).toEqual([expected(there)]);
  expect(verdicts(thing(after), thing(before))).toEqual([expected(back)]);
});

test("finds no difference between equal models", () => {
  for (const [, before, after] of cases) {
    expect(verdicts(thing(before), thing(before))).toEqual([]);
    expect(verdicts(thing(after), thing(after))).toEqual([]);
  }
});

const two = [...thing({}), ...thing({ "@id": "dtmi:com:example:Other;1" })];

test("judges an Interface that comes or goes", () => {
  expect(verdicts(two, two.slice(1))).toEqual([["interfaceRemoved", ["devices", "services"]]]);
  expect(verdicts(two.slice(1), two)).toEqual([["interfaceAdded", []]]);
});

test("judges two Interfaces that have nothing in common but being compared", () => {
  expect(verdicts(two.slice(0, 1), two.slice(1))).toEqual([["identifierChanged", ["services"]]]);
  expect(verdicts(two.slice(1), two.slice(0, 1))).toEqual([["identifierChanged", ["services"]]]);
});

test("judges units that come and go, and what the language extensions say", () => {
  const [plain] = thing(telemetry("double"));
  const measured = (members: Json): readonly Interface[] => {
    const content = plain?.contents.get("t");
    if (plain === undefined || content === undefined) return [];
    return [{ ...plain, contents: new Map([["t", { ...content, ...members }]]) } as Interface];
  };
  const kelvin = measured({ unit: "kelvin" });
  expect(verdicts(measured({}), kelvin)).toEqual([["unitAdded", []]]);
  expect(verdicts(kelvin, measured({}))).toEqual([["unitRemoved", ["services"]]]);
  const typed = measured({
    semanticType: "Temperature",
    supplementalTypes: ["dtmi:standard:class:Temperature;2"],
  });
  expect(verdicts(measured({}), typed)).toEqual([["semanticType", []]]);
  expect(verdicts(typed, measured({}))).toEqual([["semanticType", []]]);
  const extended = measured({ undefinedTypes: ["Cloud"], undefinedProperties: { minValue: 1 } });
  expect(verdicts(measured({}), extended)).toEqual([
    ["extension", []],
    ["extension", []],
  ]);
  expect(verdicts(extended, measured({}))).toHaveLength(2);
});

test("has a case for every rule", () => {
  const judged = new Set<string>(cases.flatMap(([, , , [there], [back]]) => [there, back]));
  const elsewhere = [
    "interfaceAdded",
    "interfaceRemoved",
    "identifierChanged",
    "unitAdded",
    "unitRemoved",
    "semanticType",
    "extension",
  ];
  expect([...judged, ...elsewhere].sort()).toEqual(Object.keys(diffRules).sort());
});
