import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Hub, startHub, writeStateFile } from "../../src/hub/index.js";

type Results = Readonly<Record<string, string>>;

/** See the file: each of its legs is one client of the SDKs. */
interface SdkTour {
  readonly legNames: readonly string[];
  tour(world: object, names?: readonly string[]): Promise<Results>;
}

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const program = fileURLToPath(new URL("sdk-tour.cjs", import.meta.url));
/** Built: Node itself loads it. */
const preload = `--import=${pathToFileURL(join(root, "dist/hub/redirect.js")).href}`;
const required = `--require=${join(root, "dist/hub/redirect.js")}`;
const { legNames, tour } = createRequire(import.meta.url)("./sdk-tour.cjs") as SdkTour;

const deviceNames = ["mqtt", "mqtt-ws", "amqp", "amqp-ws", "http"];

/** A hub with a device for each transport. Nothing in this process is redirected to it. */
async function tourHub(): Promise<{ readonly hub: Hub; readonly world: Record<string, unknown> }> {
  const hub = await startHub();
  onTestFinished(() => hub.close());
  for (const name of ["tour", ...deviceNames]) hub.createDevice(name);
  const { clientApp } = hub.describe();
  const enrollments = deviceNames.map(
    (name) => [name, hub.addEnrollment({ registrationId: `provisioned-${name}` })] as const,
  );
  const devices = deviceNames.map((name) => [name, hub.deviceConnectionString(name)] as const);
  const world = {
    host: hub.hostName,
    connectionString: hub.connectionString,
    devices: Object.fromEntries(devices),
    eventHubs: hub.eventHubsConnectionString,
    emulator: hub.emulatorConnectionString,
    clientApp,
    provisioning: Object.fromEntries(enrollments),
  };
  return { hub, world };
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "twinplug-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

/** What comes of each leg when the hub has answered it. */
function arrived(name: string): string {
  if (name === "service client, REST") return expect.stringContaining("404103");
  if (name === "job client") return "scheduled";
  if (name.startsWith("event hubs")) return "0 1 2 3";
  if (name.startsWith("provisioning")) return "assigned";
  if (name.startsWith("service client")) return "sent";
  if (name.startsWith("device")) return "sent";
  return "tour";
}

const allArrived = Object.fromEntries(legNames.map((name) => [name, arrived(name)]));

test("every client of the SDKs reaches the hub by its name in a process that redirects", async () => {
  const { hub, world } = await tourHub();
  onTestFinished(hub.redirect());
  expect(await tour(world)).toEqual(allArrived);
});

/** Runs the tour as a program; answers what came of it, and what stood on standard error. */
async function takeTour(
  args: readonly string[],
  world: Record<string, unknown>,
  more: Readonly<Record<string, string>>,
): Promise<{ readonly results: Results; readonly stderr: string }> {
  const { NODE_OPTIONS: _vitests, ...env } = process.env;
  const { stdout, stderr } = await run(process.execPath, [...args, program], {
    cwd: root,
    env: { ...env, ...more, TOUR_WORLD: JSON.stringify(world) },
  });
  return { results: JSON.parse(stdout), stderr };
}

test("every client of the SDKs reaches the hub in a CommonJS program that knows nothing of it", async () => {
  const { hub, world } = await tourHub();
  const TWINPLUG_HUB_STATE = join(await folder(), "hub.json");
  await writeStateFile(TWINPLUG_HUB_STATE, hub.describe());
  expect((await takeTour([preload], world, { TWINPLUG_HUB_STATE })).results).toEqual(allArrived);
});

describe("the redirect goes on", () => {
  test.each([
    ["into worker threads, from NODE_OPTIONS", "thread", { NODE_OPTIONS: preload }, []],
    ["into child processes, from NODE_OPTIONS", "child", { NODE_OPTIONS: preload }, []],
    ["into worker threads, from --import", "thread", {}, [preload]],
    ["into worker threads with options of their own, from --import", "bare thread", {}, [preload]],
    ["into forked processes, from --import", "child", {}, [preload]],
    ["into other programs, from --import", "program", {}, [preload]],
    ["into other programs, from --require", "program", {}, [required]],
    ["into worker threads, from --require", "thread", {}, [required]],
  ])("%s", async (_how, via, options, args) => {
    const { hub, world } = await tourHub();
    const stateFile = join(await folder(), "hub.json");
    await writeStateFile(stateFile, hub.describe());
    const legs = ["registry", "device, MQTT"];
    const env = { ...options, TWINPLUG_HUB_STATE: stateFile, TOUR_VIA: via };
    const { results, stderr } = await takeTour(args, { ...world, legs }, env);
    expect(results).toEqual({ registry: "tour", "device, MQTT": "sent" });
    // One line, however many threads and processes there are.
    expect(stderr.match(/go to the local hub/g)).toHaveLength(1);
  });
});

test("a proxy that the environment names is not asked for the hub", async () => {
  const { hub, world } = await tourHub();
  const TWINPLUG_HUB_STATE = join(await folder(), "hub.json");
  await writeStateFile(TWINPLUG_HUB_STATE, hub.describe());
  const legs = ["digital twin client", "identity"];
  // Nobody listens there.
  const env = { TWINPLUG_HUB_STATE, HTTPS_PROXY: "http://127.0.0.1:1", NO_PROXY: "" };
  const { results } = await takeTour([preload], { ...world, legs }, env);
  expect(results).toEqual({ "digital twin client": "tour", identity: "tour" });
});

test("clients that honour a port in the host name reach the hub on localhost, given its CA", async () => {
  const { hub, world } = await tourHub();
  const local = (text: string): string => text.replaceAll(hub.hostName, `localhost:${hub.port}`);
  const caFile = join(await folder(), "ca.pem");
  await writeFile(caFile, hub.caCertificate);
  const legs = legNames.filter(
    (name) =>
      ["service client, AMQP", "digital twin client", "device, MQTT", "device, AMQP"].includes(
        name,
      ) || name.startsWith("event hubs"),
  );
  const told = {
    ...world,
    legs,
    connectionString: local(hub.connectionString),
    devices: JSON.parse(local(JSON.stringify(world.devices))),
    eventHubs: hub.eventHubsConnectionString.replace(
      /sb:\/\/[^/;]+\/?/,
      `sb://localhost:${hub.port}`,
    ),
  };
  const { results } = await takeTour([], told, { NODE_EXTRA_CA_CERTS: caFile });
  expect(results).toEqual(Object.fromEntries(legs.map((name) => [name, arrived(name)])));
});

test("devices are told the CA by the SDK's own option, and nothing else needs to change", async () => {
  const { hub, world } = await tourHub();
  const devices = deviceNames.map((name) => [
    name,
    hub.deviceConnectionString(name).replace(hub.hostName, `localhost:${hub.port}`),
  ]);
  const legs = ["device, MQTT", "device, AMQP"];
  const told = { ...world, devices: Object.fromEntries(devices), ca: hub.caCertificate };
  expect(await tour(told, legs)).toEqual({
    "device, MQTT": "sent",
    "device, AMQP": "sent",
  });
});
