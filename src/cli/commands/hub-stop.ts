import { PnpError } from "../../errors.js";
import type { HubDescription } from "../../hub/description.js";
import { isAlive, readStateFile, stateFilePath } from "../../hub/state-file.js";
import { pause } from "../aborted.js";
import { askHub, runningHub } from "../hub-control.js";
import type { Io } from "../io.js";
import { type OutputFormat, outputFormat, printResult } from "../output.js";

const mostLooks = 200;
const lookAgainSeconds = 0.05;

/** `pnp hub stop`: ends the running hub and returns when it is gone. */
export async function hubStop(options: { readonly output?: OutputFormat }, io: Io): Promise<void> {
  const hub = await runningHub(io);
  (await askHub(hub, "POST", "/stop", io.signal)).resume();
  await gone(hub, io);
  const facts = { stopped: hub.hostName, pid: hub.pid };
  printResult(io, outputFormat(options.output, io), facts, () => `${hub.hostName} has stopped`);
}

async function gone(hub: HubDescription, io: Io): Promise<void> {
  let isClosed = false;
  for (let looks = 0; looks < mostLooks && !io.signal.aborted; looks += 1) {
    // What it keeps is free for the next hub when the process is gone.
    if (isClosed && !isAlive(hub.pid)) return;
    isClosed ||= (await readStateFile(stateFilePath(io.env)))?.pid !== hub.pid;
    await pause(lookAgainSeconds, io.signal);
  }
  // A process that nobody has waited for keeps its number.
  if (isClosed) return;
  throw new PnpError("PNP_TIMEOUT", `${hub.hostName} was asked to stop and still runs.`, {
    hint: `End its process, ${hub.pid}.`,
  });
}
