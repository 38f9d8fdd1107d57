import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Starts a file of this folder as a process of its own, whose exported calls are made by name. */
export function startProgram(file, execArgv = []) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [], { execArgv });
  const waiting = new Map();
  let calls = 0;
  child.on("message", ({ id, result, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(result);
    else reject(new Error(`${file}: ${error}`));
  });
  child.once("exit", (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended with ${code}`));
  });
  return {
    pid: child.pid,
    call(name, ...args) {
      calls += 1;
      const id = calls;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        child.send({ id, name, args });
      });
    },
    async stop() {
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill();
      await ended;
    },
  };
}

/** The other side: what this process can be called for. */
export function offer(functions) {
  process.on("disconnect", () => process.exit());
  process.on("message", async ({ id, name, args }) => {
    try {
      process.send({ id, result: await functions[name](...args) });
    } catch (error) {
      process.send({ id, error: error?.stack ?? String(error) });
    }
  });
}
