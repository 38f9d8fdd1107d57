import { PnpError } from "../../errors.js";
import { rawClient } from "../raw-client.js";
import type { CommandAnswer, TwinChange } from "../transport.js";
import type { DeviceOutcome, FleetAction } from "./fleet-action.js";
import type { FleetHub, FleetOptions, FleetResult } from "./fleet-types.js";
import type { InvokeFleetOptions } from "./invoke-fleet.js";
import { methodJobBody, updateJobBody } from "./job-body.js";
import { runFleet } from "./run-fleet.js";

/**
 * Patches tags and desired properties of every device that meets a condition, whatever its model: nothing is checked,
 * no component marker added. Failures of single devices are rows of the result.
 */
export async function patchFleet(
  hub: FleetHub,
  where: string,
  change: TwinChange,
  options: FleetOptions = {},
): Promise<FleetResult<void>> {
  const { tags, desired } = change;
  const action: FleetAction<void> = {
    schedule: (jobs, settings, call) => jobs.scheduleTwinUpdate({ ...settings, ...change }, call),
    jobRequest: (settings) => ({
      method: "PUT",
      path: `/jobs/v2/${settings.jobId ?? "<new id>"}`,
      body: updateJobBody({ ...settings, ...change }),
    }),
    readJob: () => ({}),
    async act(target, call) {
      await rawClient(target).patchTwin(change, call);
      return {};
    },
    directRequest: (deviceId) => ({
      method: "PATCH",
      path: `/twins/${encodeURIComponent(deviceId)}`,
      body: {
        ...(tags === undefined ? {} : { tags }),
        ...(desired === undefined ? {} : { properties: { desired } }),
      },
    }),
  };
  return runFleet(hub, undefined, where, action, options);
}

/**
 * Invokes a direct method on every device that meets a condition, whatever its model: the payload goes out and the
 * answer comes in as it is. A status of 400 or more is a failed row, with the answer as its response.
 */
export async function invokeRawFleet(
  hub: FleetHub,
  where: string,
  name: string,
  payload: unknown = null,
  options: InvokeFleetOptions = {},
): Promise<FleetResult> {
  const { connectTimeoutSeconds, responseTimeoutSeconds } = options;
  const timeouts = {
    ...(connectTimeoutSeconds === undefined ? {} : { connectTimeoutSeconds }),
    ...(responseTimeoutSeconds === undefined ? {} : { responseTimeoutSeconds }),
  };
  const job = { name, payload, ...timeouts };
  const action: FleetAction<unknown> = {
    schedule: (jobs, settings, call) => jobs.scheduleMethod({ ...settings, ...job }, call),
    jobRequest: (settings) => ({
      method: "PUT",
      path: `/jobs/v2/${settings.jobId ?? "<new id>"}`,
      body: methodJobBody({ ...settings, ...job }),
    }),
    readJob: ({ outcome }) => {
      const { status = 200, payload: answer = null } = outcome?.deviceMethodResponse ?? {};
      return answered(name, { status, payload: answer });
    },
    act: async (target, call) =>
      answered(name, await rawClient(target).command(name, payload, { ...timeouts, ...call })),
    directRequest: (deviceId) => ({
      method: "POST",
      path: `/twins/${encodeURIComponent(deviceId)}/methods`,
      body: { methodName: name, payload },
    }),
  };
  return runFleet(hub, undefined, where, action, options);
}

function answered(name: string, response: CommandAnswer): DeviceOutcome<unknown> {
  const { status, payload } = response;
  if (status < 400) return { status, response: payload };
  throw new PnpError("PNP_COMMAND_FAILED", `The device answered "${name}" with status ${status}.`, {
    response,
  });
}
