import { expect, test } from "vitest";
import { connectDevice, deviceClient } from "../../src/azure/device.js";
import { connectHub } from "../../src/azure/service.js";
import { testHub } from "../hub/sdk.js";
import { maintained } from "./maintenance-window-model.js";
import { runExample } from "./run-example.js";

test("a maintenance window is set on the devices of a site, and a query tells who complies", async () => {
  const hub = await testHub();
  const service = connectHub(hub.connectionString);
  const seen: unknown[] = [];
  const start = async (id: string, willing: boolean) => {
    hub.createDevice(id);
    await service.transport.patchTwin({ deviceId: id }, { tags: { site: "building 7" } });
    const connection = await connectDevice(hub.deviceConnectionString(id), {
      modelId: maintained.id,
    });
    const device = deviceClient(maintained, connection, {
      maintenanceWindow: async (window: unknown) => {
        seen.push([id, window]);
        if (!willing) return { code: 409, description: "production runs at night" };
        await connection.reportProperties({ compliant: true });
        return undefined;
      },
    });
    await device.$ready();
    return device;
  };
  const devices = [await start("press", true), await start("oven", false)];
  hub.createDevice("elsewhere");
  const { lines } = await runExample(() => import("./maintenance-window.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
  });
  expect(lines).toEqual(["oven: production runs at night", "compliant: press"]);
  const window = { start: "02:00:00Z", length: "PT2H" };
  expect(seen.toSorted()).toEqual([
    ["oven", window],
    ["press", window],
  ]);
  for (const device of devices) await device.$close();
});
