import { expect, test } from "vitest";
import { validateInstance } from "../../src/dtdl/instance.js";
import type { Element, Schema } from "../../src/dtdl/model.js";
import { parseModel } from "../../src/dtdl/parse.js";
import {
  array,
  command,
  component,
  enumeration,
  iface,
  map,
  object,
  payload,
  primitive,
  property,
  telemetry,
} from "../schema/elements.js";

const double = primitive("Double");
const reading = object("reading", {
  value: double,
  mode: enumeration("mode", ["eco", "full"]),
  level: enumeration("level", [0, 1, 2]),
  limits: map("limits", primitive("Byte")),
  path: array("path", object("point", { x: double, y: double })),
});

const faults = (schema: Schema, text: string): readonly string[] =>
  validateInstance(schema, text).map(({ path, message }) => `${path} ${message}`);

test("takes what fits, absent members and empty containers included", () => {
  for (const text of [
    "{}",
    ' { "value" : 1e2 , "mode":"eco", "level": 0 }\n',
    '{"limits":{"":1,"a b":2,"constructor":3,"__proto__":4},"path":[{"x":1},{}]}',
    '{"\\u0076alue":1,"mo\\u0064e":"\\u0065co","path":[]}',
    "\uFEFF{}",
  ]) {
    expect([text, faults(reading, text)]).toEqual([text, []]);
  }
});

test("collects everything that is wrong in the order written, each with its place", () => {
  const text = `{
  "mode": "ec",
  "limits": { "a/b": 300, "~": null },
  "path": [{ "x": "1" }, 7, { "z": 0 }],
  "vlaue": 1,
  "level": 1.0
}`;
  const issues = validateInstance(reading, text);
  expect(
    issues.map(({ location, path, message }) => `${location?.line} ${path} ${message}`),
  ).toEqual([
    '2 /mode expected one of "eco", "full", found the string "ec"',
    "3 /limits/a~1b expected a whole number from -128 to 127, found the number 300",
    "3 /limits/~0 expected a whole number from -128 to 127, found null",
    '4 /path/0/x expected a finite number, found the string "1"',
    "4 /path/1 expected an object, found the number 7",
    '4 /path/2/z expected only the members "x", "y", found the member "z"',
    '5 /vlaue expected only the members "value", "mode", "level", "limits", "path", found the member "vlaue"',
    "6 /level expected one of 0, 1, 2, found the number 1.0",
  ]);
  expect(issues.map(({ code }) => code).join()).toBe(
    "enum,range,type,type,type,additionalProperties,additionalProperties,enum",
  );
  expect(issues[6]?.hint).toBe('Did you mean "value"?');
});

test("judges a member that appears twice twice", () => {
  expect(faults(reading, '{"value":"a","value":1,"value":null}')).toEqual([
    '/value expected a finite number, found the string "a"',
    "/value expected a finite number, found null",
  ]);
  expect(faults(map("m", double), '{"a":1,"a":"x"}')).toHaveLength(1);
});

test("takes null for nothing", () => {
  for (const schema of [reading, map("m", double), array("a", double), enumeration("e", ["x"])]) {
    expect(validateInstance(schema, "null")).toHaveLength(1);
  }
});

test("takes __proto__ for an unknown member of an Object", () => {
  expect(faults(object("o", { x: double }), '{"__proto__":{"x":1}}')).toEqual([
    '/__proto__ expected only the members "x", found the member "__proto__"',
  ]);
  expect(faults(object("o", {}), '{"constructor":1,"x":1}')).toHaveLength(2);
  expect(faults(object("o", { constructor: double }), '{"constructor":1}')).toEqual([]);
});

test("takes no value for an Enum without values", () => {
  expect(faults(enumeration("e", []), '"x"')).toEqual([
    ' expected no value: this Enum has none, found the string "x"',
  ]);
});

test("wants an enum value in the form of its valueSchema", () => {
  const numbers = enumeration("n", [0, 10]);
  expect(["0", "-0", "10"].flatMap((text) => faults(numbers, text))).toEqual([]);
  for (const text of ["1e1", "10.0", '"10"', "1", "true", "[10]"]) {
    expect([text, validateInstance(numbers, text).length]).toEqual([text, 1]);
  }
  expect(validateInstance(enumeration("s", ["10"]), "10")).toHaveLength(1);
});

test.each([
  ["", "the text is not JSON: the text is empty"],
  ["{", "the text is not JSON: the object is not closed"],
  ['{"value":1,}', "the text is not JSON: a comma stands before `}`"],
  ["{} {}", "the text is not JSON: `{` follows the end of the JSON value"],
  ["// x\n{}", "the text is not JSON: expected a value, found `//`"],
])("answers with one issue to %j, which is not JSON", (text, message) => {
  expect(validateInstance(reading, text)).toMatchObject([
    { code: "json", path: "", expected: "JSON text", message, location: { source: "<text>" } },
  ]);
});

test("judges the built-in schemas", () => {
  const model = parseModel(
    JSON.stringify({
      "@context": "dtmi:dtdl:context;4",
      "@id": "dtmi:com:example:Place;1",
      "@type": "Interface",
      contents: ["point", "multiPolygon", "scaledDecimal"].map((schema) => ({
        "@type": "Telemetry",
        name: schema,
        schema,
      })),
    }),
  );
  const contents = model.interfaces.get("dtmi:com:example:Place;1")?.contents;
  const count = (name: string, text: string): number => {
    const content = contents?.get(name);
    if (content?.kind !== "Telemetry") throw new Error(`no telemetry ${name}`);
    return validateInstance(content.schema, text).length;
  };
  expect(count("point", '{"type":"Point","coordinates":[8.5,47.3,400]}')).toBe(0);
  expect(count("point", '{"type":"point","coordinates":["8.5"]}')).toBe(2);
  expect(count("multiPolygon", '{"type":"MultiPolygon","coordinates":[[[[1,2],[3,4]]]]}')).toBe(0);
  expect(count("multiPolygon", '{"coordinates":[[[1,2]]]}')).toBe(2);
  expect(count("scaledDecimal", '{"value":"1234.56","scale":3}')).toBe(0);
  expect(count("scaledDecimal", '{"value":1234.56,"scale":3.0,"unit":"m"}')).toBe(3);
});

const noInstances: readonly Element[] = [
  iface("i"),
  telemetry("t", double),
  property("p", double),
  command("c"),
  payload("r", double),
  component("k", iface("j")),
  ...partsOf(object("o", { x: double })),
  ...partsOf(map("m", double)),
  ...partsOf(enumeration("e", ["x"])),
];

function partsOf(schema: Schema): readonly Element[] {
  if (schema.kind === "Object") return schema.fields;
  if (schema.kind === "Enum") return schema.enumValues;
  return schema.kind === "Map" ? [schema.mapKey, schema.mapValue] : [];
}

test.each(noInstances.map((element) => [element.kind, element] as const))(
  "refuses to validate against a %s and says what to take instead",
  (kind, element) => {
    expect(() => validateInstance(element, "1")).toThrowError(
      expect.objectContaining({
        code: "PNP_USAGE",
        message: expect.stringContaining(`${kind} has no instances`),
        hint: expect.stringContaining("Validate against"),
      }),
    );
  },
);

test("refuses what is neither an element nor a text", () => {
  const usage = expect.objectContaining({ code: "PNP_USAGE" });
  expect(() => validateInstance(undefined as never, "1")).toThrowError(usage);
  expect(() => validateInstance({ kind: "constructor" } as never, "1")).toThrowError(usage);
  expect(() => validateInstance(double, 1 as never)).toThrowError(usage);
});

const tree = object("tree", (self) => ({
  children: array("children", self),
  by: map("by", self),
  value: double,
}));

test("follows a schema that contains itself as deep as texts may be", () => {
  const deep = (levels: number, inside: string) =>
    `${'{"children":['.repeat(levels)}${inside}${"]}".repeat(levels)}`;
  expect(faults(tree, deep(249, '{"value":1}'))).toEqual([]);
  expect(validateInstance(tree, deep(249, '{"value":"x"}'))).toMatchObject([
    { path: `${"/children/0".repeat(249)}/value` },
  ]);
  expect(validateInstance(tree, deep(100_000, ""))).toMatchObject([{ code: "json" }]);
});

test("answers in linear time to many faults in an Object of many Fields", () => {
  const fields = Object.fromEntries(
    Array.from({ length: 5000 }, (_, index) => [`field${index}`, double]),
  );
  const members = Array.from({ length: 50_000 }, (_, index) => `"fielt${index}":0`);
  const issues = validateInstance(object("wide", fields), `{${members.join()}}`);
  expect(issues).toHaveLength(50_000);
  expect(issues[0]?.hint).toContain("Did you mean");
  expect(issues.at(-1)?.message.length).toBeLessThan(200);
});
