import { request } from "node:https";
import type { Readable } from "node:stream";
import { json } from "node:stream/consumers";
import { isRecord } from "../convention/record.js";
import { PnpError } from "../errors.js";
import type { HubDescription } from "../hub/description.js";
import { readStateFile, stateFilePath } from "../hub/state-file.js";
import type { Io } from "./io.js";

/** The local hub that runs. Throws `PNP_TRANSPORT` when there is none. */
export async function runningHub(io: Io): Promise<HubDescription> {
  const path = stateFilePath(io.env);
  const hub = await readStateFile(path);
  if (hub) return hub;
  throw new PnpError("PNP_TRANSPORT", `No local hub is running (${path}).`, {
    hint: "Start one: `pnp hub start`, or `pnp hub start --detach` to have the terminal back.",
  });
}

/** Asks a running hub for something of its control door, and answers the body to read. */
export async function askHub(
  hub: HubDescription,
  method: "GET" | "POST",
  path: string,
  signal: AbortSignal,
): Promise<Readable> {
  const { control, address, port, caCertificate } = hub;
  if (!control) {
    throw new PnpError("PNP_USAGE", `${hub.hostName} was started by an older twinplug.`, {
      hint: `Stop it where it runs (process ${hub.pid}).`,
    });
  }
  return new Promise((resolve, reject) => {
    const outgoing = request({
      method,
      path,
      host: address,
      port,
      // Its certificate is for its names; no other CA is asked.
      servername: control.host,
      ca: caCertificate,
      agent: false,
      signal,
      headers: { Host: control.host, Authorization: `Bearer ${control.token}` },
    });
    outgoing.on("error", (cause) => {
      reject(new PnpError("PNP_TRANSPORT", `${hub.hostName} does not answer.`, { cause }));
    });
    outgoing.on("response", (incoming) => {
      const { statusCode = 0 } = incoming;
      if (statusCode < 300) resolve(incoming);
      else json(incoming).then((body) => reject(refusal(statusCode, body)), reject);
    });
    outgoing.end();
  });
}

function refusal(status: number, body: unknown): PnpError {
  const message = isRecord(body) ? String(body.message) : `The hub answered ${status}.`;
  if (status === 401) return new PnpError("PNP_UNAUTHORIZED", message);
  return new PnpError(status === 409 ? "PNP_CONFLICT" : "PNP_USAGE", message);
}
