import { expect, test } from "vitest";
import { propertyStates, readPropertyState, readState } from "../../src/index.js";
import { Odd } from "./fixtures/odd-1.js";
import { TemperatureController } from "./fixtures/temperature-controller-1.js";

const twin = (desired: Record<string, unknown>, reported: Record<string, unknown>) => ({
  properties: { desired, reported },
});

test("counts a desired value as pending until its own version is acknowledged, whatever else was set since", () => {
  const desired = {
    level: 5,
    settings: { a: 1 },
    $metadata: { level: { $lastUpdatedVersion: 3 }, settings: { $lastUpdatedVersion: 7 } },
    $version: 7,
  };
  const state = readState(twin(desired, { level: { value: 5, ac: 200, av: 3 } }), Odd);
  expect(state.level).toEqual({
    desired: 5n,
    reported: 5n,
    ack: { value: 5n, ac: 200, av: 3 },
    pending: false,
  });
  expect(state.settings).toEqual({ desired: { a: 1 }, pending: true });
});

test("leaves out a value that does not fit or was rounded, and says why", () => {
  const rounded = readPropertyState(
    twin({}, { level: { value: 2 ** 60, ac: 203, av: 0 } }),
    Odd,
    "level",
  );
  expect(rounded).toMatchObject({
    pending: false,
    issues: [{ code: "unsafeInteger", path: "/reported" }],
  });
  expect(rounded).not.toHaveProperty("reported");
});

test("lists the properties of root and components by path", () => {
  const rows = propertyStates(twin({}, { serialNumber: "s" }), TemperatureController);
  expect(rows.map(({ path }) => path)).toEqual([
    "serialNumber",
    "thermostat1.targetTemperature",
    "thermostat1.maxTempSinceLastReboot",
    "thermostat2.targetTemperature",
    "thermostat2.maxTempSinceLastReboot",
    "deviceInformation.manufacturer",
    "deviceInformation.totalStorage",
  ]);
  expect(rows[0]?.state).toEqual({ reported: "s", pending: false });
});
