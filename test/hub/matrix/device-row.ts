import type { Row, Scope } from "./cell.js";
import { type DeviceClient, newDevice } from "./device-client.js";
import { transportRow } from "./transport-row.js";

/** A row for the connected client of a new device. */
export function deviceRow(
  call: string,
  run: (client: DeviceClient, deviceId: string, scope: Scope) => Promise<void>,
  options?: Parameters<typeof transportRow>[2],
): Row {
  return transportRow(
    call,
    async (scope, transport) => {
      const { client, deviceId } = await newDevice(scope, transport);
      await run(client, deviceId, scope);
    },
    options,
  );
}
