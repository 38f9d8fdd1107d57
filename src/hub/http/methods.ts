import type { HubCore } from "../hub-core.js";
import type { MethodRequest } from "../methods.js";
import { ServiceError } from "../service-error.js";
import type { RestRequest } from "./request.js";
import type { RestResponse, Route } from "./route.js";

const paths = ["/twins/{deviceId}/methods", "/twins/{deviceId}/modules/{moduleId}/methods"];

/** Direct methods of devices and modules. */
export const methodRoutes: readonly Route[] = paths.map((path) => ({
  method: "POST",
  path,
  demand: { anyOf: ["ServiceConnect"] },
  handle: invoke,
}));

async function invoke(core: HubCore, request: RestRequest): Promise<RestResponse> {
  const answer = await core.invokeMethod(request.target, readRequest(request));
  // The payload goes out as the device wrote it, so no number in it can change.
  const body = `{"status":${answer.status},"payload":${answer.payload || "null"}}`;
  return { status: 200, body };
}

function readRequest(request: RestRequest): MethodRequest {
  const body = request.jsonObject();
  const { methodName, payload = null } = body;
  if (typeof methodName !== "string") {
    throw new ServiceError("ArgumentInvalid", "methodName must be a text");
  }
  const connectTimeout = seconds(body.connectTimeoutInSeconds, "connectTimeoutInSeconds");
  const responseTimeout = seconds(body.responseTimeoutInSeconds, "responseTimeoutInSeconds");
  return {
    name: methodName,
    payload: JSON.stringify(payload),
    ...(connectTimeout === undefined ? {} : { connectTimeout }),
    ...(responseTimeout === undefined ? {} : { responseTimeout }),
  };
}

function seconds(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number") return value;
  throw new ServiceError("ArgumentInvalid", `${name} must be a number of seconds`);
}
