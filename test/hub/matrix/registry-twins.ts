import azureIothub from "azure-iothub";
import { expect } from "vitest";
import { methodsOf, type Row, type Section } from "./cell.js";
import { deviceWithModule, registryRow } from "./registry-row.js";

import { waysIn } from "./service-sign-in.js";

/** Twins and queries. */
export const twinRows: readonly Row[] = [
  registryRow("getTwin", async (registry, scope) => {
    const deviceId = scope.device();
    expect((await registry.getTwin(deviceId)).responseBody).toMatchObject({ deviceId, version: 2 });
  }),
  registryRow("updateTwin", async (registry, scope) => {
    const deviceId = scope.device();
    const patch = { tags: { site: "lab" }, properties: { desired: { rate: 5 } } };
    const { responseBody } = await registry.updateTwin(deviceId, patch, "*");
    expect(responseBody).toMatchObject(patch);
    await expect(registry.updateTwin(deviceId, patch, "AAAAAAAAAAE=")).rejects.toMatchObject({
      name: "InvalidEtagError",
    });
  }),
  registryRow("getModuleTwin", async (registry, scope) => {
    const deviceId = deviceWithModule(scope);
    const { responseBody } = await registry.getModuleTwin(deviceId, "mod1");
    expect(responseBody).toMatchObject({ deviceId, moduleId: "mod1" });
  }),
  registryRow("updateModuleTwin", async (registry, scope) => {
    const patch = { tags: { site: "lab" }, properties: { desired: { rate: 5 } } };
    const deviceId = deviceWithModule(scope);
    const { responseBody } = await registry.updateModuleTwin(deviceId, "mod1", patch, "*");
    expect(responseBody).toMatchObject({ moduleId: "mod1", ...patch });
  }),
  registryRow("createQuery", async (registry, scope) => {
    const deviceId = scope.device();
    const query = registry.createQuery(`SELECT * FROM devices WHERE deviceId = '${deviceId}'`, 10);
    const { result } = await query.nextAsTwin();
    expect(result.map((twin) => twin.deviceId)).toEqual([deviceId]);
    expect(query.hasMoreResults).toBe(false);
  }),
];

/** The twin that the registry's calls answer, which has calls of its own. */
export const twinSection: Section = {
  title: "azure-iothub, Twin",
  columns: waysIn,
  rows: [
    registryRow("get", async (registry, scope) => {
      const { responseBody: twin } = await registry.getTwin(scope.device());
      await registry.updateTwin(twin.deviceId, { tags: { site: "lab" } }, "*");
      await twin.get();
      expect(twin.tags).toEqual({ site: "lab" });
    }),
    registryRow("update", async (registry, scope) => {
      const { responseBody: twin } = await registry.getTwin(scope.device());
      await twin.update({ properties: { desired: { rate: 5 } } });
      expect(twin.properties.desired).toMatchObject({ rate: 5, $version: 2 });
      // It has taken over the new etag.
      await twin.update({ properties: { desired: { rate: null } } });
      expect(twin.properties.desired).not.toHaveProperty("rate");
    }),
    registryRow("toJSON", async (registry, scope) => {
      const { responseBody: twin } = await registry.getTwin(scope.device());
      expect(JSON.parse(JSON.stringify(twin))).toMatchObject({ deviceId: twin.deviceId });
    }),
  ],
  methods: methodsOf(azureIothub.Twin, Object.prototype),
};

/** The query that `Registry.createQuery` answers. */
export const querySection: Section = {
  title: "azure-iothub, Query",
  columns: waysIn,
  rows: [
    registryRow("next", async (registry, scope) => {
      const deviceId = deviceWithModule(scope);
      for (const id of ["mod2", "mod3"]) scope.hub.createModule(deviceId, id);
      const query = registry.createQuery(
        `SELECT moduleId FROM devices.modules WHERE deviceId = '${deviceId}'`,
        2,
      );
      const rowsOfPages: unknown[] = [];
      // Without the token the SDK's promise asks for the first page again.
      while (query.hasMoreResults) {
        rowsOfPages.push((await query.next(query.continuationToken)).result);
      }
      expect(rowsOfPages).toEqual([
        [{ moduleId: "mod1" }, { moduleId: "mod2" }],
        [{ moduleId: "mod3" }],
      ]);
    }),
    registryRow("nextAsTwin", async (registry, scope) => {
      const deviceId = scope.device();
      const query = registry.createQuery(`SELECT * FROM devices WHERE deviceId = '${deviceId}'`);
      const { result } = await query.nextAsTwin();
      expect(result[0]).toBeInstanceOf(azureIothub.Twin);
    }),
  ],
  methods: ["next", "nextAsTwin"],
};
