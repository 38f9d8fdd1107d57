import { requestsOf } from "../azure/bulk-registry.js";
import type { BulkEntry } from "../azure/bulk-request.js";
import type { PlannedRequest } from "../azure/registry-requests.js";
import type { Io } from "./io.js";
import { jsonText, type OutputFormat, printResult } from "./output.js";

/** Prints the requests of a bulk call's dry run, one after another. */
export function printPlannedBulk(
  entries: readonly BulkEntry[],
  format: OutputFormat,
  io: Io,
): void {
  const requests = requestsOf(entries).map((some) => some.map(({ body }) => body));
  for (const body of requests) printPlanned({ method: "POST", path: "/devices", body }, format, io);
}

/** Prints the request of a dry run, secrets masked. */
export function printPlanned(
  request: { readonly method: string; readonly path: string } & Partial<PlannedRequest>,
  format: OutputFormat,
  io: Io,
): void {
  const { method, path, ifMatch } = request;
  const body = masked(request.body);
  const result = {
    request: { method, path, ...(ifMatch && { ifMatch }) },
    ...(body !== undefined && { body }),
    sent: false,
  };
  printResult(io, format, result, () =>
    [
      `${method} ${path}`,
      ...(ifMatch === undefined ? [] : [`  If-Match ${ifMatch}`]),
      ...(body === undefined ? [] : [`  ${jsonText(body)}`]),
      "  nothing was sent",
    ].join("\n"),
  );
}

/** Keys that are not empty, wherever they stand. */
function masked(value: unknown): unknown {
  return (
    JSON.parse(
      JSON.stringify(value ?? null, (name, member) =>
        (name === "primaryKey" || name === "secondaryKey") && member ? "***" : member,
      ),
    ) ?? undefined
  );
}
