import type { EventHubConsumerClient } from "@azure/event-hubs";
import { type CallOptions, callOptionsOf } from "../client/call-options.js";
import { systemClock } from "../client/clock.js";
import type { StartPosition } from "../client/events/start-position.js";
import { PnpError } from "../errors.js";
import { closeWithin } from "./close-within.js";
import { isPassing, paceOf, translateEventsError } from "./event-errors.js";
import {
  type EventHubsEndpoint,
  type LoadBalancing,
  openConsumer,
} from "./event-hubs-connection.js";
import { fixPlaces, type OpenPartition } from "./event-places.js";
import { patienceOf } from "./given-up.js";
import { pauseBefore } from "./retry-rules.js";

/** Finds the endpoint to read from, asking the hub where that is needed. */
export type FindEndpoint = (options: CallOptions) => Promise<EventHubsEndpoint>;

/** What is to be read, by whom. */
export interface EndpointRequest extends CallOptions {
  readonly start: StartPosition;
  readonly consumerGroup: string;
  /** Shares the partitions with other readers. */
  readonly balancing?: LoadBalancing;
}

/** An endpoint that has answered. */
export interface OpenEndpoint {
  readonly client: EventHubConsumerClient;
  /** Host name of the namespace. */
  readonly host: string;
  readonly eventHub: string;
  readonly partitions: readonly OpenPartition[];
}

/** Connects and fixes the places to start from; failures that may pass are met by another try. */
export async function openEndpoint(
  find: FindEndpoint,
  request: EndpointRequest,
): Promise<OpenEndpoint> {
  const { signal, consumerGroup, start, balancing } = request;
  const options = callOptionsOf(request);
  const patience = patienceOf(options, systemClock);
  const failed = { action: "read events", host: "the events endpoint", consumerGroup };
  for (let tries = 1; ; tries++) {
    let client: EventHubConsumerClient | undefined;
    let host = failed.host;
    try {
      const endpoint = await find(options);
      host = endpoint.fullyQualifiedNamespace;
      const opened = await openConsumer(endpoint, consumerGroup, balancing);
      client = opened;
      const partitions = await patience.race(fixPlaces(opened, start, signal), (why) =>
        givenUp(why, host, patience.seconds),
      );
      return { client, host, eventHub: endpoint.eventHubName, partitions };
    } catch (thrown) {
      if (client !== undefined) await closeQuietly(client);
      const reason = patience.reason();
      if (reason !== undefined) throw givenUp(reason, host, patience.seconds);
      const error = translateEventsError(thrown, { ...failed, host });
      const pause = pauseBefore(tries, paceOf(error), Math.random);
      if (!isPassing(error) || pause >= patience.left()) throw error;
      await patience.pause(pause);
    }
  }
}

const unchanged = "Nothing was changed.";

function givenUp(why: "aborted" | "expired", host: string, seconds: number): PnpError {
  return why === "aborted"
    ? new PnpError("PNP_ABORTED", `Reading events at ${host} was given up.`, { hint: unchanged })
    : new PnpError(
        "PNP_TIMEOUT",
        `Could not read events at ${host}: no answer within ${seconds} s.`,
      );
}

/** Closes a client that nobody needs any more. */
export async function closeQuietly(client: EventHubConsumerClient): Promise<void> {
  // Nothing is lost when that fails: whatever was read has been handed over.
  await closeWithin(client.close());
}
