import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { isRecord } from "../convention/record.js";
import { PnpError } from "../errors.js";
import type { HubDescription } from "./description.js";

/**
 * Where a running hub is written down: `TWINPLUG_HUB_STATE`, else `twinplug/hub.json` below `XDG_STATE_HOME` or
 * `~/.local/state`.
 */
export function stateFilePath(env: Readonly<Record<string, string | undefined>>): string {
  if (env.TWINPLUG_HUB_STATE) return env.TWINPLUG_HUB_STATE;
  const base = env.XDG_STATE_HOME || join(env.HOME || homedir(), ".local", "state");
  return join(base, "twinplug", "hub.json");
}

/** Writes the file as a whole or not at all. Only its user can read it. */
export async function writeStateFile(path: string, description: HubDescription): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, `${JSON.stringify(description, undefined, 2)}\n`, {
      mode: 0o600,
      flag: "wx",
    });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/**
 * The running hub; nothing when there is no file, or what it names is gone: the process, or its port, should another
 * process have got the same number since. Throws `PNP_USAGE` for a file that is something else.
 */
export async function readStateFile(path: string): Promise<HubDescription | undefined> {
  const description = readStateFileSync(path);
  return description && (await listens(description)) ? description : undefined;
}

/** The same for who cannot wait: the process is looked for, its port is not tried. */
export function readStateFileSync(path: string): HubDescription | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (isRecord(error) && error.code === "ENOENT") return undefined;
    throw new PnpError("PNP_USAGE", `The hub's state file ${path} cannot be read.`, {
      cause: error,
    });
  }
  const description = parseDescription(text);
  if (!description) {
    throw new PnpError("PNP_USAGE", `${path} is not the state file of a hub.`, {
      hint: "Remove it and start the hub again.",
    });
  }
  return isAlive(description.pid) ? description : undefined;
}

/** Removes the file; none is fine. Given a process, only when that one's hub is written there. */
export async function removeStateFile(path: string, pid?: number): Promise<void> {
  if (pid !== undefined) {
    const text = await readFile(path, "utf8").catch(() => "");
    if (parseDescription(text)?.pid !== pid) return;
  }
  await rm(path, { force: true });
}

function parseDescription(text: string): HubDescription | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isDescription(value) ? value : undefined;
}

function isDescription(value: unknown): value is HubDescription {
  return (
    isRecord(value) &&
    value.version === 1 &&
    typeof value.name === "string" &&
    typeof value.hostName === "string" &&
    typeof value.pid === "number" &&
    typeof value.address === "string" &&
    typeof value.port === "number" &&
    typeof value.caCertificate === "string" &&
    Array.isArray(value.hosts) &&
    value.hosts.every((host) => typeof host === "string") &&
    isRecord(value.eventHubs) &&
    Object.values(value.eventHubs).every((one) => typeof one === "string") &&
    isRecord(value.connectionStrings) &&
    Object.values(value.connectionStrings).every((one) => typeof one === "string")
  );
}

/** Whether there is a process of this number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not allowed to signal it, so it exists.
    return isRecord(error) && error.code === "EPERM";
  }
}

/** A refused connection on loopback is told at once, so no time limit is needed. */
function listens({ address, port }: HubDescription): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
