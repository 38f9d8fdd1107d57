import type { DescriptorOrTypedImport } from "../imported-model.js";
import { kindOf, originOf } from "./event-kind.js";
import { createModelFinder, type EventModels, type ShapeOf } from "./event-models.js";
import type { EventEnvelope, HubEvent, TelemetryEnvelope } from "./hub-event.js";
import { type RawEvent, textProperty } from "./raw-event.js";
import { readNotification } from "./read-notification.js";
import { type KnownModel, readTelemetry } from "./read-telemetry.js";

/** Types raw events. The answer is a promise only where a model has to be looked up first. */
export type EventReader<S = unknown> = (raw: RawEvent) => HubEvent<S> | Promise<HubEvent<S>>;

/** A reader that types events by these models. It drops nothing and never throws, whatever was sent. */
export function createEventReader<D extends DescriptorOrTypedImport = DescriptorOrTypedImport>(
  models: EventModels<D> = {},
): EventReader<ShapeOf<D>> {
  const find = createModelFinder(models);
  const read = (raw: RawEvent): HubEvent | Promise<HubEvent> => {
    const kind = kindOf(raw);
    const event: EventEnvelope = { ...raw, ...originOf(raw) };
    if (kind === "unknown") return { ...event, kind, reason: unknownSource(raw) };
    if (kind !== "telemetry") return readNotification(kind, event);
    const { deviceId } = event;
    if (deviceId === undefined) {
      return { ...event, kind: "unknown", reason: "The telemetry names no device." };
    }
    const envelope: TelemetryEnvelope = { ...event, kind, deviceId };
    const component = textProperty(raw.systemProperties, "dt-subject") || undefined;
    const type = (model: KnownModel): HubEvent => readTelemetry(envelope, component, model);
    const model = find(textProperty(raw.systemProperties, "dt-dataschema"));
    return model instanceof Promise ? model.then(type) : type(model);
  };
  // Values were checked against the tables that the shape was generated with; the types cannot follow that.
  return read as EventReader<ShapeOf<D>>;
}

function unknownSource({ systemProperties }: RawEvent): string {
  const source = textProperty(systemProperties, "iothub-message-source");
  return source === undefined
    ? "It has no iothub-message-source: it does not come from an IoT hub."
    : `Its source ${JSON.stringify(source)} is none that twinplug knows.`;
}
