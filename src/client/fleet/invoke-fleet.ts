import { parseCommandName } from "../../convention/command-name.js";
import { checkTimeouts } from "../command-timeouts.js";
import type { Descriptor } from "../descriptor.js";
import {
  type DescriptorOrTypedImport,
  type ImportOptions,
  toDescriptor,
} from "../imported-model.js";
import { requireText } from "../require-argument.js";
import type { CommandPath } from "../service/find-path.js";
import { invokeCommand, prepareCommand, readCommandAnswer } from "../service/invoke.js";
import type { CommandTimeouts } from "../transport.js";
import type { FleetAction } from "./fleet-action.js";
import type { CommandNameOf, RequestOf, ResponseOf } from "./fleet-command.js";
import { methodRequests } from "./fleet-requests.js";
import type { FleetHub, FleetOptions, FleetResult } from "./fleet-types.js";
import { runFleet } from "./run-fleet.js";

/** The time-outs are for each device. */
export interface InvokeFleetOptions extends FleetOptions, CommandTimeouts {}

/**
 * Invokes a command, named as on the wire, on every device of the model that meets a condition of the query language.
 * The request (`null` for a command without one) is checked against the model before anything is sent; throws as
 * `invokeCommand` does. What single devices answer, and their failures, are rows of the result.
 */
export async function invokeFleet<S, N extends CommandNameOf<S>>(
  hub: FleetHub,
  model: DescriptorOrTypedImport<S>,
  where: string,
  command: N,
  payload: RequestOf<S, N>,
  options: InvokeFleetOptions & ImportOptions = {},
): Promise<FleetResult<ResponseOf<S, N>>> {
  const descriptor = toDescriptor(model, options);
  requireText(command, "The name of the command");
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
  const timeouts = checkTimeouts(options);
  return {
    ...methodRequests(name, request, timeouts),
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
  };
}
