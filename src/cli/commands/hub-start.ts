import { rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PnpError } from "../../errors.js";
import { startHub } from "../../hub/index.js";
import {
  readStateFile,
  removeStateFile,
  stateFilePath,
  writeStateFile,
} from "../../hub/state-file.js";
import { aborted } from "../aborted.js";
import type { Io } from "../io.js";
import { type OutputFormat, outputFormat, printResult, say } from "../output.js";

interface Options {
  readonly name: string;
  readonly port: number;
  readonly output?: OutputFormat;
}

/** `pnp hub start`: one hub a user, found by every other `pnp` through its state file until it stops. */
export async function hubStart(options: Options, io: Io): Promise<void> {
  const format = outputFormat(options.output, io);
  const path = stateFilePath(io.env);
  // For programs in other languages; what runs on Node gets it from the state file.
  const caFile = join(dirname(path), "hub-ca.pem");
  const running = await readStateFile(path);
  if (running) {
    throw new PnpError("PNP_CONFLICT", `A local hub is running already: ${running.hostName}.`, {
      hint: `Use it, or stop it with Ctrl-C where it runs. If it does not run, remove ${path}.`,
    });
  }
  const hub = await startHub({ name: options.name, port: options.port });
  try {
    await writeStateFile(path, hub.describe());
    await writeFile(caFile, hub.caCertificate);
    const facts = {
      hostName: hub.hostName,
      port: hub.port,
      connectionString: hub.connectionString,
      eventHubsConnectionString: hub.eventHubsConnectionString,
      emulatorConnectionString: hub.emulatorConnectionString,
      stateFile: path,
      caFile,
    };
    printResult(io, format, facts, () =>
      [
        `${hub.hostName} listens on 127.0.0.1:${hub.port} (HTTPS, MQTT and AMQP, TLS)`,
        `service connection string: ${hub.connectionString}`,
        `events connection string: ${hub.eventHubsConnectionString}`,
        `events without TLS, as from Event Hubs' emulator: ${hub.emulatorConnectionString}`,
        `CA certificate: ${caFile}`,
      ].join("\n"),
    );
    say(io, "everything is kept in memory and gone when the hub stops; Ctrl-C stops it");
    await aborted(io.signal);
  } finally {
    await removeStateFile(path);
    await rm(caFile, { force: true });
    await hub.close();
  }
}
