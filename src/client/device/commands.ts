import { parseCommandName } from "../../convention/command-name.js";
import { type Issue, isPnpError } from "../../errors.js";
import { type Descriptor, namedMember, ownerOf } from "../descriptor.js";
import { decodePayload, encodePayload } from "../payload.js";
import type { CommandAnswer } from "../transport.js";
import type { CommandContext } from "./device-types.js";
import { handlerOf, messageOf } from "./handlers.js";

/**
 * Answers one command as it came: 404 when the model has none of this name, 400 with the issues when the request
 * does not fit, 500 when the handler throws or its answer does not fit, else 200 and the response. A handler that
 * throws `PNP_COMMAND_FAILED` with a response answers just that.
 */
export async function answerCommand(
  descriptor: Descriptor,
  handlers: unknown,
  name: string,
  payload: unknown,
): Promise<CommandAnswer> {
  const { component, command } = parseCommandName(name);
  const owner = ownerOf(descriptor, component);
  const schema = namedMember(owner?.schema.commands, command);
  const handler = handlerOf(handlers, component, command);
  if (owner === undefined || schema === undefined || handler === undefined) {
    return refusal(404, `${descriptor.id} has no command "${name}".`);
  }
  const context: CommandContext = { ...(component === undefined ? {} : { component }), command };
  const request = readRequest();
  if ("status" in request) return request;
  let answer: unknown;
  try {
    answer = await handler(...request.args, context);
  } catch (error) {
    if (isPnpError(error, "PNP_COMMAND_FAILED") && error.response !== undefined)
      return error.response;
    return refusal(500, messageOf(error));
  }
  return writeResponse(answer);

  function readRequest(): { readonly args: readonly unknown[] } | CommandAnswer {
    const model = schema?.request;
    // What comes without being asked for is not looked at: null, {} and "" all stand for no request.
    if (owner === undefined || model === undefined) return { args: [] };
    if (model.nullable === true && (payload === null || payload === undefined))
      return { args: [null] };
    const checked = decodePayload(owner, model.schema, payload);
    if (checked.ok) return { args: [checked.value] };
    return refusal(
      400,
      `The request "${model.name}" of "${name}" does not fit its schema.`,
      checked.issues,
    );
  }

  function writeResponse(answer: unknown): CommandAnswer {
    const model = schema?.response;
    if (owner === undefined || model === undefined) return { status: 200, payload: null };
    if (model.nullable === true && (answer === null || answer === undefined)) {
      return { status: 200, payload: null };
    }
    const checked = encodePayload(owner, model.schema, answer);
    if (checked.ok) return { status: 200, payload: checked.value };
    return refusal(
      500,
      `The device's answer to "${name}" does not fit its schema.`,
      checked.issues,
    );
  }
}

function refusal(status: number, message: string, issues: readonly Issue[] = []): CommandAnswer {
  return { status, payload: issues.length === 0 ? { message } : { message, issues } };
}
