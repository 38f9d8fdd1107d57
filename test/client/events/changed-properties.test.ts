import { expect, test } from "vitest";
import { changedProperties } from "../../../src/client/events/changed-properties.js";
import { createEventReader } from "../../../src/client/events/read-event.js";
import { TemperatureController } from "../../fixtures/generated/com/example/temperaturecontroller-1.js";
import { notification } from "./raw.js";

function changes(properties: unknown) {
  const event = createEventReader()(notification("twinChangeEvents", "updateTwin", { properties }));
  if (event instanceof Promise || event.kind !== "twinChange") throw new Error("no twin change");
  return changedProperties(event, TemperatureController);
}

test("a twin change is told property by property, acknowledgements and removals apart", () => {
  expect(
    changes({
      desired: { thermostat1: { __t: "c", targetTemperature: 21.5 }, $version: 4 },
      reported: {
        thermostat1: { __t: "c", targetTemperature: { value: 21.5, ac: 200, av: 4 } },
        serialNumber: null,
        $version: 7,
      },
    }),
  ).toEqual([
    { path: "thermostat1.targetTemperature", side: "desired", value: 21.5 },
    {
      path: "thermostat1.targetTemperature",
      side: "reported",
      value: 21.5,
      ack: { value: 21.5, ac: 200, av: 4 },
    },
    { path: "serialNumber", side: "reported", value: null },
  ]);
});

test("what the model does not know, and what does not fit it, is told with the reason", () => {
  expect(changes({ reported: { telemetryInterval: 5, serialNumber: 1 } })).toMatchObject([
    { path: "telemetryInterval", value: 5, issues: [{ code: "unknownName" }] },
    { path: "serialNumber", value: 1, issues: [{ code: "type" }] },
  ]);
});
