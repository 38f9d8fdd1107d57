import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { PnpError } from "../../errors.js";
import { startHub, type Tier } from "../../hub/index.js";
import { loopback, type StandardPorts } from "../../hub/ports.js";
import {
  readStateFile,
  removeStateFile,
  stateFilePath,
  writeStateFile,
} from "../../hub/state-file.js";
import { recordFile } from "../../hub/store/data-folder.js";
import { aborted } from "../aborted.js";
import { startDetached } from "../detached-hub.js";
import { done } from "../exit-codes.js";
import { hubCaFile } from "../hub-ca-file.js";
import { hubDataFolder } from "../hub-data-folder.js";
import { readHubSeed } from "../hub-seed.js";
import type { Io } from "../io.js";
import { type OutputFormat, outputFormat, printResult, say } from "../output.js";

interface Options {
  readonly name: string;
  readonly port: number;
  readonly host?: string;
  readonly standardPorts?: boolean;
  readonly detach?: boolean;
  readonly data?: string;
  readonly memory?: boolean;
  readonly seed?: string;
  readonly tier?: Tier;
  readonly units?: number;
  readonly output?: OutputFormat;
}

/** `pnp hub start`: one hub a user, found by every other `pnp` through its state file until it stops. */
export async function hubStart(options: Options, io: Io): Promise<number> {
  if (options.memory && options.data !== undefined) {
    throw new PnpError("PNP_USAGE", "Only one of --memory and --data can be meant.", {
      hint: "With --memory nothing is kept, and a folder has no use.",
    });
  }
  const format = outputFormat(options.output, io);
  const path = stateFilePath(io.env);
  // For programs in other languages; what runs on Node gets it from the state file.
  const caFile = hubCaFile(path);
  const running = await readStateFile(path);
  if (running) {
    throw new PnpError("PNP_CONFLICT", `A local hub is running already: ${running.hostName}.`, {
      hint: "Use it, or stop it: `pnp hub stop`.",
    });
  }
  const data = options.memory ? undefined : hubDataFolder(options, io);
  if (options.detach) {
    const isNew = data === undefined || !existsSync(recordFile(data));
    const exitCode = await startDetached(options.output, io);
    if (exitCode === done) warn(options, isNew, io);
    return exitCode;
  }
  const seed = options.seed === undefined ? undefined : await readHubSeed(options.seed, io);
  const hub = await startHub({
    name: options.name,
    ...(data !== undefined && { data }),
    ...(seed !== undefined && { seed }),
    port: options.port,
    ...(options.host !== undefined && { host: options.host }),
    standardPorts: options.standardPorts ? "all" : "if-free",
    ...(options.tier !== undefined && { tier: options.tier }),
    ...(options.units !== undefined && { units: options.units }),
  });
  const stopped = new Promise<void>((resolve) => hub.onStop(resolve));
  const failed = hub.failure.then((error) => {
    throw error;
  });
  // Heard below, once the hub has been told of.
  failed.catch(() => {});
  try {
    await writeStateFile(path, hub.describe());
    await writeFile(caFile, hub.caCertificate);
    const facts = {
      hostName: hub.hostName,
      host: options.host ?? loopback,
      port: hub.port,
      standardPorts: hub.describe().standardPorts,
      connectionString: hub.connectionString,
      eventHubsConnectionString: hub.eventHubsConnectionString,
      emulatorConnectionString: hub.emulatorConnectionString,
      ...(data !== undefined && { data }),
      stateFile: path,
      caFile,
    };
    printResult(io, format, facts, () =>
      [
        `${hub.hostName} listens on ${facts.host}:${hub.port} (HTTPS, MQTT and AMQP, TLS)`,
        ...standardPortsText(facts.standardPorts),
        `service connection string: ${hub.connectionString}`,
        `events connection string: ${hub.eventHubsConnectionString}`,
        `events without TLS, as from Event Hubs' emulator: ${hub.emulatorConnectionString}`,
        `CA certificate: ${caFile}`,
      ].join("\n"),
    );
    say(io, `${keepingText(data)}; Ctrl-C stops it`);
    warn(options, hub.isNew, io);
    await Promise.race([aborted(io.signal), stopped, failed]);
    return done;
  } finally {
    await removeStateFile(path, process.pid);
    await rm(caFile, { force: true });
    await hub.close();
  }
}

function keepingText(data: string | undefined): string {
  if (data === undefined) return "everything is kept in memory and gone when the hub stops";
  return `everything is kept in ${data}`;
}

/** Says what those who start a hub may not expect of it. */
function warn(options: Options, isNew: boolean, io: Io): void {
  const { data, name, seed, host = loopback } = options;
  if (seed !== undefined && !isNew) {
    const place = data === undefined ? `--name ${name}` : `--data ${data}`;
    say(
      io,
      `the seed is left aside: ${hubDataFolder(options, io)} is not new; to begin with it: pnp hub reset ${place}`,
    );
  }
  if (host !== loopback) say(io, exposureText(host));
}

function standardPortsText(ports: StandardPorts = {}): readonly string[] {
  const found = Object.entries(ports).map(([name, port]) => `${port} (${name})`);
  return found.length === 0 ? [] : [`also on the standard ports ${found.join(", ")}`];
}

function exposureText(host: string): string {
  const where = host === "0.0.0.0" || host === "::" ? "any address of this machine" : host;
  return `the hub is open to the network: whoever reaches ${where} and has a key may use it; 5672 and its like are without TLS`;
}
