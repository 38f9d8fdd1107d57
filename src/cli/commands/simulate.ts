import { connectDevice } from "../../azure/device.js";
import { simulateDevice } from "../../simulator/index.js";
import { pause } from "../aborted.js";
import { type ConnectionOptions, openHub } from "../connection.js";
import type { Io } from "../io.js";
import { loadInterface, type ModelOptions } from "../models.js";
import { type OutputFormat, outputFormat, printResult, say } from "../output.js";

interface Options extends ConnectionOptions, ModelOptions {
  readonly device: string;
  readonly interval: number;
  readonly rounds?: number;
  readonly seed: string;
  readonly output?: OutputFormat;
}

/** `pnp simulate`: a device of any model, over the official device SDK, until Ctrl-C or the last round. */
export async function simulate(name: string, options: Options, io: Io): Promise<void> {
  const format = outputFormat(options.output, io);
  const { root } = await loadInterface(name, options, io);
  const hub = await openHub(options, io);
  try {
    const identity = await hub.registry.ensure(options.device);
    if (identity.created) say(io, `created the device ${options.device}`);
    const connection = await connectDevice(hub.registry.connectionString(identity), {
      modelId: root.id,
    });
    connection.onConnectionChange((connected) =>
      say(
        io,
        connected
          ? `${options.device} is connected again`
          : `${options.device} lost its connection; trying again`,
      ),
    );
    const device = simulateDevice(root, connection, {
      seed: options.seed,
      clock: { now: () => new Date() },
      log: (line) => say(io, line),
    });
    try {
      await device.start();
      say(io, `${options.device} is connected as ${root.id}; Ctrl-C stops it`);
      const sent = await sendRounds(() => device.sendTelemetry(), options, io);
      printResult(
        io,
        format,
        { device: options.device, modelId: root.id, rounds: sent },
        () => `${sent} rounds of telemetry sent`,
      );
    } finally {
      await device.stop();
    }
  } finally {
    await hub.close();
  }
}

async function sendRounds(send: () => Promise<void>, options: Options, io: Io): Promise<number> {
  let sent = 0;
  while (!io.signal.aborted && sent < (options.rounds ?? Number.POSITIVE_INFINITY)) {
    await send();
    sent++;
    if (sent !== options.rounds) await pause(options.interval, io.signal);
  }
  return sent;
}
