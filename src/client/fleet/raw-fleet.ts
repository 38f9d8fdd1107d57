import { PnpError } from "../../errors.js";
import { checkTimeouts } from "../command-timeouts.js";
import { rawClient } from "../raw-client.js";
import { requireObject, requireText } from "../require-argument.js";
import type { CommandAnswer, TwinChange } from "../transport.js";
import type { DeviceOutcome, FleetAction } from "./fleet-action.js";
import { methodRequests, updateRequests } from "./fleet-requests.js";
import type { FleetHub, FleetOptions, FleetResult } from "./fleet-types.js";
import type { InvokeFleetOptions } from "./invoke-fleet.js";
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
  requireObject(change, "The change");
  if (change.tags === undefined) requireObject(change.desired, "The desired properties");
  const action: FleetAction<void> = {
    ...updateRequests(change),
    readJob: () => ({}),
    async act(target, call) {
      await rawClient(target).patchTwin(change, call);
      return {};
    },
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
  requireText(name, "The name of the method");
  const timeouts = checkTimeouts(options);
  const action: FleetAction<unknown> = {
    ...methodRequests(name, payload, timeouts),
    readJob: ({ outcome }) => {
      const { status = 200, payload: answer = null } = outcome?.deviceMethodResponse ?? {};
      return answered(name, { status, payload: answer });
    },
    act: async (target, call) =>
      answered(name, await rawClient(target).command(name, payload, { ...timeouts, ...call })),
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
