import { quotedText } from "../client/fleet/device-condition.js";
import type {
  QueryOptions,
  QueryPage,
  QueryResult,
  QueryRow,
} from "../client/fleet/query-types.js";
import { requireObject, requireText } from "../client/require-argument.js";
import type { Twin } from "../client/transport.js";
import { isPnpError, PnpError } from "../errors.js";
import type { Attempt } from "./attempt.js";
import { requireExact } from "./exact-numbers.js";
import { pagedResult } from "./paged-result.js";
import { queryInvalid } from "./query-invalid.js";

/** The queries of one hub. */
export interface HubQueries {
  /**
   * Runs a query. `T` is what the caller says of its rows; nothing checks them against it. Fails with
   * `PNP_QUERY_INVALID`, with an issue that names the place where the hub tells one.
   */
  query<T = QueryRow>(sql: string, options?: QueryOptions): QueryResult<T>;
  /** The twins of devices that meet a condition; `*` or nothing: of all. */
  devices(where?: string, options?: QueryOptions): QueryResult<Twin>;
  /** The twins of modules that meet a condition; `*` or nothing: of all. */
  modules(where?: string, options?: QueryOptions): QueryResult<Twin>;
}

/** Queries over the Registry of azure-iothub. */
export function createQueries(attempt: Attempt): HubQueries {
  const query = <T>(sql: string, options: QueryOptions = {}): QueryResult<T> => {
    requireObject(options, "The options of the query");
    const { pageSize, continuation, ...call } = options;
    checkSql(sql);
    checkPageSize(pageSize);
    return pagedResult<T>(async (token) => {
      try {
        const answer = await attempt(
          { action: "run the query", repeatable: true, reads: true, options: call },
          // The token goes along each time: the SDK's query begins anew where none is given.
          ({ registry }) => registry.createQuery(sql, pageSize).next(token ?? ""),
        );
        return pageOf<T>(answer.result, answer.message.headers["x-ms-continuation"]);
      } catch (error) {
        throw isPnpError(error, "PNP_PAYLOAD_INVALID") && error.cause !== undefined
          ? queryInvalid(sql, error)
          : error;
      }
    }, continuation);
  };
  return {
    query,
    devices: (where, options) => query(`SELECT * FROM devices${whereOf(where)}`, options),
    modules: (where, options) => query(`SELECT * FROM devices.modules${whereOf(where)}`, options),
  };
}

function whereOf(where: string = "*"): string {
  if (typeof where !== "string") requireText(where, "The condition");
  const condition = where.trim();
  return condition === "" || condition === "*" ? "" : ` WHERE ${condition}`;
}

function pageOf<T>(rows: unknown, continuation: unknown): QueryPage<T> {
  const list: readonly unknown[] = Array.isArray(rows) ? rows : [];
  for (const [index, row] of list.entries()) {
    requireExact(row, `row ${index + 1} of a page of the query's answer`);
  }
  return {
    rows: list as readonly T[],
    ...(typeof continuation === "string" && continuation !== "" ? { continuation } : {}),
  };
}

function checkSql(sql: string): void {
  if (typeof sql === "string" && sql.trim() !== "") return;
  throw new PnpError("PNP_USAGE", "The query is empty.", {
    hint: "For example SELECT * FROM devices WHERE tags.site = 'lab'",
  });
}

/** Refuses what the hub would refuse, before the call. */
export function checkPageSize(size: number | undefined): void {
  if (size === undefined || (Number.isInteger(size) && size >= 1 && size <= 100)) return;
  throw new PnpError("PNP_USAGE", `pageSize must be a whole number from 1 to 100; got ${size}.`);
}

/** The query for how jobs went on devices. */
export function jobResultsQuery(jobId: string): string {
  return `SELECT * FROM devices.jobs WHERE devices.jobs.jobId = ${quotedText(jobId)}`;
}
