import { expect, expectTypeOf, test } from "vitest";
import { childrenOf } from "../../src/dtdl/children.js";
import type {
  CommandPayload,
  Element,
  Interface,
  Model,
  PrimitiveSchema,
  Telemetry,
} from "../../src/dtdl/model.js";
import { parseModel } from "../../src/dtdl/parse.js";
import { type Visitor, type Way, walkElement, walkModel } from "../../src/dtdl/walk.js";
import { extensionSamples } from "./extension-samples.js";
import { interfaceChain } from "./interface-chain.js";
import { languageSamples } from "./sample-models.js";

const base = {
  "@context": "dtmi:dtdl:context;4",
  "@id": "dtmi:sample:Base;1",
  "@type": "Interface",
  contents: [{ "@type": "Property", name: "serial", schema: "string" }],
};

const device = {
  "@context": "dtmi:dtdl:context;4",
  "@id": "dtmi:sample:Device;1",
  "@type": "Interface",
  extends: "dtmi:sample:Base;1",
  contents: [
    {
      "@type": "Telemetry",
      name: "state",
      schema: { "@type": "Object", fields: [{ name: "on", schema: "boolean" }] },
    },
    { "@type": "Component", name: "part", schema: "dtmi:sample:Part;1" },
  ],
};

const part = {
  "@context": "dtmi:dtdl:context;4",
  "@id": "dtmi:sample:Part;1",
  "@type": "Interface",
};

function parsed(...interfaces: readonly object[]): Model {
  return parseModel(JSON.stringify(interfaces));
}

function interfaceOf(model: Model, id: string): Interface {
  const found = model.interfaces.get(id);
  if (found === undefined) throw new Error(`no Interface ${id}`);
  return found;
}

/** An element and how the walk came to it, as a line. */
function line(element: Element, way: Way): string {
  const sign = way.isReference ? "->" : ".";
  const property = way.property?.split(":").at(-1);
  const name = way.name === undefined ? "" : `[${way.name}]`;
  const from = way.holder === undefined ? "" : ` ${way.holder.kind}${sign}${property}${name}`;
  return `${element.kind}${from}`;
}

test("a walk over a model visits each element in its own place, and built-in ones last", () => {
  const lines: string[] = [];
  walkModel(parsed(device, base, part), {
    enter: (element, way) => lines.push(line(element, way)),
  });
  expect(lines).toEqual([
    "Interface",
    "Telemetry Interface.contents[state]",
    "Object Telemetry.schema",
    "Field Object.fields[on]",
    "Component Interface.contents[part]",
    "Interface",
    "Property Interface.contents[serial]",
    "Interface",
    "Boolean",
    "String",
  ]);
});

test("a walk over a model visits every element once, whatever the model", () => {
  for (const { shows, text, options } of [...languageSamples, ...extensionSamples]) {
    const model = parseModel(text, options);
    const ids: string[] = [];
    walkModel(model, { enter: ({ id }) => ids.push(id) });
    expect(ids.toSorted(), shows).toEqual([...model.elements.keys()].toSorted());
  }
});

test("a walk from an element goes on to what it refers to, after what is written in it", () => {
  const lines: string[] = [];
  const model = parsed(device, base, part);
  walkElement(interfaceOf(model, "dtmi:sample:Device;1"), {
    enter: (element, way) => lines.push(line(element, way)),
  });
  expect(lines).toEqual([
    "Interface",
    "Telemetry Interface.contents[state]",
    "Object Telemetry.schema",
    "Field Object.fields[on]",
    "Component Interface.contents[part]",
    "Interface Interface->extends",
    "Property Interface.contents[serial]",
    "Boolean Field->schema",
    "Interface Component->schema",
    "String Property->schema",
  ]);
});

test("a walk from an element can stay within what is written in it", () => {
  const kinds: string[] = [];
  const model = parsed(device, base, part);
  const visitor: Visitor = { enter: ({ kind }) => kinds.push(kind) };
  walkElement(interfaceOf(model, "dtmi:sample:Device;1"), visitor, { references: false });
  expect(kinds).toEqual(["Interface", "Telemetry", "Object", "Field", "Component"]);
});

test("the way to an element tells all the holders above it", () => {
  let text = "";
  walkModel(parsed(device, base, part), {
    Field: (field, way) => {
      const steps: string[] = [field.name];
      for (let at: Way | undefined = way; at?.holder !== undefined; at = at.before) {
        steps.unshift(at.name ?? at.property ?? "");
      }
      text = steps.slice(0, -1).join("/");
    },
  });
  expect(text).toBe("state/schema/on");
});

test("the function of a kind gets elements of that kind only, as their own type", () => {
  const seen: string[] = [];
  walkModel(parsed(device, base, part), {
    Telemetry: (telemetry) => {
      expectTypeOf(telemetry).toEqualTypeOf<Telemetry>();
      seen.push(telemetry.name);
    },
    Boolean: (schema) => {
      expectTypeOf(schema).toEqualTypeOf<PrimitiveSchema>();
      seen.push(schema.id);
    },
    CommandRequest: (payload) => {
      expectTypeOf(payload).toEqualTypeOf<CommandPayload>();
      seen.push("never");
    },
  });
  expect(seen).toEqual(["state", "dtmi:dtdl:instance:Schema:boolean;2"]);
  // @ts-expect-error no element has this kind
  walkModel(parsed(part), { Telemetries: () => true });
});

test("the result false skips what is below an element, and what only that refers to", () => {
  const kinds: string[] = [];
  const visitor: Visitor = {
    enter: ({ kind }) => kinds.push(kind),
    Telemetry: () => false,
    Component: () => false,
  };
  const model = parsed(device, base, part);
  walkElement(interfaceOf(model, "dtmi:sample:Device;1"), visitor);
  expect(kinds).toEqual(["Interface", "Telemetry", "Component", "Interface", "Property", "String"]);
  kinds.length = 0;
  walkModel(model, visitor);
  expect(kinds).not.toContain("Object");
  expect(kinds.filter((kind) => kind === "Interface")).toHaveLength(3);
});

test("the result false of enter skips as well", () => {
  const kinds: string[] = [];
  walkModel(parsed(device, base, part), {
    enter: ({ kind }) => {
      kinds.push(kind);
      return kind !== "Interface";
    },
  });
  expect(kinds).toEqual(["Interface", "Interface", "Interface", "Boolean", "String"]);
});

test("an element is left after everything below it", () => {
  const steps: string[] = [];
  walkModel(parsed(base), {
    enter: ({ kind }) => steps.push(`+${kind}`),
    leave: ({ kind }) => steps.push(`-${kind}`),
  });
  expect(steps).toEqual([
    "+Interface",
    "+Property",
    "-Property",
    "-Interface",
    "+String",
    "-String",
  ]);
});

test("a walk ends in schemas that contain themselves", () => {
  const tree = {
    ...part,
    schemas: [
      {
        "@id": "dtmi:sample:Tree;1",
        "@type": "Object",
        fields: [{ name: "next", schema: "dtmi:sample:Tree;1" }],
      },
    ],
  };
  const ids: string[] = [];
  const model = parsed(tree);
  walkElement(interfaceOf(model, "dtmi:sample:Part;1"), { enter: ({ id }) => ids.push(id) });
  expect(ids).toEqual([
    "dtmi:sample:Part;1",
    "dtmi:sample:Tree;1",
    "dtmi:sample:Tree:_fields:__next;1",
  ]);
});

test("inherited contents are visited in the Interface that has them, however far up", () => {
  const context = "dtmi:dtdl:context;4";
  const heir = (id: string, from: string): object => ({
    "@context": context,
    "@id": id,
    "@type": "Interface",
    extends: from,
  });
  const model = parsed(
    heir("dtmi:sample:Heir;1", "dtmi:sample:Middle;1"),
    heir("dtmi:sample:Middle;1", "dtmi:sample:Base;1"),
    base,
  );
  const holders: unknown[] = [];
  walkElement(interfaceOf(model, "dtmi:sample:Heir;1"), {
    Property: (_property, { holder, isReference }) => holders.push([holder?.id, isReference]),
  });
  expect(holders).toEqual([["dtmi:sample:Base;1", false]]);
});

test("chains of 100,000 references and of 100,000 parts are walked without recursion", () => {
  for (const nested of [false, true]) {
    const chain = interfaceChain(100_000, nested);
    let count = 0;
    let left = 0;
    walkElement(chain, { enter: () => ++count, leave: () => ++left });
    expect([count, left]).toEqual([100_000, 100_000]);
  }
});

test("children are told apart as parts, references and inherited contents", () => {
  const model = parsed(device, base, part);
  const children = childrenOf(interfaceOf(model, "dtmi:sample:Device;1"));
  expect(
    children.map(({ element, property, name, via }) => [element.id, property, name, via]),
  ).toEqual([
    ["dtmi:sample:Base;1", "extends", undefined, "reference"],
    ["dtmi:sample:Device:_contents:__state;1", "contents", "state", "part"],
    ["dtmi:sample:Device:_contents:__part;1", "contents", "part", "part"],
    ["dtmi:sample:Base:_contents:__serial;1", "contents", "serial", "inherited"],
  ]);
});
