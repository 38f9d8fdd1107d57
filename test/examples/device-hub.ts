import { connectHub, type HubConnection } from "twinplug/service";
import { onTestFinished } from "vitest";
import { type Hub, startHub } from "../../src/hub/index.js";

/** A local hub for one example, which this process reaches by its name, and the service side of it. */
export async function deviceHub(): Promise<{ hub: Hub; service: HubConnection }> {
  const hub = await startHub();
  hub.redirect();
  const service = connectHub(hub.connectionString);
  onTestFinished(async () => {
    await service.close();
    await hub.close();
  });
  return { hub, service };
}
