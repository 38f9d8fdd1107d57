import type { Configuration } from "../../azure/service.js";
import { withHub } from "../connection.js";
import type { RegistryOptions } from "../identity-options.js";
import type { Io } from "../io.js";
import { jsonText, outputFormat, printResult } from "../output.js";
import { alignColumns } from "../text-table.js";

/** `pnp configuration list`. */
export async function listConfigurations(options: RegistryOptions, io: Io): Promise<void> {
  const format = outputFormat(options.output, io);
  await withHub(options, io, async ({ configurations }) => {
    const all: Configuration[] = [];
    for await (const one of configurations.list({ signal: io.signal })) {
      if (format === "ndjson") printResult(io, format, one, () => "");
      else all.push(one);
    }
    if (format !== "ndjson") printResult(io, format, all, () => table(all));
  });
}

function table(all: readonly Configuration[]): string {
  if (all.length === 0) return "no configurations";
  const rows = all.map((one) => [one.id, String(one.priority), one.targetCondition]);
  return alignColumns([["CONFIGURATION", "PRIORITY", "TARGET CONDITION"], ...rows]).join("\n");
}

/** `pnp configuration show`. */
export async function showConfiguration(
  id: string,
  options: RegistryOptions,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  await withHub(options, io, async ({ configurations }) => {
    const found = await configurations.get(id, { signal: io.signal });
    printResult(io, format, found, () => configurationText(found));
  });
}

/** A configuration as aligned lines of name and value. */
export function configurationText(configuration: Configuration): string {
  return alignColumns(
    Object.entries(configuration).map(([name, value]) => [
      name,
      typeof value === "object" ? jsonText(value) : String(value),
    ]),
  ).join("\n");
}
