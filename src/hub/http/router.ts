import { ServiceError } from "../service-error.js";
import { bulkRoutes } from "./bulk.js";
import { configurationRoutes } from "./configurations.js";
import { deviceMessageRoutes } from "./device-messages.js";
import { deviceTelemetryRoutes } from "./device-telemetry.js";
import { digitalTwinRoutes } from "./digital-twins.js";
import { feedbackRoutes } from "./feedback.js";
import { fileUploadRoutes } from "./file-uploads.js";
import { identityRoutes } from "./identities.js";
import { identityJobRoutes } from "./identity-jobs.js";
import { jobRoutes } from "./jobs.js";
import { methodRoutes } from "./methods.js";
import { queryRoutes } from "./query.js";
import type { Route } from "./route.js";
import { createRouter, type FindRoute } from "./route-table.js";
import { statisticsRoutes } from "./statistics.js";
import { twinRoutes } from "./twins.js";

const routes: readonly Route[] = [
  ...identityRoutes,
  ...bulkRoutes,
  ...configurationRoutes,
  ...twinRoutes,
  ...methodRoutes,
  ...digitalTwinRoutes,
  ...deviceMessageRoutes,
  ...deviceTelemetryRoutes,
  ...feedbackRoutes,
  ...fileUploadRoutes,
  ...queryRoutes,
  ...jobRoutes,
  ...identityJobRoutes,
  ...statisticsRoutes,
];

/** The route of a request to the hub. Throws 404 for a path that does not exist, 405 for a method that it does not have. */
export const findRoute: FindRoute<Route> = createRouter(routes);

const versionPattern = /^(\d{4}-\d{2}-\d{2})(?:-preview)?$/;
const oldestVersion = "2018-06-30";

/** Refuses an `api-version` older than 2018-06-30, or that is no date. A missing one is fine. */
export function checkApiVersion(version: string | null): void {
  if (version === null || version === "") return;
  const date = versionPattern.exec(version)?.[1];
  if (date !== undefined && date >= oldestVersion) return;
  throw new ServiceError(
    "InvalidProtocolVersion",
    `The api-version ${version} is not one the hub knows`,
  );
}
