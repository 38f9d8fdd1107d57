import { expect, test } from "vitest";
import {
  createInMemoryHub,
  prepareUpdate,
  updateDesired,
  updateDigitalTwin,
} from "../../src/index.js";
import { failure } from "./fixtures/controller-device.js";
import { Odd } from "./fixtures/odd-1.js";
import { TemperatureController } from "./fixtures/temperature-controller-1.js";

const write = { component: "thermostat1", property: "targetTemperature", value: 20 };

test("collects every problem of an update in one error", () => {
  const update = () =>
    prepareUpdate(TemperatureController, [
      { ...write, value: "warm" },
      { property: "serialNumber", value: "x" },
      { component: "thermostat2", property: "targetTemperature", value: 1 },
      { component: "thermostat2", property: "targetTemperature", value: 2 },
    ]);
  expect(update).toThrow(
    expect.objectContaining({
      code: "PNP_USAGE",
      issues: [
        expect.objectContaining({ path: "/thermostat1/targetTemperature" }),
        expect.objectContaining({ path: "/serialNumber", code: "readOnly" }),
        expect.objectContaining({ path: "/thermostat2/targetTemperature", code: "duplicate" }),
      ],
    }),
  );
});

test("sends a bigint as number where that is exact, and null to remove", () => {
  const writes = [
    { property: "level", value: 5n },
    { property: "settings", value: null },
  ];
  expect(prepareUpdate(Odd, writes)).toEqual({ patch: { level: 5, settings: null } });
  const refused = () => prepareUpdate(Odd, [{ property: "level", value: 2n ** 60n }]);
  expect(refused).toThrow(/^level: /);
});

test("uses a given etag without reading, and explains a conflict", async () => {
  const hub = createInMemoryHub();
  hub.connect("dev1", { modelId: TemperatureController.id });
  const target = hub.device("dev1");
  const etag = (await hub.transport.readTwin(target)).etag;
  expect(await updateDesired(target, TemperatureController, [write], { etag })).toMatchObject({
    etag,
    version: 2,
  });
  const update = updateDesired(target, TemperatureController, [write], { etag });
  expect(await failure(update)).toMatchObject({
    code: "PNP_CONFLICT",
    hint: expect.stringContaining("new etag"),
  });
  const digitalTwin = updateDigitalTwin(target, TemperatureController, [write], { etag });
  expect(await failure(digitalTwin)).toMatchObject({ code: "PNP_CONFLICT" });
});
