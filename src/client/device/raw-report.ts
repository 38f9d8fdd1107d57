import { isRecord, type JsonRecord, setOwn } from "../../convention/record.js";
import { PnpError } from "../../errors.js";

/** The patch as the wire takes it: dates as RFC 3339 text in UTC, the hub's own members left out. */
export function rawReport(patch: JsonRecord): JsonRecord {
  if (!isRecord(patch)) {
    throw new PnpError("PNP_PAYLOAD_INVALID", "Reported properties must be an object.");
  }
  const { $version: _version, $metadata: _metadata, ...own } = patch;
  return plainValues(own);
}

/** Values as JSON has them: dates as RFC 3339 text in UTC, members without a value left out. */
export function plainValues(values: JsonRecord): JsonRecord {
  return plain(values, "") as JsonRecord;
}

function plain(value: unknown, path: string): unknown {
  if (value instanceof Date) {
    if (!Number.isNaN(value.getTime())) return value.toISOString();
    throw new PnpError("PNP_PAYLOAD_INVALID", `The date at ${path} is no valid date.`);
  }
  if (Array.isArray(value)) return value.map((item, index) => plain(item, `${path}/${index}`));
  if (!isRecord(value)) return value;
  const members: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) setOwn(members, name, plain(member, `${path}/${name}`));
  }
  return members;
}
