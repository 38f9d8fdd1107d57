import { connectModule } from "../../azure/device.js";
import type { HubConnection } from "../../azure/service.js";
import { deviceClient } from "../../client/device-client.js";
import { noModel } from "../../client/no-model.js";
import { rawClient } from "../../client/raw-client.js";
import type { DemoModule } from "./demo-result.js";

const moduleId = "climate";
const telemetryInterval = 122;

/** A module without a model: made, its app connected, and a desired value set that the app receives. */
export async function runModule(
  hub: HubConnection,
  deviceId: string,
  say: (line: string) => void,
): Promise<DemoModule> {
  const identity = await hub.registry.ensureModule(deviceId, moduleId);
  say(`made the module ${deviceId}/${moduleId}`);
  const connection = await connectModule(await hub.registry.connectionString(identity));
  const app = deviceClient(noModel, connection, {});
  try {
    await app.$ready();
    const changes = app.$raw.changes("telemetryInterval")[Symbol.asyncIterator]();
    const module = rawClient(hub.module(deviceId, moduleId));
    const { etag } = await module.twin();
    const { twin } = await module.patchTwin({ desired: { telemetryInterval } }, { etag });
    say(
      `PATCH /twins/${deviceId}/modules/${moduleId}  If-Match "${etag}"  telemetryInterval ${telemetryInterval}`,
    );
    const change = await changes.next();
    const received = change.done === true ? undefined : change.value.value;
    say(`the module app received telemetryInterval ${String(received)}`);
    await app.$raw.report({ telemetryInterval: received });
    return {
      deviceId,
      moduleId,
      created: identity.created,
      etag,
      desired: { telemetryInterval: twin.properties.desired.telemetryInterval },
      received: { telemetryInterval: received },
      reported: { telemetryInterval: await module.reported("telemetryInterval") },
    };
  } finally {
    await app.$close();
  }
}
