import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { readStateFile, stateFilePath } from "../hub/state-file.js";
import { done } from "./exit-codes.js";
import type { Io } from "./io.js";
import { type OutputFormat, outputFormat } from "./output.js";

const main = fileURLToPath(new URL("./main.js", import.meta.url));

/**
 * Runs this very command line again, without `--detach`, as a process of its own, and returns when that hub is ready, or
 * with the exit code of what went wrong. What it prints until then is printed here; an error on standard output only
 * where a format was asked for, as by every other command.
 */
export async function startDetached(asked: OutputFormat | undefined, io: Io): Promise<number> {
  const args = process.argv.slice(2).filter((arg) => arg !== "--detach");
  // Its standard output is no terminal, whatever ours is.
  const child = spawn(process.execPath, [main, ...args, "--output", outputFormat(asked, io)], {
    cwd: io.cwd,
    env: { ...io.env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const end = once(child, "close");
  const narrated: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => narrated.push(text));
  const printing = once(child.stdout.setEncoding("utf8"), "data");
  const printed = await Promise.race([printing, end.then(() => [""])]);
  if ((await readStateFile(stateFilePath(io.env)))?.pid !== child.pid) {
    const [exitCode] = await end;
    if (asked !== undefined) io.stdout.write(String(printed[0]));
    for (const text of narrated) io.stderr.write(text);
    return Number(exitCode);
  }
  io.stdout.write(String(printed[0]));
  // From here on it is on its own; nobody reads what it says but `pnp hub logs`.
  child.stdout.destroy();
  child.stderr.destroy();
  child.unref();
  return done;
}
