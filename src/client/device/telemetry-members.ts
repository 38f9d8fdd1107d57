import type { JsonRecord } from "../../convention/record.js";
import type { Descriptor } from "../descriptor.js";
import { prepareTelemetry } from "./outgoing.js";
import type { TelemetryQueue } from "./telemetry-queue.js";
import type { TelemetryOptions, TelemetryOutcome } from "./telemetry-types.js";

/** The members of a client that send telemetry of the root or of one component. */
export function telemetryMembers(
  descriptor: Descriptor,
  component: string | undefined,
  queue: TelemetryQueue,
): Readonly<Record<string, unknown>> {
  return {
    $telemetry: async (values: JsonRecord, options?: TelemetryOptions): Promise<TelemetryOutcome> =>
      queue.send(prepareTelemetry(descriptor, component, values, options), options),
    $telemetryBatch: async (
      batch: readonly JsonRecord[],
      options?: TelemetryOptions,
    ): Promise<readonly TelemetryOutcome[]> => {
      // All of them first: what does not fit keeps the others from leaving, too.
      const messages = batch.map((values) =>
        prepareTelemetry(descriptor, component, values, options),
      );
      return Promise.all(messages.map((message) => queue.send(message, options)));
    },
  };
}
