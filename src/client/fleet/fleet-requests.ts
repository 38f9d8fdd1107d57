import type { CommandTimeouts, TwinChange } from "../transport.js";
import type { FleetAction } from "./fleet-action.js";
import type { FleetRequest } from "./fleet-types.js";
import { methodBody, methodJobBody, updateJobBody } from "./job-body.js";
import type { JobSettings } from "./job-types.js";

/** The part of an action that is the same whether or not there is a model: what goes out, by both routes. */
export type FleetRequests = Pick<FleetAction<unknown>, "schedule" | "jobRequest" | "directRequest">;

/** What goes out for a direct method, named as on the wire. */
export function methodRequests(
  name: string,
  payload: unknown,
  timeouts: CommandTimeouts,
): FleetRequests {
  const method = { name, payload, ...timeouts };
  return {
    schedule: (jobs, settings, call) => jobs.scheduleMethod({ ...settings, ...method }, call),
    jobRequest: (settings) => jobRequest(settings, methodJobBody({ ...settings, ...method })),
    directRequest: (deviceId) => ({
      method: "POST",
      path: `/twins/${encodeURIComponent(deviceId)}/methods`,
      body: methodBody(method),
    }),
  };
}

/** What goes out for a change of twins. */
export function updateRequests(change: TwinChange): FleetRequests {
  return {
    schedule: (jobs, settings, call) => jobs.scheduleTwinUpdate({ ...settings, ...change }, call),
    jobRequest: (settings) => jobRequest(settings, updateJobBody({ ...settings, ...change })),
    directRequest: (deviceId) => ({
      method: "PATCH",
      path: `/twins/${encodeURIComponent(deviceId)}`,
      body: {
        ...(change.tags === undefined ? {} : { tags: change.tags }),
        ...(change.desired === undefined ? {} : { properties: { desired: change.desired } }),
      },
    }),
  };
}

function jobRequest({ jobId = "<new id>" }: JobSettings, body: unknown): FleetRequest {
  return { method: "PUT", path: `/jobs/v2/${jobId}`, body };
}
