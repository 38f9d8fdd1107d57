import type { JsonRecord } from "../../convention/record.js";
import { applyContent } from "../configuration-applying.js";
import { configurationDocument } from "../configuration-document.js";
import { testQueries } from "../configuration-settings.js";
import type { Configuration } from "../configurations.js";
import type { HubCore } from "../hub-core.js";
import { rowsOf } from "../query/rows.js";
import { ServiceError } from "../service-error.js";
import type { RestRequest } from "./request.js";
import { json, quoted, type RestResponse, type Route } from "./route.js";

const path = "/configurations/{configurationId}";
const read = { anyOf: ["RegistryRead"], actions: ["configurations/read"] } as const;
const write = { anyOf: ["RegistryWrite"], actions: ["configurations/write"] } as const;
const erase = { anyOf: ["RegistryWrite"], actions: ["configurations/delete"] } as const;
const test = {
  anyOf: ["RegistryRead"],
  actions: ["configurations/testQueries/action"],
} as const;
const apply = {
  anyOf: ["RegistryWrite"],
  actions: ["configurations/applyToEdgeDevice/action"],
} as const;

const mostListed = 100;

/** Automatic configurations. */
export const configurationRoutes: readonly Route[] = [
  { method: "GET", path: "/configurations", demand: read, handle: list },
  { method: "GET", path, demand: read, handle: get },
  { method: "PUT", path, demand: write, handle: put },
  { method: "DELETE", path, demand: erase, handle: remove },
  {
    method: "POST",
    path: "/configurations/testQueries",
    demand: test,
    handle: (_, request) => json(testQueries(request.jsonObject())),
  },
  {
    method: "POST",
    path: "/devices/{deviceId}/applyConfigurationContent",
    demand: apply,
    handle: (core, request) => {
      applyContent(core, request.param("deviceId"), request.jsonObject());
      return { status: 204 };
    },
  },
];

function list(core: HubCore, request: RestRequest): RestResponse {
  const top = request.queryNumber("top") ?? mostListed;
  return json(
    core.configurations
      .list()
      .slice(0, top)
      .map((one) => document(core, one)),
  );
}

function get(core: HubCore, request: RestRequest): RestResponse {
  return answer(core, core.configurations.get(request.param("configurationId")));
}

/** Without `If-Match` it creates, with it it updates; never both. */
function put(core: HubCore, request: RestRequest): RestResponse {
  const id = request.param("configurationId");
  const body = request.jsonObject();
  if (body.id !== undefined && body.id !== id) {
    throw new ServiceError(
      "ArgumentInvalid",
      `id is ${JSON.stringify(body.id)} in the body, but ${JSON.stringify(id)} in the path`,
    );
  }
  const { ifMatch } = request;
  return answer(
    core,
    ifMatch === undefined
      ? core.configurations.create(id, body)
      : core.configurations.update(id, body, ifMatch),
  );
}

function remove(core: HubCore, request: RestRequest): RestResponse {
  core.configurations.delete(request.param("configurationId"), request.ifMatch);
  return { status: 204 };
}

function document(core: HubCore, configuration: Configuration): JsonRecord {
  return configurationDocument(configuration, core.rollout, rowsOf(core));
}

function answer(core: HubCore, configuration: Configuration): RestResponse {
  return json(document(core, configuration), { ETag: quoted(configuration.etag) });
}
