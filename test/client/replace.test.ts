import { expect, test } from "vitest";
import { prepareReplacement, serviceClient } from "../../src/index.js";
import { failure, startController } from "./fixtures/controller-device.js";
import { TemperatureController } from "./fixtures/temperature-controller-1.js";

test("replaces all desired properties by typed values and leaves the tags", async () => {
  const { target } = await startController();
  const controller = serviceClient(TemperatureController, target);
  await controller.$tags({ site: "b7" });
  await controller.$raw.set("unmodelled", 1);
  await controller.$update({ thermostat2: { targetTemperature: 19 } });
  const { patch, twin, version } = await controller.$replace({
    thermostat1: { targetTemperature: 21 },
  });
  expect(patch).toEqual({ thermostat1: { __t: "c", targetTemperature: 21 } });
  expect(version).toBe(4);
  expect(twin.tags).toEqual({ site: "b7" });
  const { $metadata: _metadata, $version: _version, ...desired } = twin.properties.desired;
  expect(desired).toEqual(patch);
});

test("replaces the tags too when they are given", async () => {
  const { target } = await startController();
  const controller = serviceClient(TemperatureController, target);
  await controller.$tags({ site: "b7", old: true });
  const { twin } = await controller.$replace({}, { tags: { site: "b8" } });
  expect(twin.tags).toEqual({ site: "b8" });
});

test("refuses what the model forbids, a removal and a stale etag, and changes nothing", async () => {
  const { target } = await startController();
  const controller = serviceClient<unknown>(TemperatureController, target);
  expect(await failure(controller.$replace({ serialNumber: "x" }))).toMatchObject({
    code: "PNP_PROPERTY_READ_ONLY",
  });
  const removal = { thermostat1: { targetTemperature: null } };
  expect(await failure(controller.$replace(removal))).toMatchObject({
    code: "PNP_USAGE",
    hint: expect.stringContaining("Leave it out"),
  });
  const { etag } = await controller.$raw.twin();
  await controller.$tags({ site: "b7" });
  expect(await failure(controller.$replace({}, { etag }))).toMatchObject({ code: "PNP_CONFLICT" });
  expect((await controller.$raw.twin()).properties.desired.$version).toBe(1);
  expect(prepareReplacement(TemperatureController, [])).toEqual({});
});
