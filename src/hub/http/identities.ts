import type { HubCore } from "../hub-core.js";
import type { Identity } from "../registry.js";
import { ServiceError } from "../service-error.js";
import type { RestRequest } from "./request.js";
import { json, quoted, type RestResponse, type Route } from "./route.js";

const read = { anyOf: ["RegistryRead"], actions: ["devices/read"] } as const;
const write = { anyOf: ["RegistryWrite"], actions: ["devices/write"] } as const;
const erase = { anyOf: ["RegistryWrite"], actions: ["devices/delete"] } as const;
const device = "/devices/{deviceId}";
const module = "/devices/{deviceId}/modules/{moduleId}";

const mostListed = 1000;

/** Device and module identities. */
export const identityRoutes: readonly Route[] = [
  { method: "GET", path: "/devices", demand: read, secret: true, handle: list },
  { method: "GET", path: device, demand: read, secret: true, handle: get },
  { method: "PUT", path: device, demand: write, secret: true, handle: put },
  { method: "DELETE", path: device, demand: erase, handle: remove },
  {
    method: "GET",
    path: "/devices/{deviceId}/modules",
    demand: read,
    secret: true,
    handle: (core, request) =>
      json(
        core.registry.modulesOf(request.param("deviceId")).map((one) => core.identityDocument(one)),
      ),
  },
  { method: "GET", path: module, demand: read, secret: true, handle: get },
  { method: "PUT", path: module, demand: write, secret: true, handle: put },
  { method: "DELETE", path: module, demand: erase, handle: remove },
];

function list(core: HubCore, request: RestRequest): RestResponse {
  const top = Number(request.query.get("top"));
  const count = Number.isInteger(top) && top >= 1 && top <= mostListed ? top : mostListed;
  return json(
    core.registry
      .devices()
      .slice(0, count)
      .map((one) => core.identityDocument(one)),
  );
}

function get(core: HubCore, request: RestRequest): RestResponse {
  return answer(core, core.registry.get(request.target));
}

/** Without `If-Match` it creates, with it it updates; never both. */
function put(core: HubCore, request: RestRequest): RestResponse {
  const { target, ifMatch } = request;
  const body = request.jsonObject();
  checkSameId("deviceId", target.deviceId, body.deviceId);
  checkSameId("moduleId", target.moduleId, body.moduleId);
  const identity =
    ifMatch === undefined
      ? core.createIdentity(target, body)
      : core.updateIdentity(target, body, ifMatch);
  return answer(core, identity);
}

function remove(core: HubCore, request: RestRequest): RestResponse {
  core.deleteIdentity(request.target, request.ifMatch);
  return { status: 204 };
}

function answer(core: HubCore, identity: Identity): RestResponse {
  return json(core.identityDocument(identity), { ETag: quoted(identity.etag) });
}

function checkSameId(name: string, inPath: string | undefined, inBody: unknown): void {
  if (inBody === undefined || inBody === null || inBody === inPath) return;
  throw new ServiceError(
    "ArgumentInvalid",
    `${name} is ${JSON.stringify(inBody)} in the body, but ${JSON.stringify(inPath ?? null)} in the path`,
  );
}
