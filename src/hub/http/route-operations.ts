import type { Operation } from "../throttles/operations.js";
import type { Route } from "./route.js";

/** By method and path of a route, the first that fits. What fits none is not throttled. */
const operations: readonly (readonly [RegExp, Operation])[] = [
  [/^POST \/(?:twins|digitaltwins)\//i, "method"],
  [/^GET \/(?:twins|digitaltwins)\//i, "twinRead"],
  [/^(?:PUT|PATCH) \/(?:twins|digitaltwins)\//i, "twinUpdate"],
  [/^POST \/devices\/query$/i, "query"],
  [/\/messages\/events$/i, "telemetry"],
  [/^POST \/devices\/\{deviceId\}\/messages\/devicebound$/i, "messageToDevice"],
  [/^DELETE \/devices\/\{deviceId\}\/commands$/i, "messageToDevice"],
  [/^GET \/devices\/\{deviceId\}\/messages\/devicebound$/i, "receiveByHttp"],
  [/^POST \/devices\/\{deviceId\}\/files$/i, "fileUpload"],
  [/\/(?:configurations|applyConfigurationContent)(?:\/|$)/i, "configuration"],
  [/ \/jobs\/v2\//i, "job"],
  [
    / \/(?:devices|jobs)(?:\/create)?$| \/devices\/\{deviceId\}(?:\/modules(?:\/\{moduleId\})?)?$/i,
    "identity",
  ],
];

/** What a call of a route counts as. */
export function operationOf({ method, path }: Route): Operation | undefined {
  const name = `${method} ${path}`;
  return operations.find(([pattern]) => pattern.test(name))?.[1];
}
