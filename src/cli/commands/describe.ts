import { propertyStates } from "../../client/service/read.js";
import type { Content, Interface } from "../../dtdl/model.js";
import { type DeviceOptions, shownName, withDevice } from "../device-session.js";
import type { Io } from "../io.js";
import { type OutputFormat, outputFormat, printResult } from "../output.js";
import { stateCells } from "../state-cells.js";
import { alignColumns } from "../text-table.js";

interface Options extends DeviceOptions {
  readonly output?: OutputFormat;
}

/** `pnp describe`: the model tree of a device joined with its live values. */
export async function describeDevice(device: string, options: Options, io: Io): Promise<void> {
  const format = outputFormat(options.output, io);
  await withDevice(device, options, io, async ({ descriptor, target, twin, root }) => {
    const rows = propertyStates(twin, descriptor);
    const json = {
      device: shownName(target),
      modelId: root.id,
      connectionState: twin.connectionState,
      properties: Object.fromEntries(rows.map(({ path, state }) => [path, state])),
      telemetry: namesOf(root, "Telemetry", "."),
      commands: namesOf(root, "Command", "*"),
    };
    printResult(io, format, json, () => {
      const states = new Map(rows.map((row) => [row.path, stateCells(row)]));
      const lines = treeRows(root, "", "", states);
      return [
        `${json.device}  ${root.id}  ${json.connectionState ?? ""}`.trimEnd(),
        ...alignColumns(lines),
      ].join("\n");
    });
  });
}

function namesOf(root: Interface, kind: Content["kind"], joiner: string): string[] {
  return [...root.contents.values()].flatMap((content) => {
    if (content.kind === kind) return [content.name];
    if (content.kind !== "Component") return [];
    return namesOf(content.schema, kind, joiner).map((name) => `${content.name}${joiner}${name}`);
  });
}

function treeRows(
  root: Interface,
  prefix: string,
  indent: string,
  states: ReadonlyMap<string, string[]>,
): string[][] {
  return [...root.contents.values()].flatMap((content) => {
    const unit = content.unit ?? "";
    const row = [`${indent}  ${content.name}`, content.kind.toLowerCase(), unit];
    if (content.kind === "Component") {
      return [row, ...treeRows(content.schema, `${content.name}.`, `${indent}  `, states)];
    }
    const state = content.kind === "Property" ? states.get(prefix + content.name) : undefined;
    return [[...row, ...(state ?? [])]];
  });
}
