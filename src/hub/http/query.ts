import { isRecord } from "../../convention/record.js";
import type { HubCore } from "../hub-core.js";
import { rowsOf } from "../query/rows.js";
import { runQuery } from "../query/run-query.js";
import { ServiceError } from "../service-error.js";
import { pageResponse, readPaging } from "./paging.js";
import type { RestRequest } from "./request.js";
import type { RestResponse, Route } from "./route.js";

/** Queries over devices, modules and jobs, page by page. */
export const queryRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/devices/query",
    demand: { anyOf: ["RegistryRead", "ServiceConnect"], actions: ["twins/read"] },
    handle: query,
  },
];

function query(core: HubCore, request: RestRequest): RestResponse {
  const body = request.json();
  const text = isRecord(body) ? body.query : undefined;
  if (typeof text !== "string") {
    throw new ServiceError("ArgumentInvalid", 'BadRequest: the body must be {"query": "SELECT …"}');
  }
  const page = runQuery(text, rowsOf(core), readPaging(request));
  return pageResponse(page, page.itemType);
}
