import type { EventKind } from "./hub-event.js";
import { type RawEvent, textProperty } from "./raw-event.js";

/** Everything that an event can be about. */
export const eventKinds: readonly EventKind[] = [
  "telemetry",
  "twinChange",
  "digitalTwinChange",
  "deviceLifecycle",
  "connectionState",
  "unknown",
];

/** From what the hub stamps on events, in lower case, to what they are about. */
const kinds: Readonly<Record<string, EventKind>> = {
  telemetry: "telemetry",
  twinchangeevents: "twinChange",
  digitaltwinchangeevents: "digitalTwinChange",
  devicelifecycleevents: "deviceLifecycle",
  modulelifecycleevents: "deviceLifecycle",
  deviceconnectionstateevents: "connectionState",
  moduleconnectionstateevents: "connectionState",
};

/** What the event is about, told by its `iothub-message-source`. */
export function kindOf({ systemProperties }: RawEvent): EventKind {
  const source = textProperty(systemProperties, "iothub-message-source");
  if (source === undefined) return "unknown";
  const name = source.toLowerCase();
  return (Object.hasOwn(kinds, name) ? kinds[name] : undefined) ?? "unknown";
}

/** The device and module that an event is about. */
export interface EventOrigin {
  readonly deviceId?: string;
  readonly moduleId?: string;
}

/** Who it comes from: the hub's annotations tell, for notifications its application properties too. */
export function originOf(raw: RawEvent): EventOrigin {
  const { systemProperties, applicationProperties } = raw;
  const deviceId =
    textProperty(systemProperties, "iothub-connection-device-id") ??
    textProperty(applicationProperties, "deviceId");
  const moduleId =
    textProperty(systemProperties, "iothub-connection-module-id") ??
    // Devices may call properties of their own so: in telemetry they mean nothing.
    (kindOf(raw) === "telemetry" || textProperty(applicationProperties, "opType") === undefined
      ? undefined
      : textProperty(applicationProperties, "moduleId"));
  return {
    ...(deviceId === undefined ? {} : { deviceId }),
    ...(moduleId === undefined ? {} : { moduleId }),
  };
}
