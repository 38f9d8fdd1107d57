import { expect, test } from "vitest";
import type { Interface } from "../../../src/dtdl/model.js";
import { parseModel } from "../../../src/dtdl/parse.js";
import { diffInterfaces } from "../../../src/views/diff/diff-models.js";
import { array, iface, object, primitive, telemetry } from "../../schema/elements.js";

type Json = Record<string, unknown>;

function interfaces(...documents: Json[]): readonly Interface[] {
  const texts = documents.map((each) => ({
    "@context": "dtmi:dtdl:context;3",
    "@type": "Interface",
    ...each,
  }));
  return [...parseModel(JSON.stringify(texts)).interfaces.values()];
}

const thermostat = (version: number, unitless: Json = {}): Json => ({
  "@id": `dtmi:com:example:Thermostat;${version}`,
  contents: [
    {
      "@type": "Property",
      name: "targetTemperature",
      schema: "double",
      writable: true,
      ...unitless,
    },
  ],
});
const controller = (version: number, partVersion: number): Json => ({
  "@id": `dtmi:com:example:Controller;${version}`,
  contents: [
    {
      "@type": "Component",
      name: "thermostat1",
      schema: `dtmi:com:example:Thermostat;${partVersion}`,
    },
  ],
});

test("names each change by its way from the Interface, with old value, new value and reason", () => {
  const schema = (depth: string): Json => ({
    "@type": "Object",
    fields: [
      {
        name: "samples",
        schema: {
          "@type": "Map",
          mapKey: { name: "k", schema: "string" },
          mapValue: { name: "v", schema: { "@type": "Array", elementSchema: depth } },
        },
      },
    ],
  });
  const thing = (type: string): Json => ({
    "@id": "dtmi:com:example:Thing;1",
    contents: [
      { "@type": "Command", name: "report", response: { name: "r", schema: schema(type) } },
    ],
  });
  expect(diffInterfaces(interfaces(thing("float")), interfaces(thing("double")))).toEqual({
    breaking: true,
    compared: 1,
    interfaces: [
      {
        before: "dtmi:com:example:Thing;1",
        after: "dtmi:com:example:Thing;1",
        changes: [
          {
            path: "report.response.samples.*[]",
            kind: "changed",
            what: "schema",
            before: "float",
            after: "double",
            rule: "schemaWidened",
            breaks: ["services"],
            reason: expect.stringMatching(/services do not expect/),
          },
        ],
      },
    ],
  });
});

test("compares components in the place where they are used", () => {
  const before = interfaces(controller(1, 1), thermostat(1));
  const after = interfaces(controller(2, 2), thermostat(2, { writable: false }));
  const { interfaces: found } = diffInterfaces(before.slice(0, 1), after.slice(0, 1));
  expect(found[0]?.changes.map(({ path, rule }) => [path, rule])).toEqual([
    ["thermostat1", "newVersion"],
    ["thermostat1.targetTemperature", "becameReadOnly"],
  ]);
});

test("matches Interfaces by DTMI, then by DTMI without version, the latest together", () => {
  const before = interfaces(thermostat(1), thermostat(2), controller(1, 1));
  const after = interfaces(thermostat(1), thermostat(3), thermostat(4), controller(1, 1));
  const { interfaces: found, compared } = diffInterfaces(before, after);
  expect(compared).toBe(4);
  expect(found).toMatchObject([
    { after: "dtmi:com:example:Thermostat;3", changes: [{ rule: "interfaceAdded" }] },
  ]);
  const renamed = diffInterfaces(
    before,
    interfaces(thermostat(1), thermostat(4, { writable: false }), controller(2, 1)),
  );
  expect(renamed.interfaces).toMatchObject([
    { before: "dtmi:com:example:Thermostat;2", after: "dtmi:com:example:Thermostat;4" },
  ]);
});

test("tells a change of an inherited content once, at the Interface it comes from", () => {
  const base = (schema: string): Json => ({
    "@id": "dtmi:com:example:Base;1",
    contents: [{ "@type": "Telemetry", name: "t", schema }],
  });
  const derived = { "@id": "dtmi:com:example:Derived;1", extends: "dtmi:com:example:Base;1" };
  const [before, after] = [interfaces(base("float"), derived), interfaces(base("double"), derived)];
  const whole = diffInterfaces(before, after);
  expect(whole.interfaces.map((each) => each.before)).toEqual(["dtmi:com:example:Base;1"]);
  const gone = diffInterfaces(before, interfaces({ "@id": "dtmi:com:example:Base;1" }, derived));
  expect(gone.interfaces.map((each) => each.before)).toEqual(["dtmi:com:example:Base;1"]);
  const alone = diffInterfaces(before.slice(1), after.slice(1));
  expect(alone.interfaces).toMatchObject([
    { before: "dtmi:com:example:Derived;1", changes: [{ path: "t", rule: "schemaWidened" }] },
  ]);
});

test("tells what is lost with a base that is extended no longer", () => {
  const base = {
    "@id": "dtmi:com:example:Base;1",
    contents: [{ "@type": "Telemetry", name: "t", schema: "double" }],
  };
  const derived = (more: Json): Json => ({ "@id": "dtmi:com:example:Derived;1", ...more });
  const { interfaces: found } = diffInterfaces(
    interfaces(base, derived({ extends: base["@id"] })),
    interfaces(base, derived({})),
  );
  expect(found.flatMap(({ changes }) => changes.map(({ rule, path }) => [rule, path]))).toEqual([
    ["baseRemoved", ""],
    ["contentRemoved", "t"],
  ]);
});

test("guesses no renaming where several contents look alike", () => {
  const thing = (...names: string[]): Json => ({
    "@id": "dtmi:com:example:Thing;1",
    contents: names.map((name) => ({ "@type": "Telemetry", name, schema: "double" })),
  });
  const { interfaces: found } = diffInterfaces(interfaces(thing("a", "b")), interfaces(thing("c")));
  expect(found[0]?.changes.map(({ rule, path }) => `${rule} ${path}`)).toEqual([
    "contentRemoved a",
    "contentRemoved b",
    "contentAdded c",
  ]);
});

test("compares what no known context defines, integers of any size included", () => {
  const thing = (value: string): readonly Interface[] => {
    const text = `{"@context": ["dtmi:dtdl:context;2", "dtmi:other:context;1"], "@id": "dtmi:x:A;1",
      "@type": ["Interface", "Strange"], "size": ${value}}`;
    return [...parseModel(text).interfaces.values()];
  };
  const [old, fresh] = [thing("9007199254740993"), thing("9007199254740995")];
  expect(diffInterfaces(old, thing("9007199254740993")).interfaces).toEqual([]);
  expect(diffInterfaces(old, fresh).interfaces[0]?.changes).toMatchObject([
    { what: "size", rule: "extension", breaks: [] },
  ]);
});

test("says that nothing breaks when contents are added and texts change", () => {
  const before = interfaces({ "@id": "dtmi:com:example:Thing;1", displayName: "A" });
  const after = interfaces({
    "@id": "dtmi:com:example:Thing;2",
    displayName: { en: "B", de: "C" },
    contents: [{ "@type": "Command", name: "reboot" }],
  });
  const diff = diffInterfaces(before, after);
  expect(diff.breaking).toBe(false);
  expect(diff.interfaces[0]?.changes).toMatchObject([
    { path: "", what: "displayName", before: { en: "A" }, after: { en: "B", de: "C" } },
    { path: "reboot", kind: "added", after: "Command ()" },
  ]);
});

test("takes no notice of the order in which languages, contents and Interfaces are written", () => {
  const contents = [
    { "@type": "Telemetry", name: "a", schema: "double", displayName: { en: "A", de: "Ä" } },
    { "@type": "Telemetry", name: "constructor", schema: "integer" },
  ];
  const reversed = [contents[1], { ...contents[0], displayName: { de: "Ä", en: "A" } }];
  const before = interfaces({ "@id": "dtmi:com:example:Thing;1", contents }, thermostat(1));
  const after = interfaces(thermostat(1), {
    "@id": "dtmi:com:example:Thing;1",
    contents: reversed,
  });
  expect(diffInterfaces(before, after)).toEqual({ breaking: false, compared: 2, interfaces: [] });
});

test("tells the same change of several fields for each of them, that of a shared schema once", () => {
  const thing = (leaf: "Double" | "Float") => {
    const point = object("Point", { x: primitive(leaf), y: primitive(leaf) });
    return iface("Shape", telemetry("t", object("Line", { from: point, to: point })));
  };
  const { interfaces: found } = diffInterfaces([thing("Float")], [thing("Double")]);
  expect(found[0]?.changes.map(({ path }) => path)).toEqual(["t.from.x", "t.from.y"]);
});

test("comes to an end with schemas that contain themselves", () => {
  const tree = (leaf: "Double" | "Float") =>
    iface(
      "Plants",
      telemetry(
        "tree",
        object("Tree", (self) => ({ children: array("Children", self), leaf: primitive(leaf) })),
      ),
    );
  const { interfaces: found } = diffInterfaces([tree("Float")], [tree("Double")]);
  expect(found[0]?.changes).toMatchObject([{ path: "tree.leaf", rule: "schemaWidened" }]);
});

test("takes linear time where schemas share their parts", () => {
  const diamond = (leaf: "Double" | "Float") => {
    let schema = object("Leaf", { x: primitive(leaf) });
    for (let level = 0; level < 60; level++) {
      schema = object(`Level${level}`, { left: schema, right: schema });
    }
    return iface("Diamond", telemetry("t", schema));
  };
  const { interfaces: found } = diffInterfaces([diamond("Float")], [diamond("Double")]);
  expect(found[0]?.changes).toHaveLength(1);
});

test("takes a circle of schemas with a renamed field for another field, and comes to an end", () => {
  const tree = (name: string) =>
    iface(
      "Plants",
      telemetry(
        "tree",
        object("Tree", (self) => ({ [name]: self })),
      ),
    );
  const { interfaces: found } = diffInterfaces([tree("children")], [tree("kids")]);
  expect(found[0]?.changes.map(({ rule, path }) => `${rule} ${path}`)).toEqual([
    "fieldRemoved tree.children",
    "fieldAdded tree.kids",
  ]);
});

test("compares a circle of schemas as long as a text of an Interface allows", () => {
  const ring = (leaf: "Double" | "Float") => {
    const first = object("S0", (self) => {
      let last = object("Last", { first: self, leaf: primitive(leaf) });
      for (let index = 9000; index > 0; index--) last = object(`S${index}`, { next: last });
      return { next: last };
    });
    return iface("Ring", telemetry("t", first));
  };
  const { interfaces: found } = diffInterfaces([ring("Float")], [ring("Double")]);
  expect(found[0]?.changes.map(({ rule }) => rule)).toEqual(["schemaWidened"]);
});
