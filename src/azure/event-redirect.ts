import type { Connection, EventContext } from "rhea";
import type { CallOptions } from "../client/call-options.js";
import { systemClock } from "../client/clock.js";
import { PnpError } from "../errors.js";
import { translateEventsError } from "./event-errors.js";
import { type EventHubsEndpoint, parseEventsEndpoint } from "./event-hubs-connection.js";
import { patienceOf } from "./given-up.js";
import { sasToken } from "./sas-token.js";

/** The hub whose events are to be read, by a policy of it. */
export interface HubPolicy {
  readonly host: string;
  readonly policy: string;
  /** Base64. A secret. */
  readonly key: string;
}

/** Seconds that the token for the one question is good for. */
const tokenLifetime = 300;
const action = "find the events endpoint";

/**
 * Asks a hub for its Event Hubs-compatible endpoint: whoever attaches to the hub's own address of events is sent
 * there by an AMQP redirect. The policy needs the permission ServiceConnect.
 */
export async function findEventsEndpoint(
  hub: HubPolicy,
  options: CallOptions,
): Promise<EventHubsEndpoint> {
  const patience = patienceOf(options, systemClock);
  const { connection, answer } = await ask(hub);
  try {
    const info = await patience.race(answer, (why) =>
      why === "aborted"
        ? new PnpError("PNP_ABORTED", `Could not ${action}: the call was given up.`, {
            hint: "Nothing was changed.",
          })
        : new PnpError(
            "PNP_TIMEOUT",
            `Could not ${action}: no answer within ${patience.seconds} s.`,
          ),
    );
    return endpointOf(hub, info);
  } catch (error) {
    throw translateEventsError(error, { action, host: hub.host });
  } finally {
    connection.close();
  }
}

/** What the redirect says. */
interface Redirect {
  readonly hostname: string;
  readonly address: string;
}

interface Question {
  readonly connection: Connection;
  readonly answer: Promise<Redirect>;
}

async function ask({ host, policy, key }: HubPolicy): Promise<Question> {
  const { default: rhea } = await import("rhea");
  const [name = host, port] = host.split(":");
  const container = rhea.create_container();
  let connection: Connection | undefined;
  const answer = new Promise<Redirect>((resolve, reject) => {
    const fail = (context: EventContext | { readonly error?: unknown }): void => {
      const { error } = context as { readonly error?: unknown };
      reject(error ?? new Error("the connection was closed"));
    };
    // Without listeners rhea would throw these where nobody catches them.
    container.on("error", (error: unknown) => reject(error));
    container.on("connection_error", (context: EventContext) =>
      // A refused sign-in is told in the context only, a closing by the hub at the connection as well.
      fail({ error: context.error ?? context.connection.error }),
    );
    container.on("session_error", ({ session }: EventContext) => fail({ error: session?.error }));
    container.on("disconnected", fail);
    container.on("receiver_error", ({ receiver }: EventContext) => {
      const error: unknown = receiver?.error;
      const redirect = readRedirect(error);
      if (redirect === undefined) reject(error);
      else resolve(redirect);
    });
    connection = container.connect({
      transport: "tls",
      host: name,
      hostname: name,
      servername: name,
      port: port === undefined ? 5671 : Number(port),
      reconnect: false,
      username: `${policy}@sas.root.${name.split(".")[0]}`,
      password: sasToken({ host, policy, key }, { validSeconds: tokenLifetime }),
    });
    connection.open_receiver({
      source: { address: `amqps://${name}/messages/events/$management` },
      credit_window: 0,
    });
  });
  // The promise's body runs at once, so the connection is there.
  return { connection: connection as Connection, answer };
}

function readRedirect(error: unknown): Redirect | undefined {
  if (memberOf(error, "condition") !== "amqp:link:redirect") return undefined;
  const info = memberOf(error, "info");
  const hostname = memberOf(info, "hostname");
  const address = memberOf(info, "address");
  return typeof hostname === "string" && typeof address === "string"
    ? { hostname, address }
    : undefined;
}

function endpointOf(
  { host, policy, key }: HubPolicy,
  { hostname, address }: Redirect,
): EventHubsEndpoint {
  const entity = /:\d+\/(.*)\/\$management$/i.exec(address)?.[1];
  if (entity === undefined) {
    throw new PnpError(
      "PNP_TRANSPORT",
      `${host} names an events endpoint that cannot be understood.`,
    );
  }
  return parseEventsEndpoint(
    `Endpoint=sb://${hostname}/;SharedAccessKeyName=${policy};SharedAccessKey=${key};EntityPath=${entity}`,
  );
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
