import type { Operation } from "../../convention/json-patch.js";
import type { JsonRecord } from "../../convention/record.js";
import type { Issue } from "../../errors.js";
import type { ContentInfo } from "../../schema/interface-schema.js";
import type { Shape } from "../shape.js";
import type { RawEvent } from "./raw-event.js";

/** What an event can be about. */
export type EventKind =
  | "telemetry"
  | "twinChange"
  | "digitalTwinChange"
  | "deviceLifecycle"
  | "connectionState"
  | "unknown";

/** What every event carries, whatever it is about: all of the raw event, and who it comes from. */
export interface EventEnvelope extends RawEvent {
  /** Absent only where the event names no device. */
  readonly deviceId?: string;
  readonly moduleId?: string;
}

/** One telemetry value with what the model says of it. */
export interface TelemetryReading extends ContentInfo {
  readonly name: string;
  /** As programs read it: `long` as bigint. */
  readonly value: unknown;
}

/** What valid and invalid telemetry have in common. */
export interface TelemetryEnvelope extends EventEnvelope {
  readonly kind: "telemetry";
  readonly deviceId: string;
}

/** Telemetry that fits the model of its device. */
export interface FittingTelemetry<Model, Component, Values> extends TelemetryEnvelope {
  readonly valid: true;
  /** DTMI of the device's model. */
  readonly modelId: Model;
  /** DTMI of the Interface that has the telemetry: the model's own, or the component's. */
  readonly interfaceId: string;
  /** Component that sent it; undefined for the root. */
  readonly component: Component;
  /** By name, as programs read them: `long` as bigint. */
  readonly values: Values;
  /** The same values in the order of the message, with unit, semantic type and display name. */
  readonly readings: readonly TelemetryReading[];
}

/**
 * Why telemetry could not be typed. `invalid`: a value breaks its schema. All others mean that the model, or no
 * model, has nothing to say: no model is announced (`noModel`), nobody knows it (`modelUnknown`), the body is no JSON
 * (`notJson`), the model lacks the component or the telemetry.
 */
export type TelemetryProblem =
  | "invalid"
  | "noModel"
  | "modelUnknown"
  | "notJson"
  | "componentUnknown"
  | "telemetryUnknown";

/** Telemetry that does not fit a model. It is delivered all the same; `body` holds what was sent. */
export interface UnfitTelemetry extends TelemetryEnvelope {
  readonly valid: false;
  readonly problem: TelemetryProblem;
  /** At least one; what is wrong, with the place in the payload. */
  readonly issues: readonly Issue[];
  readonly modelId?: string;
  readonly interfaceId?: string;
  readonly component?: string;
  /** The body as JSON, integers beyond 2^53 as bigint; absent when it is no JSON. */
  readonly payload?: unknown;
}

type Values<T> = { readonly [K in keyof T]?: T[K] };

type RootTelemetry<S extends Shape> = FittingTelemetry<S["id"], undefined, Values<S["telemetry"]>>;

type ComponentTelemetry<S extends Shape> = {
  [C in keyof S["components"]]: S["components"][C] extends Shape
    ? FittingTelemetry<S["id"], C, Values<S["components"][C]["telemetry"]>>
    : never;
}[keyof S["components"]];

/** Telemetry that fits; of a model with a shape each component has values of its own type. */
export type ValidTelemetry<S = unknown> = S extends Shape
  ? RootTelemetry<S> | ComponentTelemetry<S>
  : FittingTelemetry<string, string | undefined, Readonly<Record<string, unknown>>>;

/** What a device or module sent. */
export type TelemetryEvent<S = unknown> = ValidTelemetry<S> | UnfitTelemetry;

/** What every notification of the hub carries. */
export interface NotificationEnvelope extends EventEnvelope {
  readonly deviceId: string;
  /** When it happened: RFC 3339 text with all the digits that the hub wrote. */
  readonly operationTimestamp?: string;
  /** The body as JSON, integers beyond 2^53 as bigint. */
  readonly payload: unknown;
}

/** The changed part of desired or reported properties. */
export interface PropertiesChange {
  /** What changed, without `$metadata` and `$version`; removed members are `null`. */
  readonly values: JsonRecord;
  /** The `$version` after the change. */
  readonly version?: number;
  readonly metadata?: JsonRecord;
}

/** A device twin or module twin has changed. */
export interface TwinChangeEvent extends NotificationEnvelope {
  readonly kind: "twinChange";
  /** `replaceTwin` carries the whole twin, `updateTwin` only what changed. */
  readonly operation: "updateTwin" | "replaceTwin";
  /** The twin's version after the change. */
  readonly version?: number;
  readonly tags?: JsonRecord;
  readonly desired?: PropertiesChange;
  readonly reported?: PropertiesChange;
}

/** The digital twin has changed: the difference, as a JSON Patch for the document before it. */
export interface DigitalTwinChangeEvent extends NotificationEnvelope {
  readonly kind: "digitalTwinChange";
  readonly patch: readonly Operation[];
}

/** A device or module was created or deleted. */
export interface DeviceLifecycleEvent extends NotificationEnvelope {
  readonly kind: "deviceLifecycle";
  readonly operation: "created" | "deleted";
  /** The twin of the identity. */
  readonly twin: JsonRecord;
}

/** A device or module has connected or disconnected. */
export interface ConnectionStateEvent extends NotificationEnvelope {
  readonly kind: "connectionState";
  readonly state: "connected" | "disconnected";
  /** Growing hexadecimal text of fixed length: of two states of a device the greater one is the later. */
  readonly sequence: string;
}

/** An event of a kind that twinplug does not know, or a notification whose body cannot be read. */
export interface UnknownEvent extends EventEnvelope {
  readonly kind: "unknown";
  /** One sentence: what could not be understood. */
  readonly reason: string;
}

/** What the hub tells by itself. */
export type NotificationEvent =
  | TwinChangeEvent
  | DigitalTwinChangeEvent
  | DeviceLifecycleEvent
  | ConnectionStateEvent;

/** An event of a hub, told apart by `kind`. `S` is the shape of the model, or the shapes of several. */
export type HubEvent<S = unknown> = TelemetryEvent<S> | NotificationEvent | UnknownEvent;
