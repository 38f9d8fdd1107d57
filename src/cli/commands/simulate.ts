import { connectDevice, type TwinProtocol } from "../../azure/device.js";
import type { Interface } from "../../dtdl/model.js";
import { type SimulatedDevice, simulateDevice } from "../../simulator/index.js";
import { pause } from "../aborted.js";
import type { ConnectionOptions } from "../connection.js";
import { type DeviceSource, openDeviceSource } from "../device-source.js";
import type { Io } from "../io.js";
import type { ModelOptions } from "../model-locations.js";
import { loadInterface } from "../models.js";
import { type OutputFormat, outputFormat, printResult, say } from "../output.js";

interface Options extends ConnectionOptions, ModelOptions {
  readonly device: string;
  readonly devices?: number;
  readonly prefix?: string;
  readonly transport: TwinProtocol;
  readonly interval: number;
  /** Rounds a second: the other way to say `interval`. */
  readonly rate?: number;
  readonly rounds?: number;
  readonly seed: string;
  readonly output?: OutputFormat;
}

/** `pnp simulate`: devices of any model, over the official device SDK, until Ctrl-C or the last round. */
export async function simulate(name: string, options: Options, io: Io): Promise<void> {
  const format = outputFormat(options.output, io);
  const { root } = await loadInterface(name, options, io);
  const wishes = { ...options, ids: deviceIds(options), modelId: root.id };
  const source = await openDeviceSource(wishes, io);
  const { ids } = source;
  const devices: SimulatedDevice[] = [];
  try {
    for (const id of ids) {
      if (io.signal.aborted) break;
      devices.push(await start(id, root, source, options, io));
    }
    say(
      io,
      `${describe(ids)} connected as ${root.id}; Ctrl-C stops ${ids.length > 1 ? "them" : "it"}`,
    );
    const send = (): Promise<unknown> =>
      Promise.all(devices.map((device) => device.sendTelemetry()));
    const sent = await sendRounds(send, options, io);
    const result = options.devices === undefined ? { device: ids[0] } : { devices: ids };
    printResult(
      io,
      format,
      { ...result, modelId: root.id, rounds: sent },
      () => `${sent} rounds of telemetry sent`,
    );
  } finally {
    await Promise.all(devices.map((device) => device.stop()));
    await source.close();
  }
}

async function start(
  id: string,
  root: Interface,
  source: DeviceSource,
  options: Options,
  io: Io,
): Promise<SimulatedDevice> {
  const tell = (line: string): void =>
    say(io, options.devices === undefined ? line : `${id}: ${line}`);
  let isLost = false;
  const connection = await connectDevice(await source.connectionString(id), {
    modelId: root.id,
    transport: options.transport,
    signal: io.signal,
    onWarning: (text) => say(io, text),
  });
  const device = simulateDevice(root, connection, {
    seed: options.devices === undefined ? options.seed : `${options.seed}/${id}`,
    clock: { now: () => new Date() },
    log: tell,
    onConnectionChange(connected) {
      if (connected && !isLost) return;
      isLost = !connected;
      say(io, connected ? `${id} is connected again` : `${id} lost its connection; trying again`);
    },
  });
  await device.start();
  return device;
}

function deviceIds({ device, devices, prefix = `${device}-` }: Options): readonly string[] {
  if (devices === undefined) return [device];
  return Array.from({ length: devices }, (_, index) => `${prefix}${index + 1}`);
}

function describe(ids: readonly string[]): string {
  return ids.length === 1 ? `${ids[0]} is` : `${ids[0]} to ${ids.at(-1)} are`;
}

async function sendRounds(
  send: () => Promise<unknown>,
  { interval, rate, rounds = Number.POSITIVE_INFINITY }: Options,
  io: Io,
): Promise<number> {
  const seconds = rate === undefined ? interval : 1 / rate;
  let sent = 0;
  while (!io.signal.aborted && sent < rounds) {
    await send();
    sent++;
    if (sent !== rounds) await pause(seconds, io.signal);
  }
  return sent;
}
