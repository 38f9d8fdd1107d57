import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PnpError } from "../../errors.js";
import { type Hub, startHub } from "../../hub/index.js";
import { writeStateFile } from "../../hub/state-file.js";
import { hubEnvironment } from "../hub-environment.js";
import type { Io } from "../io.js";
import { runProgram } from "../run-program.js";

interface Options {
  /** Create this device and let the program be it. */
  readonly device?: string;
}

/**
 * `pnp hub exec -- program …`: the program runs with a hub of its own; Node programs reach it by name without any
 * change, since the redirect is loaded into them before their first line. Answers the exit code of the program.
 */
export async function hubExec(
  command: readonly string[],
  { device: id }: Options,
  io: Io,
): Promise<number> {
  const hub = await startHub();
  const folder = mkdtempSync(join(tmpdir(), "twinplug-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // There are keys in it, and something may end this process before the program ends.
  process.on("exit", remove);
  try {
    const stateFile = join(folder, "hub.json");
    const caFile = join(folder, "ca.pem");
    const device = id === undefined ? {} : { device: newDevice(hub, id) };
    const description = hub.describe();
    await writeStateFile(stateFile, description);
    writeFileSync(caFile, hub.caCertificate);
    const variables = hubEnvironment({
      hub: description,
      stateFile,
      caFile,
      env: io.env,
      ...device,
    });
    // Nobody would tell the program to stop.
    if (io.signal.aborted) {
      throw new PnpError("PNP_ABORTED", "Interrupted.", { hint: `${command[0]} was not started.` });
    }
    return await runProgram(command, { ...io.env, ...variables }, io);
  } finally {
    remove();
    process.off("exit", remove);
    await hub.close();
  }
}

function newDevice(
  hub: Hub,
  id: string,
): { readonly id: string; readonly connectionString: string } {
  hub.createDevice(id);
  return { id, connectionString: hub.deviceConnectionString(id) };
}
