import { isRecord } from "../../convention/record.js";
import type { HubCore } from "../hub-core.js";
import { ServiceError } from "../service-error.js";
import type { RestRequest } from "./request.js";
import { json, type RestResponse, type Route } from "./route.js";

const largestPage = 100;
const allDevices = /^\s*select\s+\*\s+from\s+devices\s*$/i;

/** The query for all devices, page by page. */
export const queryRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/devices/query",
    demand: { anyOf: ["RegistryRead", "ServiceConnect"] },
    handle: query,
  },
];

function query(core: HubCore, request: RestRequest): RestResponse {
  const body = request.json();
  const text = isRecord(body) ? body.query : undefined;
  if (typeof text !== "string" || !allDevices.test(text)) {
    throw new ServiceError(
      "ArgumentInvalid",
      `BadRequest: this hub answers the query SELECT * FROM devices only, not ${JSON.stringify(text ?? null)}`,
    );
  }
  const start = readContinuation(request.header("x-ms-continuation"));
  const end = start + readPageSize(request.header("x-ms-max-item-count"));
  const devices = core.registry.devices();
  return json(
    devices.slice(start, end).map((device) => core.twinDocument(device)),
    {
      "x-ms-item-type": "Twin",
      // Clients take the mere presence of the header for another page.
      ...(end < devices.length ? { "x-ms-continuation": writeContinuation(end) } : {}),
    },
  );
}

function readPageSize(text: string | undefined): number {
  if (text === undefined || text === "") return largestPage;
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1) return Math.min(size, largestPage);
  throw new ServiceError(
    "ArgumentInvalid",
    `x-ms-max-item-count is ${text}; expected 1 to ${largestPage}`,
  );
}

function writeContinuation(position: number): string {
  return Buffer.from(`devices:${position}`).toString("base64");
}

function readContinuation(text: string | undefined): number {
  if (text === undefined || text === "") return 0;
  const found = /^devices:(\d{1,9})$/.exec(Buffer.from(text, "base64").toString("latin1"));
  if (found) return Number(found[1]);
  throw new ServiceError("ArgumentInvalid", "x-ms-continuation is not one that this hub has given");
}
