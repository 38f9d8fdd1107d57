import type { Operation } from "../../convention/json-patch.js";
import type { CallOptions } from "../call-options.js";
import type { Clock } from "../clock.js";
import type { ImportOptions } from "../imported-model.js";
import type { JsonObject } from "../json.js";
import type { RawClient } from "../raw-client.js";
import type {
  Acknowledgement,
  Command,
  Input,
  LeafShape,
  PatchOf,
  PropertyState,
  ReadOf,
  Shape,
  TwinOf,
} from "../shape.js";
import type { GuardOptions } from "./guarded.js";
import type { InvokeOptions } from "./invoke.js";
import type { ReplaceOptions } from "./replace.js";
import type { ModelOptions } from "./require-model.js";
import type { TwinWriteResult } from "./tags.js";
import type { UpdateOptions, UpdateResult } from "./update.js";
import type { DigitalTwinUpdateResult } from "./update-digital-twin.js";
import type { AcknowledgementOptions } from "./wait.js";

/** What holds for all calls of a client that say nothing else. */
export interface ServiceClientOptions extends ModelOptions, ImportOptions {
  /** How often updates repeat when somebody else was first; default 0. */
  readonly retry?: number;
  readonly clock?: Clock;
}

/** The methods of a client, and of each of its components for the properties of that component. */
export interface ServiceMethods<S> {
  /** Sets writable properties in one desired patch, guarded by the etag just read; `null` removes. */
  $update(values: PatchOf<S>, options?: UpdateOptions): Promise<UpdateResult>;
  /** The same with values told from the state just read, asked again when `retry` lets a conflict be repeated. */
  $updateFrom(
    values: (state: TwinOf<S>) => PatchOf<S>,
    options?: UpdateOptions,
  ): Promise<UpdateResult>;
  /** The JSON Patch that would set these properties on this digital twin, the whole document; nothing is sent. */
  $jsonPatch(
    values: PatchOf<S>,
    digitalTwin: Readonly<Record<string, unknown>>,
  ): readonly Operation[];
  /** Sets writable properties in one JSON Patch on the digital twin, guarded by the etag just read. */
  $updateDigitalTwin(values: PatchOf<S>, options?: UpdateOptions): Promise<DigitalTwinUpdateResult>;
  /** The digital twin as the hub shows it, the whole document. */
  $digitalTwin(options?: CallOptions): Promise<Readonly<Record<string, unknown>>>;
  /** The state of every property. */
  $read(options?: CallOptions): Promise<TwinOf<S>>;
}

/** The methods of a client that concern the device as a whole. */
export interface ServiceRootMethods<S> {
  /** Makes these values the whole of the desired properties, of components too; tags stay unless given. */
  $replace(values: PatchOf<S>, options?: ReplaceOptions): Promise<UpdateResult>;
  /** Merges tags, guarded by the etag just read; `null` removes one. */
  $tags(tags: JsonObject, options?: GuardOptions): Promise<TwinWriteResult>;
  /** The same device without its model: whole twin, unmodelled values, any command. */
  readonly $raw: RawClient;
}

/** A property as a member of a client. */
export interface ReadOnlyProperty<T> {
  /** What the service side wants and what the device reported. */
  $get(options?: CallOptions): Promise<PropertyState<T>>;
}

/** How a property is set, and whether its acknowledgement is waited for. */
export interface SetOptions extends UpdateOptions {
  /** Wait for the device's final acknowledgement. */
  readonly wait?: boolean;
  /** Told of every acknowledgement that announces another one (code 202). */
  readonly onPending?: (ack: Acknowledgement) => void;
  /** Seconds for setting and waiting together; default 60 for setting, then 30 for waiting. */
  readonly timeoutSeconds?: number;
  /** Gives up waiting; what was set stays set. */
  readonly signal?: AbortSignal;
}

/** What to wait for: the acknowledgement of one version, or of the value that is desired now. */
export interface WaitForOptions extends AcknowledgementOptions {
  /** The desired `$version` that set the property; default: the one that the twin shows. */
  readonly version?: number;
}

/** A writable property as a member of a client. */
export interface WritableProperty<T, In = Input<T>> extends ReadOnlyProperty<T> {
  /** Sets the value and waits for the acknowledgement. Throws `PNP_REFUSED`, `PNP_TIMEOUT`, `PNP_ABORTED`. */
  $set(
    value: In | null,
    options: SetOptions & { readonly wait: true },
  ): Promise<Acknowledgement<T>>;
  /** Sets the value; `null` removes it. */
  $set(value: In | null, options?: SetOptions): Promise<UpdateResult>;
  /** Waits for the final acknowledgement of what was set. Throws `PNP_REFUSED`, `PNP_TIMEOUT`, `PNP_ABORTED`. */
  $waitFor(options?: WaitForOptions): Promise<Acknowledgement<T>>;
}

type AnyCommand = Command<readonly unknown[], unknown, readonly unknown[]>;

/** A command as a member of a client: its request, if it has one, then the options. */
export type ServiceCommand<C> = C extends AnyCommand
  ? (...args: [...request: C["~request"], options?: InvokeOptions]) => Promise<C["~response"]>
  : never;

/** The names are a parameter of their own: so TypeScript knows where the members are declared. */
type ReadOnlyMembers<Properties, Names extends keyof Properties> = {
  readonly [K in Names]: ReadOnlyProperty<Properties[K]>;
};

type ServiceMembers<S extends Shape> = ReadOnlyMembers<
  S["properties"],
  Exclude<keyof S["properties"], keyof S["writable"]>
> &
  WritableMembers<S["writable"], S["properties"]> &
  CommandMembers<S["commands"]>;

type WritableMembers<T, Properties> = {
  readonly [K in keyof T]: WritableProperty<ReadOf<Properties, K>, T[K]>;
};
type CommandMembers<T> = { readonly [K in keyof T]: ServiceCommand<T[K]> };

type ServiceParts<S extends Shape> = {
  readonly [C in keyof S["components"]]: ServicePartOf<S["components"][C]>;
};

/** Named, because this is what the compiler calls it in its messages. */
type ServicePart<S extends Shape> = ServiceMembers<S> & ServiceMethods<S>;

/** A component as a member of a client, or what the root has of a component. */
type ServicePartOf<S> = S extends LeafShape
  ? ServicePart<S>
  : S extends Shape
    ? ServiceParts<S> & ServicePart<S>
    : ServiceMethods<unknown> & UntypedServiceMembers;

/** A member of a client without a shape: whether it is a property, command or component, the model knows. */
export type UntypedServiceMember = ServiceMethods<unknown> &
  UntypedServiceMembers &
  WritableProperty<unknown> &
  ((...args: readonly unknown[]) => Promise<unknown>);

/** A client without a shape: takes and gives `unknown`, checked against the model all the same. */
export type UntypedServiceClient = ServiceMethods<unknown> &
  ServiceRootMethods<unknown> &
  UntypedServiceMembers;

interface UntypedServiceMembers {
  readonly [member: string]: UntypedServiceMember;
}

/** What the service side can do with a device of shape `S`; components have the same form. */
export type ServiceClient<S> = ServicePartOf<S> & ServiceRootMethods<S>;
