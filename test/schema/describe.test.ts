import { expect, test } from "vitest";
import { type PrimitiveKind, primitiveKinds } from "../../src/dtdl/model.js";
import { describeInterface } from "../../src/schema/describe.js";
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
} from "./elements.js";

const double = primitive("Double");

test("describes every kind of content and leaves out what is not there", () => {
  const thermostat = iface("Thermostat");
  const described = describeInterface(
    iface(
      "Controller",
      property("targetTemperature", double, {
        writable: true,
        unit: "degreeCelsius",
        semanticType: "Temperature",
        displayName: { de: "Soll", en: "Target" },
      }),
      property("serialNumber", primitive("String"), { displayName: { fr: "Numéro" } }),
      telemetry("temperature", double),
      command("reboot", { request: payload("delay", primitive("Integer"), true) }),
      command("report", { response: payload("report", double), displayName: { en: "Report" } }),
      component("thermostat1", thermostat),
    ),
  );
  expect(described).toStrictEqual({
    properties: {
      targetTemperature: {
        schema: "double",
        unit: "degreeCelsius",
        semanticType: "Temperature",
        displayName: "Target",
        writable: true,
      },
      serialNumber: { schema: "string", displayName: "Numéro" },
    },
    telemetry: { temperature: { schema: "double" } },
    commands: {
      reboot: { request: { name: "delay", schema: "integer", nullable: true } },
      report: { response: { name: "report", schema: "double" }, displayName: "Report" },
    },
    components: { thermostat1: thermostat },
  });
  expect(described.components?.thermostat1).toBe(thermostat);
});

test("describes an empty Interface as nothing", () => {
  expect(describeInterface(iface("Empty"))).toStrictEqual({});
});

test.each(primitiveKinds.map((kind): [PrimitiveKind] => [kind]))(
  "writes %s by its term",
  (kind) => {
    const { telemetry: described } = describeInterface(iface("I", telemetry("t", primitive(kind))));
    expect(described?.t?.schema).toBe(kind.charAt(0).toLowerCase() + kind.slice(1));
  },
);

test("spells out complex schemas, in the order of the model", () => {
  const limits = object("Limits", { high: double, low: double });
  const schema = map(
    "ByName",
    object("Zone", { limits, modes: array("Modes", enumeration("Mode", [2, 1])) }),
  );
  expect(JSON.stringify(describeInterface(iface("I", telemetry("t", schema))).telemetry?.t)).toBe(
    '{"schema":{"map":{"object":{"limits":{"object":{"high":"double","low":"double"}},"modes":{"array":{"enum":[2,1]}}}}}}',
  );
});

test("names a schema that contains itself, once", () => {
  const tree = object("Tree", (self) => ({ value: double, children: array("Children", self) }));
  const described = describeInterface(
    iface("I", telemetry("a", tree), property("b", map("Forest", tree))),
  );
  expect(described).toStrictEqual({
    telemetry: { a: { schema: { ref: "dtmi:test:Tree;1" } } },
    properties: { b: { schema: { map: { ref: "dtmi:test:Tree;1" } } } },
    schemas: {
      "dtmi:test:Tree;1": {
        object: { value: "double", children: { array: { ref: "dtmi:test:Tree;1" } } },
      },
    },
  });
});

test("names one schema of a circle of several", () => {
  const outer = object("Outer", (self) => ({ inner: object("Inner", { outer: self }) }));
  const inner = outer.kind === "Object" ? outer.fields[0]?.schema : undefined;
  const described = describeInterface(
    iface("I", telemetry("a", outer), telemetry("b", inner ?? double)),
  );
  expect(described.schemas).toStrictEqual({
    "dtmi:test:Outer;1": { object: { inner: { object: { outer: { ref: "dtmi:test:Outer;1" } } } } },
  });
  expect(described.telemetry?.b?.schema).toStrictEqual({
    object: { outer: { ref: "dtmi:test:Outer;1" } },
  });
});

test("refers to schemas that are deep or large by their names", () => {
  let deep = object("D0", { end: double });
  for (let level = 1; level < 40; level++) deep = object(`D${level}`, { next: deep });
  const large = object(
    "Large",
    Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`f${at}`, double])),
  );
  const described = describeInterface(
    iface("I", telemetry("deep", deep), telemetry("large", large)),
  );
  expect(described.telemetry?.deep?.schema).not.toHaveProperty("ref");
  expect(Object.keys(described.schemas ?? {})).toEqual([
    "dtmi:test:D33;1",
    "dtmi:test:D16;1",
    "dtmi:test:Large;1",
  ]);
  expect(described.telemetry?.large).toEqual({ schema: { ref: "dtmi:test:Large;1" } });
});

test("does not repeat the work for schemas used over and over", () => {
  let schema = object("L0", { a: double, b: double });
  for (let level = 1; level < 40; level++) schema = object(`L${level}`, { a: schema, b: schema });
  const described = describeInterface(iface("I", telemetry("t", schema)));
  const top = described.telemetry?.t?.schema as { object: Record<string, unknown> };
  expect(top.object.a).toBe(top.object.b);
});

test("takes a content called constructor for any other", () => {
  const described = describeInterface(iface("I", property("constructor", double)));
  expect(Object.keys(described.properties ?? {})).toEqual(["constructor"]);
});
