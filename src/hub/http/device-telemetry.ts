import { isRecord } from "../../convention/record.js";
import type { DeviceGrant } from "../access.js";
import { parseJson } from "../exact-json.js";
import type { HubCore } from "../hub-core.js";
import { ServiceError } from "../service-error.js";
import type { Target } from "../target.js";
import type { TelemetryInput } from "../telemetry.js";
import { withinLimits } from "../telemetry-limits.js";
import { headerText } from "./header-text.js";
import type { RestRequest } from "./request.js";
import type { RestResponse, Route } from "./route.js";

const paths = [
  "/devices/{deviceId}/messages/events",
  "/devices/{deviceId}/modules/{moduleId}/messages/events",
];

/** Telemetry of devices and modules that speak HTTP. */
export const deviceTelemetryRoutes: readonly Route[] = paths.map((path) => ({
  method: "POST",
  path,
  demand: "device",
  handle: send,
}));

const batchType = "application/vnd.microsoft.iothub.json";

/** Names in headers and batches, and the names that readers of events know them by. */
const systemNames: ReadonlyMap<string, string> = new Map([
  ["iothub-messageid", "message-id"],
  ["iothub-correlationid", "correlation-id"],
  ["iothub-userid", "user-id"],
  ["iothub-to", "to"],
  ["iothub-contenttype", "content-type"],
  ["iothub-contentencoding", "content-encoding"],
  ["iothub-expiry", "absolute-expiry-time"],
  ["iothub-interface-id", "iothub-interface-id"],
  ["dt-subject", "dt-subject"],
]);
const applicationPrefix = "iothub-app-";

function send(core: HubCore, request: RestRequest, device: DeviceGrant | undefined): RestResponse {
  const { target } = request;
  const type = request.header("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  const messages =
    type === batchType
      ? readBatch(target, request.body)
      : [readMessage(target, request.bytes, messageHeaders(request.headerPairs))];
  core.sessions.touch(target);
  for (const message of messages) {
    core.telemetry.accept(device ? { ...message, authMethod: device.authMethod } : message);
  }
  return { status: 204 };
}

/** The headers that belong to the message; the others belong to the request. */
function messageHeaders(
  headers: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  return headers.flatMap(([name, value]) => {
    const lower = name.toLowerCase();
    const belongs =
      systemNames.has(lower) || lower === "iothub-ack" || lower.startsWith(applicationPrefix);
    return belongs ? [[name, headerText(value)] as const] : [];
  });
}

/** All messages of a batch, or none: a wrong one refuses it. */
function readBatch(target: Target, text: string): readonly TelemetryInput[] {
  const batch = parseJson(text, "The batch");
  if (!Array.isArray(batch)) throw refusal("a batch is a JSON array");
  return batch.map((entry: unknown, index) => {
    if (!isRecord(entry)) throw refusal(`message ${index} of the batch is not an object`);
    const { body, properties = {} } = entry;
    const bytes = typeof body === "string" ? Buffer.from(body, "base64") : undefined;
    // What the lenient decoder accepts must also be what the text says.
    if (bytes?.toString("base64").replace(/=+$/, "") !== String(body).replace(/=+$/, "")) {
      throw refusal(`body of message ${index} of the batch is not base64`);
    }
    if (!isRecord(properties)) {
      throw refusal(`properties of message ${index} of the batch are not an object`);
    }
    const pairs = Object.entries(properties).map(
      ([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)] as const,
    );
    return readMessage(target, bytes ?? Buffer.alloc(0), pairs);
  });
}

function readMessage(
  target: Target,
  body: Uint8Array,
  named: readonly (readonly [string, string])[],
): TelemetryInput {
  const system: [string, string][] = [];
  const application: [string, string][] = [];
  for (const [name, value] of named) {
    const lower = name.toLowerCase();
    const known = systemNames.get(lower);
    // The wish for feedback is a property in small letters, by every protocol.
    const bare = lower === "iothub-ack" ? lower : name;
    const own = lower.startsWith(applicationPrefix) ? name.slice(applicationPrefix.length) : bare;
    if (known) system.push([known, value]);
    else application.push([own, value]);
  }
  return withinLimits({
    target,
    body,
    systemProperties: Object.fromEntries(system),
    applicationProperties: Object.fromEntries(application),
  });
}

function refusal(problem: string): ServiceError {
  return new ServiceError("ArgumentInvalid", `The telemetry was refused: ${problem}`);
}
