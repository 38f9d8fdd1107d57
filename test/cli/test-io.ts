import type { Io } from "../../src/cli/io.js";
import { run } from "../../src/cli/run.js";

/** What one command line printed and ended with. */
export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string;
  readonly signal?: AbortSignal;
}

/** Runs `pnp` in this process with an environment of its own. */
export async function pnp(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const io: Io = {
    stdout: { write: (text) => void stdout.push(text), isTerminal: false },
    stderr: { write: (text) => void stderr.push(text), isTerminal: false },
    env: { XDG_STATE_HOME: "/nonexistent", ...options.env },
    cwd: options.cwd ?? process.cwd(),
    readStdin: async () => options.stdin ?? "",
    signal: options.signal ?? new AbortController().signal,
  };
  const exitCode = await run(args, io);
  return { exitCode, stdout: stdout.join(""), stderr: stderr.join("") };
}
