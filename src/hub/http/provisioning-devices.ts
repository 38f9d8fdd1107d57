import type { RegistrationAnswer } from "../provisioning/registrar.js";
import type { ProvisioningRoute } from "./provisioning-route.js";
import { json, type RestResponse } from "./route.js";

const device = "/{idScope}/registrations/{registrationId}";

/** Where devices register. */
export const provisioningDeviceRoutes: readonly ProvisioningRoute[] = [
  {
    method: "PUT",
    path: `${device}/register`,
    demand: "device",
    handle: ({ registrar }, request, registrant) =>
      answer(registrar.register(registrant, request.body)),
  },
  {
    method: "GET",
    path: `${device}/operations/{operationId}`,
    demand: "device",
    handle: ({ registrar }, request, registrant) =>
      answer(registrar.outcome(registrant, request.param("operationId"))),
  },
  {
    method: "POST",
    path: device,
    demand: "device",
    handle: ({ registrar }, _, registrant) => json(registrar.state(registrant)),
  },
];

function answer({ document, retryAfter }: RegistrationAnswer): RestResponse {
  if (retryAfter === undefined) return json(document);
  return { ...json(document, { "Retry-After": String(retryAfter) }), status: 202 };
}
