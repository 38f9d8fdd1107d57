import { type Descriptor, defineInterface } from "./descriptor.js";

/** The shape of an Interface without contents. */
export interface NoModel {
  readonly id: "";
  readonly properties: Readonly<Record<never, never>>;
  readonly writable: Readonly<Record<never, never>>;
  readonly telemetry: Readonly<Record<never, never>>;
  readonly commands: Readonly<Record<never, never>>;
  readonly components: Readonly<Record<never, never>>;
}

/** Stands in for a model where a device or module has none: its client has `$raw` and nothing else of use. */
export const noModel: Descriptor<NoModel> = defineInterface<NoModel>("", {});
