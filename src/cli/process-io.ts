import { isatty } from "node:tty";
import { PnpError } from "../errors.js";
import { exitCodes } from "./exit-codes.js";
import type { Io, TextSink } from "./io.js";

/** How long a command may take to close what it has opened once it was interrupted. */
const graceMilliseconds = 1500;

const interrupts = ["SIGINT", "SIGTERM"] as const;

/** The real process as an {@link Io}; `flush` resolves when everything written has left. */
export function processIo(): { readonly io: Io; flush(): Promise<void> } {
  const interrupt = new AbortController();
  const onInterrupt = (name: NodeJS.Signals): void => {
    // Whoever repeats it means it: the next one ends the process at once.
    process.off(name, onInterrupt);
    interrupt.abort();
    // A request under way cannot be called back; nobody should have to wait for its answer.
    setTimeout(() => process.exit(exitCodes.PNP_ABORTED), graceMilliseconds).unref();
  };
  for (const name of interrupts) process.on(name, onInterrupt);
  // A reader that goes away (`pnp … | head`) ends the output, not with a stack trace.
  process.stdout.on("error", () => process.exit(0));
  // Narration that nobody reads any more is no reason to stop.
  process.stderr.on("error", () => {});
  const io: Io = {
    stdout: sink(process.stdout),
    stderr: sink(process.stderr),
    env: process.env,
    get cwd() {
      return currentFolder();
    },
    // Ctrl-C also ends waiting for somebody to type.
    readStdin: async () => {
      const [{ addAbortSignal }, { text }] = await Promise.all([
        import("node:stream"),
        import("node:stream/consumers"),
      ]);
      return text(addAbortSignal(interrupt.signal, process.stdin));
    },
    signal: interrupt.signal,
    holdInterrupts: (tell) => {
      const onHeld = (name: NodeJS.Signals): void => {
        // Ctrl-C goes to every program of the terminal.
        if (name !== "SIGINT" || !isatty(0)) tell(name);
      };
      const held = [...interrupts, "SIGHUP"] as const;
      for (const name of held) process.on(name, onHeld).off(name, onInterrupt);
      return () => {
        for (const name of interrupts) process.on(name, onInterrupt);
        for (const name of held) process.off(name, onHeld);
      };
    },
  };
  return {
    io,
    flush: async () => void (await Promise.all([drained(process.stdout), drained(process.stderr)])),
  };
}

function currentFolder(): string {
  try {
    return process.cwd();
  } catch (cause) {
    const name = process.env.PWD ?? "that this command runs in";
    throw new PnpError("PNP_USAGE", `The folder ${name} is gone.`, {
      hint: "Go to one that is there: cd FOLDER.",
      cause,
    });
  }
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
