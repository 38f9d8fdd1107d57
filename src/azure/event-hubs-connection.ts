import type { CheckpointStore, EventHubConsumerClient } from "@azure/event-hubs";
import type { TokenCredential } from "@azure/identity";
import { PnpError } from "../errors.js";

/** How to sign in to an Event Hubs-compatible endpoint with Entra. */
export interface EventHubsCredential {
  /** Host name of the namespace, such as `ihsuprod….servicebus.windows.net`. */
  readonly fullyQualifiedNamespace: string;
  readonly eventHubName: string;
  readonly credential: TokenCredential;
}

/** An Event Hubs-compatible endpoint, checked. */
export type EventHubsEndpoint = EventHubsKey | EventHubsCredential;

interface EventHubsKey {
  readonly fullyQualifiedNamespace: string;
  readonly eventHubName: string;
  /** The connection string. A secret. */
  readonly text: string;
}

const form = "Endpoint=sb://…/;SharedAccessKeyName=…;SharedAccessKey=…;EntityPath=…";

/** Checks where events are to be read. Fails with `PNP_USAGE`; no message ever shows a key. */
export function parseEventsEndpoint(given: string | EventHubsCredential): EventHubsEndpoint {
  return typeof given === "object" && given !== null
    ? checkCredential(given)
    : parseConnectionString(given);
}

/** A client for one consumer group. It connects with its first call and repeats nothing by itself. */
export async function openConsumer(
  endpoint: EventHubsEndpoint,
  consumerGroup: string,
  balancing?: LoadBalancing,
): Promise<EventHubConsumerClient> {
  const { EventHubConsumerClient } = await import("@azure/event-hubs");
  // The SDK waits half a minute before it tries again; whoever reads events tries again sooner, and from where it broke.
  const options = {
    retryOptions: { maxRetries: 0, timeoutInMs: 30_000 },
    ...(balancing === undefined ? {} : { loadBalancingOptions: balancing.options }),
  };
  const store = balancing?.store;
  if ("text" in endpoint) {
    return store === undefined
      ? new EventHubConsumerClient(consumerGroup, endpoint.text, options)
      : new EventHubConsumerClient(consumerGroup, endpoint.text, store, options);
  }
  const { fullyQualifiedNamespace: host, eventHubName: hub, credential } = endpoint;
  return store === undefined
    ? new EventHubConsumerClient(consumerGroup, host, hub, credential, options)
    : new EventHubConsumerClient(consumerGroup, host, hub, credential, store, options);
}

/** Who shares the partitions, and how quickly a dead reader's partitions are taken over. */
export interface LoadBalancing {
  readonly store: CheckpointStore;
  readonly options: {
    readonly strategy: "balanced" | "greedy";
    readonly updateIntervalInMs: number;
    readonly partitionOwnershipExpirationIntervalInMs: number;
  };
}

function parseConnectionString(text: string): EventHubsKey {
  // Programs without types pass what an unset variable holds.
  const trimmed = typeof text === "string" ? text.trim() : "";
  if (trimmed === "") throw usage("The Event Hubs connection string is empty.");
  const parts = new Map<string, string>();
  for (const part of trimmed.split(";")) {
    const equals = part.indexOf("=");
    if (equals > 0) parts.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  if (parts.has("HostName")) {
    throw usage(
      "This is the connection string of the hub or of a device, not of its Event Hubs-compatible endpoint.",
    );
  }
  const namespace = /^sb:\/\/([^/]+)\/?$/i.exec(parts.get("Endpoint") ?? "")?.[1];
  if (namespace === undefined)
    throw usage("The Event Hubs connection string has no Endpoint=sb://….");
  const eventHubName = parts.get("EntityPath");
  if (!eventHubName) throw usage("The Event Hubs connection string has no EntityPath.");
  const signed = parts.has("SharedAccessSignature");
  for (const key of signed ? [] : ["SharedAccessKeyName", "SharedAccessKey"]) {
    if (!parts.get(key)) throw usage(`The Event Hubs connection string has no ${key}.`);
  }
  return { fullyQualifiedNamespace: namespace, eventHubName, text: trimmed };
}

function checkCredential(given: EventHubsCredential): EventHubsCredential {
  const { fullyQualifiedNamespace, eventHubName, credential } = given;
  if (typeof credential?.getToken !== "function") {
    throw usage("The credential for the Event Hubs-compatible endpoint is missing.");
  }
  for (const [name, value] of Object.entries({ fullyQualifiedNamespace, eventHubName })) {
    if (typeof value !== "string" || value === "") throw usage(`${name} is empty.`);
  }
  if (/[:/]/.test(fullyQualifiedNamespace)) {
    throw usage("fullyQualifiedNamespace must be a host name, without sb:// and without a path.");
  }
  return given;
}

function usage(message: string): PnpError {
  return new PnpError("PNP_USAGE", message, {
    hint: `It looks like ${form}: the portal shows it under "Built-in endpoints".`,
  });
}
