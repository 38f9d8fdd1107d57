import { methodBody } from "../../client/fleet/job-body.js";
import { findCommand } from "../../client/service/find-path.js";
import { invokeCommand, prepareCommand } from "../../client/service/invoke.js";
import type { CommandTimeouts } from "../../client/transport.js";
import { parseCommandName } from "../../convention/command-name.js";
import { PnpError } from "../../errors.js";
import type { CommandPayloadSchema } from "../../schema/interface-schema.js";
import {
  type DeviceOptions,
  type DeviceSession,
  refuseBesideRaw,
  restPath,
  shownName,
  withDevice,
} from "../device-session.js";
import type { Io } from "../io.js";
import { readJsonFile } from "../json-argument.js";
import { jsonText, type OutputFormat, outputFormat, printResult } from "../output.js";
import { parseJsonText, parseValueText, splitAssignment } from "../value-text.js";
import { commandRaw, timeoutsOf } from "./command-raw.js";

interface Options extends DeviceOptions {
  readonly raw?: boolean;
  readonly payload?: string;
  readonly file?: string;
  readonly arg?: readonly string[];
  readonly via: "twin" | "digital-twin";
  readonly timeout?: number;
  readonly connectTimeout?: number;
  readonly dryRun?: boolean;
  readonly output?: OutputFormat;
}

/** `pnp command`: the request is checked before it leaves, the response when it arrives. */
export async function command(
  device: string,
  name: string,
  options: Options,
  io: Io,
): Promise<void> {
  if (options.raw) {
    const via = options.via === "twin" ? undefined : options.via;
    refuseBesideRaw({ "--model": options.model, "--arg": options.arg, "--via digital-twin": via });
    const payload = await readPayload(undefined, options, io);
    return commandRaw(device, name, payload ?? null, options, io);
  }
  const format = outputFormat(options.output, io);
  await withDevice(device, options, io, async (session) => {
    const found = findCommand(session.descriptor, name);
    const payload = await readPayload(found.schema.request, options, io);
    const result = options.dryRun
      ? dryRun(name, payload, options, session)
      : await invokeCommand(session.target, session.descriptor, parseCommandName(name), payload, {
          via: options.via === "twin" ? "method" : "digital-twin",
          signal: io.signal,
          ...timeoutsOf(options),
        });
    printResult(io, format, result, () =>
      jsonText("response" in result ? result.response : result, 2),
    );
  });
}

async function readPayload(
  request: CommandPayloadSchema | undefined,
  options: Options,
  io: Io,
): Promise<unknown> {
  const given = [options.payload, options.file, options.arg].filter((each) => each !== undefined);
  if (given.length > 1)
    throw new PnpError("PNP_USAGE", "Give only one of --payload, --file and --arg.");
  if (options.payload !== undefined) return parseJsonText(options.payload, "--payload");
  if (options.file !== undefined) return readJsonFile(options.file, io);
  if (options.arg !== undefined) return readArguments(options.arg, request);
  return undefined;
}

/** `--arg since=…` gives the whole request by its name; otherwise each names one field of an object request. */
function readArguments(
  args: readonly string[],
  request: CommandPayloadSchema | undefined,
): unknown {
  if (!request) throw new PnpError("PNP_USAGE", "This command takes no request.");
  const { name, schema } = request;
  const pairs = args.map(splitAssignment);
  const [first] = pairs;
  if (pairs.length === 1 && first?.[0] === name) return parseValueText(first[1], schema);
  if (typeof schema === "object" && "object" in schema) {
    const fields = schema.object;
    return Object.fromEntries(
      pairs.map(([field, text]) => [
        field,
        parseValueText(text, (Object.hasOwn(fields, field) && fields[field]) || "string"),
      ]),
    );
  }
  throw new PnpError("PNP_USAGE", `The request of this command is "${name}".`, {
    hint: `Give it as --arg ${name}=VALUE.`,
  });
}

function dryRun(
  name: string,
  payload: unknown,
  options: Options,
  { descriptor, target }: DeviceSession,
): Record<string, unknown> {
  const { via } = options;
  const path = parseCommandName(name);
  const request = prepareCommand(descriptor, path, payload, via === "twin" ? "method" : via);
  const place = restPath(target);
  const component = path.component === undefined ? "" : `/components/${path.component}`;
  const sent =
    via === "twin"
      ? {
          path: `/twins/${place}/methods`,
          body: methodBody({ name, payload: request, ...timeoutsOf(options) }),
        }
      : {
          path: `/digitaltwins/${place}${component}/commands/${path.command}`,
          query: timeoutQuery(timeoutsOf(options)),
          body: request,
        };
  return { device: shownName(target), request: { method: "POST", ...sent }, sent: false };
}

/** The digital twin's route has its time-outs behind the path. */
function timeoutQuery(timeouts: CommandTimeouts): string {
  const { connectTimeoutSeconds = 0, responseTimeoutSeconds = 30 } = timeouts;
  return `connectTimeoutInSeconds=${connectTimeoutSeconds}&responseTimeoutInSeconds=${responseTimeoutSeconds}`;
}
