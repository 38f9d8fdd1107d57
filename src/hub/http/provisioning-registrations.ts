import type { Provisioning } from "../provisioning/provisioning.js";
import { registrationDocument } from "../provisioning/registrations.js";
import { provisioningPage } from "./provisioning-page.js";
import type { ProvisioningRoute } from "./provisioning-route.js";
import type { RestRequest } from "./request.js";
import { json, type RestResponse } from "./route.js";

const path = "/registrations/{id}";

/** What has become of devices, for the service side. */
export const registrationRoutes: readonly ProvisioningRoute[] = [
  {
    method: "GET",
    path,
    demand: "registrationStates/read",
    handle: ({ registrations }, request) =>
      json(registrationDocument(registrations.get(request.param("id")))),
  },
  {
    method: "DELETE",
    path,
    demand: "registrationStates/delete",
    handle: ({ registrations }, request) => {
      registrations.delete(request.param("id"), request.ifMatch);
      return { status: 204 };
    },
  },
  {
    method: "POST",
    path: "/registrations/{id}/query",
    demand: "registrationStates/read",
    handle: queryGroup,
  },
];

function queryGroup(
  { enrollments, registrations }: Provisioning,
  request: RestRequest,
): RestResponse {
  const { enrollmentGroupId } = enrollments.groups.get(request.param("id"));
  return provisioningPage(
    request,
    registrations.ofGroup(enrollmentGroupId),
    ({ registrationId }) => registrationId,
    registrationDocument,
    "DeviceRegistrationState",
  );
}
