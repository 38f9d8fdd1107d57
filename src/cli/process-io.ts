import { exitCodes } from "./exit-codes.js";
import type { Io, TextSink } from "./io.js";

/** How long a command may take to close what it has opened once it was interrupted. */
const graceMilliseconds = 1500;

/** The real process as an {@link Io}; `flush` resolves when everything written has left. */
export function processIo(): { readonly io: Io; flush(): Promise<void> } {
  const interrupt = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => {
      interrupt.abort();
      // A request under way cannot be called back; nobody should have to wait for its answer.
      setTimeout(() => process.exit(exitCodes.PNP_ABORTED), graceMilliseconds).unref();
    });
  }
  // A reader that goes away (`pnp … | head`) ends the output, not with a stack trace.
  process.stdout.on("error", () => process.exit(0));
  // Narration that nobody reads any more is no reason to stop.
  process.stderr.on("error", () => {});
  const io: Io = {
    stdout: sink(process.stdout),
    stderr: sink(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    // Ctrl-C also ends waiting for somebody to type.
    readStdin: async () => {
      const [{ addAbortSignal }, { text }] = await Promise.all([
        import("node:stream"),
        import("node:stream/consumers"),
      ]);
      return text(addAbortSignal(interrupt.signal, process.stdin));
    },
    signal: interrupt.signal,
  };
  return {
    io,
    flush: async () => void (await Promise.all([drained(process.stdout), drained(process.stderr)])),
  };
}

function sink(stream: NodeJS.WriteStream & { readonly fd: number }): TextSink {
  return {
    write: (chunk) => void stream.write(chunk),
    isTerminal: stream.isTTY === true,
    descriptor: stream.fd,
  };
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((done) => stream.write("", () => done()));
}
