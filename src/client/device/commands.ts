import { parseCommandName } from "../../convention/command-name.js";
import { isRecord } from "../../convention/record.js";
import { type Issue, isPnpError } from "../../errors.js";
import { type Descriptor, namedMember, ownerOf } from "../descriptor.js";
import { decodePayload, encodePayload } from "../payload.js";
import type { CommandAnswer } from "../transport.js";
import { isAccepted } from "./accepted.js";
import type { CommandContext } from "./device-types.js";
import { handlerOf } from "./handlers.js";
import type { RawCommandHandler } from "./raw-types.js";
import { messageOf } from "./safe-message.js";

/** What answering commands needs of the client. */
export interface CommandDuty {
  readonly descriptor: Descriptor;
  readonly handlers: unknown;
  /** The handler of a command that the model does not have. */
  rawHandler(name: string): RawCommandHandler | undefined;
  /** Carries out what goes on after the answer. */
  afterwards(work: () => unknown): void;
}

/**
 * Answers one command as it came: 404 when the model has none of this name, 400 with the issues when the request
 * does not fit, 500 when the handler throws or its answer does not fit, else 200 and the response. A handler that
 * throws `PNP_COMMAND_FAILED` with a response answers just that; one that answers by `accepted` answers 202.
 */
export async function answerCommand(
  { descriptor, handlers, rawHandler, afterwards }: CommandDuty,
  name: string,
  payload: unknown,
): Promise<CommandAnswer> {
  const { component, command } = parseCommandName(name);
  const owner = ownerOf(descriptor, component);
  const schema = namedMember(owner?.schema.commands, command);
  const handler = handlerOf(handlers, component, command);
  if (owner === undefined || schema === undefined || handler === undefined) {
    const raw = rawHandler(name);
    if (raw !== undefined) return answerRaw(raw, payload);
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
  if (!isAccepted(answer)) return writeResponse(answer, 200);
  const taken = writeResponse(answer.response, 202);
  if (taken.status === 202 && answer.work !== undefined) afterwards(answer.work);
  return taken;

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

  function writeResponse(answer: unknown, status: number): CommandAnswer {
    const model = schema?.response;
    if (owner === undefined || model === undefined) return { status, payload: null };
    if (model.nullable === true && (answer === null || answer === undefined)) {
      return { status, payload: null };
    }
    const checked = encodePayload(owner, model.schema, answer);
    if (checked.ok) return { status, payload: checked.value };
    return refusal(
      500,
      `The device's answer to "${name}" does not fit its schema.`,
      checked.issues,
    );
  }
}

async function answerRaw(handler: RawCommandHandler, payload: unknown): Promise<CommandAnswer> {
  try {
    const answer = await handler(payload);
    if (isRecord(answer) && typeof answer.status === "number" && "payload" in answer) {
      return { status: answer.status, payload: answer.payload };
    }
    return { status: 200, payload: answer ?? null };
  } catch (error) {
    return refusal(500, messageOf(error));
  }
}

function refusal(status: number, message: string, issues: readonly Issue[] = []): CommandAnswer {
  return { status, payload: issues.length === 0 ? { message } : { message, issues } };
}
