import { exactJson } from "../../convention/json-text.js";
import type { JsonRecord } from "../../convention/record.js";
import type { Page } from "../query/page.js";
import { ServiceError } from "../service-error.js";
import type { RestRequest } from "./request.js";
import type { RestResponse } from "./route.js";

const largestPage = 100;

/** What a request for a page says: how many rows, and where to go on. */
export function readPaging(request: RestRequest): {
  readonly size: number;
  readonly continuation: string | undefined;
} {
  return {
    size: readSize(request.header("x-ms-max-item-count")),
    continuation: request.header("x-ms-continuation"),
  };
}

function readSize(text: string | undefined): number {
  if (text === undefined || text === "") return largestPage;
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1) return Math.min(size, largestPage);
  throw new ServiceError(
    "ArgumentInvalid",
    `x-ms-max-item-count is ${text}; expected 1 to ${largestPage}`,
  );
}

/** A page as the service answers it: a bare array, the rest in headers. */
export function pageResponse(page: Page<JsonRecord>, itemType: string): RestResponse {
  return {
    status: 200,
    headers: {
      "x-ms-item-type": itemType,
      // Clients take the mere presence of the header for another page.
      ...(page.continuation === undefined ? {} : { "x-ms-continuation": page.continuation }),
    },
    body: exactJson(page.values),
  };
}
