import type { X509Certificate } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { ProvisioningAction } from "../entra/roles.js";
import type { EntraTokens } from "../entra/tokens.js";
import { detailErrorBody, type ErrorOccasion } from "../error-body.js";
import type { HubCore } from "../hub-core.js";
import { type Provisioning, servicePolicy } from "../provisioning/provisioning.js";
import { covers, isExpired, isSignedBy, parseSasToken } from "../sas-token.js";
import { ServiceError } from "../service-error.js";
import { provisioningDeviceRoutes } from "./provisioning-devices.js";
import { enrollmentRoutes } from "./provisioning-enrollments.js";
import { registrationRoutes } from "./provisioning-registrations.js";
import type { ProvisioningRoute } from "./provisioning-route.js";
import { RestRequest } from "./request.js";
import { requestTarget } from "./request-target.js";
import type { RestResponse } from "./route.js";
import { createRouter } from "./route-table.js";

const findRoute = createRouter<ProvisioningRoute>([
  ...provisioningDeviceRoutes,
  ...enrollmentRoutes,
  ...registrationRoutes,
]);

/** What of a request may be told to the trace. */
export interface TracedRequest {
  route?: { readonly secret?: boolean };
  body: string;
}

/** What the hub's provisioning host answers: to devices that register, and to the service's own API. */
export function answerProvisioning(
  { provisioning, signIn }: HubCore,
  incoming: IncomingMessage,
  bytes: Buffer,
  certificate: X509Certificate | undefined,
  traced: TracedRequest,
): RestResponse {
  const { pathname, search } = requestTarget(incoming);
  const { route, params } = findRoute(incoming.method ?? "GET", pathname);
  const request = new RestRequest(params, search, incoming.headers, bytes, incoming.rawHeaders);
  const token = request.header("authorization") ?? "";
  traced.route = { secret: route.demand !== "device" };
  traced.body = request.body;
  if (route.demand !== "device") {
    if (token.startsWith("Bearer ")) authorizeBearer(token, signIn.tokens, route.demand);
    else authorizeKey(token, provisioning);
    return route.handle(provisioning, request);
  }
  if (request.param("idScope") !== provisioning.idScope) {
    refuse(
      `the id scope is ${request.param("idScope")}, this service's is ${provisioning.idScope}`,
    );
  }
  const registrationId = request.param("registrationId");
  return route.handle(provisioning, request, { registrationId, token, certificate });
}

function authorizeBearer(header: string, tokens: EntraTokens, action: ProvisioningAction): void {
  const grant = tokens.verify(
    header.slice("Bearer ".length),
    "https://azure-devices-provisioning.net",
  );
  if (!grant) refuse("the bearer token was not issued by this hub for this use, or has expired");
  if (grant.allowsProvisioning(action)) return;
  refuse(`no role of the token allows Microsoft.Devices/provisioningServices/${action}`);
}

/** Throws 401 unless the token is one of the service's policy. */
function authorizeKey(text: string, { host, serviceKeys, clock }: Provisioning): void {
  const token = parseSasToken(text);
  if (!token) refuse("the Authorization header has no shared access signature");
  if (token.policy !== servicePolicy) refuse(`the token is not of the policy ${servicePolicy}`);
  if (!isSignedBy(token, serviceKeys)) refuse("the signature is wrong");
  if (isExpired(token, clock.now())) refuse("the token has expired");
  if (!covers(token, [host], [])) refuse(`the token is not for ${host}`);
}

/** A refusal in the words of the provisioning service. */
export function provisioningRefusal(error: ServiceError, occasion: ErrorOccasion): RestResponse {
  return {
    status: error.status,
    headers: { "x-ms-error-code": String(error.number) },
    body: detailErrorBody(error, occasion),
  };
}

function refuse(problem: string): never {
  throw new ServiceError("IotHubUnauthorizedAccess", `Unauthorized: ${problem}`);
}
