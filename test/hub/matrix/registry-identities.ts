import { expect } from "vitest";
import type { Row } from "./cell.js";
import { deviceWithModule, registryRow } from "./registry-row.js";

/** Devices and modules. */
export const identityRows: readonly Row[] = [
  registryRow("create", async (registry, scope) => {
    const deviceId = scope.name();
    const { responseBody } = await registry.create({ deviceId });
    expect(responseBody).toMatchObject({ deviceId, status: "enabled" });
    await expect(registry.create({ deviceId })).rejects.toMatchObject({
      name: "DeviceAlreadyExistsError",
    });
  }),
  registryRow("get", async (registry, scope) => {
    const deviceId = scope.device();
    expect((await registry.get(deviceId)).responseBody).toMatchObject({ deviceId });
    await expect(registry.get(scope.name())).rejects.toMatchObject({ name: "DeviceNotFoundError" });
  }),
  registryRow("update", async (registry, scope) => {
    const { responseBody } = await registry.get(scope.device());
    const statusReason = "for repair";
    const updated = await registry.update({ ...responseBody, status: "disabled", statusReason });
    expect(updated.responseBody).toMatchObject({ status: "disabled", statusReason });
    await expect(registry.update({ ...responseBody, etag: "c3RhbGU=" })).resolves.toBeDefined();
  }),
  registryRow("list", async (registry, scope) => {
    const deviceId = scope.device();
    const { responseBody } = await registry.list();
    expect(responseBody.map((one) => one.deviceId)).toContain(deviceId);
  }),
  registryRow("delete", async (registry, scope) => {
    const deviceId = scope.device();
    await registry.delete(deviceId);
    await expect(registry.get(deviceId)).rejects.toMatchObject({ name: "DeviceNotFoundError" });
  }),
  registryRow("addDevices", async (registry, scope) => {
    const ids = [scope.name(), scope.name()];
    const { responseBody } = await registry.addDevices(ids.map((deviceId) => ({ deviceId })));
    expect(responseBody).toMatchObject({ isSuccessful: true, errors: [] });
    await expect(registry.addDevices(ids.map((deviceId) => ({ deviceId })))).rejects.toMatchObject({
      name: "ArgumentError",
    });
  }),
  registryRow("updateDevices", async (registry, scope) => {
    const { responseBody } = await registry.get(scope.device());
    const updated = await registry.updateDevices([{ ...responseBody, status: "disabled" }], true);
    expect(updated.responseBody).toMatchObject({ isSuccessful: true, errors: [] });
    // By its etag, which has moved meanwhile.
    await expect(registry.updateDevices([{ ...responseBody }], false)).rejects.toMatchObject({
      name: "ArgumentError",
    });
  }),
  registryRow("removeDevices", async (registry, scope) => {
    const { responseBody } = await registry.get(scope.device());
    const removed = await registry.removeDevices([{ ...responseBody }], false);
    expect(removed.responseBody).toMatchObject({ isSuccessful: true, errors: [] });
  }),
  registryRow("getRegistryStatistics", async (registry, scope) => {
    scope.device();
    const { responseBody } = await registry.getRegistryStatistics();
    expect(responseBody.totalDeviceCount).toBeGreaterThan(0);
    expect(responseBody.enabledDeviceCount + responseBody.disabledDeviceCount).toBe(
      responseBody.totalDeviceCount,
    );
  }),
  registryRow("addModule", async (registry, scope) => {
    const deviceId = scope.device();
    const { responseBody } = await registry.addModule({ deviceId, moduleId: "mod1" });
    expect(responseBody).toMatchObject({ deviceId, moduleId: "mod1" });
    await expect(registry.addModule({ deviceId, moduleId: "mod1" })).rejects.toMatchObject({
      name: "DeviceAlreadyExistsError",
    });
  }),
  registryRow("getModulesOnDevice", async (registry, scope) => {
    const { responseBody } = await registry.getModulesOnDevice(deviceWithModule(scope));
    expect(responseBody.map(({ moduleId }) => moduleId)).toEqual(["mod1"]);
  }),
  registryRow("getModule", async (registry, scope) => {
    const deviceId = deviceWithModule(scope);
    const { responseBody } = await registry.getModule(deviceId, "mod1");
    expect(responseBody).toMatchObject({ deviceId, moduleId: "mod1" });
    await expect(registry.getModule(deviceId, "mod2")).rejects.toThrow("Not found");
  }),
  registryRow("updateModule", async (registry, scope) => {
    const { responseBody } = await registry.getModule(deviceWithModule(scope), "mod1");
    const updated = await registry.updateModule({ ...responseBody, managedBy: "tests" });
    expect(updated.responseBody).toMatchObject({ moduleId: "mod1", managedBy: "tests" });
    await expect(registry.updateModule(responseBody)).rejects.toMatchObject({
      name: "InvalidEtagError",
    });
    await registry.updateModule(responseBody, true);
  }),
  registryRow("removeModule", async (registry, scope) => {
    const deviceId = deviceWithModule(scope);
    await registry.removeModule(deviceId, "mod1");
    expect((await registry.getModulesOnDevice(deviceId)).responseBody).toEqual([]);
  }),
];
