import type { Target } from "../target.js";
import { type PropertyBag, parsePropertyBag } from "./property-bag.js";

/** What a device may publish. */
export type PublishTopic =
  | { readonly kind: "telemetry"; readonly properties: PropertyBag }
  | { readonly kind: "twinGet"; readonly requestId: string }
  | { readonly kind: "twinReport"; readonly requestId: string; readonly version?: number }
  | { readonly kind: "methodAnswer"; readonly requestId: string; readonly status: number };

/** What a device may subscribe to. */
export type SubscriptionKind = "messages" | "inputs" | "methods" | "twinAnswers" | "desired";

const twinGet = /^\$iothub\/twin\/GET\/\?(.*)$/;
const twinReport = /^\$iothub\/twin\/PATCH\/properties\/reported\/\?(.*)$/;
const methodAnswer = /^\$iothub\/methods\/res\/(-?\d{1,9})\/\?(.*)$/;

/** Reads a topic that a device published to; nothing when it is none of its own. */
export function parsePublishTopic(topic: string, target: Target): PublishTopic | undefined {
  const events = `${root(target)}/messages/events`;
  if (topic === events || topic.startsWith(`${events}/`)) {
    const properties = parsePropertyBag(topic.slice(events.length + 1));
    return properties && { kind: "telemetry", properties };
  }
  const get = twinGet.exec(topic);
  if (get) return withRequestId(get[1], (requestId) => ({ kind: "twinGet", requestId }));
  const report = twinReport.exec(topic);
  if (report) {
    return withRequestId(report[1], (requestId, version) => ({
      kind: "twinReport",
      requestId,
      ...(version === undefined ? {} : { version }),
    }));
  }
  const answer = methodAnswer.exec(topic);
  if (answer) {
    const status = Number(answer[1]);
    return withRequestId(answer[2], (requestId) => ({ kind: "methodAnswer", requestId, status }));
  }
  return undefined;
}

/** What a subscription asks for; nothing when it is no topic of the device's own. */
export function parseSubscription(filter: string, target: Target): SubscriptionKind | undefined {
  const own = new Map<string, SubscriptionKind>([
    ["$iothub/methods/POST/#", "methods"],
    ["$iothub/twin/res/#", "twinAnswers"],
    ["$iothub/twin/PATCH/properties/desired/#", "desired"],
    [`${root(target)}/messages/devicebound/#`, "messages"],
    ...(target.moduleId === undefined ? [] : [[`${root(target)}/inputs/#`, "inputs"] as const]),
  ]);
  return own.get(filter);
}

/** Where the hub answers twin requests. `version` is the reported `$version` after a report. */
export function twinAnswerTopic(status: number, requestId: string, version?: number): string {
  const suffix = version === undefined ? "" : `&$version=${version}`;
  return `$iothub/twin/res/${status}/?$rid=${requestId}${suffix}`;
}

/** Where the hub tells of a desired change. */
export function desiredTopic(version: number): string {
  return `$iothub/twin/PATCH/properties/desired/?$version=${version}`;
}

/** Where the hub calls a method. The name stands as it is: devices do not decode it. */
export function methodTopic(name: string, requestId: string): string {
  return `$iothub/methods/POST/${name}/?$rid=${requestId}`;
}

function root({ deviceId, moduleId }: Target): string {
  return moduleId === undefined ? `devices/${deviceId}` : `devices/${deviceId}/modules/${moduleId}`;
}

/** Characters. The topic of an answer has more around it than that of the request, and no more than 64 KB either. */
const longestRequestId = 4096;

/** Whether a text may come back as a request id. */
export function isRequestId(text: string | undefined): text is string {
  return text !== undefined && text !== "" && text.length <= longestRequestId;
}

/** What stands behind the question mark of a request's topic, as it stands: clients get their texts back unchanged. */
export function topicFields(query: string): ReadonlyMap<string, string> {
  return new Map(
    query.split("&").map((field) => {
      const [name = "", ...value] = field.split("=");
      return [name, value.join("=")] as const;
    }),
  );
}

/** The request id is the client's own text, sent back as it came. */
function withRequestId(
  query: string | undefined,
  make: (requestId: string, version: number | undefined) => PublishTopic,
): PublishTopic | undefined {
  const fields = topicFields(query ?? "");
  const requestId = fields.get("$rid");
  const version = fields.get("$version");
  if (!isRequestId(requestId)) return undefined;
  if (version !== undefined && !/^\d{1,15}$/.test(version)) return undefined;
  return make(requestId, version === undefined ? undefined : Number(version));
}
