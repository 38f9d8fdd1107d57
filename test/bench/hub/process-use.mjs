import { readFileSync } from "node:fs";

const ticksPerSecond = 100;

/** CPU seconds that a process has used, all its threads, user and system; as Linux tells. */
export function cpuSeconds(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Bytes of memory that a process has in use. */
export function residentBytes(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(kilobytes) * 1024;
}

/** How much CPU another process uses while something is done: `[outcome, CPU seconds]`. */
export async function withCpuOf(pid, work) {
  const before = cpuSeconds(pid);
  const outcome = await work();
  return [outcome, cpuSeconds(pid) - before];
}
