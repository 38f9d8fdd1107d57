import { PnpError } from "../../errors.js";
import { requireList, requireText } from "../require-argument.js";
import { eventKinds, kindOf, originOf } from "./event-kind.js";
import type { EventKind } from "./hub-event.js";
import { type RawEvent, textProperty } from "./raw-event.js";

/** Which events are wanted; everything that is named must hold. */
export interface EventFilter {
  /** Events of this device and of its modules. */
  readonly device?: string;
  /** Events of modules of this id. */
  readonly module?: string;
  /** Telemetry of this component only. */
  readonly component?: string;
  readonly kinds?: readonly EventKind[];
}

/**
 * Whether an event is wanted; it looks at the properties alone, not at the body. Throws `PNP_USAGE` for an empty name
 * or a kind that does not exist: a program whose variable is unset would otherwise wait for nothing, or for all.
 */
export function createEventFilter(filter: EventFilter): (raw: RawEvent) => boolean {
  const { device, module, component, kinds } = filter;
  for (const [what, name] of Object.entries({ device, module, component })) {
    if (name === "") throw new PnpError("PNP_USAGE", `The ${what} to listen to is empty.`);
    if (name !== undefined) requireText(name, `The ${what} to listen to`);
  }
  if (kinds !== undefined) requireList(kinds, "The kinds of events");
  for (const kind of kinds ?? []) {
    if (eventKinds.includes(kind)) continue;
    throw new PnpError("PNP_USAGE", `There are no events of the kind "${kind}".`, {
      hint: `The kinds are ${eventKinds.join(", ")}.`,
    });
  }
  const wanted = kinds === undefined ? undefined : new Set(kinds);
  return (raw) => {
    if (wanted !== undefined && !wanted.has(kindOf(raw))) return false;
    if (device !== undefined || module !== undefined) {
      const origin = originOf(raw);
      if (device !== undefined && origin.deviceId !== device) return false;
      if (module !== undefined && origin.moduleId !== module) return false;
    }
    if (component === undefined) return true;
    const subject = textProperty(raw.systemProperties, "dt-subject");
    return subject === component && kindOf(raw) === "telemetry";
  };
}
