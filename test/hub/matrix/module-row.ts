import azureIotDevice from "azure-iot-device";
import { expect } from "vitest";
import type { Row, Scope } from "./cell.js";
import { type ModuleClient, newModuleClient } from "./device-client.js";
import { type Gap, noModule, overHttp, transportRow } from "./transport-row.js";

const { Message } = azureIotDevice;

/** A row for the connected client of a new module. */
export function moduleRow(
  call: string,
  run: (
    client: ModuleClient,
    ids: { readonly deviceId: string; readonly moduleId: string },
    scope: Scope,
  ) => Promise<void>,
  options?: Parameters<typeof transportRow>[2],
): Row {
  return transportRow(
    call,
    async (scope, transport) => {
      const { client, ...ids } = await newModuleClient(scope, transport);
      await run(client, ids, scope);
    },
    options,
  );
}

/** Over HTTP a module's message goes to its device's path, and is refused there. */
export const throughDevice: Gap = {
  on: overHttp,
  why: noModule,
  shown: async (scope) => {
    const { client } = await newModuleClient(scope, "Http");
    await expect(client.sendEvent(new Message("{}"))).rejects.toMatchObject({
      name: "UnauthorizedError",
    });
  },
};

/** Sends telemetry, which the hub has from the module. */
export async function sendsAndArrives(
  client: ModuleClient,
  deviceId: string,
  scope: Scope,
): Promise<void> {
  await client.sendEvent(new Message("{}"));
  expect(scope.hub.telemetry(deviceId)).toMatchObject([{ target: { deviceId, moduleId: "mod1" } }]);
}
