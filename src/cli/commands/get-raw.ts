import { valueAt } from "../../client/service/raw-path.js";
import { isRecord, type JsonRecord } from "../../convention/record.js";
import { shownName, type TargetOptions, withTarget } from "../device-session.js";
import type { Io } from "../io.js";
import { jsonText, type OutputFormat, outputFormat, printResult } from "../output.js";
import { alignColumns } from "../text-table.js";

interface Options extends TargetOptions {
  readonly output?: OutputFormat;
}

/** `pnp get --raw`: reported and desired values by path, as they stand in the twin; no model is looked at. */
export async function getRaw(
  device: string,
  paths: readonly string[],
  options: Options,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  await withTarget(device, options, io, async (target) => {
    const { properties } = await target.transport.readTwin(target, { signal: io.signal });
    const reported = withoutHubMembers(properties.reported);
    const desired = withoutHubMembers(properties.desired);
    const names = new Set([...Object.keys(reported), ...Object.keys(desired)]);
    const asked = paths.length > 0 ? paths : [...names].sort();
    const values = asked.map((path) => ({
      path,
      reported: valueAt(reported, path),
      desired: valueAt(desired, path),
    }));
    const json = Object.fromEntries(
      values.map((value) => [
        value.path,
        { ...side("reported", value), ...side("desired", value) },
      ]),
    );
    printResult(io, format, { device: shownName(target), values: json }, () => {
      const rows = values.map((value) => [value.path, shown(value.reported), shown(value.desired)]);
      return alignColumns([["PATH", "REPORTED", "DESIRED"], ...rows]).join("\n");
    });
  });
}

function side(name: "reported" | "desired", values: JsonRecord): JsonRecord {
  return values[name] === undefined ? {} : { [name]: values[name] };
}

function shown(value: unknown): string {
  return value === undefined ? "–" : jsonText(value);
}

function withoutHubMembers(properties: unknown): JsonRecord {
  if (!isRecord(properties)) return {};
  const { $metadata: _metadata, $version: _version, ...values } = properties;
  return values;
}
