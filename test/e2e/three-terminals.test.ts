import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

type Terminal = ChildProcessByStdio<null, Readable, Readable>;

const pnpFile = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const state = mkdtempSync(join(tmpdir(), "twinplug-test-"));
const env = { PATH: process.env.PATH, XDG_STATE_HOME: state };

function open(...args: string[]): Terminal {
  return spawn(process.execPath, [pnpFile, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
}

/** Resolves when the terminal has shown a text; rejects with all it showed when it ends first. */
function shows(terminal: Terminal, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let shown = "";
    const look = (chunk: Buffer): void => {
      shown += chunk;
      if (shown.includes(text)) resolve();
    };
    terminal.stdout.on("data", look);
    terminal.stderr.on("data", look);
    terminal.on("close", () => reject(new Error(`ended without showing "${text}":\n${shown}`)));
  });
}

async function pnp(
  ...args: string[]
): Promise<{ exitCode: number | null; stdout: string; stderr: string }> {
  const terminal = open(...args);
  const end = new Promise<number | null>((resolve) => terminal.on("close", resolve));
  let stdout = "";
  let stderr = "";
  terminal.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  terminal.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  return { exitCode: await end, stdout, stderr };
}

function interrupt(terminal: Terminal): Promise<number | null> {
  return new Promise((resolve) => {
    terminal.on("close", resolve);
    terminal.kill("SIGINT");
  });
}

describe("three terminals", () => {
  let hub: Terminal;
  let device: Terminal;

  beforeAll(async () => {
    hub = open("hub", "start");
    await shows(hub, "Ctrl-C stops it");
    device = open(
      "simulate",
      "dtmi:com:example:TemperatureController;1",
      "--device",
      "mydevice",
      "--interval",
      "0.2",
    );
    await shows(device, "mydevice is connected");
  });
  afterAll(async () => {
    device.kill("SIGKILL");
    hub.kill("SIGKILL");
    rmSync(state, { recursive: true, force: true });
  });

  test("the simulated device is created when it is missing, and answers a component command", async () => {
    const { exitCode, stdout, stderr } = await pnp(
      "command",
      "mydevice",
      "thermostat1*getMaxMinReport",
      "--payload",
      '"2026-11-20T08:00:00Z"',
    );
    expect(stderr).toContain("using the local hub local.azure-devices.test");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      name: "thermostat1*getMaxMinReport",
      request: "2026-11-20T08:00:00Z",
      status: 200,
      response: { maxTemp: expect.any(Number), startTime: expect.any(String) },
    });
  });

  test("a property is set and the acknowledgement awaited, by either route", async () => {
    const first = await pnp("set", "mydevice", "thermostat2.targetTemperature=19.5", "--wait");
    expect(JSON.parse(first.stdout)).toMatchObject({
      patch: { thermostat2: { __t: "c", targetTemperature: 19.5 } },
      acknowledgements: [{ value: 19.5, ac: 200 }],
    });
    const second = await pnp(
      "set",
      "mydevice",
      "thermostat2.targetTemperature=20",
      "--wait",
      "--via",
      "digital-twin",
    );
    expect(JSON.parse(second.stdout)).toMatchObject({
      patch: [{ op: "replace", path: "/thermostat2/targetTemperature", value: 20 }],
      acknowledgements: [{ value: 20, ac: 200 }],
    });
    const state = await pnp("get", "mydevice", "thermostat2.targetTemperature");
    expect(JSON.parse(state.stdout).properties["thermostat2.targetTemperature"]).toMatchObject({
      desired: 20,
      reported: 20,
      pending: false,
    });
  });

  test("a dry run prints the request and sends nothing", async () => {
    const dry = await pnp("set", "mydevice", "thermostat1.targetTemperature=99", "--dry-run");
    expect(JSON.parse(dry.stdout)).toMatchObject({
      request: { method: "PATCH", path: "/twins/mydevice" },
      patch: { properties: { desired: { thermostat1: { __t: "c", targetTemperature: 99 } } } },
      sent: false,
    });
    const { stdout } = await pnp("get", "mydevice", "thermostat1.targetTemperature");
    expect(stdout).not.toContain("99");
  });

  test("describe shows the tree with live values", async () => {
    const { stdout } = await pnp("describe", "mydevice", "--output", "human");
    expect(stdout).toContain("mydevice  dtmi:com:example:TemperatureController;1  Connected");
    expect(stdout).toMatch(/serialNumber\s+property/);
  });

  test("a second hub is refused while one is running, and only its user can read its state", async () => {
    const { exitCode, stderr } = await pnp("hub", "start");
    expect(exitCode).toBe(6);
    expect(stderr).toContain("PNP_CONFLICT");
    expect(statSync(join(state, "twinplug", "hub.json")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(state, "twinplug", "hub-ca.pem"), "utf8")).toMatch(
      /^-----BEGIN CERTIFICATE-----/,
    );
  });

  test("Ctrl-C ends the device, then the hub, which leaves its data and nothing else", async () => {
    expect(await interrupt(device)).toBe(0);
    const offline = await pnp("command", "mydevice", "reboot", "--payload", "5");
    expect(offline.exitCode).toBe(7);
    expect(offline.stderr).toContain("PNP_DEVICE_OFFLINE");
    expect(await interrupt(hub)).toBe(0);
    expect(readdirSync(join(state, "twinplug"))).toEqual(["data"]);
  });
});

test("hub exec gives an unchanged Node program a hub by its name", async () => {
  const program = `
    const iothub = require("azure-iothub");
    const registry = iothub.Registry.fromConnectionString(process.env.IOTHUB_CONNECTION_STRING);
    registry.create({ deviceId: "made-by-a-stranger" })
      .then(() => registry.getTwin("made-by-a-stranger"))
      .then(({ responseBody }) => console.log("twin of", responseBody.deviceId), (error) => { console.log(error); process.exit(3); })
  `;
  const { exitCode, stdout } = await pnp("hub", "exec", "--", process.execPath, "-e", program);
  expect(stdout).toContain("twin of made-by-a-stranger");
  expect(exitCode).toBe(0);
});

test("hub exec ends with the exit code of the program", async () => {
  const { exitCode } = await pnp("hub", "exec", "--", process.execPath, "-e", "process.exit(42)");
  expect(exitCode).toBe(42);
});

test("hub exec tells the signal that ended the program as shells do", async () => {
  const { exitCode } = await pnp(
    "hub",
    "exec",
    "--",
    process.execPath,
    "-e",
    "process.kill(process.pid, 'SIGKILL')",
  );
  expect(exitCode).toBe(137);
});
