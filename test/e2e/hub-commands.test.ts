import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import type { HubLogLine } from "../../src/hub/index.js";
import { type CliResult, pnp } from "../cli/test-io.js";
import { eventually } from "../hub/eventually.js";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const pnpFile = join(root, "dist/cli/main.js");

/** Somebody's machine: a state folder of its own, and the process of whatever hub is left in it ended. */
class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), "twinplug-test-"));
  readonly env = { PATH: process.env.PATH ?? "", HOME: this.folder, XDG_STATE_HOME: this.folder };
  readonly stateFile = join(this.folder, "twinplug", "hub.json");

  constructor() {
    onTestFinished(async () => {
      await this.pnp("hub", "stop");
      rmSync(this.folder, { recursive: true });
    });
  }

  pnp(...args: string[]): Promise<CliResult> {
    return pnp(args, { env: this.env });
  }

  async json(...args: string[]): Promise<Record<string, unknown>> {
    const { stdout, stderr } = await this.pnp(...args, "--output", "json");
    if (stdout === "") throw new Error(stderr);
    return JSON.parse(stdout);
  }

  /** The built command, in a process of its own. */
  async built(...args: string[]): Promise<string> {
    return (await run(process.execPath, [pnpFile, ...args], { env: this.env })).stdout;
  }

  /** A hub in the background; answers what it printed. */
  async start(...args: string[]): Promise<Record<string, unknown>> {
    return JSON.parse(await this.built("hub", "start", "--memory", "--detach", ...args));
  }
}

test("a hub in the background is asked, listened to and stopped by other commands", async () => {
  const machine = new Machine();
  const started = await machine.start("--name", "busy");
  expect(started).toMatchObject({ hostName: "busy.azure-devices.test", host: "127.0.0.1" });
  expect(statSync(machine.stateFile).mode & 0o777).toBe(0o600);
  await machine.pnp("device", "create", "dev1");
  await machine.pnp("device", "show", "nobody");
  expect(await machine.json("hub", "status")).toMatchObject({
    hostName: "busy.azure-devices.test",
    port: started.port,
    devices: 1,
    connectedDevices: 0,
  });
  const { stdout } = await machine.pnp("hub", "logs", "--level", "warn", "--output", "human");
  expect(stdout).toMatch(
    /^\S+ {2}warn {3}http policy iothubowner GET \/devices\/nobody {2}DeviceNotFound 404001: .*\n {4}help: .*pnp device create/m,
  );
  const key = String(started.connectionString).split("SharedAccessKey=")[1];
  expect(stdout).not.toContain(key);
  const again = await machine.pnp("hub", "start", "--memory");
  expect(again).toMatchObject({ exitCode: 6, stderr: expect.stringContaining("pnp hub stop") });
  expect(await machine.json("hub", "stop")).toMatchObject({ stopped: "busy.azure-devices.test" });
  expect(() => statSync(machine.stateFile)).toThrow(/ENOENT/);
  for (const command of ["status", "logs", "env", "stop"]) {
    const { exitCode, stderr } = await machine.pnp("hub", command);
    expect({ command, exitCode }).toEqual({ command, exitCode: 12 });
    expect(stderr).toContain("pnp hub start");
  }
});

test("a hub that cannot start in the background says why, with its exit code", async () => {
  const machine = new Machine();
  const { port } = await machine.start();
  await machine.pnp("hub", "stop");
  const server = createServer().listen(Number(port), "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const stderr = expect.stringMatching(
    /cannot listen on 127\.0\.0\.1:\d+[\s\S]*help: Another program/,
  );
  const starting = machine.start("--port", String(port));
  await expect(starting).rejects.toMatchObject({ code: 2, stdout: "", stderr });
  // As one JSON document too, where this is asked for.
  const asking = machine.start("--port", String(port), "--output", "json");
  await expect(asking).rejects.toMatchObject({
    code: 2,
    stdout: expect.stringMatching(/^\{"error":\{"code":"PNP_USAGE".*\}\n$/),
    stderr,
  });
});

test("a hub in the background says of a seed that it was late, and of an open address", async () => {
  const machine = new Machine();
  const seed = join(machine.folder, "seed.json");
  writeFileSync(seed, '{"devices":[{"deviceId":"dev1"}]}');
  const data = join(machine.folder, "here");
  const start = () => {
    const args = ["hub", "start", "--detach", "--data", data, "--seed", seed, "--host", "0.0.0.0"];
    return run(process.execPath, [pnpFile, ...args], { env: machine.env });
  };
  const first = await start();
  expect(first.stderr).toMatch(/^the hub is open to the network: .*\n$/);
  await machine.pnp("hub", "stop");
  const second = await start();
  expect(second.stderr).toContain(
    `the seed is left aside: ${data} is not new; to begin with it: pnp hub reset --data ${data}\n`,
  );
});

test("a log is followed as it grows, until the hub stops", async () => {
  const machine = new Machine();
  await machine.start();
  const args = [pnpFile, "hub", "logs", "--follow", "--level", "debug", "--output", "ndjson"];
  const follower = spawn(process.execPath, args, {
    env: machine.env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: HubLogLine[] = [];
  createInterface({ input: follower.stdout }).on("line", (line) => lines.push(JSON.parse(line)));
  const messages = (): readonly string[] => lines.map(({ message }) => message);
  await eventually(messages).toContainEqual(expect.stringContaining("started"));
  await machine.pnp("device", "create", "dev1");
  await eventually(messages).toContainEqual(expect.stringMatching(/^PUT \/devices\/dev1.* 200$/));
  const end = once(follower, "close");
  await machine.pnp("hub", "stop");
  expect(await end).toEqual([0, null]);
});

test("a hub that was killed leaves nothing in the way of the next", async () => {
  const machine = new Machine();
  await machine.start("--name", "first");
  const { pid } = await machine.json("hub", "status");
  process.kill(Number(pid), "SIGKILL");
  await eventually(async () => (await machine.pnp("hub", "status")).exitCode).toBe(12);
  expect(JSON.parse(readFileSync(machine.stateFile, "utf8")).name).toBe("first");
  await machine.start("--name", "second");
  expect(await machine.json("hub", "status")).toMatchObject({
    hostName: "second.azure-devices.test",
  });
});

const program = `
  const { Client, Message } = require("azure-iot-device");
  const { Mqtt } = require("azure-iot-device-mqtt");
  const { Registry } = require("azure-iothub");
  const { env } = process;
  const client = Client.fromConnectionString(env.IOTHUB_DEVICE_CONNECTION_STRING, Mqtt);
  client.open()
    .then(() => client.sendEvent(new Message("{}")))
    .then(() => Registry.fromConnectionString(env.IOTHUB_CONNECTION_STRING).get(env.IOTHUB_DEVICE_ID))
    .then(({ responseBody }) => console.log(responseBody.deviceId, responseBody.connectionState))
    .then(() => process.exit());`;

test("the variables that env prints let a program of somebody else be a device and a service", async () => {
  const machine = new Machine();
  await machine.start();
  writeFileSync(join(machine.folder, "program.cjs"), program);
  const node = `cd ${root} && "${process.execPath}"`;
  const shell = `eval "$(${node} ${pnpFile} hub env --device sensor)" && ${node} -e '${program}'`;
  const { stdout } = await run("sh", ["-c", shell], { env: machine.env });
  expect(stdout).toBe("sensor Connected\n");
  const dotenv = await machine.built("hub", "env", "--dotenv", "--device", "sensor");
  const variables = JSON.parse(await machine.built("hub", "env", "--json"));
  expect(dotenv).toContain(`IOTHUB_CONNECTION_STRING="${variables.IOTHUB_CONNECTION_STRING}"`);
  expect(dotenv).toMatch(/^IOTHUB_DEVICE_CONNECTION_STRING="HostName=.*;DeviceId=sensor;/m);
  expect(readFileSync(variables.NODE_EXTRA_CA_CERTS, "utf8")).toContain("BEGIN CERTIFICATE");
  expect(await machine.pnp("hub", "env", "--json", "--dotenv")).toMatchObject({ exitCode: 2 });
});

test("exec runs a CommonJS program by way of an npm script, as a device of its own", async () => {
  const machine = new Machine();
  const scripts = { ask: `node -e '${program.replaceAll("\n", " ")}'` };
  const manifest = { name: "somebody-else", private: true, scripts };
  writeFileSync(join(machine.folder, "package.json"), JSON.stringify(manifest));
  const args = ["hub", "exec", "--device", "sensor", "--", "npm", "run", "--silent", "ask"];
  const { stdout, stderr } = await run(process.execPath, [pnpFile, ...args], {
    cwd: machine.folder,
    env: { ...machine.env, NODE_PATH: join(root, "node_modules") },
  });
  expect(stdout).toBe("sensor Connected\n");
  expect(stderr.match(/go to the local hub/g)).toHaveLength(1);
});

test("a program under exec writes to the very output that exec has", async () => {
  const machine = new Machine();
  const output = join(machine.folder, "output");
  const file = openSync(output, "w");
  const program = `console.log(require("fs").fstatSync(1).ino)`;
  const child = spawn(process.execPath, [pnpFile, "hub", "exec", "--", "node", "-e", program], {
    env: machine.env,
    stdio: ["ignore", file, "ignore"],
  });
  closeSync(file);
  expect(await once(child, "close")).toEqual([0, null]);
  expect(readFileSync(output, "utf8")).toBe(`${statSync(output).ino}\n`);
});

test("a hub that is open to the network says so", async () => {
  const machine = new Machine();
  const args = [pnpFile, "hub", "start", "--memory", "--host", "0.0.0.0", "--output", "human"];
  const hub = spawn(process.execPath, args, {
    env: machine.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  hub.stderr.on("data", (chunk) => {
    said += chunk;
  });
  await eventually(() => said).toContain("whoever reaches any address of this machine");
  const end = once(hub, "close");
  await machine.pnp("hub", "stop");
  expect(await end).toEqual([0, null]);
});
