import { formatCommandName } from "../../convention/command-name.js";
import { parseJson } from "../exact-json.js";
import type { HubCore } from "../hub-core.js";
import type { RestRequest } from "./request.js";
import { json, quoted, type RestResponse, type Route } from "./route.js";

const path = "/digitaltwins/{deviceId}";
const commands = [
  `${path}/commands/{command}`,
  `${path}/components/{component}/commands/{command}`,
];

/** Digital twins and their commands. */
export const digitalTwinRoutes: readonly Route[] = [
  {
    method: "GET",
    path,
    demand: { anyOf: ["ServiceConnect"], actions: ["twins/read"] },
    handle: get,
  },
  {
    method: "PATCH",
    path,
    demand: { anyOf: ["ServiceConnect"], actions: ["twins/write"] },
    handle: patch,
  },
  ...commands.map(
    (commandPath): Route => ({
      method: "POST",
      path: commandPath,
      demand: {
        anyOf: ["ServiceConnect"],
        actions: ["directMethods/invoke/action"],
        keysOnly: true,
      },
      handle: invoke,
    }),
  ),
];

function get(core: HubCore, request: RestRequest): RestResponse {
  const { document, etag } = core.digitalTwin(request.param("deviceId"));
  return json(document, { ETag: quoted(etag) });
}

function patch(core: HubCore, request: RestRequest): RestResponse {
  const deviceId = request.param("deviceId");
  const etag = core.patchDigitalTwin(deviceId, request.json(), request.ifMatch);
  const location = `https://${request.header("host") ?? ""}/digitaltwins/${encodeURIComponent(deviceId)}`;
  return { status: 202, headers: { ETag: quoted(etag), Location: location } };
}

async function invoke(core: HubCore, request: RestRequest): Promise<RestResponse> {
  const deviceId = request.param("deviceId");
  const component = request.param("component") || undefined;
  const connectTimeout = request.queryNumber("connectTimeoutInSeconds");
  const responseTimeout = request.queryNumber("responseTimeoutInSeconds");
  // Only looked at: it goes to the device byte by byte.
  if (request.body !== "") parseJson(request.body, "The command payload");
  const answer = await core.invokeMethod(
    { deviceId },
    {
      name: formatCommandName(component, request.param("command")),
      payload: request.body || "null",
      ...(connectTimeout === undefined ? {} : { connectTimeout }),
      ...(responseTimeout === undefined ? {} : { responseTimeout }),
    },
  );
  return {
    status: 200,
    headers: { "x-ms-command-statuscode": String(answer.status) },
    body: answer.payload || "null",
  };
}
