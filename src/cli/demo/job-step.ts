import type { HubConnection } from "../../azure/service.js";
import type { Descriptor } from "../../client/descriptor.js";
import { requireAll } from "../../client/fleet/require-all.js";
import { writeToFleet } from "../../client/fleet/update-fleet.js";
import { buildDesiredPatch } from "../../convention/twin-patch.js";
import type { DemoJob } from "./demo-result.js";

/** One property on every device of the model, as a job that the hub runs. */
export async function runJob(
  hub: HubConnection,
  descriptor: Descriptor,
  celsius: number,
  say: (line: string) => void,
): Promise<DemoJob> {
  const where = `modelId = '${descriptor.id}'`;
  const write = { component: "thermostat2", property: "targetTemperature", value: celsius };
  const result = requireAll(await writeToFleet(hub, descriptor, where, [write]));
  const [jobId = ""] = result.jobIds;
  const { type, status } = await hub.jobs.get(jobId);
  const devices = result.devices.map(({ deviceId, outcome }) => ({ deviceId, outcome }));
  say(`job ${jobId} (${type}) where ${where}: ${status}, ${devices.length} device`);
  return { jobId, type, status, where, desired: buildDesiredPatch([write]), devices };
}
