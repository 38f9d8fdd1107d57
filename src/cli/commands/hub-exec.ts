import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { PnpError } from "../../errors.js";
import { startHub } from "../../hub/index.js";
import { writeStateFile } from "../../hub/state-file.js";
import type { Io } from "../io.js";

/**
 * `pnp hub exec -- program …`: the program runs with a hub of its own; Node programs reach it by name without any
 * change, since the redirect is loaded into them before their first line. Answers the exit code of the program.
 */
export async function hubExec(command: readonly string[], io: Io): Promise<number> {
  const hub = await startHub();
  const folder = mkdtempSync(join(tmpdir(), "twinplug-"));
  try {
    const stateFile = join(folder, "hub.json");
    const caFile = join(folder, "ca.pem");
    const description = hub.describe();
    await writeStateFile(stateFile, description);
    writeFileSync(caFile, hub.caCertificate);
    const redirect = new URL("../../hub/redirect.js", import.meta.url).href;
    const { clientApp, eventHubs, provisioning } = description;
    const env = {
      ...io.env,
      IOTHUB_CONNECTION_STRING: hub.connectionString,
      IOTHUB_HOST_NAME: hub.hostName,
      EVENTHUB_CONNECTION_STRING: eventHubs.connectionString,
      AZURE_AUTHORITY_HOST: clientApp?.authorityHost,
      // Of another tenant the identity libraries ask the public cloud first.
      AZURE_TENANT_ID: "adfs",
      AZURE_CLIENT_ID: clientApp?.clientId,
      AZURE_CLIENT_SECRET: clientApp?.clientSecret,
      IOTHUB_DEVICE_DPS_ENDPOINT: provisioning?.provisioningHost,
      IOTHUB_DEVICE_DPS_ID_SCOPE: provisioning?.idScope,
      IOTHUB_DEVICE_DPS_DEVICE_ID: provisioning?.registrationId,
      IOTHUB_DEVICE_DPS_DEVICE_KEY: provisioning?.symmetricKey,
      // What the shell says about other sign-ins does not hold here.
      AZURE_TOKEN_CREDENTIALS: undefined,
      TWINPLUG_HUB_STATE: stateFile,
      TWINPLUG_HUB_CA: caFile,
      NODE_OPTIONS: [io.env.NODE_OPTIONS, `--import=${redirect}`].filter(Boolean).join(" "),
    };
    return await runProgram(command, env, io);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await hub.close();
  }
}

function runProgram(command: readonly string[], env: NodeJS.ProcessEnv, io: Io): Promise<number> {
  const [program = "", ...args] = command;
  // Nobody would tell the program to stop.
  if (io.signal.aborted)
    throw new PnpError("PNP_ABORTED", "Interrupted.", { hint: `${program} was not started.` });
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, cwd: io.cwd, stdio: ["inherit", "pipe", "pipe"] });
    // Characters of several bytes may come in two pieces.
    child.stdout.setEncoding("utf8").on("data", (text: string) => io.stdout.write(text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => io.stderr.write(text));
    io.signal.addEventListener("abort", () => child.kill("SIGINT"), { once: true });
    child.on("error", (cause) => {
      reject(new PnpError("PNP_USAGE", `The program ${program} cannot be started.`, { cause }));
    });
    // As shells count it: 128 and the number of the signal that ended it.
    child.on("close", (code, signal) =>
      resolve(code ?? 128 + constants.signals[signal ?? "SIGINT"]),
    );
  });
}
