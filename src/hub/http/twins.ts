import type { HubCore } from "../hub-core.js";
import { type TwinState, twinEtag } from "../twins.js";
import type { RestRequest } from "./request.js";
import { jsonContentType, quoted, type RestResponse, type Route } from "./route.js";

const paths = ["/twins/{deviceId}", "/twins/{deviceId}/modules/{moduleId}"];

/** Twins of devices and modules. */
export const twinRoutes: readonly Route[] = paths.flatMap((path): Route[] => [
  {
    method: "GET",
    path,
    demand: { anyOf: ["ServiceConnect"], actions: ["twins/read"] },
    handle: (core, request) => answer(core, request, core.twins.get(request.target)),
  },
  {
    method: "PATCH",
    path,
    demand: { anyOf: ["ServiceConnect"], actions: ["twins/write"] },
    handle: (core, request) =>
      answer(core, request, core.twins.patch(request.target, request.json(), request.ifMatch)),
  },
  {
    method: "PUT",
    path,
    demand: { anyOf: ["ServiceConnect"], actions: ["twins/write"] },
    handle: (core, request) =>
      answer(core, request, core.twins.replace(request.target, request.json(), request.ifMatch)),
  },
]);

function answer(core: HubCore, request: RestRequest, twin: TwinState): RestResponse {
  const body = core.twinText(request.target, twin);
  const headers = { ETag: quoted(twinEtag(twin)), "Content-Type": jsonContentType };
  return { status: 200, headers, body };
}
