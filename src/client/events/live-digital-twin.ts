import { applyJsonPatch } from "../../convention/apply-json-patch.js";
import type { DigitalTwin } from "../../convention/digital-twin.js";
import type { CallOptions } from "../call-options.js";
import {
  type DescriptorOrTypedImport,
  type ImportOptions,
  toDescriptor,
} from "../imported-model.js";
import type { TwinOf } from "../shape.js";
import type { ServiceTarget } from "../transport.js";
import { readDigitalTwinState } from "./digital-twin-state.js";
import type { EventStream } from "./event-stream-types.js";
import type { DigitalTwinChangeEvent } from "./hub-event.js";
import { isStale } from "./stale-patch.js";

/** How a digital twin is followed. `timeoutSeconds` is for connecting, and for each reading of the document. */
export interface LiveDigitalTwinOptions<S = unknown> extends CallOptions, ImportOptions {
  /** The model of the device; with it every state is typed. */
  readonly model?: DescriptorOrTypedImport<S>;
}

/** The digital twin at one moment. */
export interface LiveDigitalTwinState<S = unknown> {
  readonly digitalTwin: DigitalTwin;
  /** The state of every property of the model; absent without a model. */
  readonly state?: TwinOf<S>;
  /** `read` from the hub, or the state before with a `patch` applied. */
  readonly by: "read" | "patch";
  /** The change that led to it: applied, or found not to apply, so that the hub was read again. */
  readonly event?: DigitalTwinChangeEvent;
}

/**
 * A device's digital twin as it changes: first the document as it stands, then one state after each change that the
 * events tell. A change that does not apply, since one before it is missing, makes it read the hub again. `events`
 * must carry the digital twin changes of the device, and is closed with the loop. Throws what reading the digital twin
 * throws, and what the events end with.
 */
export async function* liveDigitalTwin<S = unknown>(
  target: ServiceTarget,
  events: EventStream,
  options: LiveDigitalTwinOptions<S> = {},
): AsyncGenerator<LiveDigitalTwinState<S>, void, undefined> {
  const { model, models = [], ...call } = options;
  const descriptor = model === undefined ? undefined : toDescriptor(model, { models });
  const stateOf = (
    digitalTwin: DigitalTwin,
    by: "read" | "patch",
    event?: DigitalTwinChangeEvent,
  ): LiveDigitalTwinState<S> => ({
    digitalTwin,
    ...(descriptor === undefined ? {} : { state: readDigitalTwinState(digitalTwin, descriptor) }),
    by,
    ...(event === undefined ? {} : { event }),
  });
  const read = async (): Promise<DigitalTwin> =>
    (await target.transport.readDigitalTwin(target, call)).digitalTwin;
  try {
    // First the events, then the document: what changes in between is told twice rather than not at all.
    await events.ready();
    let digitalTwin = await read();
    yield stateOf(digitalTwin, "read");
    for await (const event of events) {
      if (event.kind !== "digitalTwinChange") continue;
      if (event.deviceId !== target.deviceId || event.moduleId !== target.moduleId) continue;
      if (isStale(event.patch, digitalTwin)) continue;
      const patched = applyJsonPatch(digitalTwin, event.patch);
      digitalTwin = patched ?? (await read());
      yield stateOf(digitalTwin, patched === undefined ? "read" : "patch", event);
    }
  } finally {
    await events.close();
  }
}
