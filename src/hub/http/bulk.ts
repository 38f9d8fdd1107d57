import { applyBulk } from "../bulk-registry.js";
import type { HubCore } from "../hub-core.js";
import type { RestRequest } from "./request.js";
import { json, type RestResponse, type Route } from "./route.js";

/** Many identities in one call. */
export const bulkRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/devices",
    demand: { anyOf: ["RegistryWrite"], actions: ["devices/write", "devices/delete"] },
    secret: true,
    handle: bulk,
  },
];

/** 200 when all was done, 400 when something was not; the body tells what. */
function bulk(core: HubCore, request: RestRequest): RestResponse {
  const failures = applyBulk(core, request.json());
  const body = {
    isSuccessful: failures.length === 0,
    errors: failures.map(({ target, error, operation }) => ({
      deviceId: target.deviceId,
      moduleId: target.moduleId ?? null,
      errorCode: error.reason,
      errorStatus: error.message,
      operation,
    })),
    warnings: [],
  };
  return failures.length === 0
    ? json(body)
    : {
        ...json(body, { "iothub-errorcode": "BulkRegistryOperationFailure" }),
        status: 400,
      };
}
