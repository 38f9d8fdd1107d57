import type { HubConnection } from "../../azure/service.js";
import { type Descriptor, descriptorOf } from "../../client/descriptor.js";
import type { EventModels } from "../../client/events/event-models.js";
import type { PartitionFailure } from "../../client/events/event-source.js";
import type { EventStream } from "../../client/events/event-stream-types.js";
import type { EventKind, HubEvent } from "../../client/events/hub-event.js";
import type { Silence } from "../../client/events/silence.js";
import { isPnpError, PnpError } from "../../errors.js";
import { openHub } from "../connection.js";
import type { DeviceOptions } from "../device-session.js";
import { eventJson, rawEventJson } from "../event-json.js";
import { eventLine } from "../event-line.js";
import type { Io } from "../io.js";
import { loadInterface } from "../models.js";
import { type OutputFormat, outputFormat, printResult, say } from "../output.js";
import { parseSince } from "../since.js";

interface Options extends DeviceOptions {
  readonly component?: string;
  readonly kind?: readonly EventKind[];
  readonly since: string;
  readonly count?: number;
  readonly check?: boolean;
  readonly consumerGroup: string;
  readonly raw?: boolean;
  readonly silence: number;
  readonly output?: OutputFormat;
}

/** `pnp monitor`: one line for each event, until Ctrl-C or as many as asked for. */
export async function monitor(device: string | undefined, options: Options, io: Io): Promise<void> {
  const from = parseSince(options.since, new Date());
  const models = options.raw === true ? {} : await modelsOf(options, io);
  const { EVENTHUB_CONNECTION_STRING: endpoint } = io.env;
  const hub = await openHub(options, io, endpoint ? { events: endpoint } : {});
  try {
    const events = hub.events({
      ...(device === undefined ? {} : { device }),
      ...(options.module === undefined ? {} : { module: options.module }),
      ...(options.component === undefined ? {} : { component: options.component }),
      ...(options.kind === undefined ? {} : { kinds: options.kind }),
      ...models,
      from,
      consumerGroup: options.consumerGroup,
      signal: io.signal,
      silenceSeconds: options.silence,
      onSilence: (silence) => sayWhy(silence, io),
      onPartitionError: (failure) => sayFailure(failure, io),
    });
    await events.ready();
    say(io, `listening to ${subject(device, options, hub)} from ${options.since}; Ctrl-C ends it`);
    await print(events, options, io);
  } catch (error) {
    // Ctrl-C is how listening ends.
    if (!(io.signal.aborted && isPnpError(error, "PNP_ABORTED"))) throw error;
  } finally {
    await hub.close();
  }
}

async function print(events: EventStream, options: Options, io: Io): Promise<void> {
  const asked = outputFormat(options.output, io);
  // A stream has no end, so it is no document: programs get one object a line.
  const format = asked === "human" ? asked : "ndjson";
  let count = 0;
  for await (const event of events) {
    const json = options.raw === true ? rawEventJson(event) : eventJson(event);
    printResult(io, format, json, () => eventLine(event));
    count += 1;
    if (options.check === true) check(event);
    if (count === options.count) return;
  }
}

function check(event: HubEvent): void {
  if (event.kind === "unknown") {
    throw new PnpError("PNP_CHECK_FAILED", `An event could not be understood: ${event.reason}`);
  }
  if (event.kind !== "telemetry" || event.valid) return;
  const from = event.component === undefined ? "" : ` ${event.component}`;
  throw new PnpError(
    "PNP_CHECK_FAILED",
    `Telemetry of ${event.deviceId}${from} does not fit its model: ${event.issues[0]?.message ?? event.problem}`,
    { issues: event.issues },
  );
}

/** The model named, for every event; else the one that each event names. */
async function modelsOf(options: Options, io: Io): Promise<EventModels> {
  const load = async (name: string): Promise<Descriptor> =>
    descriptorOf((await loadInterface(name, options, io)).root);
  if (options.model === undefined) return { models: load };
  const model = await load(options.model);
  return { model, models: () => model };
}

function subject(device: string | undefined, { module }: Options, hub: HubConnection): string {
  if (device === undefined) return `all devices of ${hub.host}`;
  return module === undefined ? device : `${device}/${module}`;
}

function sayWhy({ seconds, causes }: Silence, io: Io): void {
  say(io, `nothing for ${seconds} s; this may be why:`);
  for (const cause of causes) say(io, `  - ${cause}`);
}

function sayFailure({ partitionId, error, final }: PartitionFailure, io: Io): void {
  say(io, `partition ${partitionId}: ${error.message} ${final ? error.hint : "Trying again."}`);
}
