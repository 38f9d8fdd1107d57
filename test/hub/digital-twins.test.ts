import { expect, test } from "vitest";
import { desiredChangeOf, digitalTwinOf } from "../../src/hub/digital-twins.js";
import { Twins } from "../../src/hub/twins.js";
import { ManualClock } from "./fixtures.js";

const target = { deviceId: "dev1" };
const $lastUpdated = "2026-08-15T10:00:00.12Z";

function setUp() {
  const twins = new Twins(new ManualClock(), () => {});
  twins.create(target);
  const view = () => digitalTwinOf("dev1", twins.get(target));
  return { twins, view };
}

test("a device that has told nothing has an empty digital twin, with its model when there is one", () => {
  const { twins, view } = setUp();
  expect(view()).toEqual({ $dtId: "dev1", $metadata: {} });
  twins.announceModel(target, "dtmi:com:example:Thermostat;1");
  expect(view()).toEqual({ $dtId: "dev1", $metadata: { $model: "dtmi:com:example:Thermostat;1" } });
});

test("a property that is only desired shows in the metadata alone", () => {
  const { twins, view } = setUp();
  twins.patch(target, { properties: { desired: { goal: 21, t: { __t: "c", goal: 22 } } } });
  expect(view()).toEqual({
    $dtId: "dev1",
    t: { $metadata: { goal: { desiredValue: 22, desiredVersion: 2 } } },
    $metadata: { goal: { desiredValue: 21, desiredVersion: 2 } },
  });
});

test("an acknowledgement is taken apart; an object that is none stays a value", () => {
  const { twins, view } = setUp();
  twins.report(target, { goal: { value: 21, ac: 203, av: 0 }, place: { value: 1, unit: "m" } });
  expect(view()).toEqual({
    $dtId: "dev1",
    goal: 21,
    place: { value: 1, unit: "m" },
    $metadata: {
      goal: { ackVersion: 0, ackCode: 203, lastUpdateTime: $lastUpdated },
      place: { lastUpdateTime: $lastUpdated },
    },
  });
});

test("a patch of a component that does not exist yet needs the component first", () => {
  const { twins } = setUp();
  const patch = (operations: unknown) => desiredChangeOf("dev1", twins.get(target), operations);
  expect(() => patch([{ op: "add", path: "/t/goal", value: 1 }])).toThrow(
    expect.objectContaining({ status: 400 }),
  );
  expect(patch([{ op: "add", path: "/t", value: { $metadata: {}, goal: 1 } }])).toMatchObject({
    desired: { t: { __t: "c", goal: 1 } },
  });
});

test("a patch that takes for a component what the twin has without the marker is told so", () => {
  const { twins } = setUp();
  twins.patch(target, { properties: { desired: { t: { goal: 1 } } } });
  twins.report(target, { goal: { value: 21, ac: 200, av: 1 } });
  const refusal = (operation: object) => {
    try {
      return desiredChangeOf("dev1", twins.get(target), [operation]);
    } catch (error) {
      return error;
    }
  };
  const set = { op: "add", path: "/t/goal", value: 2 };
  const whole = { op: "add", path: "/t", value: { $metadata: {}, goal: 2 } };
  for (const operation of [set, whole]) {
    expect(refusal(operation)).toMatchObject({
      reason: "ArgumentInvalid",
      message: expect.stringContaining("'t' exists within the device twin and is not digital twin"),
    });
  }
  expect(refusal({ ...set, path: "/goal/x" })).toMatchObject({ reason: "InvalidDigitalTwinPatch" });
  expect(refusal({ ...set, path: "/other/x" })).toMatchObject({
    reason: "InvalidDigitalTwinPatch",
  });
});

test("removing the last desired property of a component removes the component, and tells the device of the property", () => {
  const told: unknown[] = [];
  const twins = new Twins(new ManualClock(), (_target, patch) => told.push(patch));
  twins.create(target);
  const change = (operations: unknown) =>
    twins.change(target, desiredChangeOf("dev1", twins.get(target), operations));
  change([{ op: "add", path: "/t", value: { $metadata: {}, goal: 1 } }]);
  const { desired } = change([{ op: "remove", path: "/t/goal" }]);
  expect(desired).toMatchObject({ values: {}, version: 3 });
  expect(told.at(-1)).toEqual({ t: { __t: "c", goal: null }, $version: 3 });
});
