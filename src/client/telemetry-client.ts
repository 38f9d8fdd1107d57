import type { CallOptions } from "./call-options.js";
import type { Descriptor } from "./descriptor.js";
import { telemetryMembers } from "./device/telemetry-members.js";
import { createTelemetryQueue } from "./device/telemetry-queue.js";
import type { TelemetryMethods, TelemetryQueueOptions } from "./device/telemetry-types.js";
import { type MemberName, memberName } from "./member-name.js";
import type { Shape } from "./shape.js";
import type { TelemetryTransport } from "./transport.js";

/** What a device can do over a connection that carries telemetry only. */
export type TelemetryClient<S> = TelemetryMethods<S> &
  (S extends Shape
    ? {
        readonly [C in keyof S["components"] as MemberName<C>]: TelemetryMethods<
          S["components"][C]
        >;
      }
    : { readonly [component: string]: TelemetryMethods<unknown> }) & {
    /** Waits for telemetry under way, then closes the connection. */
    $close(options?: CallOptions): Promise<void>;
  };

/** A client that sends telemetry and nothing else, such as over HTTP. */
export function telemetryClient<S>(
  descriptor: Descriptor<S>,
  connection: TelemetryTransport,
  options: { readonly telemetryQueue?: TelemetryQueueOptions } = {},
): TelemetryClient<S> {
  const queue = createTelemetryQueue(connection, options.telemetryQueue ?? {}, () => undefined);
  connection.onConnectionChange(queue.connectionChanged);
  const client: Record<string, unknown> = Object.assign(
    Object.create(null),
    telemetryMembers(descriptor, undefined, queue),
    {
      $close: async ({ timeoutSeconds = 10, ...given }: CallOptions = {}) => {
        await queue.flush({ timeoutSeconds, ...given }).catch(() => undefined);
        queue.close();
        await connection.close();
      },
    },
  );
  for (const component of Object.keys(descriptor.schema.components ?? {})) {
    client[memberName(component)] = Object.freeze(telemetryMembers(descriptor, component, queue));
  }
  // Members follow the tables that the shape was generated with; the types cannot follow that.
  return Object.freeze(client) as TelemetryClient<S>;
}
