import { parseCommandName } from "../../convention/command-name.js";
import type { Descriptor } from "../descriptor.js";
import type { CommandPath } from "../service/find-path.js";
import { invokeCommand, prepareCommand, readCommandAnswer } from "../service/invoke.js";
import type { CommandTimeouts } from "../transport.js";
import type { FleetAction } from "./fleet-action.js";
import type { CommandNameOf, RequestOf, ResponseOf } from "./fleet-command.js";
import type { FleetHub, FleetOptions, FleetResult } from "./fleet-types.js";
import { methodJobBody } from "./job-body.js";
import { runFleet } from "./run-fleet.js";

export interface InvokeFleetOptions extends FleetOptions, CommandTimeouts {}

/**
 * Invokes a command, named as on the wire, on every device of the model that meets a condition of the query language.
 * The request (`null` for a command without one) is checked against the model before anything is sent; throws as
 * `invokeCommand` does. What single devices answer, and their failures, are rows of the result.
 */
export async function invokeFleet<S, N extends CommandNameOf<S>>(
  hub: FleetHub,
  descriptor: Descriptor<S>,
  where: string,
  command: N,
  payload: RequestOf<S, N>,
  options: InvokeFleetOptions = {},
): Promise<FleetResult<ResponseOf<S, N>>> {
  const path = parseCommandName(command);
  const request = prepareCommand(descriptor, path, payload);
  const action = invokeAction(descriptor, path, command, payload, request, options);
  // The response was checked against the schema that the type was made from.
  return (await runFleet(hub, descriptor, where, action, options)) as FleetResult<ResponseOf<S, N>>;
}

function invokeAction(
  descriptor: Descriptor,
  path: CommandPath,
  name: string,
  payload: unknown,
  request: unknown,
  options: InvokeFleetOptions,
): FleetAction<unknown> {
  const { connectTimeoutSeconds, responseTimeoutSeconds } = options;
  const timeouts: CommandTimeouts = {
    ...(connectTimeoutSeconds === undefined ? {} : { connectTimeoutSeconds }),
    ...(responseTimeoutSeconds === undefined ? {} : { responseTimeoutSeconds }),
  };
  const job = { name, payload: request, ...timeouts };
  return {
    schedule: (jobs, settings, call) => jobs.scheduleMethod({ ...settings, ...job }, call),
    jobRequest: (settings) => ({
      method: "PUT",
      path: `/jobs/v2/${settings.jobId ?? "<new id>"}`,
      body: methodJobBody({ ...settings, ...job }),
    }),
    readJob({ outcome }) {
      const { status = 200, payload: answer = null } = outcome?.deviceMethodResponse ?? {};
      return { status, response: readCommandAnswer(descriptor, path, { status, payload: answer }) };
    },
    async act(target, call) {
      const { status, response } = await invokeCommand(target, descriptor, path, payload, {
        ...timeouts,
        ...call,
      });
      return { status, response };
    },
    directRequest: (deviceId) => ({
      method: "POST",
      path: `/twins/${encodeURIComponent(deviceId)}/methods`,
      body: { methodName: name, payload: request },
    }),
  };
}
