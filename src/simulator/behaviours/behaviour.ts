import type { InterfaceSchema } from "../../schema/interface-schema.js";
import type { Random } from "../random.js";

/** Payloads by name. */
export type Values = Readonly<Record<string, unknown>>;

/** How the device itself, or one component of it, behaves. Every call happens in the order of the simulation. */
export interface Behaviour {
  /** The value of every property at the start. */
  initialValues(): Values;
  /** A desired value, which the schema allows, takes effect. */
  setProperty(name: string, value: unknown): void;
  /** What the next telemetry message holds; empty when there is nothing to send. */
  nextTelemetry(): Values;
  /** The message has reached the hub. Returns the properties that changed by it. */
  telemetrySent(values: Values): Values;
  /** Carries a command out and returns its response; undefined when it has none. */
  invoke(command: string, request: unknown): unknown;
  /** The device restarts. Returns the properties that changed by it. */
  restart(): Values;
}

/** What a behaviour works with. */
export interface BehaviourContext {
  readonly schema: InterfaceSchema;
  readonly random: Random;
  readonly clock: { now(): Date };
  /** Restarts the whole device, each component of it. */
  restartDevice(): void;
}

/** Makes the behaviour of one component, or of the root, of one device. */
export type BehaviourFactory = (context: BehaviourContext) => Behaviour;
