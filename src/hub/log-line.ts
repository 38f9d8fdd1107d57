import { advice } from "./log-advice.js";
import { redact } from "./redact.js";
import { errorNumber } from "./service-error.js";
import type { HubProtocol, HubTraceEvent, RefusedEvent } from "./trace.js";

/** How much a line of the log matters, from most to least. */
export type HubLogLevel = "error" | "warn" | "info" | "debug";

/** From the gravest to the least. */
export const hubLogLevels: readonly HubLogLevel[] = ["error", "warn", "info", "debug"];

/** One line of a hub's log. It holds no secret. */
export interface HubLogLine {
  /** ISO 8601. */
  readonly time: string;
  /** `error`: the hub failed. `warn`: it refused. `info`: who came and went. `debug`: every request and packet. */
  readonly level: HubLogLevel;
  /** One sentence: what happened, or what a refused client did wrong. */
  readonly message: string;
  readonly protocol?: HubProtocol;
  /** A device `dev1`, a module `dev1/mod1`, or how a service had signed in: `policy service`. */
  readonly client?: string;
  /** What the client was doing: `PATCH /twins/dev1`, `publish …`, `attach …`. */
  readonly operation?: string;
  /** Of a refusal: the service's name of the error, else a short name of the rule. */
  readonly rule?: string;
  /** Of a service's error: its six digits. */
  readonly number?: number;
  /** What to do about it. */
  readonly advice?: string;
}

/** A refusal as a line of the log. */
export function refusedLine(event: RefusedEvent, time: Date): HubLogLine {
  const { protocol, rule, detail } = event;
  const client = event.client ?? event.deviceId;
  const number = errorNumber(rule);
  const hint = advice(rule, detail, number);
  return {
    time: time.toISOString(),
    level: rule === "ServerError" ? "error" : "warn",
    message: redact(detail),
    protocol,
    ...(client === undefined ? {} : { client: redact(client) }),
    operation: redact(event.operation),
    rule,
    ...(number === undefined ? {} : { number }),
    ...(hint === undefined ? {} : { advice: hint }),
  };
}

/** What crossed the hub's edge as a line of the log; bodies are left out. */
export function trafficLine(event: Exclude<HubTraceEvent, RefusedEvent>, time: Date): HubLogLine {
  const line = { time: time.toISOString(), level: "debug", protocol: event.kind } as const;
  if (event.kind === "http") {
    const operation = `${event.method} ${redact(event.path)}`;
    return { ...line, message: `${operation} answered ${event.status}`, operation };
  }
  const way = event.direction === "in" ? "came" : "left";
  if (event.kind === "amqp") {
    const operation = `${event.event} ${redact(event.address)}`;
    return { ...line, message: `${operation} ${way}`, operation };
  }
  const operation = [event.packet, redact(event.topic ?? "")].join(" ").trimEnd();
  return { ...line, message: `${operation} ${way}`, client: event.deviceId, operation };
}
