import { PnpError } from "../../errors.js";
import { type CallOptions, callOptionsOf } from "../call-options.js";
import { checkTimeouts } from "../command-timeouts.js";
import type { Descriptor } from "../descriptor.js";
import {
  type DescriptorOrTypedImport,
  type ImportOptions,
  toDescriptor,
} from "../imported-model.js";
import { decodePayload, encodePayload } from "../payload.js";
import type { CommandAnswer, CommandTimeouts, ServiceTarget } from "../transport.js";
import { isNotImplemented } from "./command-failure.js";
import { type CommandPath, type FoundCommand, findCommand } from "./find-path.js";

/** How a command travels: as a direct method, or through the digital twin's own route. */
export type CommandRoute = "method" | "digital-twin";

/** How a command travels, and how long it may take. */
export interface InvokeOptions extends CommandTimeouts, CallOptions {
  /** Default `method`. */
  readonly via?: CommandRoute;
}

/** What came of a command. */
export interface InvokeResult {
  /** Name on the wire. */
  readonly name: string;
  /** The payload as it was sent. */
  readonly request: unknown;
  /** The device's own status, below 400. */
  readonly status: number;
  /** The response as programs read it: `long` as bigint. Without a response in the model the payload as it came. */
  readonly response: unknown;
}

/**
 * The request of a command, checked and ready for the wire; nothing is sent. Without a request in the model it is
 * `null` for a direct method and `{}` for the digital twin's route, which takes no null.
 */
export function prepareCommand(
  descriptor: Descriptor,
  path: CommandPath,
  payload: unknown,
  via: CommandRoute = "method",
): unknown {
  return requestOf(findCommand(descriptor, path), payload ?? null, via);
}

/**
 * Invokes a command and waits for the device's answer. Throws `PNP_COMMAND_FAILED`, with the response, when the
 * device answers a status of 400 or more or a payload that does not fit the model, and before anything is sent
 * `PNP_NAME_UNKNOWN`, `PNP_PAYLOAD_INVALID` or `PNP_USAGE`.
 */
export async function invokeCommand(
  target: ServiceTarget,
  model: DescriptorOrTypedImport,
  path: CommandPath,
  payload?: unknown,
  options: InvokeOptions & ImportOptions = {},
): Promise<InvokeResult> {
  const { via = "method" } = options;
  const timeouts = checkTimeouts(options);
  const call = callOptionsOf(options);
  const command = findCommand(toDescriptor(model, options), path);
  const name = command.path;
  const request = requestOf(command, payload ?? null, via);
  const answer =
    via === "method"
      ? await target.transport.invokeMethod(target, { name, payload: request, ...timeouts }, call)
      : await target.transport.invokeDigitalTwinCommand(
          target,
          {
            ...(path.component === undefined ? {} : { component: path.component }),
            command: path.command,
            payload: request,
            ...timeouts,
          },
          call,
        );
  return { name, request, status: answer.status, response: responseOf(command, answer) };
}

/**
 * What an answer that came another way, such as by a job, means to a caller of the command. Throws
 * `PNP_COMMAND_FAILED` as {@link invokeCommand} does.
 */
export function readCommandAnswer(
  descriptor: Descriptor,
  path: CommandPath,
  answer: CommandAnswer,
): unknown {
  return responseOf(findCommand(descriptor, path), answer);
}

function requestOf(command: FoundCommand, payload: unknown, via: CommandRoute): unknown {
  const { request } = command.schema;
  const nothing = via === "method" ? null : {};
  if (request === undefined) {
    if (payload === null || isEmptyObject(payload)) return nothing;
    throw invalidRequest(command, `Command "${command.path}" takes no request.`);
  }
  if (payload === null) {
    if (request.nullable !== true) {
      throw invalidRequest(
        command,
        `Command "${command.path}" needs its request "${request.name}".`,
      );
    }
    if (via === "method") return null;
    throw new PnpError(
      "PNP_USAGE",
      `The digital twin's route cannot carry a null request, as "${command.path}" was given.`,
      { hint: 'Use the route "method", or pass a request.' },
    );
  }
  const checked = encodePayload(command.owner, request.schema, payload);
  if (checked.ok) return checked.value;
  throw new PnpError(
    "PNP_PAYLOAD_INVALID",
    `Command "${command.path}" rejects this "${request.name}": ${checked.issues[0]?.message ?? "it does not fit."}`,
    { issues: checked.issues },
  );
}

function responseOf(command: FoundCommand, { status, payload }: CommandAnswer): unknown {
  const response = { status, payload };
  if (status >= 400) {
    throw new PnpError(
      "PNP_COMMAND_FAILED",
      `The device answered "${command.path}" with status ${status}${explanation(payload)}.`,
      {
        response,
        ...(isNotImplemented(status) && {
          hint: "The device does not implement this command: check its program and the model it announces.",
        }),
      },
    );
  }
  const model = command.schema.response;
  if (model === undefined) return payload;
  if (payload === null || payload === undefined) {
    if (model.nullable === true) return null;
    throw againstModel(`no response, where the model has "${model.name}"`, []);
  }
  const checked = decodePayload(command.owner, model.schema, payload);
  if (checked.ok) return checked.value;
  throw againstModel("a response that does not fit its model", checked.issues);

  function againstModel(what: string, issues: PnpError["issues"]): PnpError {
    return new PnpError(
      "PNP_COMMAND_FAILED",
      `The device answered "${command.path}" with ${what}.`,
      {
        hint: "The device carried the command out; its program and the model disagree.",
        response,
        issues,
      },
    );
  }
}

function invalidRequest(command: FoundCommand, message: string): PnpError {
  const expected = command.schema.request === undefined ? "no request" : "a request";
  return new PnpError("PNP_PAYLOAD_INVALID", message, {
    issues: [{ code: "request", message, path: "", expected }],
  });
}

/** What devices commonly say: a text, or an object with a message. */
function explanation(payload: unknown): string {
  if (typeof payload === "string" && payload !== "") return `: ${payload}`;
  if (typeof payload !== "object" || payload === null || !("message" in payload)) return "";
  return typeof payload.message === "string" ? `: ${payload.message}` : "";
}

function isEmptyObject(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length === 0
  );
}
