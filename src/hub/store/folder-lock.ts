import { createHash } from "node:crypto";
import { realpathSync, statSync, unlinkSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PnpError } from "../../errors.js";

/** Of the address of a local socket, on the strictest of the systems. */
const longestAddress = 100;

/** Held by the one process that writes into a folder. */
export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Takes a folder for this process: a local socket listens in it, and its end comes with the process's own, whatever
 * that is. Rejects with `PNP_CONFLICT` while another process has it.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const address = lockAddress(folder);
  for (;;) {
    const server = await listen(address);
    if (server) return { release: () => close(server) };
    const found = fileNumber(address);
    const owner = await ownerOf(address);
    if (owner !== undefined) {
      throw new PnpError(
        "PNP_CONFLICT",
        `The hub's data in ${folder} is in use by process ${owner}.`,
        {
          hint: "Stop that hub, or choose another folder (--data).",
        },
      );
    }
    // Left behind by a process that was killed, unless somebody has just replaced it.
    if (found !== undefined && found === fileNumber(address)) unlinkSync(address);
  }
}

function lockAddress(folder: string): string {
  const real = realpathSync(folder);
  const name = `twinplug-${createHash("sha256").update(real).digest("hex").slice(0, 24)}`;
  if (process.platform === "win32") return `\\\\.\\pipe\\${name}`;
  const inside = join(real, "lock");
  return Buffer.byteLength(inside) <= longestAddress ? inside : join(tmpdir(), `${name}.lock`);
}

/** A server that tells who has the lock; nothing when the address is taken. */
function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.end(String(process.pid));
    });
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
    );
    server.listen(address, () => {
      // It keeps nobody alive.
      server.unref();
      resolve(server);
    });
  });
}

/** The number of the process that answers there; nothing when none does. */
function ownerOf(address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(address);
    socket.setEncoding("utf8");
    socket.on("data", (more: string) => {
      text += more;
    });
    socket.once("end", () => resolve(text));
    socket.once("error", () => resolve(undefined));
  });
}

function fileNumber(address: string): number | undefined {
  return statSync(address, { throwIfNoEntry: false })?.ino;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
