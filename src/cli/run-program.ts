import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { resolve as absolute } from "node:path";
import type { Readable } from "node:stream";
import { isRecord } from "../convention/record.js";
import { PnpError } from "../errors.js";
import type { Io, TextSink } from "./io.js";
import { say } from "./output.js";

/**
 * Runs a program until it ends, whatever it has started goes on or not, and answers its exit code as shells count it.
 * On the process's own terminal, pipe or file it writes there itself. An interruption is the program's, and so is when to
 * end. Rejects with `PNP_USAGE` when it cannot be started.
 */
export function runProgram(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  io: Io,
): Promise<number> {
  const [program = ""] = command;
  return new Promise((resolve, reject) => {
    const child = start(command, env, io);
    passOn(child.stdout, io.stdout);
    passOn(child.stderr, io.stderr);
    const interrupt = (signal: NodeJS.Signals): void => void child.kill(signal);
    io.signal.addEventListener("abort", () => interrupt("SIGINT"), { once: true });
    const letGo = io.holdInterrupts?.(interrupt);
    child.on("error", (cause) => {
      // It runs: as another user it may not be signalled.
      if (child.pid !== undefined) {
        return say(io, `${program} cannot be signalled and goes on: ${cause.message}`);
      }
      letGo?.();
      reject(notStarted(program, io, cause));
    });
    child.on("exit", async (code, signal) => {
      letGo?.();
      await allRead();
      // Its children may have them still; nobody waits for these.
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve(code ?? 128 + constants.signals[signal ?? "SIGINT"]);
    });
  });
}

function start(command: readonly string[], env: NodeJS.ProcessEnv, io: Io): ChildProcess {
  const [program = "", ...args] = command;
  const { stdout, stderr } = io;
  try {
    return spawn(program, args, {
      env,
      cwd: io.cwd,
      stdio: ["inherit", stdout.descriptor ?? "pipe", stderr.descriptor ?? "pipe"],
    });
  } catch (cause) {
    throw notStarted(program, io, cause);
  }
}

function passOn(stream: Readable | null, sink: TextSink): void {
  // Characters of several bytes may come in two pieces.
  stream?.setEncoding("utf8").on("data", (text: string) => sink.write(text));
}

/** Resolves when what lay in pipes is read: the rest of this turn of the event loop, and a whole one. */
async function allRead(): Promise<void> {
  for (let turns = 0; turns < 2; turns += 1) await new Promise((done) => setImmediate(done));
}

function notStarted(program: string, io: Io, cause: unknown): PnpError {
  const { reason, hint } = whyNot(program, io, cause);
  return new PnpError("PNP_USAGE", `The program ${program} cannot be started: ${reason}.`, {
    hint,
    cause,
  });
}

function whyNot(
  program: string,
  io: Io,
  cause: unknown,
): { readonly reason: string; readonly hint: string } {
  const code = isRecord(cause) ? cause.code : undefined;
  if (program === "") {
    return { reason: "it has no name", hint: "Give the program and its arguments after --." };
  }
  if (!existsSync(io.cwd)) {
    return { reason: `the folder ${io.cwd} is gone`, hint: "Go to one that is there: cd FOLDER." };
  }
  if (code === "EACCES") {
    return {
      reason: "it is not executable",
      hint: "Make it executable, or start it by what runs it: node FILE.",
    };
  }
  if (code !== "ENOENT") {
    return {
      reason: cause instanceof Error ? cause.message : String(cause),
      hint: "Give a program that this system can run, after --.",
    };
  }
  if (!/[\\/]/.test(program)) {
    return { reason: "it is not found in PATH", hint: "Check its name, or give its path." };
  }
  return existsSync(absolute(io.cwd, program))
    ? { reason: "what its first line says runs it is not found", hint: "Correct that line (#!)." }
    : { reason: "there is no such file", hint: "Check its path." };
}
