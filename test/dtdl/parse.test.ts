import { expect, test } from "vitest";
import type { Interface } from "../../src/dtdl/model.js";
import { parseModel } from "../../src/dtdl/parse.js";
import { interfaceText } from "./models.js";

const device = "dtmi:com:example:Device;1";

function parsed(
  contents: readonly unknown[],
  more: Readonly<Record<string, unknown>> = {},
): Interface {
  const found = parseModel(interfaceText(contents, more)).interfaces.get(device);
  if (found === undefined) throw new Error("no Interface");
  return found;
}

test("an Interface has its contents by name, in the order written", () => {
  const iface = parsed([
    { "@type": "Telemetry", name: "z", schema: "double" },
    { "@type": "Property", name: "a", schema: "string", writable: true },
    { "@type": "Command", name: "go" },
  ]);
  expect([...iface.contents.keys()]).toEqual(["z", "a", "go"]);
  expect(iface.contents.get("a")).toMatchObject({ kind: "Property", writable: true });
  expect(iface.contents.get("z")).toMatchObject({
    id: "dtmi:com:example:Device:_contents:__z;1",
    definedIn: device,
    childOf: device,
    schema: { kind: "Double", id: "dtmi:dtdl:instance:Schema:double;2" },
  });
});

test("semantic type and unit are given as terms and as identifiers", () => {
  const iface = parsed([
    { "@type": ["Telemetry", "Temperature"], name: "t", schema: "double", unit: "degreeCelsius" },
  ]);
  expect(iface.contents.get("t")).toMatchObject({
    semanticType: "Temperature",
    unit: "degreeCelsius",
    supplementalTypes: ["dtmi:standard:class:Temperature;2"],
    supplementalProperties: {
      "dtmi:dtdl:property:unit;2": { id: "dtmi:standard:unit:degreeCelsius;2", symbol: "°C" },
    },
  });
});

test("texts are kept by language", () => {
  const iface = parsed([], { displayName: { en: "Device", de: "Gerät" }, description: "A device" });
  expect(iface.displayName).toEqual({ en: "Device", de: "Gerät" });
  expect(iface.description).toEqual({ en: "A device" });
});

test("complex schemas can be nested and shared within an Interface", () => {
  const mode = "dtmi:com:example:Device:mode;1";
  const iface = parsed(
    [
      { "@type": "Property", name: "mode", schema: mode },
      {
        "@type": "Telemetry",
        name: "state",
        schema: {
          "@type": "Object",
          fields: [
            { name: "mode", schema: mode },
            { name: "path", schema: { "@type": "Array", elementSchema: "integer" } },
          ],
        },
      },
    ],
    {
      schemas: [
        {
          "@id": mode,
          "@type": "Enum",
          valueSchema: "integer",
          enumValues: [
            { name: "off", enumValue: 0 },
            { name: "on", enumValue: 1 },
          ],
        },
      ],
    },
  );
  const property = iface.contents.get("mode");
  const state = iface.contents.get("state");
  if (property?.kind !== "Property" || state?.kind !== "Telemetry") throw new Error("wrong kinds");
  expect(property.schema).toBe(iface.schemas[0]);
  expect(state.schema.kind === "Object" && state.schema.fields[0]?.schema).toBe(property.schema);
});

test("contents of bases are contents of the Interface, behind its own", () => {
  const base = { "@context": "dtmi:dtdl:context;2", "@type": "Interface" };
  const model = parseModel([
    interfaceText([{ "@type": "Command", name: "own" }], { extends: ["dtmi:com:example:Base;1"] }),
    JSON.stringify({
      ...base,
      "@id": "dtmi:com:example:Base;1",
      contents: [{ "@type": "Telemetry", name: "t", schema: "long" }],
    }),
  ]);
  const contents = model.interfaces.get(device)?.contents;
  expect([...(contents?.keys() ?? [])]).toEqual(["own", "t"]);
  expect(contents?.get("t")?.definedIn).toBe("dtmi:com:example:Base;1");
});

test("an Interface knows those that extend it, each once, whichever is written first", () => {
  const base = interfaceText([], { "@id": "dtmi:com:example:B;1" });
  const one = interfaceText([], { "@id": "dtmi:com:example:C;1", extends: "dtmi:com:example:B;1" });
  const two = interfaceText([], {
    "@id": "dtmi:com:example:D;1",
    extends: ["dtmi:com:example:B;1", "dtmi:com:example:B;1"],
  });
  for (const texts of [
    [base, one, two],
    [one, base, two],
    [one, two, base],
  ]) {
    const { interfaces } = parseModel(texts);
    expect(interfaces.get("dtmi:com:example:B;1")?.extendedBy.map(({ id }) => id)).toEqual([
      "dtmi:com:example:C;1",
      "dtmi:com:example:D;1",
    ]);
    expect(interfaces.get("dtmi:com:example:C;1")?.extendedBy).toEqual([]);
    expect(interfaces.get("dtmi:com:example:D;1")?.extends).toHaveLength(1);
  }
});

test("an Interface written inside a Component is an Interface of the model", () => {
  const inner = { "@id": "dtmi:com:example:Inner;1", "@type": "Interface" };
  const model = parseModel(interfaceText([{ "@type": "Component", name: "c", schema: inner }]));
  expect([...model.interfaces.keys()]).toEqual([device, "dtmi:com:example:Inner;1"]);
  const component = model.interfaces.get(device)?.contents.get("c");
  expect(component?.kind === "Component" && component.schema).toBe(
    model.interfaces.get("dtmi:com:example:Inner;1"),
  );
});

test("geospatial schemas are Objects after GeoJSON", () => {
  const location = parsed([{ "@type": "Telemetry", name: "p", schema: "point" }]).contents.get("p");
  if (location?.kind !== "Telemetry" || location.schema.kind !== "Object")
    throw new Error("no Object");
  expect(location.schema.fields.map(({ name, schema }) => [name, schema.kind])).toEqual([
    ["type", "Enum"],
    ["coordinates", "Array"],
  ]);
});

test("unknown types and their properties are kept in v2, numbers exact", () => {
  const iface = parsed([
    { "@type": ["Telemetry", "Sparkly"], name: "t", schema: "double", glitter: { level: 3 } },
  ]);
  expect(iface.contents.get("t")).toMatchObject({
    undefinedTypes: ["Sparkly"],
    undefinedProperties: { glitter: { level: 3 } },
  });
});

test("IoT Central models may name their context first and use its types", () => {
  const iface = parsed([{ "@type": ["Property", "Location"], name: "where", schema: "geopoint" }], {
    "@context": ["dtmi:iotcentral:context;2", "dtmi:dtdl:context;2"],
  });
  expect(iface.contents.get("where")).toMatchObject({ semanticType: "Location" });
});

test("v3 and v4 take semantic types from the extension", () => {
  const contents = [
    { "@type": ["Telemetry", "Temperature"], name: "t", schema: "double", unit: "kelvin" },
  ];
  const context = ["dtmi:dtdl:context;4", "dtmi:dtdl:extension:quantitativeTypes;2"];
  const iface = parsed(contents, { "@context": context });
  expect(iface.contents.get("t")).toMatchObject({ semanticType: "Temperature", unit: "kelvin" });
});

test("v4 has more primitives, nullable payloads and schemas that contain themselves", () => {
  const id = "dtmi:com:example:tree";
  const iface = parsed(
    [
      { "@type": "Command", name: "c", response: { name: "r", nullable: true, schema: "uuid" } },
      { "@type": "Telemetry", name: "t", schema: id },
    ],
    {
      "@context": "dtmi:dtdl:context;4",
      schemas: [
        {
          "@id": id,
          "@type": "Object",
          fields: [{ name: "children", schema: { "@type": "Array", elementSchema: id } }],
        },
      ],
    },
  );
  const command = iface.contents.get("c");
  expect(command?.kind === "Command" && command.response).toMatchObject({
    kind: "CommandResponse",
    nullable: true,
    schema: { kind: "Uuid" },
  });
});

test("a model cannot be changed", () => {
  const model = parseModel(interfaceText([{ "@type": "Command", name: "go" }]));
  const contents = model.interfaces.get(device)?.contents as Map<string, unknown>;
  expect(() => contents.clear()).toThrow("cannot be changed");
  expect(Object.isFrozen(contents.get("go"))).toBe(true);
});

test("an element knows where it is written", () => {
  const model = parseModel({
    source: "m.json",
    text: interfaceText([{ "@type": "Command", name: "go" }]),
  });
  expect(model.interfaces.get(device)?.contents.get("go")?.location).toEqual({
    source: "m.json",
    line: 6,
    column: 5,
    endLine: 9,
    endColumn: 6,
  });
});

test("a unit enumeration has all its units, also those that were used before it", () => {
  const unitsOf = (...contents: unknown[]): readonly string[] | undefined => {
    const model = parseModel(
      JSON.stringify({
        "@context": ["dtmi:dtdl:context;3", "dtmi:dtdl:extension:quantitativeTypes;1"],
        "@id": "dtmi:com:example:Device;1",
        "@type": "Interface",
        contents,
      }),
    );
    const id = "dtmi:dtdl:extension:quantitativeTypes:v1:enum:TemperatureUnit";
    const units = model.elements.get(id);
    return units?.kind === "Enum" ? units.enumValues.map(({ name }) => name) : undefined;
  };
  const used = {
    "@type": ["Telemetry", "Temperature"],
    name: "t",
    schema: "double",
    unit: "kelvin",
  };
  const listed = { "@type": "Property", name: "u", schema: "TemperatureUnit" };
  const all = ["degreeCelsius", "degreeFahrenheit", "kelvin"];
  expect(unitsOf(used, listed)?.toSorted()).toEqual(all);
  expect(unitsOf(listed, used)?.toSorted()).toEqual(all);
});
