import { parseAck, type WritablePropertyAck } from "../../convention/ack.js";
import type { PropertyWrite } from "../../convention/property-patch.js";
import { splitReportedPatch } from "../../convention/reported-patch.js";
import { type Issue, isPnpError } from "../../errors.js";
import { type Descriptor, namedMember } from "../descriptor.js";
import { type DescriptorOrTypedImport, toDescriptor } from "../imported-model.js";
import { decodePayload } from "../payload.js";
import { type FoundProperty, findProperty, formatPropertyPath } from "../service/find-path.js";
import type { TwinChangeEvent } from "./hub-event.js";

/** One property that a twin change tells of, in the words of the model. */
export interface ChangedProperty {
  /** `thermostat1.targetTemperature`; of a component that was removed whole its name. */
  readonly path: string;
  readonly side: "desired" | "reported";
  /**
   * As programs read it, `long` as bigint; `null` when it was removed. Of an object only the members that changed.
   * Where there are issues it is the value as it came.
   */
  readonly value: unknown;
  /** What the device says of a writable property beside its value. */
  readonly ack?: WritablePropertyAck;
  /** Why it does not fit the model, or that the model has no such property. */
  readonly issues?: readonly Issue[];
}

/**
 * The properties that a twin change tells of, in the order of the change: desired, then reported ones. Notifications
 * do not name the model of a device, so the caller does. What the model does not know is told with an issue.
 */
export function changedProperties(
  event: Pick<TwinChangeEvent, "desired" | "reported">,
  model: DescriptorOrTypedImport,
): readonly ChangedProperty[] {
  const descriptor = toDescriptor(model);
  const isComponent = (name: string): boolean =>
    namedMember(descriptor.schema.components, name) !== undefined;
  return (["desired", "reported"] as const).flatMap((side) =>
    splitReportedPatch(event[side]?.values ?? {}, isComponent).map((write) =>
      write.value === null
        ? { path: formatPropertyPath(write), side, value: null }
        : changedProperty(descriptor, side, write),
    ),
  );
}

function changedProperty(
  descriptor: Descriptor,
  side: ChangedProperty["side"],
  write: PropertyWrite,
): ChangedProperty {
  const path = formatPropertyPath(write);
  let found: FoundProperty;
  try {
    found = findProperty(descriptor, write);
  } catch (error) {
    if (!isPnpError(error, "PNP_NAME_UNKNOWN")) throw error;
    return { path, side, value: write.value, issues: error.issues };
  }
  const { owner, schema } = found;
  const ack = side === "reported" && schema.writable === true ? parseAck(write.value) : undefined;
  const checked = decodePayload(owner, schema.schema, ack === undefined ? write.value : ack.value);
  const value = checked.ok ? checked.value : (ack?.value ?? write.value);
  return {
    path,
    side,
    value,
    ...(ack === undefined ? {} : { ack: { ...ack, value } }),
    ...(checked.ok ? {} : { issues: checked.issues }),
  };
}
