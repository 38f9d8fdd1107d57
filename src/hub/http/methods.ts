import type { JsonRecord } from "../../convention/record.js";
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
  demand: { anyOf: ["ServiceConnect"], actions: ["directMethods/invoke/action"] },
  handle: invoke,
}));

async function invoke(core: HubCore, request: RestRequest): Promise<RestResponse> {
  const answer = await core.invokeMethod(request.target, readMethodRequest(request.jsonObject()));
  // The payload goes out as the device wrote it, so no number in it can change.
  const body = `{"status":${answer.status},"payload":${answer.payload || "null"}}`;
  return { status: 200, body };
}

/** Reads a direct method as REST calls and jobs ask for it; older clients call the time to answer just so. */
export function readMethodRequest(body: JsonRecord): MethodRequest {
  const { methodName, payload = null } = body;
  if (typeof methodName !== "string") {
    throw new ServiceError("ArgumentInvalid", "methodName must be a text");
  }
  const connectTimeout = seconds(body.connectTimeoutInSeconds, "connectTimeoutInSeconds");
  const responseTimeout =
    seconds(body.responseTimeoutInSeconds, "responseTimeoutInSeconds") ??
    seconds(body.timeoutInSeconds, "timeoutInSeconds");
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
