import { expect } from "vitest";
import type { Row } from "./cell.js";
import { registryRow } from "./registry-row.js";
import { storageRows } from "./registry-storage.js";

const configuration = (id: string) => ({
  id,
  schemaVersion: "1.0",
  content: { deviceContent: { "properties.desired.rate": 5 } },
  targetCondition: "tags.site = 'nowhere'",
  priority: 3,
});

const container = "https://store.blob.test/container?sig=x";

/** Configurations, and jobs that import and export. */
export const configurationRows: readonly Row[] = [
  registryRow("addConfiguration", async (registry, scope) => {
    const id = scope.name();
    const { responseBody } = await registry.addConfiguration(configuration(id));
    expect(responseBody).toMatchObject({ id, priority: 3 });
  }),
  registryRow("getConfiguration", async (registry, scope) => {
    const id = scope.name();
    await registry.addConfiguration(configuration(id));
    expect((await registry.getConfiguration(id)).responseBody).toMatchObject({ id });
  }),
  registryRow("getConfigurations", async (registry, scope) => {
    const id = scope.name();
    await registry.addConfiguration(configuration(id));
    const { responseBody } = await registry.getConfigurations();
    expect(responseBody.map((one) => one.id)).toContain(id);
  }),
  registryRow("updateConfiguration", async (registry, scope) => {
    const { responseBody } = await registry.addConfiguration(configuration(scope.name()));
    const updated = await registry.updateConfiguration({ ...responseBody, priority: 4 });
    expect(updated.responseBody).toMatchObject({ priority: 4 });
    await registry.updateConfiguration({ ...responseBody, priority: 5 }, true);
  }),
  registryRow("removeConfiguration", async (registry, scope) => {
    const id = scope.name();
    await registry.addConfiguration(configuration(id));
    await registry.removeConfiguration(id);
    await expect(registry.getConfiguration(id)).rejects.toThrow("Not found");
  }),
  registryRow(
    "applyConfigurationContentOnDevice",
    async (registry, scope) => {
      const deviceId = scope.name();
      await registry.create({ deviceId, capabilities: { iotEdge: true } });
      const settings = { "properties.desired": { runtime: { type: "docker" } } };
      const modulesContent = { $edgeAgent: settings, $edgeHub: { "properties.desired": {} } };
      await registry.applyConfigurationContentOnDevice(deviceId, { modulesContent });
      const { responseBody } = await registry.getModuleTwin(deviceId, "$edgeAgent");
      expect(responseBody.properties.desired).toMatchObject({ runtime: { type: "docker" } });
    },
    "an edge device",
  ),
  registryRow(
    "applyConfigurationContentOnDevice",
    async (registry, scope) => {
      const content = { modulesContent: { mod1: { "properties.desired": { a: 1 } } } };
      const applying = registry.applyConfigurationContentOnDevice(scope.device(), content);
      await expect(applying).rejects.toMatchObject({ name: "ArgumentError" });
    },
    "another device",
  ),
  registryRow("listJobs", async (registry) => {
    expect(Array.isArray((await registry.listJobs()).responseBody)).toBe(true);
  }),
  registryRow(
    "getJob",
    async (registry, scope) => {
      await expect(registry.getJob(scope.name())).rejects.toThrow("Not found");
    },
    "an unknown one",
  ),
  registryRow(
    "cancelJob",
    async (registry, scope) => {
      await expect(registry.cancelJob(scope.name())).rejects.toThrow("Not found");
    },
    "an unknown one",
  ),
  registryRow(
    "importDevicesFromBlob",
    async (registry) => {
      await expect(registry.importDevicesFromBlob(container, container)).rejects.toThrow();
    },
    "a storage that is not there",
  ),
  registryRow(
    "exportDevicesToBlob",
    async (registry) => {
      await expect(registry.exportDevicesToBlob(container, false)).rejects.toThrow();
    },
    "a storage that is not there",
  ),
  ...storageRows,
];
