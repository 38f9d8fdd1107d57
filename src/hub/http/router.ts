import { ServiceError } from "../service-error.js";
import { bulkRoutes } from "./bulk.js";
import { configurationRoutes } from "./configurations.js";
import { deviceMessageRoutes } from "./device-messages.js";
import { deviceTelemetryRoutes } from "./device-telemetry.js";
import { digitalTwinRoutes } from "./digital-twins.js";
import { feedbackRoutes } from "./feedback.js";
import { identityRoutes } from "./identities.js";
import { jobRoutes } from "./jobs.js";
import { methodRoutes } from "./methods.js";
import { queryRoutes } from "./query.js";
import type { Route } from "./route.js";
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
  ...queryRoutes,
  ...jobRoutes,
  ...statisticsRoutes,
];

/** A route and what its braces stand for. */
export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The route of a request. Throws 404 for a path that does not exist, 405 for a method that it does not have. */
export function findRoute(method: string, pathname: string): RouteMatch {
  let matches = matchPath(pathname);
  // Azure IoT explorer encodes the slashes of the path as well.
  if (matches.length === 0) matches = matchPath(pathname.replace(/%2f/gi, "/"));
  const [first] = matches;
  if (!first) throw new ServiceError("GenericNotFound", `There is nothing at ${pathname}`);
  const match = matches.find(({ route }) => route.method === method);
  if (match) return match;
  const offered = [...new Set(matches.map(({ route }) => route.method))].join(", ");
  throw new ServiceError(
    "MethodNotAllowed",
    `${method} is not offered at ${pathname}; only ${offered}`,
  );
}

/** All routes of a path; those with fewer braces first: `/devices/query` before a device called "query". */
function matchPath(pathname: string): readonly RouteMatch[] {
  const segments = pathname.replace(/\/$/, "").split("/").slice(1);
  return routes
    .flatMap((route) => {
      const params = matchSegments(route.path.split("/").slice(1), segments);
      return params ? [{ route, params }] : [];
    })
    .sort((one, other) => Object.keys(one.params).length - Object.keys(other.params).length);
}

function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const segment = decode(segments[index] ?? "");
    if (segment === undefined || segment === "") return undefined;
    if (expected.startsWith("{")) params[expected.slice(1, -1)] = segment;
    else if (expected.toLowerCase() !== segment.toLowerCase()) return undefined;
  }
  return params;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

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
