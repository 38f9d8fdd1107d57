import type { IncomingMessage, ServerResponse } from "node:http";
import type { HubCore } from "../hub-core.js";
import { type HubLogLevel, type HubLogLine, hubLogLevels } from "../log-line.js";
import { requestTarget } from "./request-target.js";

/** What `GET /status` tells. */
export interface HubStatus {
  readonly hostName: string;
  readonly pid: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly devices: number;
  readonly connectedDevices: number;
  /** Events that can still be read. */
  readonly events: number;
  readonly memoryBytes: number;
}

/** Bytes of log. */
const mostUnread = 4_194_304;

type Answer = (core: HubCore, outgoing: ServerResponse, query: URLSearchParams) => void;

const routes: Readonly<Record<string, Answer>> = {
  "GET /status": (core, outgoing) => json(outgoing, 200, statusOf(core)),
  "GET /logs": sendLogs,
  "POST /stop": ({ control }, outgoing) => {
    const { stop } = control;
    if (!stop) {
      json(outgoing, 409, { message: "The hub is part of another program, which ends it." });
      return;
    }
    json(outgoing, 202, {});
    outgoing.once("close", stop);
  },
};

/** Answers a request to the hub's control door. */
export function answerControl(
  core: HubCore,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  incoming.resume();
  if (!core.control.opens(incoming.headers.authorization)) {
    json(outgoing, 401, { message: "The token is not the one of the hub's state file." });
    return;
  }
  const { pathname, search } = requestTarget(incoming);
  const answer = routes[`${incoming.method} ${pathname}`];
  if (answer) answer(core, outgoing, new URLSearchParams(search));
  else json(outgoing, 404, { message: `There is no ${incoming.method} ${pathname} here.` });
}

/** The log as one JSON object a line; with `follow` it goes on until the client hangs up. */
function sendLogs({ log }: HubCore, outgoing: ServerResponse, query: URLSearchParams): void {
  const asked = query.get("level") ?? "info";
  const level = hubLogLevels.find((each): each is HubLogLevel => each === asked);
  if (!level) {
    json(outgoing, 400, { message: `The levels are ${hubLogLevels.join(", ")}.` });
    return;
  }
  outgoing.writeHead(200, { "Content-Type": "application/x-ndjson" });
  const send = (line: HubLogLine): void => {
    outgoing.write(`${JSON.stringify(line)}\n`);
    // Who does not read what it follows is let go.
    if (outgoing.writableLength > mostUnread) outgoing.destroy();
  };
  for (const line of log.lines(level)) send(line);
  if (!query.has("follow")) {
    outgoing.end();
    return;
  }
  // The client waits for the headers before it has anything to show.
  outgoing.flushHeaders();
  outgoing.once("close", log.listen(level, send));
}

function statusOf({ hostName, registry, sessions, events, startedAt }: HubCore): HubStatus {
  return {
    hostName,
    pid: process.pid,
    startedAt: startedAt.toISOString(),
    devices: registry.devices().length,
    connectedDevices: sessions.connectedDevices,
    events: events.events().length,
    memoryBytes: process.memoryUsage().rss,
  };
}

function json(outgoing: ServerResponse, status: number, body: object): void {
  outgoing.writeHead(status, { "Content-Type": "application/json" });
  outgoing.end(JSON.stringify(body));
}
