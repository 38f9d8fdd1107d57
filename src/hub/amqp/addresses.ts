import { isTargetId, type Target } from "../target.js";

/** What a link's address means. Ids are decoded; words are compared without regard to letter case. */
export type AmqpAddress =
  /** Where a client shows its tokens. */
  | { readonly kind: "cbs" }
  /** `/devices/{d}[/modules/{m}]/messages/events`: telemetry; for a module also what arrives at its inputs. */
  | { readonly kind: "deviceEvents"; readonly target: Target }
  /** `/devices/{d}[/modules/{m}]/twin` */
  | { readonly kind: "deviceTwin"; readonly target: Target }
  /** `/devices/{d}[/modules/{m}]/methods/devicebound` */
  | { readonly kind: "deviceMethods"; readonly target: Target }
  /** `/devices/{d}[/modules/{m}]/messages/devicebound`: the device's end of cloud-to-device messages. */
  | { readonly kind: "deviceMessages"; readonly target: Target }
  /** `/messages/devicebound`: the service's end of cloud-to-device messages. */
  | { readonly kind: "serviceMessages" }
  /** `/messages/servicebound/feedback` */
  | { readonly kind: "feedback" }
  /** `/messages/servicebound/filenotifications` */
  | { readonly kind: "fileNotifications" }
  /** `/messages/events/…`: the way to the Event Hubs-compatible endpoint; `rest` is what stands behind. */
  | { readonly kind: "eventsRedirect"; readonly rest: string }
  /** `$management` of the Event Hubs-compatible endpoint. */
  | { readonly kind: "eventHubManagement" }
  /** `{id scope}/registrations/{registration id}`: a device that registers with the provisioning service. */
  | {
      readonly kind: "registration";
      readonly idScope: string;
      readonly registrationId: string;
    }
  /** `{event hub}/ConsumerGroups/{group}/Partitions/{partition}` */
  | {
      readonly kind: "partition";
      readonly eventHub: string;
      readonly consumerGroup: string;
      readonly partition: string;
    };

/** The kinds of address; each has one server in the hub, or none. */
export type AddressKind = AmqpAddress["kind"];

/** One kind of address with what it says. */
export type AddressOf<Kind extends AddressKind> = Extract<AmqpAddress, { readonly kind: Kind }>;

/**
 * Reads an address, with or without a slash in front, or as a whole URL (some clients send one). Nothing when it
 * is none of the hub's.
 */
export function parseAddress(text: string): AmqpAddress | undefined {
  const path = text.replace(/^[a-z]+:\/\/[^/]*/i, "").replace(/^\//, "");
  const segments = path.split("/");
  const words = segments.map((segment) => segment.toLowerCase());
  const [first, second, third, fourth] = words;
  if (words.length === 1) return parseNode(first);
  if (first === "messages" && second === "events") {
    return { kind: "eventsRedirect", rest: segments.slice(2).join("/") };
  }
  if (first === "messages" && second === "devicebound" && words.length === 2) {
    return { kind: "serviceMessages" };
  }
  if (first === "messages" && second === "servicebound" && words.length === 3) {
    if (third === "feedback") return { kind: "feedback" };
    if (third === "filenotifications") return { kind: "fileNotifications" };
    return undefined;
  }
  if (first === "devices") return parseDeviceAddress(segments.slice(1));
  if (second === "registrations" && words.length === 3) {
    const [idScope = "", , registrationId = ""] = segments;
    return { kind: "registration", idScope, registrationId };
  }
  if (second === "consumergroups" && fourth === "partitions" && words.length === 5) {
    const [eventHub = "", , consumerGroup = "", , partition = ""] = segments;
    return { kind: "partition", eventHub, consumerGroup, partition };
  }
  return undefined;
}

function parseNode(name: string | undefined): AmqpAddress | undefined {
  if (name === "$cbs") return { kind: "cbs" };
  if (name === "$management") return { kind: "eventHubManagement" };
  return undefined;
}

const deviceKinds: ReadonlyMap<
  string,
  "deviceEvents" | "deviceTwin" | "deviceMethods" | "deviceMessages"
> = new Map([
  ["messages/events", "deviceEvents"],
  ["messages/devicebound", "deviceMessages"],
  ["methods/devicebound", "deviceMethods"],
  ["twin", "deviceTwin"],
]);

/** What stands behind `/devices/`. */
function parseDeviceAddress(segments: readonly string[]): AmqpAddress | undefined {
  const [device = "", word = "", module = ""] = segments;
  const ofModule = word.toLowerCase() === "modules";
  const rest = segments.slice(ofModule ? 3 : 1);
  const kind = deviceKinds.get(rest.join("/").toLowerCase());
  const deviceId = idOf(device);
  const moduleId = ofModule ? idOf(module) : undefined;
  if (!kind || !deviceId || moduleId === "") return undefined;
  return { kind, target: moduleId === undefined ? { deviceId } : { deviceId, moduleId } };
}

/** The id in a segment: some SDKs encode it, Node's does not, and a percent sign may be part of an id. */
function idOf(segment: string): string {
  try {
    const decoded = decodeURIComponent(segment);
    return isTargetId(decoded) ? decoded : segment;
  } catch {
    return segment;
  }
}
