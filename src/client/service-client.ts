import { type Descriptor, ownerOf } from "./descriptor.js";
import { memberName } from "./member-name.js";
import { decodePayload } from "./payload.js";
import { toWrites } from "./property-values.js";
import { findProperty, type PropertyPath } from "./service/find-path.js";
import { type InvokeOptions, invokeCommand } from "./service/invoke.js";
import { readPropertyState, readState, stateOf } from "./service/read.js";
import type { ServiceClient, ServiceClientOptions, SetOptions } from "./service/service-types.js";
import { type UpdateOptions, updateDesired } from "./service/update.js";
import { prepareDigitalTwinUpdate, updateDigitalTwin } from "./service/update-digital-twin.js";
import { waitForAcknowledgement } from "./service/wait.js";
import type { ServiceTarget } from "./transport.js";

type Values = Readonly<Record<string, unknown>>;

interface Session {
  readonly descriptor: Descriptor;
  readonly target: ServiceTarget;
  readonly options: ServiceClientOptions;
}

/**
 * A client of the service side for one device or module: properties, commands and components of the Interface as
 * members, everything else under names with `$`. It keeps no state and opens nothing; the target's hub does.
 */
export function serviceClient<S>(
  descriptor: Descriptor<S>,
  target: ServiceTarget,
  options: ServiceClientOptions = {},
): ServiceClient<S> {
  const session = { descriptor, target, options };
  const client = part(session);
  for (const component of Object.keys(descriptor.schema.components ?? {})) {
    client[memberName(component)] = Object.freeze(part(session, component));
  }
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
    const invoke = async (payload: unknown, options?: InvokeOptions): Promise<unknown> => {
      const path = { ...at, command };
      return (await invokeCommand(session.target, session.descriptor, path, payload, options))
        .response;
    };
    client[memberName(command)] =
      request === undefined ? (options?: InvokeOptions) => invoke(undefined, options) : invoke;
  }
  return Object.assign(client, methods(session, component));
}

function methods(session: Session, component: string | undefined): object {
  const { descriptor, target, options } = session;
  const owner = ownerOf(descriptor, component) ?? descriptor;
  const writes = (values: Values) => toWrites(descriptor, values, component);
  const withDefaults = (given: UpdateOptions = {}) => updateOptions(given, options);
  return {
    $update: async (values: Values, given?: UpdateOptions) =>
      updateDesired(target, descriptor, writes(values), withDefaults(given)),
    $updateDigitalTwin: async (values: Values, given?: UpdateOptions) =>
      updateDigitalTwin(target, descriptor, writes(values), withDefaults(given)),
    $jsonPatch: (values: Values, digitalTwin: Values) =>
      prepareDigitalTwinUpdate(descriptor, writes(values), digitalTwin),
    $digitalTwin: async () => (await target.transport.readDigitalTwin(target)).digitalTwin,
    $read: async () => {
      const twin = await target.transport.readTwin(target);
      return component === undefined ? readState(twin, owner) : stateOf(twin, owner, component);
    },
  };
}

function propertyMember(session: Session, path: PropertyPath, writable: boolean): object {
  const { descriptor, target, options } = session;
  const member: Record<string, unknown> = Object.create(null);
  member.$get = async () =>
    readPropertyState(await target.transport.readTwin(target), descriptor, path);
  if (writable) {
    member.$set = async (value: unknown, given: SetOptions = {}) => {
      const { wait, timeoutSeconds, signal, ...update } = given;
      const writes = [{ ...path, value }];
      const result = await updateDesired(
        target,
        descriptor,
        writes,
        updateOptions(update, options),
      );
      if (wait !== true) return result;
      const ack = await waitForAcknowledgement(target, path, result.version, {
        ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
        ...(signal === undefined ? {} : { signal }),
        ...(options.clock === undefined ? {} : { clock: options.clock }),
      });
      const { owner, schema } = findProperty(descriptor, path);
      const checked = decodePayload(owner, schema.schema, ack.value);
      return { ...ack, value: checked.ok ? checked.value : ack.value };
    };
  }
  return Object.freeze(member);
}

/** The client's `retry` holds where the call gives neither `retry` nor an etag. */
function updateOptions(given: UpdateOptions, defaults: ServiceClientOptions): UpdateOptions {
  if (given.etag !== undefined || defaults.retry === undefined) return given;
  return { retry: defaults.retry, ...given };
}
