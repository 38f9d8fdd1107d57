import { attestationDocument } from "../provisioning/attestation-body.js";
import { runBulkEnrollment } from "../provisioning/bulk-enrollment.js";
import { groupDocument, individualDocument } from "../provisioning/enrollment-document.js";
import type { Provisioning } from "../provisioning/provisioning.js";
import type { IndividualEnrollment } from "../provisioning/records.js";
import { registrationDocument } from "../provisioning/registrations.js";
import { provisioningPage } from "./provisioning-page.js";
import type { ProvisioningRoute } from "./provisioning-route.js";
import type { RestRequest } from "./request.js";
import { json, type RestResponse } from "./route.js";

const individual = "/enrollments/{id}";
const group = "/enrollmentGroups/{id}";

/** Enrollments, of one device and of groups. */
export const enrollmentRoutes: readonly ProvisioningRoute[] = [
  { method: "PUT", path: individual, demand: "enrollments/write", handle: putIndividual },
  { method: "GET", path: individual, demand: "enrollments/read", handle: getIndividual },
  {
    method: "DELETE",
    path: individual,
    demand: "enrollments/delete",
    handle: ({ enrollments }, request) => remove(enrollments.individual, request),
  },
  {
    method: "POST",
    path: `${individual}/attestationmechanism`,
    demand: "attestationmechanism/details/action",
    handle: ({ enrollments }, request) =>
      json(attestationDocument(enrollments.individual.get(request.param("id")).attestation, true)),
  },
  {
    method: "POST",
    path: "/enrollments/query",
    demand: "enrollments/read",
    handle: queryIndividual,
  },
  {
    method: "POST",
    path: "/enrollments",
    demand: "enrollments/write",
    handle: ({ enrollments }, request) =>
      json(
        runBulkEnrollment(
          enrollments.individual,
          request.jsonObject(),
          "enrollments",
          "registrationId",
        ),
      ),
  },
  { method: "PUT", path: group, demand: "enrollmentGroups/write", handle: putGroup },
  {
    method: "GET",
    path: group,
    demand: "enrollmentGroups/read",
    handle: ({ enrollments }, request) =>
      json(groupDocument(enrollments.groups.get(request.param("id")))),
  },
  {
    method: "DELETE",
    path: group,
    demand: "enrollmentGroups/delete",
    handle: ({ enrollments }, request) => remove(enrollments.groups, request),
  },
  {
    method: "POST",
    path: `${group}/attestationmechanism`,
    demand: "attestationmechanism/details/action",
    handle: ({ enrollments }, request) =>
      json(attestationDocument(enrollments.groups.get(request.param("id")).attestation, true)),
  },
  {
    method: "POST",
    path: "/enrollmentGroups/query",
    demand: "enrollmentGroups/read",
    handle: queryGroups,
  },
  {
    method: "POST",
    path: "/enrollmentGroups",
    demand: "enrollmentGroups/write",
    handle: ({ enrollments }, request) =>
      json(
        runBulkEnrollment(
          enrollments.groups,
          request.jsonObject(),
          "enrollmentGroups",
          "enrollmentGroupId",
        ),
      ),
  },
];

function putIndividual({ enrollments }: Provisioning, request: RestRequest): RestResponse {
  const { ifMatch } = request;
  const written = enrollments.individual.put(request.param("id"), request.jsonObject(), ifMatch);
  return json(individualDocument(written, { withKeys: true }));
}

function getIndividual(
  { enrollments, registrations }: Provisioning,
  request: RestRequest,
): RestResponse {
  const enrollment = enrollments.individual.get(request.param("id"));
  const registration = registrations.find(enrollment.registrationId);
  const registrationState = registration && registrationDocument(registration);
  return json(individualDocument(enrollment, { registrationState }));
}

/** Without registration states, as in the cloud. */
function queryIndividual({ enrollments }: Provisioning, request: RestRequest): RestResponse {
  const all = [...enrollments.individual.values()];
  const id = ({ registrationId }: IndividualEnrollment): string => registrationId;
  return provisioningPage(request, all, id, (each) => individualDocument(each), "Enrollment");
}

function putGroup({ enrollments }: Provisioning, request: RestRequest): RestResponse {
  const { ifMatch } = request;
  const written = enrollments.groups.put(request.param("id"), request.jsonObject(), ifMatch);
  return json(groupDocument(written, { withKeys: true }));
}

function queryGroups({ enrollments }: Provisioning, request: RestRequest): RestResponse {
  return provisioningPage(
    request,
    [...enrollments.groups.values()],
    ({ enrollmentGroupId }) => enrollmentGroupId,
    (each) => groupDocument(each),
    "EnrollmentGroup",
  );
}

function remove(
  table: { delete(id: string, ifMatch: string | undefined): void },
  request: RestRequest,
): RestResponse {
  table.delete(request.param("id"), request.ifMatch);
  return { status: 204 };
}
