import { type InstanceIssue, validateInstance } from "../../dtdl/instance.js";
import type { CommandPayload, Content, Element, Interface, Schema } from "../../dtdl/model.js";
import { didYouMean } from "../../dtdl/near-name.js";
import { PnpError } from "../../errors.js";
import type { Io } from "../io.js";
import { readTextArgument } from "../json-argument.js";
import type { ModelOptions } from "../model-locations.js";
import { type LoadedInterface, loadInterface } from "../models.js";
import { type OutputFormat, outputFormat, printResult } from "../output.js";

interface Options extends ModelOptions {
  readonly response?: boolean;
  readonly output?: OutputFormat;
}

/** `pnp model validate`: judges a JSON text against one schema of a model; faults are thrown with every issue. */
export async function modelValidate(
  name: string,
  path: string,
  json: string,
  options: Options,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  const { schema, nullable } = findPayload(await loadInterface(name, options, io), path, options);
  const { text, source } = await readTextArgument(json, "<json>", io);
  const issues = nullable && text.trim() === "null" ? [] : validateInstance(schema, text);
  if (issues.length > 0) throw invalid(path, source, issues);
  printResult(io, format, { valid: true, path, schema: schema.id }, () => `${path}: no errors`);
}

function invalid(path: string, source: string, issues: readonly InstanceIssue[]): PnpError {
  return new PnpError("PNP_PAYLOAD_INVALID", `The JSON text does not fit ${path}.`, {
    hint: "Correct the text; `pnp model schema` prints what fits as JSON Schema.",
    issues: issues.map(({ location, ...issue }) =>
      location === undefined ? issue : { ...issue, location: { ...location, source } },
    ),
  });
}

interface FoundPayload {
  readonly schema: Schema;
  readonly nullable?: boolean;
}

/** What a path leads to: `temperature`, `thermostat1.targetTemperature`, `thermostat1*getMaxMinReport`, or a DTMI. */
function findPayload(
  { model, root }: LoadedInterface,
  path: string,
  options: Options,
): FoundPayload {
  if (path.startsWith("dtmi:")) {
    const element: Element | undefined = model.elements.get(path);
    if (element !== undefined) return { schema: element as Schema };
    throw unknown(path, "", model.elements.keys());
  }
  const [first = "", second] = path.split(/[.*]/, 2);
  if (second === undefined) return payloadOf(contentOf(root, path, ""), path, options);
  const component = contentOf(root, first, "");
  if (component.kind !== "Component") {
    throw new PnpError("PNP_NAME_UNKNOWN", `${first} is no component, but a ${component.kind}.`);
  }
  return payloadOf(contentOf(component.schema, second, `${first}.`), path, options);
}

function contentOf(iface: Interface, name: string, prefix: string): Content {
  const content = iface.contents.get(name);
  if (content === undefined) throw unknown(name, prefix, iface.contents.keys());
  return content;
}

function payloadOf(content: Content, path: string, { response }: Options): FoundPayload {
  switch (content.kind) {
    case "Telemetry":
    case "Property":
      return { schema: content.schema };
    case "Command":
      return commandPayload(response ? content.response : content.request, path, response);
    default:
      throw new PnpError("PNP_USAGE", `${path} is a ${content.kind}, which has no values.`, {
        hint: "Name one of its telemetry, properties or commands: thermostat1.temperature.",
      });
  }
}

function commandPayload(
  payload: CommandPayload | undefined,
  path: string,
  response: boolean | undefined,
): FoundPayload {
  if (payload !== undefined) return payload;
  const [asked, other] = response ? ["response", "request"] : ["request", "response"];
  throw new PnpError("PNP_USAGE", `The command ${path} has no ${asked}.`, {
    hint: `Its ${other} is checked ${response ? "without" : "with"} --response, if it has one.`,
  });
}

function unknown(name: string, prefix: string, known: Iterable<string>): PnpError {
  const near = didYouMean(name, known);
  return new PnpError("PNP_NAME_UNKNOWN", `The model has no ${prefix}${name}.`, {
    ...(near !== undefined && { hint: `${near.charAt(0).toUpperCase()}${near.slice(1)}` }),
  });
}
