import { startHub } from "../../hub/index.js";
import { aborted } from "../aborted.js";
import { runDemo } from "../demo/run-demo.js";
import type { Io } from "../io.js";
import { bundledModels, loadInterface } from "../models.js";
import { jsonText, type OutputFormat, outputFormat, printResult, say } from "../output.js";

interface Options {
  readonly target: number;
  readonly keep?: boolean;
  readonly output?: OutputFormat;
}

/** Sees the decrypted bytes of every connection of the demo's hub; tests use it. */
export type DemoTap = NonNullable<Parameters<typeof startHub>[0]>["tap"];

const controller = "dtmi:com:example:TemperatureController;1";

/** `pnp demo`: everything in this process, on free loopback ports. */
export async function demo(options: Options, io: Io, tap?: DemoTap): Promise<void> {
  const format = outputFormat(options.output, io);
  const { root } = await loadInterface(controller, { repo: [bundledModels] }, io);
  let writes = 0;
  const hub = await startHub({
    trace: (event) => {
      if (event.kind === "http" && event.method !== "GET") writes++;
    },
    ...(tap && { tap }),
  });
  const undoRedirect = hub.redirect();
  try {
    say(io, `started the local hub ${hub.hostName} on 127.0.0.1:${hub.port}`);
    const result = await runDemo({
      hub,
      root,
      target: options.target,
      countWrites: () => writes,
      say: (line) => say(io, line),
      ...(options.keep && { hold: () => keep(hub.connectionString, io) }),
    });
    printResult(io, format, result, () => jsonText(result, 2));
  } finally {
    undoRedirect();
    await hub.close();
  }
}

function keep(connectionString: string, io: Io): Promise<void> {
  say(io, `hub and device stay connected until Ctrl-C: ${connectionString}`);
  return aborted(io.signal);
}
