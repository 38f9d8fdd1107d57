import { expect, test } from "vitest";
import { payloadSchemas } from "../../src/schema/interface-json-schema.js";
import {
  array,
  command,
  component,
  iface,
  object,
  payload,
  primitive,
  property,
  telemetry,
} from "./elements.js";

const $schema = "https://json-schema.org/draft/2020-12/schema";

test("gives the JSON Schema of every payload of an Interface and its components", () => {
  const thermostat = iface(
    "Thermostat",
    property("targetTemperature", primitive("Double"), { writable: true }),
  );
  const controller = iface(
    "Controller",
    telemetry("workingSet", primitive("Integer"), {
      displayName: { en: "Working set" },
      description: { en: "Memory in use." },
    }),
    property("serialNumber", primitive("String")),
    command("reboot", { request: payload("delay", primitive("Byte"), true) }),
    command("name", { response: payload("name", primitive("String")) }),
    component("thermostat1", thermostat),
  );
  expect(payloadSchemas(controller)).toStrictEqual({
    id: "dtmi:test:Controller;1",
    telemetry: {
      workingSet: {
        $schema,
        title: "Working set",
        description: "Memory in use.",
        type: "integer",
        minimum: -2147483648,
        maximum: 2147483647,
      },
    },
    properties: { serialNumber: { $schema, type: "string", readOnly: true } },
    commands: {
      reboot: {
        request: {
          $schema,
          anyOf: [{ type: "integer", minimum: -128, maximum: 127 }, { type: "null" }],
        },
      },
      name: { response: { $schema, type: "string" } },
    },
    components: {
      thermostat1: {
        id: "dtmi:test:Thermostat;1",
        telemetry: {},
        properties: { targetTemperature: { $schema, type: "number" } },
        commands: {},
        components: {},
      },
    },
  });
});

test("keeps $defs at the top of a nullable payload", () => {
  const tree = object("Tree", (self) => ({ children: array("Children", self) }));
  const { commands } = payloadSchemas(
    iface("I", command("plant", { request: payload("t", tree, true) })),
  );
  expect(commands.plant?.request).toStrictEqual({
    $schema,
    anyOf: [{ $ref: "#/$defs/dtmi:test:Tree;1" }, { type: "null" }],
    $defs: {
      "dtmi:test:Tree;1": {
        type: "object",
        properties: { children: { type: "array", items: { $ref: "#/$defs/dtmi:test:Tree;1" } } },
        additionalProperties: false,
      },
    },
  });
});
