import { json } from "node:stream/consumers";
import type { HubStatus } from "../../hub/http/control.js";
import { askHub, runningHub } from "../hub-control.js";
import type { Io } from "../io.js";
import { type OutputFormat, outputFormat, printResult } from "../output.js";

/** `pnp hub status`: what the running hub says about itself. */
export async function hubStatus(
  options: { readonly output?: OutputFormat },
  io: Io,
): Promise<void> {
  const hub = await runningHub(io);
  const status = (await json(await askHub(hub, "GET", "/status", io.signal))) as HubStatus;
  const { address, port, standardPorts } = hub;
  const facts = { ...status, address, port, standardPorts };
  printResult(io, outputFormat(options.output, io), facts, () =>
    [
      `${status.hostName} runs since ${status.startedAt} in process ${status.pid}`,
      `ports    ${[port, ...Object.values(standardPorts ?? {})].join(", ")} on ${address}`,
      `devices  ${status.devices}, ${status.connectedDevices} of them connected`,
      `events   ${status.events} kept`,
      `memory   ${Math.round(status.memoryBytes / 1_048_576)} MB`,
    ].join("\n"),
  );
}
