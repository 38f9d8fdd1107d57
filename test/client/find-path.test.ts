import { expect, test } from "vitest";
import { findCommand, findProperty, isPnpError } from "../../src/index.js";
import { TemperatureController } from "./fixtures/temperature-controller-1.js";

function hintOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    return isPnpError(error, "PNP_NAME_UNKNOWN") ? error.hint : undefined;
  }
  return undefined;
}

test("finds a property of a component by its path", () => {
  expect(findProperty(TemperatureController, "thermostat1.targetTemperature")).toMatchObject({
    path: "thermostat1.targetTemperature",
    component: "thermostat1",
    name: "targetTemperature",
    schema: { schema: "double", writable: true },
  });
});

test("finds commands of the root and of a component by their names on the wire", () => {
  expect(findCommand(TemperatureController, "reboot")).toMatchObject({
    path: "reboot",
    name: "reboot",
  });
  expect(findCommand(TemperatureController, "thermostat2*getMaxMinReport")).toMatchObject({
    component: "thermostat2",
    schema: { request: { name: "since" } },
  });
});

test("suggests what may have been meant", () => {
  const property = (path: string) => hintOf(() => findProperty(TemperatureController, path));
  expect(property("thermostat1.targetTemprature")).toContain('"thermostat1.targetTemperature"');
  expect(property("thermostat3.targetTemperature")).toContain('"thermostat1.targetTemperature"');
  expect(property("targetTemperature")).toContain(
    '"thermostat1.targetTemperature" or "thermostat2',
  );
  expect(property("workingSet")).toContain("telemetry");
  expect(property("zzz")).toContain(
    "Its properties are serialNumber, thermostat1.targetTemperature",
  );
  expect(hintOf(() => findCommand(TemperatureController, "rebot"))).toBe('Did you mean "reboot"?');
});

test("takes nothing that every object has for a name of the model", () => {
  expect(() => findProperty(TemperatureController, "constructor")).toThrow(
    'no property "constructor"',
  );
  expect(() => findProperty(TemperatureController, "toString.a")).toThrow(
    'no component "toString"',
  );
  expect(() => findCommand(TemperatureController, "__proto__*x")).toThrow(
    'no component "__proto__"',
  );
});
