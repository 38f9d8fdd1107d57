import type { ServiceDemand } from "../access.js";
import type { IdentityJobRequest } from "../identity-jobs.js";
import { ServiceError } from "../service-error.js";
import type { RestRequest } from "./request.js";
import { json, type Route } from "./route.js";

const manage: ServiceDemand = { anyOf: ["RegistryWrite"], actions: ["jobs/write"] };
const one = "/jobs/{jobId}";

/** Imports and exports of identities. Their addresses hold signatures. */
export const identityJobRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/jobs/create",
    demand: manage,
    secret: true,
    handle: (core, request) => json(core.identityJobs.create(readRequest(request))),
  },
  {
    method: "GET",
    path: "/jobs",
    demand: manage,
    handle: (core) => json(core.identityJobs.list()),
  },
  {
    method: "GET",
    path: one,
    demand: manage,
    handle: (core, request) => json(core.identityJobs.get(request.param("jobId"))),
  },
  {
    method: "DELETE",
    path: one,
    demand: manage,
    handle: (core, request) => json(core.identityJobs.cancel(request.param("jobId"))),
  },
];

const authenticationTypes = ["keyBased", "identityBased"] as const;

function readRequest(request: RestRequest): IdentityJobRequest {
  const body = request.jsonObject();
  const { type, excludeKeysInExport = false } = body;
  const text = (name: string, otherwise?: string): string => {
    const value = body[name] ?? otherwise;
    if (typeof value === "string" && value !== "") return value;
    throw new ServiceError("ArgumentInvalid", `${name} must be a text`);
  };
  if (type !== "import" && type !== "export") {
    throw new ServiceError(
      "ArgumentInvalid",
      `type is ${JSON.stringify(type ?? null)}; expected "import" or "export"`,
    );
  }
  // Node's SDK begins the word with a capital letter.
  const asked = text("storageAuthenticationType", "keyBased").toLowerCase();
  const storageAuthenticationType = authenticationTypes.find((one) => one.toLowerCase() === asked);
  if (storageAuthenticationType === undefined) {
    throw new ServiceError(
      "ArgumentInvalid",
      `storageAuthenticationType must be ${authenticationTypes.join(" or ")}`,
    );
  }
  return {
    type,
    inputBlobContainerUri: type === "import" ? text("inputBlobContainerUri") : null,
    inputBlobName: text("inputBlobName", "devices.txt"),
    outputBlobContainerUri: text("outputBlobContainerUri"),
    outputBlobName: text("outputBlobName", "devices.txt"),
    excludeKeysInExport: excludeKeysInExport === true,
    storageAuthenticationType,
  };
}
