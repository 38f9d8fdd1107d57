import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import type { Interface } from "../../src/dtdl/model.js";
import { parseModel } from "../../src/dtdl/parse.js";
import { type InterfacePart, interfaceDocument } from "../../src/schema/interface-document.js";
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

/** What the documentation of the documents promises: strict mode, and no formats but these four. */
const formats = { date: true, "date-time": true, time: true, uuid: true } as const;
const ajv: Ajv2020 = new Ajv2020({ strict: true, allErrors: true, ownProperties: true, formats });

function judge(root: Interface, part?: InterfacePart): (data: unknown) => boolean {
  const document = interfaceDocument(root, part);
  const check = ajv.compile(document);
  ajv.removeSchema(document.$id);
  return (data) => check(data) as boolean;
}

const thermostat = iface(
  "Thermostat",
  telemetry("temperature", primitive("Double"), {
    displayName: { en: "Temperature" },
    semanticType: "Temperature",
    unit: "degreeCelsius",
  }),
  property("targetTemperature", primitive("Double"), { writable: true }),
  property("highest", primitive("Double")),
  command("getReport", {
    request: payload("since", primitive("DateTime")),
    response: payload("report", object("Report", { samples: primitive("UnsignedLong") })),
  }),
);
const controller = iface(
  "Controller",
  telemetry("workingSet", primitive("Long")),
  property("mode", enumeration("Mode", ["eco", "full"]), { writable: true }),
  property("serialNumber", primitive("String")),
  command("reboot", { request: payload("delay", primitive("Byte"), true) }),
  component("thermostat1", thermostat),
  component("thermostat2", thermostat),
);

test("describes telemetry as the body of one message", () => {
  const fits = judge(controller, "telemetry");
  expect(fits({ workingSet: 12 })).toBe(true);
  expect(fits({})).toBe(true);
  expect(fits({ workingSet: "12" })).toBe(false);
  expect(fits({ temperature: 21 })).toBe(false);
});

test("keeps the message bodies of components beside the one of the root", () => {
  expect(interfaceDocument(controller, "telemetry").$defs).toEqual({
    "dtmi:test:Thermostat;1:telemetry": {
      type: "object",
      properties: {
        temperature: {
          title: "Temperature",
          $comment: "Temperature in degreeCelsius",
          type: "number",
        },
      },
      additionalProperties: false,
    },
  });
});

test("describes both sections of a twin, components with their marker and writable properties acknowledged", () => {
  const fits = judge(controller, "properties");
  const ack = { value: 21, ac: 200, av: 3, ad: "done" };
  expect(
    fits({
      reported: {
        serialNumber: "X",
        mode: { value: "eco", ac: 203, av: 0 },
        thermostat1: { __t: "c", targetTemperature: ack, highest: 30 },
        $version: 7,
        $metadata: {},
      },
      desired: { mode: "full", thermostat2: { __t: "c", targetTemperature: 20 }, $version: 3 },
    }),
  ).toBe(true);
  expect(fits({ reported: { thermostat1: { highest: 30 } } })).toBe(false);
  expect(fits({ reported: { thermostat1: { __t: "c", targetTemperature: 21 } } })).toBe(false);
  expect(fits({ reported: { mode: { value: "fast", ac: 200, av: 1 } } })).toBe(false);
  expect(fits({ desired: { serialNumber: "X" } })).toBe(false);
  expect(fits({ desired: { thermostat1: { __t: "c", highest: 1 } } })).toBe(false);
});

test("describes commands by the names of their methods, a nullable payload as null too", () => {
  const fits = judge(controller, "commands");
  expect(fits({ reboot: { request: null } })).toBe(true);
  expect(fits({ reboot: { request: 5 } })).toBe(true);
  expect(fits({ reboot: { request: 500 } })).toBe(false);
  expect(fits({ reboot: { response: 5 } })).toBe(false);
  const since = "2026-11-20T08:00:00Z";
  expect(fits({ "thermostat2*getReport": { request: since, response: { samples: 1 } } })).toBe(
    true,
  );
  expect(fits({ "thermostat2*getReport": { request: "yesterday" } })).toBe(false);
  expect(fits({ getReport: {} })).toBe(false);
});

test("describes a whole twin of devices with this model", () => {
  const fits = judge(controller, "twin");
  const properties = { reported: { serialNumber: "X" }, desired: { $version: 1 } };
  expect(
    fits({ deviceId: "d", modelId: "dtmi:test:Controller;1", tags: { site: "lab" }, properties }),
  ).toBe(true);
  expect(fits({ modelId: "dtmi:test:Thermostat;1", properties })).toBe(false);
  expect(fits({ modelId: "dtmi:test:Controller;1" })).toBe(false);
  expect(fits({ properties: { ...properties, reported: { serialNumber: 1 } } })).toBe(false);
});

test("puts all parts into one document when none is asked for", () => {
  const fits = judge(controller);
  expect(fits({ telemetry: { workingSet: 1 }, commands: { reboot: {} } })).toBe(true);
  expect(fits({ telemetry: { workingSet: "1" } })).toBe(false);
  expect(fits({ twin: {} })).toBe(false);
  expect(fits({ other: {} })).toBe(false);
});

test("identifies documents by the DTMI and the part", () => {
  expect(interfaceDocument(controller)).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "dtmi:test:Controller;1",
  });
  expect(interfaceDocument(controller, "twin").$id).toBe("dtmi:test:Controller;1?part=twin");
});

test("states the limits of 64 bits as numbers that every reader holds exactly", () => {
  const wide = iface(
    "Wide",
    telemetry("signed", primitive("Long")),
    telemetry("unsigned", primitive("UnsignedLong")),
  );
  expect(interfaceDocument(wide, "telemetry").properties).toEqual({
    signed: { type: "integer", minimum: -(2 ** 63), exclusiveMaximum: 2 ** 63 },
    unsigned: { type: "integer", minimum: 0, exclusiveMaximum: 2 ** 64 },
  });
  const fits = judge(wide, "telemetry");
  expect(fits({ signed: -(2 ** 63), unsigned: 2 ** 63 })).toBe(true);
  expect(fits({ signed: 2 ** 63 })).toBe(false);
  expect(fits({ unsigned: -1 })).toBe(false);
});

test("writes a schema in its place when it is used once, and under $defs when it is used more often", () => {
  const once = iface("Once", telemetry("a", object("Point", { x: primitive("Double") })));
  expect(interfaceDocument(once, "telemetry")).not.toHaveProperty("$defs");
  const point = object("Point", { x: primitive("Double") });
  const twice = interfaceDocument(
    iface("Twice", telemetry("a", point), telemetry("b", array("Points", point))),
    "telemetry",
  );
  expect(twice.properties?.b).toMatchObject({ items: { $ref: "#/$defs/dtmi:test:Point;1" } });
  expect(Object.keys(twice.$defs ?? {})).toEqual(["dtmi:test:Point;1"]);
});

test("follows schemas that contain themselves", () => {
  const tree = object("Tree", (self) => ({ children: array("Children", self) }));
  const fits = judge(iface("Plants", telemetry("tree", tree)), "telemetry");
  expect(fits({ tree: { children: [{ children: [] }] } })).toBe(true);
  expect(fits({ tree: { children: [{ branches: [] }] } })).toBe(false);
});

test("tells what the values of an Enum are called, and writes one without values as impossible", () => {
  const root = iface(
    "Enums",
    telemetry("state", enumeration("State", [1, 2])),
    telemetry("none", enumeration("None", [])),
  );
  expect(interfaceDocument(root, "telemetry").properties).toEqual({
    state: { $comment: "1: v0, 2: v1", type: "integer", enum: [1, 2] },
    none: { not: {} },
  });
  expect(judge(root, "telemetry")({ none: "x" })).toBe(false);
});

test("compiles with contents of every kind and awkward names", () => {
  const root = iface(
    "Awkward",
    telemetry("constructor", map("Readings", primitive("Decimal"))),
    property("toString", primitive("Uuid"), { writable: true }),
    command("valueOf", { response: payload("r", map("M", array("A", primitive("Duration")))) }),
    telemetry("bytes", primitive("Bytes"), {
      displayName: { de: "Bytes" },
      description: { en: '"</script>\n' },
    }),
    telemetry("date", primitive("Date")),
    telemetry("time", primitive("Time")),
    telemetry("float", primitive("Float")),
  );
  for (const part of ["telemetry", "properties", "commands", "twin", undefined] as const) {
    expect(judge(root, part)([])).toBe(false);
  }
  expect(judge(root, "telemetry")({ constructor: { a: "1.5" }, bytes: "AQID" })).toBe(true);
});

test("includes inherited contents and the texts of fields of a parsed model", () => {
  const model = parseModel(
    JSON.stringify([
      {
        "@context": "dtmi:dtdl:context;3",
        "@id": "dtmi:com:example:Base;1",
        "@type": "Interface",
        contents: [
          {
            "@type": "Telemetry",
            name: "place",
            schema: {
              "@type": "Object",
              fields: [{ name: "floor", displayName: "Floor", schema: "integer" }],
            },
          },
        ],
      },
      {
        "@context": "dtmi:dtdl:context;3",
        "@id": "dtmi:com:example:Derived;1",
        "@type": "Interface",
        extends: "dtmi:com:example:Base;1",
      },
    ]),
  );
  const derived = model.interfaces.get("dtmi:com:example:Derived;1");
  expect(derived && interfaceDocument(derived, "telemetry").properties).toMatchObject({
    place: { properties: { floor: { title: "Floor", type: "integer" } } },
  });
});

test("writes a circle of schemas as long as a text of an Interface allows", () => {
  const first = object("S0", (self) => {
    let last = self;
    for (let index = 8000; index > 0; index--) last = object(`S${index}`, { next: last });
    return { next: last };
  });
  const text = JSON.stringify(interfaceDocument(iface("Ring", telemetry("t", first))));
  expect(text.match(/"next"/g)).toHaveLength(8001);
});
