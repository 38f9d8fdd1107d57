import type { JsonRecord } from "../../convention/record.js";
import { takePage } from "../query/page.js";
import { ServiceError } from "../service-error.js";
import { pageResponse, readPaging } from "./paging.js";
import type { RestRequest } from "./request.js";
import type { RestResponse } from "./route.js";

/**
 * A page of a query of the provisioning service, in the order of ids. The cloud wants a text and takes no notice of
 * what it says: a condition in it changes nothing, so it changes nothing here.
 */
export function provisioningPage<T>(
  request: RestRequest,
  all: readonly T[],
  idOf: (each: T) => string,
  show: (each: T) => JsonRecord,
  itemType: string,
): RestResponse {
  const { query } = request.jsonObject();
  if (typeof query !== "string") {
    throw new ServiceError("ArgumentInvalid", 'The body must be {"query": "SELECT * FROM …"}');
  }
  const rows = all
    .map((each) => ({ key: idOf(each).toLowerCase(), value: each }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
  const page = takePage(itemType, () => rows, readPaging(request));
  return pageResponse({ ...page, values: page.values.map(show) }, itemType);
}
