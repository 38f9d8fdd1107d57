import { memberName } from "../schema/member-name.js";
import type { CallOptions } from "./call-options.js";
import type { Descriptor } from "./descriptor.js";
import { telemetryMembers } from "./device/telemetry-members.js";
import { createTelemetryQueue, neverSent } from "./device/telemetry-queue.js";
import type {
  TelemetryMethods,
  TelemetryQueueOptions,
  TelemetryStats,
} from "./device/telemetry-types.js";
import {
  type DescriptorOrTypedImport,
  type ImportOptions,
  toDescriptor,
} from "./imported-model.js";
import { requireObject } from "./require-argument.js";
import type { Shape } from "./shape.js";
import type { TelemetryTransport } from "./transport.js";

/** What a device can do over a connection that carries telemetry only. */
export type TelemetryClient<S> = TelemetryMethods<S> &
  (S extends Shape
    ? {
        readonly [C in keyof S["components"]]: TelemetryMethods<S["components"][C]>;
      }
    : { readonly [component: string]: TelemetryMethods<unknown> }) &
  TelemetryLifetime;

interface TelemetryLifetime {
  /** How many messages were sent, wait or were given up. */
  $telemetryStats(): TelemetryStats;
  /** Resolves when no message waits any more. */
  $flush(options?: CallOptions): Promise<void>;
  /**
   * Waits for messages under way, up to `timeoutSeconds` (default 10), then closes the connection; what is left over is
   * told to `onError`.
   */
  $close(options?: CallOptions): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** How a telemetry client keeps what it cannot send at once. */
export interface TelemetryClientOptions extends ImportOptions {
  readonly telemetryQueue?: TelemetryQueueOptions;
  /** Told of messages that were given up after their sender had been told that they are kept. */
  readonly onError?: (error: unknown) => void;
}

/** A client that sends telemetry and nothing else, such as over HTTP. */
export function telemetryClient<S>(
  model: DescriptorOrTypedImport<S>,
  connection: TelemetryTransport,
  options: TelemetryClientOptions = {},
): TelemetryClient<S> {
  const { telemetryQueue = {}, onError = () => undefined } = options;
  const descriptor: Descriptor = toDescriptor(model, options);
  requireObject(connection, "The connection");
  const queue = createTelemetryQueue(connection, telemetryQueue, onError);
  connection.onConnectionChange(queue.connectionChanged);
  const close = async ({ timeoutSeconds = 10, ...given }: CallOptions = {}): Promise<void> => {
    await queue.flush({ timeoutSeconds, ...given }).catch(() => undefined);
    const left = queue.close();
    if (left > 0) onError(neverSent(left));
    await connection.close();
  };
  const client: Record<string | symbol, unknown> = Object.assign(
    Object.create(null),
    telemetryMembers(descriptor, undefined, queue),
    {
      $telemetryStats: queue.stats,
      $flush: queue.flush,
      $close: close,
      [Symbol.asyncDispose]: close,
    },
  );
  for (const component of Object.keys(descriptor.schema.components ?? {})) {
    client[memberName(component)] = Object.freeze(telemetryMembers(descriptor, component, queue));
  }
  // Members follow the tables that the shape was generated with; the types cannot follow that.
  return Object.freeze(client) as TelemetryClient<S>;
}
