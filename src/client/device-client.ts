import { type JsonRecord, ownMember } from "../convention/record.js";
import { memberName } from "../schema/member-name.js";
import { partOf } from "./acknowledgement.js";
import type { CallOptions } from "./call-options.js";
import { systemClock } from "./clock.js";
import type { Descriptor } from "./descriptor.js";
import { answerCommand } from "./device/commands.js";
import { createDesiredFollower } from "./device/desired.js";
import type { DeviceClient, DeviceClientOptions, DeviceHandlers } from "./device/device-types.js";
import { checkHandlers } from "./device/handlers.js";
import { prepareReport } from "./device/outgoing.js";
import { raceOptions } from "./device/race-options.js";
import { createRawSide } from "./device/raw-twin.js";
import { createReporter } from "./device/reporter.js";
import { telemetryMembers } from "./device/telemetry-members.js";
import { createTelemetryQueue, neverSent } from "./device/telemetry-queue.js";
import { type DescriptorOrTypedImport, toDescriptor } from "./imported-model.js";
import type { MessageHandler, MessageOptions } from "./messages/device-message.js";
import { toWrites } from "./property-values.js";
import type { DeviceTransport } from "./transport.js";

/** Seconds that closing waits for telemetry under way. */
const closeSeconds = 10;

/**
 * A client of the device side over one connection. It starts at once: subscribes, reads the twin, and acts on the
 * desired values; `$ready()` tells when that is done. Desired patches are acted on one after another. When the
 * connection has been down, it reads the twin again and acts on what changed meanwhile. Throws `PNP_USAGE` when a
 * handler is missing. The model is a descriptor or an imported DTDL document; what that refers to and does not hold is given
 * as `models`, else `PNP_MODEL_NOT_FOUND` names it.
 */
export function deviceClient<S, H = DeviceHandlers<S>>(
  model: DescriptorOrTypedImport<S>,
  connection: DeviceTransport,
  // NoInfer: else the handlers would be where the shape is inferred from, and their parameters lose their types. They have a
  // type parameter of their own because the compiler looks at them before it knows S, at eight times the cost.
  handlers: NoInfer<H>,
  options: NoInfer<DeviceClientOptions<S>> = {},
): DeviceClient<S> {
  const descriptor: Descriptor = toDescriptor(model, options);
  checkHandlers(descriptor, handlers);
  const { replay = "all", telemetryQueue = {}, onError } = options;
  let isConnected = true;
  let isClosing = false;
  let isClosed = false;
  const answering = new Set<Promise<unknown>>();
  const report = (error: unknown): void => {
    if (!isClosed) onError?.(error);
  };

  const tellChange = (connected: boolean): void => {
    try {
      options.onConnectionChange?.(connected);
    } catch (error) {
      // Thrown on, it would keep the connection from being taken up again.
      report(error);
    }
  };

  const queue = createTelemetryQueue(connection, telemetryQueue, report);
  const reporter = createReporter(connection);
  const raw = createRawSide(reporter, queue, report);
  const follower = createDesiredFollower({
    descriptor,
    handlers,
    reporter,
    isRaw: ({ component, property }) =>
      raw.listensTo(component === undefined ? [property] : [component, property]),
  });
  const first = prepareFirstReport(descriptor, options.initial as JsonRecord | undefined);

  let inbox: Promise<unknown>;
  const inTurn = (run: () => Promise<void>): void => {
    if (isClosing) return;
    inbox = inbox.then(() => (isClosed ? undefined : run())).catch(report);
  };
  const resume = async (): Promise<void> => {
    const desired = await reporter.load();
    raw.replace(desired);
    await follower.resume(desired);
  };
  const follow = async (patch: JsonRecord): Promise<void> => {
    const outcome = await follower.apply(patch, () => raw.apply(patch));
    // Patches are lost while a connection is down; the twin has what they said.
    if (outcome === "missed") await resume();
  };

  const open = async (): Promise<JsonRecord> => {
    connection.onConnectionChange((connected) => {
      // It may be told of a connection that was replaced without having been missed.
      const isChange = connected !== isConnected;
      isConnected = connected;
      queue.connectionChanged(connected);
      if (connected) inTurn(resume);
      if (isChange) tellChange(connected);
    });
    await connection.onDesiredPatch((patch) => inTurn(() => follow(patch)));
    await connection.onCommand(async (name, payload) => {
      const answer = answerCommand(
        {
          descriptor,
          handlers,
          rawHandler: raw.commandHandler,
          // After the answer has had its chance to leave.
          afterwards: (work) => void systemClock.sleep(0).then(work).catch(report),
        },
        name,
        payload,
      );
      answering.add(answer);
      return answer.finally(() => answering.delete(answer));
    });
    return reporter.load();
  };

  // Apart from `ready`, because a handler that runs at the start may report, too.
  const opened = Promise.resolve().then(open);
  const ready = opened.then(async (desired) => {
    await reporter.send(() => first(desired)(reporter));
    raw.replace(desired);
    await follower.start(desired, replay);
  });
  inbox = ready.catch(report);

  const part = (component?: string): Record<string, unknown> => ({
    $report: async (values: JsonRecord, given?: CallOptions) => {
      const prepared = prepareReport(descriptor, toWrites(descriptor, values, component));
      const sent = opened.then(() => reporter.send(() => prepared(reporter), given));
      await raceOptions(sent, "report properties", given);
    },
    ...telemetryMembers(descriptor, component, queue),
  });

  const close = async ({
    signal,
    timeoutSeconds = closeSeconds,
  }: CallOptions = {}): Promise<void> => {
    if (!isClosing && isConnected) {
      isClosing = true;
      const wait = { timeoutSeconds, ...(signal === undefined ? {} : { signal }) };
      const underWay = Promise.all([
        inbox,
        reporter.settled(),
        queue.flush(wait),
        Promise.allSettled(answering),
      ]);
      await raceOptions(underWay, "finish what is under way", wait).catch(() => undefined);
    }
    isClosing = true;
    const left = queue.close();
    if (left > 0) report(neverSent(left));
    isClosed = true;
    raw.close();
    await connection.close();
  };

  const client: Record<string | symbol, unknown> = Object.assign(Object.create(null), part(), {
    $ready: (given?: CallOptions) => raceOptions(ready, "get the device ready", given),
    $raw: raw.twin,
    $telemetryStats: queue.stats,
    $flush: queue.flush,
    $onMessage: (handler: MessageHandler, given: MessageOptions = {}) =>
      connection.onMessage(handler, { onError: report, ...given }),
    $close: close,
    [Symbol.asyncDispose]: close,
  });
  for (const component of Object.keys(descriptor.schema.components ?? {})) {
    client[memberName(component)] = Object.freeze(
      Object.assign(Object.create(null), part(component)),
    );
  }
  // Members follow the tables that the shape was generated with; the types cannot follow that.
  return Object.freeze(client) as DeviceClient<S>;
}

/** The device's own first values, without those that a desired value replaces at once. */
function prepareFirstReport(
  descriptor: Descriptor,
  values: JsonRecord | undefined,
): (desired: JsonRecord) => ReturnType<typeof prepareReport> {
  if (values === undefined) return () => () => [];
  const prepared = prepareReport(descriptor, toWrites(descriptor, values));
  return (desired) => (reporter) =>
    prepared(reporter).filter(
      ({ component, property }) => ownMember(partOf(desired, component), property) === undefined,
    );
}
