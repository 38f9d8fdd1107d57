import type { Operation } from "../../convention/json-patch.js";
import { parsePointer } from "../../convention/json-pointer.js";
import { isRecord, type JsonRecord, ownMember } from "../../convention/record.js";
import { readBody } from "./event-body.js";
import type {
  EventEnvelope,
  EventKind,
  NotificationEnvelope,
  NotificationEvent,
  PropertiesChange,
  UnknownEvent,
} from "./hub-event.js";
import { textProperty } from "./raw-event.js";

type NotificationKind = Exclude<EventKind, "telemetry" | "unknown">;

/** Reads a notification of the hub; one whose body is not what its kind promises comes as `unknown`. Never throws. */
export function readNotification(
  kind: NotificationKind,
  event: EventEnvelope,
): NotificationEvent | UnknownEvent {
  const unreadable = (reason: string): UnknownEvent => ({ ...event, kind: "unknown", reason });
  const { deviceId } = event;
  if (deviceId === undefined) return unreadable("The notification names no device.");
  const body = readBody(event);
  if (!body.ok) return unreadable(body.reason);
  const timestamp = textProperty(event.applicationProperties, "operationTimestamp");
  const envelope: NotificationEnvelope = {
    ...event,
    deviceId,
    ...(timestamp === undefined ? {} : { operationTimestamp: timestamp }),
    payload: body.value,
  };
  const operation = textProperty(event.applicationProperties, "opType") ?? "";
  return (
    readers[kind](envelope, operation) ?? unreadable(`The body is not that of a ${kind} event.`)
  );
}

type Reader = (event: NotificationEnvelope, opType: string) => NotificationEvent | undefined;

const readers: Readonly<Record<NotificationKind, Reader>> = {
  twinChange(event, opType) {
    const { payload } = event;
    if (!isRecord(payload)) return undefined;
    const properties = ownMember(payload, "properties");
    const version = ownMember(payload, "version");
    return {
      ...event,
      kind: "twinChange",
      operation: opType === "replaceTwin" ? opType : "updateTwin",
      ...(typeof version === "number" ? { version } : {}),
      ...section("tags", ownMember(payload, "tags"), (tags) => tags),
      ...section(
        "desired",
        isRecord(properties) ? ownMember(properties, "desired") : undefined,
        change,
      ),
      ...section(
        "reported",
        isRecord(properties) ? ownMember(properties, "reported") : undefined,
        change,
      ),
    };
  },
  digitalTwinChange(event) {
    const { payload } = event;
    if (!Array.isArray(payload) || !payload.every(isOperation)) return undefined;
    return { ...event, kind: "digitalTwinChange", patch: payload };
  },
  deviceLifecycle(event, opType) {
    const operation = /^(create|delete)/.exec(opType)?.[1];
    if (operation === undefined || !isRecord(event.payload)) return undefined;
    return {
      ...event,
      kind: "deviceLifecycle",
      operation: operation === "create" ? "created" : "deleted",
      twin: event.payload,
    };
  },
  connectionState(event, opType) {
    const state = /(Connected|Disconnected)$/.exec(opType)?.[1];
    const sequence = isRecord(event.payload)
      ? ownMember(event.payload, "sequenceNumber")
      : undefined;
    if (state === undefined || typeof sequence !== "string") return undefined;
    return {
      ...event,
      kind: "connectionState",
      state: state === "Connected" ? "connected" : "disconnected",
      sequence,
    };
  },
};

function section<Name extends string, Value>(
  name: Name,
  value: unknown,
  read: (record: JsonRecord) => Value,
): { readonly [Key in Name]?: Value } {
  return (isRecord(value) ? { [name]: read(value) } : {}) as { readonly [Key in Name]?: Value };
}

function change(part: JsonRecord): PropertiesChange {
  const { $version, $metadata, ...values } = part;
  return {
    values,
    ...(typeof $version === "number" ? { version: $version } : {}),
    ...(isRecord($metadata) ? { metadata: $metadata } : {}),
  };
}

function isOperation(value: unknown): value is Operation {
  if (!isRecord(value)) return false;
  const { op, path } = value;
  if (typeof path !== "string" || parsePointer(path) === undefined) return false;
  return op === "remove" || ((op === "add" || op === "replace") && Object.hasOwn(value, "value"));
}
