import { expect, test } from "vitest";
import { registry, testHub } from "./sdk.js";

const edge = { capabilities: { iotEdge: true } };

/** A member that the SDK's type of a device lacks. */
function scopeOf(device: object): string {
  return String(Reflect.get(device, "deviceScope"));
}

test("an edge device gets a scope and its two modules; a device in that scope names it", async () => {
  const hub = await testHub();
  const devices = registry(hub);
  const { responseBody: made } = await devices.create({ deviceId: "edge1", ...edge });
  expect(made).toMatchObject({
    ...edge,
    deviceScope: expect.stringMatching(/^ms-azure-iot-edge:\/\/edge1-\d{18}$/),
  });
  const { responseBody: modules } = await devices.getModulesOnDevice("edge1");
  expect(modules.map(({ moduleId }) => moduleId)).toEqual(["$edgeAgent", "$edgeHub"]);
  expect((await devices.getModuleTwin("edge1", "$edgeHub")).responseBody).toMatchObject({
    moduleId: "$edgeHub",
    version: 2,
  });
  const deviceScope = scopeOf(made);
  const { responseBody: leaf } = await devices.create({ deviceId: "leaf1", deviceScope });
  expect(leaf).toMatchObject({ deviceScope, parentScopes: [deviceScope] });
  const moved = devices.update({ ...leaf, deviceScope: "ms-azure-iot-edge://nobody-1" });
  await expect(moved).rejects.toMatchObject({ name: "ArgumentError" });
  // What was read may be sent back as it is.
  expect((await devices.update({ ...leaf })).responseBody).toMatchObject({ deviceScope });
  expect((await devices.update({ ...made })).responseBody).toMatchObject({ ...edge, deviceScope });
  const query = devices.createQuery(
    "SELECT deviceId, deviceScope FROM devices WHERE capabilities.iotEdge = true",
  );
  expect((await query.next()).result).toEqual([{ deviceId: "edge1", deviceScope }]);
  await devices.delete("edge1");
  await expect(devices.getModulesOnDevice("edge1")).rejects.toMatchObject({
    name: "DeviceNotFoundError",
  });
});

test("an edge device below another keeps a scope of its own and lists its parent", async () => {
  const devices = registry(await testHub());
  const { responseBody: parent } = await devices.create({ deviceId: "edge1", ...edge });
  const deviceScope = scopeOf(parent);
  const below = { deviceId: "edge2", ...edge, parentScopes: [deviceScope] };
  const { responseBody: child } = await devices.create(below);
  expect(child).toMatchObject({
    deviceScope: expect.stringContaining("edge2-"),
    parentScopes: [deviceScope],
  });
  // As Azure's command line asks for the children of an edge device.
  const children = `select deviceId from devices where array_contains(parentScopes, '${deviceScope}')`;
  expect((await devices.createQuery(children).next()).result).toEqual([{ deviceId: "edge2" }]);
  const { responseBody: free } = await devices.update({ ...child, parentScopes: [] });
  expect(free).not.toHaveProperty("parentScopes");
  const self = devices.update({ ...parent, parentScopes: [deviceScope] });
  await expect(self).rejects.toMatchObject({ name: "ArgumentError" });
});

test("a device can become an edge device, and stop being one", async () => {
  const devices = registry(await testHub());
  const { responseBody: plain } = await devices.create({ deviceId: "dev1" });
  await devices.addModule({ deviceId: "dev1", moduleId: "mine" });
  const ids = async () =>
    (await devices.getModulesOnDevice("dev1")).responseBody.map(({ moduleId }) => moduleId);
  const { responseBody: became } = await devices.update({ ...plain, ...edge });
  expect(await ids()).toEqual(["mine", "$edgeAgent", "$edgeHub"]);
  await devices.removeModule("dev1", "$edgeAgent");
  const capabilities = { iotEdge: false };
  const { responseBody: left } = await devices.update({ ...became, capabilities });
  expect(left).not.toHaveProperty("deviceScope");
  expect(await ids()).toEqual(["mine"]);
});

test("nobody else makes a module whose name begins with $", async () => {
  const devices = registry(await testHub());
  await devices.create({ deviceId: "dev1" });
  const adding = devices.addModule({ deviceId: "dev1", moduleId: "$edgeAgent" });
  await expect(adding).rejects.toMatchObject({ name: "ArgumentError" });
});
