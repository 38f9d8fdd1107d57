import type { QueryRow } from "../../client/fleet/query-types.js";
import { isRecord } from "../../convention/record.js";
import { type ConnectionOptions, withHub } from "../connection.js";
import type { Io } from "../io.js";
import { jsonText, type OutputFormat, outputFormat, printResult } from "../output.js";
import { alignColumns } from "../text-table.js";

interface Flags extends ConnectionOptions {
  readonly pageSize?: number;
  readonly limit?: number;
  readonly output?: OutputFormat;
}

/** `pnp query`: a table for people, a JSON array, or with `ndjson` one row a line as it comes. */
export async function query(sql: string, flags: Flags, io: Io): Promise<void> {
  const format = outputFormat(flags.output, io);
  const { pageSize, limit = Number.POSITIVE_INFINITY } = flags;
  const rows: QueryRow[] = [];
  let count = 0;
  await withHub(flags, io, async (hub) => {
    const options = { signal: io.signal, ...(pageSize === undefined ? {} : { pageSize }) };
    for await (const row of hub.query(sql, options)) {
      if (format === "ndjson") io.stdout.write(`${jsonText(row)}\n`);
      else rows.push(row);
      if (++count >= limit) break;
    }
  });
  if (format !== "ndjson") printResult(io, format, rows, () => rowTable(rows));
}

/** Columns that whole twins have, of which a terminal shows the telling ones. */
const twinColumns = [
  "deviceId",
  "moduleId",
  "modelId",
  "status",
  "connectionState",
  "lastActivityTime",
];

/** The rows as aligned columns, objects as JSON. */
function rowTable(rows: readonly QueryRow[]): string {
  if (rows.length === 0) return "no rows";
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const shown = rows.every(isTwin) ? twinColumns.filter((name) => names.includes(name)) : names;
  return alignColumns([
    shown.map((name) => name.toUpperCase()),
    ...rows.map((row) => shown.map((name) => cell(row[name]))),
  ]).join("\n");
}

function isTwin(row: QueryRow): boolean {
  return typeof row.deviceId === "string" && isRecord(row.properties);
}

function cell(value: unknown): string {
  if (value === undefined) return "–";
  return typeof value === "string" ? value : jsonText(value);
}
