import { isRecord, type JsonRecord } from "../../convention/record.js";
import { ServiceError } from "../service-error.js";

/** Enrollments of one kind. */
interface Table {
  put(id: string, body: unknown, ifMatch: string | undefined): unknown;
  delete(id: string, ifMatch: string | undefined): void;
}

const mostAtOnce = 10;

type Write = (table: Table, id: string, body: JsonRecord, etag: string | undefined) => void;

/** By `mode` in lower case: the service and its SDKs do not agree on the letters. */
const writes: ReadonlyMap<string, Write> = new Map<string, Write>([
  ["create", (table, id, body) => void table.put(id, body, undefined)],
  ["update", (table, id, body) => void table.put(id, body, "*")],
  ["updateifmatchetag", (table, id, body, etag) => void table.put(id, body, etag ?? "")],
  ["delete", (table, id, _, etag) => table.delete(id, etag)],
]);

/**
 * Does the same to up to ten enrollments, one after the other. Those that fail are named in the answer and stop
 * nobody; only a request that cannot be read throws 400. `list` and `idName` say where enrollments and ids stand.
 */
export function runBulkEnrollment(
  table: Table,
  body: JsonRecord,
  list: "enrollments" | "enrollmentGroups",
  idName: "registrationId" | "enrollmentGroupId",
): JsonRecord {
  const write = typeof body.mode === "string" ? writes.get(body.mode.toLowerCase()) : undefined;
  if (!write) {
    refuse(
      `mode is ${JSON.stringify(body.mode)}; expected create, update, updateIfMatchETag or delete`,
    );
  }
  const all: readonly unknown[] = Array.isArray(body[list]) ? body[list] : [];
  if (all.length === 0 || all.length > mostAtOnce) {
    refuse(`${list} must be an array of 1 to ${mostAtOnce} elements`);
  }
  const named = all.map((each, index) => {
    const id = isRecord(each) ? each[idName] : undefined;
    if (isRecord(each) && typeof id === "string" && id !== "") return { id, each };
    return refuse(`${list}[${index}].${idName} is missing`);
  });
  const errors = named.flatMap(({ id, each }) => {
    try {
      write(table, id, each, typeof each.etag === "string" ? each.etag : undefined);
      return [];
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return [{ [idName]: id, errorCode: error.number, errorStatus: error.message }];
    }
  });
  return { isSuccessful: errors.length === 0, errors };
}

function refuse(problem: string): never {
  throw new ServiceError("ArgumentInvalid", problem);
}
