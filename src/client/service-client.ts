import type { PropertyWrite } from "../convention/twin-patch.js";
import { memberName } from "../schema/member-name.js";
import { type CallOptions, callOptionsOf, requireCallOptions, sharedTime } from "./call-options.js";
import { systemClock } from "./clock.js";
import { checkTimeouts } from "./command-timeouts.js";
import { type Descriptor, ownerOf } from "./descriptor.js";
import { type DescriptorOrTypedImport, toDescriptor } from "./imported-model.js";
import type { JsonObject } from "./json.js";
import { decodePayload } from "./payload.js";
import { toWrites } from "./property-values.js";
import { rawClient } from "./raw-client.js";
import { findProperty, type PropertyPath } from "./service/find-path.js";
import type { GuardOptions } from "./service/guarded.js";
import { type InvokeOptions, invokeCommand, prepareCommand } from "./service/invoke.js";
import { createModelCheck, type ModelCheck } from "./service/model-check.js";
import { desiredVersion, readPropertyState, readState, stateOf } from "./service/read.js";
import { type ReplaceOptions, replaceDesired } from "./service/replace.js";
import type {
  ServiceClient,
  ServiceClientOptions,
  SetOptions,
  WaitForOptions,
} from "./service/service-types.js";
import { updateTags } from "./service/tags.js";
import {
  prepareUpdate,
  type UpdateOptions,
  type UpdateResult,
  updateDesired,
} from "./service/update.js";
import { prepareDigitalTwinUpdate, updateDigitalTwin } from "./service/update-digital-twin.js";
import { type AcknowledgementOptions, waitForAcknowledgement } from "./service/wait.js";
import type { Acknowledgement } from "./shape.js";
import type { ServiceTarget, Twin } from "./transport.js";

type Values = Readonly<Record<string, unknown>>;

interface Session {
  readonly descriptor: Descriptor;
  readonly target: ServiceTarget;
  readonly options: ServiceClientOptions;
  readonly model: ModelCheck;
}

/**
 * A client of the service side for one device or module: properties, commands and components of the Interface as
 * members, everything else under names with `$`. It opens nothing; the target's hub does. Every typed call is refused
 * with `PNP_MODEL_NOT_FOUND` on a device that announced no model or another one. Calls that read no twin of their own
 * (commands, writes with an etag) look once and trust that. The model is a descriptor or an imported DTDL document; what that
 * refers to and does not hold is given as `models`, else `PNP_MODEL_NOT_FOUND` names it.
 */
export function serviceClient<S>(
  model: DescriptorOrTypedImport<S>,
  target: ServiceTarget,
  options: ServiceClientOptions = {},
): ServiceClient<S> {
  const descriptor: Descriptor = toDescriptor(model, options);
  const check = createModelCheck(target, descriptor, options);
  const session = { descriptor, target, options, model: check };
  const client = part(session);
  for (const component of Object.keys(descriptor.schema.components ?? {})) {
    client[memberName(component)] = Object.freeze(part(session, component));
  }
  Object.assign(client, rootMethods(session));
  // Members follow the tables that the shape was generated with; the types cannot follow that.
  return Object.freeze(client) as ServiceClient<S>;
}

/** The root or one component. Without a prototype, so that a model's `hasOwnProperty` is its own. */
function part(session: Session, component?: string): Record<string, unknown> {
  const client: Record<string, unknown> = Object.create(null);
  const { schema } = ownerOf(session.descriptor, component) ?? session.descriptor;
  const at = component === undefined ? {} : { component };
  for (const [property, { writable }] of Object.entries(schema.properties ?? {})) {
    const member = propertyMember(session, { ...at, property }, writable === true);
    client[memberName(property)] = member;
  }
  for (const [command, { request }] of Object.entries(schema.commands ?? {})) {
    const invoke = async (payload: unknown, given: InvokeOptions = {}): Promise<unknown> => {
      const { target, descriptor, model } = session;
      const path = { ...at, command };
      requireCallOptions(given);
      const options = await model.before(given, () => {
        checkTimeouts(given);
        prepareCommand(descriptor, path, payload, given.via);
      });
      return (await invokeCommand(target, descriptor, path, payload, options)).response;
    };
    client[memberName(command)] =
      request === undefined ? (options?: InvokeOptions) => invoke(undefined, options) : invoke;
  }
  return Object.assign(client, methods(session, component));
}

function methods(session: Session, component: string | undefined): object {
  const { descriptor, target } = session;
  const owner = ownerOf(descriptor, component) ?? descriptor;
  const writes = (values: Values) => toWrites(descriptor, values, component);
  const withDefaults = (given: UpdateOptions = {}) => updateOptions(given, session.options);
  const state = (twin: Twin) =>
    component === undefined ? readState(twin, owner) : stateOf(twin, owner, component);
  return {
    $update: async (values: Values, given?: UpdateOptions) =>
      update(session, writes(values), withDefaults(given)),
    $updateFrom: async (values: (state: unknown) => Values, given?: UpdateOptions) =>
      updateDesired(target, descriptor, (twin) => writes(values(state(twin))), withDefaults(given)),
    $updateDigitalTwin: async (values: Values, given?: UpdateOptions) =>
      updateDigitalTwin(target, descriptor, writes(values), withDefaults(given)),
    $jsonPatch: (values: Values, digitalTwin: Values) =>
      prepareDigitalTwinUpdate(descriptor, writes(values), digitalTwin),
    $digitalTwin: async (options?: CallOptions) =>
      (await target.transport.readDigitalTwin(target, options)).digitalTwin,
    $read: async (options?: CallOptions) => state(await session.model.readTwin(options)),
  };
}

function rootMethods({ descriptor, target, options }: Session): object {
  return {
    $replace: async (values: Values, given: ReplaceOptions = {}) =>
      replaceDesired(target, descriptor, toWrites(descriptor, values), {
        ...given,
        ...updateOptions(given, options),
      }),
    $tags: async (tags: JsonObject, given: GuardOptions = {}) =>
      updateTags(target, tags, updateOptions(given, options)),
    $raw: rawClient(target),
  };
}

function propertyMember(session: Session, path: PropertyPath, writable: boolean): object {
  const { descriptor, target, options, model } = session;
  const member: Record<string, unknown> = Object.create(null);
  member.$get = async (call?: CallOptions) =>
    readPropertyState(await model.readTwin(call), descriptor, path);
  if (!writable) return Object.freeze(member);

  const acknowledged = async (
    version: number,
    wait: AcknowledgementOptions,
  ): Promise<Acknowledgement> => {
    const { onPending, ...rest } = { ...clockOf(options), ...wait };
    const { owner, schema } = findProperty(descriptor, path);
    const typed = (ack: Acknowledgement): Acknowledgement => {
      const checked = decodePayload(owner, schema.schema, ack.value);
      return { ...ack, value: checked.ok ? checked.value : ack.value };
    };
    const told = onPending && { onPending: (ack: Acknowledgement) => onPending(typed(ack)) };
    return typed(await waitForAcknowledgement(target, path, version, { ...rest, ...told }));
  };
  member.$set = async (value: unknown, given: SetOptions = {}) => {
    requireCallOptions(given);
    const { wait, onPending, ...rest } = given;
    const time = sharedTime(given, given.clock ?? options.clock ?? systemClock);
    const result = await update(session, [{ ...path, value }], updateOptions(rest, options));
    if (wait !== true) return result;
    return acknowledged(result.version, {
      ...callOptionsOf(given),
      ...(given.timeoutSeconds === undefined ? {} : time()),
      ...(given.clock === undefined ? {} : { clock: given.clock }),
      ...(onPending === undefined ? {} : { onPending }),
    });
  };
  member.$waitFor = async ({ version, ...wait }: WaitForOptions = {}) => {
    if (version !== undefined) return acknowledged(version, await model.before(wait, () => {}));
    const { properties } = await model.readTwin(callOptionsOf(wait));
    return acknowledged(desiredVersion(properties.desired, path), wait);
  };
  return Object.freeze(member);
}

/** With an etag of the caller's the update reads no twin, so the model is looked at before. */
async function update(
  { target, descriptor, model }: Session,
  writes: readonly PropertyWrite[],
  options: UpdateOptions,
): Promise<UpdateResult> {
  const left =
    options.etag === undefined
      ? options
      : await model.before(options, () => prepareUpdate(descriptor, writes));
  return updateDesired(target, descriptor, writes, left);
}

/** What the client was made with holds where the call says nothing else; its `retry` not beside an etag. */
function updateOptions(given: UpdateOptions, defaults: ServiceClientOptions): UpdateOptions {
  const { retry, assumeModel } = defaults;
  return {
    ...clockOf(defaults),
    ...(assumeModel === undefined ? {} : { assumeModel }),
    ...(retry === undefined || given.etag !== undefined ? {} : { retry }),
    ...given,
  };
}

function clockOf({ clock }: ServiceClientOptions): Pick<ServiceClientOptions, "clock"> {
  return clock === undefined ? {} : { clock };
}
