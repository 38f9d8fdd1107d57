import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const aedes = "aedes@1.2.0";
const packages = ["mosquitto", "libcjson1", "libdlt2", "libwrap0", "libnsl2"];

/** URL of aedes' module. Installed into a cache folder when it is not there yet; undefined when that fails. */
export function aedesModule() {
  const folder = join(tmpdir(), `twinplug-bench-${aedes}`);
  const entry = join(folder, "node_modules", "aedes", "aedes.js");
  if (!existsSync(entry)) {
    run("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", aedes]);
  }
  return existsSync(entry) ? pathToFileURL(entry).href : undefined;
}

/**
 * Starts mosquitto with TLS, without persistence and log: `{ pid, stop }`. On Debian its package is unpacked into a cache
 * folder when there is none; undefined where that fails.
 */
export async function startMosquitto(port, { certificate, privateKey }) {
  const program = mosquittoProgram();
  if (!program) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "twinplug-bench-"));
  writeFileSync(join(folder, "cert.pem"), certificate);
  writeFileSync(join(folder, "key.pem"), privateKey, { mode: 0o600 });
  const settings = [
    `listener ${port} 127.0.0.1`,
    `certfile ${join(folder, "cert.pem")}`,
    `keyfile ${join(folder, "key.pem")}`,
    "allow_anonymous true",
    "log_type none",
    "user root",
  ];
  writeFileSync(join(folder, "mosquitto.conf"), settings.join("\n"));
  const child = spawn(program.path, ["-c", join(folder, "mosquitto.conf")], {
    env: { ...process.env, LD_LIBRARY_PATH: program.libraries },
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  process.once("exit", () => child.kill());
  if (!(await answers(port, child))) return undefined;
  return {
    pid: child.pid,
    stop: () => {
      child.kill();
      return ended;
    },
  };
}

function mosquittoProgram() {
  const installed = "/usr/sbin/mosquitto";
  if (existsSync(installed)) return { path: installed, libraries: "" };
  const folder = join(tmpdir(), "twinplug-bench-mosquitto");
  const path = join(folder, "usr", "sbin", "mosquitto");
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    run("apt-get", ["download", ...packages], folder);
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".deb"))) {
      run("dpkg", ["-x", name, "."], folder);
    }
  }
  if (!existsSync(path)) return undefined;
  const machine = process.arch === "arm64" ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
  return { path, libraries: join(folder, "usr", "lib", machine) };
}

function run(command, args, cwd) {
  console.error([command, ...args].join(" "));
  spawnSync(command, args, { cwd, stdio: ["ignore", "ignore", "inherit"] });
}

/** Waits until somebody listens; false when the process has ended instead. */
async function answers(port, child) {
  for (;;) {
    if (child.exitCode !== null) return false;
    const connected = await new Promise((resolve) => {
      const socket = createConnection(port, "127.0.0.1");
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (connected) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
