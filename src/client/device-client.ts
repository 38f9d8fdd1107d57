import type { JsonRecord } from "../convention/record.js";
import type { Descriptor } from "./descriptor.js";
import { answerCommand } from "./device/commands.js";
import { createDesiredFollower } from "./device/desired.js";
import type { DeviceClient, DeviceClientOptions, DeviceHandlers } from "./device/device-types.js";
import { checkHandlers } from "./device/handlers.js";
import { prepareReport, prepareTelemetry } from "./device/outgoing.js";
import { createReporter } from "./device/reporter.js";
import { memberName } from "./member-name.js";
import { toWrites } from "./property-values.js";
import type { DeviceTransport } from "./transport.js";

/**
 * A client of the device side over one connection. It starts at once: subscribes, reads the twin, and acts on
 * desired values that no acknowledgement has answered; `$ready()` tells when that is done. Desired patches are
 * acted on one after another. Throws `PNP_USAGE` when a handler is missing.
 */
export function deviceClient<S>(
  descriptor: Descriptor<S>,
  connection: DeviceTransport,
  // NoInfer: else the handlers would be where the shape is inferred from, and their parameters lose their types.
  handlers: NoInfer<DeviceHandlers<S>>,
  options: DeviceClientOptions = {},
): DeviceClient<S> {
  checkHandlers(descriptor, handlers);
  const { replay = "unacknowledged", onError } = options;
  const reporter = createReporter(connection);
  const follower = createDesiredFollower(descriptor, handlers, reporter);
  let isClosed = false;

  const resume = async (which: "unacknowledged" | "all"): Promise<void> => {
    const { desired } = await connection.readTwin();
    await follower.restart(desired, which);
  };
  const follow = async (patch: JsonRecord): Promise<void> => {
    if (isClosed) return;
    // Patches are lost while a connection is down; the twin has what they said.
    if ((await follower.apply(patch)) === "missed") await resume("unacknowledged");
  };

  let inbox: Promise<unknown>;
  const open = async (): Promise<JsonRecord> => {
    await connection.onDesiredPatch((patch) => {
      inbox = inbox.then(() => follow(patch)).catch(report);
    });
    await connection.onCommand((name, payload) =>
      answerCommand(descriptor, handlers, name, payload),
    );
    const { desired, reported } = await connection.readTwin();
    reporter.load(reported);
    return desired;
  };
  function report(error: unknown): void {
    if (!isClosed) onError?.(error);
  }

  // Apart from `ready`, because a handler that runs at the start may report, too.
  const opened = Promise.resolve().then(open);
  const ready = opened.then((desired) => follower.restart(desired, replay));
  inbox = ready.catch(report);

  const part = (component?: string): Record<string, unknown> => ({
    $report: async (values: JsonRecord) => {
      const prepared = prepareReport(descriptor, toWrites(descriptor, values, component));
      await opened;
      await reporter.send(() => prepared(reporter));
    },
    $telemetry: async (values: JsonRecord) =>
      connection.sendTelemetry(prepareTelemetry(descriptor, component, values)),
  });

  const client: Record<string, unknown> = Object.assign(Object.create(null), part(), {
    $ready: () => ready,
    $close: () => {
      isClosed = true;
      return connection.close();
    },
  });
  for (const component of Object.keys(descriptor.schema.components ?? {})) {
    client[memberName(component)] = Object.freeze(
      Object.assign(Object.create(null), part(component)),
    );
  }
  // Members follow the tables that the shape was generated with; the types cannot follow that.
  return Object.freeze(client) as DeviceClient<S>;
}
