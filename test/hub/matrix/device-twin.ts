import { once } from "node:events";
import { expect } from "vitest";
import { noRetry, type Section } from "./cell.js";
import { report, setDesired } from "./device-calls.js";
import { transportNames } from "./device-client.js";
import { deviceRow } from "./device-row.js";
import { withoutHttp } from "./transport-row.js";

/** The twin that a client answers; HTTP has none. */
export const deviceTwinSection: Section = {
  title: "azure-iot-device, Twin",
  columns: transportNames,
  rows: [
    deviceRow(
      "get",
      async (client, deviceId, scope) => {
        const twin = await client.getTwin();
        await setDesired(scope, deviceId, { rate: 5 });
        await twin.get();
        expect(twin.properties.desired).toEqual({ rate: 5, $version: 2 });
      },
      { gap: withoutHttp },
    ),
    deviceRow(
      "enableTwinDesiredPropertiesUpdates",
      async (client, deviceId, scope) => {
        const twin = await client.getTwin();
        await new Promise<void>((resolve, reject) => {
          twin.enableTwinDesiredPropertiesUpdates((error) => (error ? reject(error) : resolve()));
        });
        const change = once(twin, "properties.desired.rate");
        await setDesired(scope, deviceId, { rate: 5 });
        expect(await change).toEqual([5]);
      },
      { gap: withoutHttp },
    ),
    deviceRow(
      "setRetryPolicy",
      async (client) => {
        const twin = await client.getTwin();
        twin.setRetryPolicy(noRetry);
        await report(twin, { fine: true });
      },
      { gap: withoutHttp },
    ),
  ],
  methods: ["get", "setRetryPolicy", "enableTwinDesiredPropertiesUpdates"],
};
