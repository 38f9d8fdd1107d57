import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Hub, startHub, writeStateFile } from "../../src/hub/index.js";
import { eventually } from "../hub/eventually.js";
import { registry } from "../hub/sdk.js";

/*
 * Microsoft's Plug and Play samples for Node, call by call, as programs of their own: they know nothing of the local
 * hub but what the redirect does to them. The device programs need only their environment.
 */
const folder = fileURLToPath(new URL("official-samples/", import.meta.url));
const redirect = fileURLToPath(new URL("../../dist/hub/redirect.js", import.meta.url));
const state = mkdtempSync(join(tmpdir(), "twinplug-test-"));

let hub: Hub;
const devices: ChildProcess[] = [];

beforeAll(async () => {
  hub = await startHub();
  hub.redirect();
  await writeStateFile(join(state, "hub.json"), hub.describe());
});

afterAll(async () => {
  for (const device of devices) device.stdin?.end();
  await hub?.close();
  rmSync(state, { recursive: true });
});

function program(name: string, env: Record<string, string>, ...args: string[]): ChildProcess {
  return spawn(process.execPath, ["--import", redirect, join(folder, name), ...args], {
    env: { PATH: process.env.PATH, TWINPLUG_HUB_STATE: join(state, "hub.json"), ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** All that a program wrote, when it has ended. */
async function ended(child: ChildProcess): Promise<{ exitCode: number; out: string; err: string }> {
  let out = "";
  let err = "";
  child.stdout?.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    err += chunk;
  });
  const exitCode = await new Promise<number>((resolve) => child.on("close", resolve));
  return { exitCode, out, err };
}

/** Runs a device until it says that it is ready. */
async function startDevice(name: string, env: Record<string, string>): Promise<void> {
  const child = program(name, env);
  devices.push(child);
  const told = ended(child);
  const ready = new Promise<void>((resolve) => {
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).once("line", () => resolve());
  });
  await Promise.race([
    ready,
    told.then(({ err }) => {
      throw new Error(`${name} ended:\n${err}`);
    }),
  ]);
}

type Call = readonly [name: string, ...args: unknown[]];

/** Calls of the service's samples, one after the other; answers what they printed. */
async function service(deviceId: string, ...calls: readonly Call[]): Promise<readonly unknown[]> {
  const env = { IOTHUB_CONNECTION_STRING: hub.connectionString, IOTHUB_DEVICE_ID: deviceId };
  const { exitCode, out, err } = await ended(program("service.cjs", env, JSON.stringify(calls)));
  if (exitCode !== 0) throw new Error(err);
  return JSON.parse(out);
}

async function reported(deviceId: string): Promise<object> {
  const { responseBody } = await registry(hub).getTwin(deviceId);
  return responseBody.properties.reported;
}

describe("the thermostat, with a connection string", () => {
  const id = "thermostat";

  beforeAll(async () => {
    hub.createDevice(id);
    await startDevice("thermostat-device.cjs", {
      IOTHUB_DEVICE_SECURITY_TYPE: "connectionString",
      IOTHUB_DEVICE_CONNECTION_STRING: hub.deviceConnectionString(id),
    });
  });

  test("sends telemetry of its model", () => {
    expect(hub.telemetry(id)).toMatchObject([
      {
        systemProperties: {
          "dt-dataschema": "dtmi:com:example:Thermostat;1",
          "content-type": "application/json",
          "content-encoding": "utf-8",
        },
      },
    ]);
  });

  test("is read, written and commanded as a digital twin", async () => {
    const [read, command] = await service(
      id,
      ["getDigitalTwin"],
      ["invokeCommand", "getMaxMinReport", "2026-11-20T08:00:00Z"],
      ["updateDigitalTwin", [{ op: "add", path: "/targetTemperature", value: 22.5 }]],
    );
    expect(read).toMatchObject({
      $dtId: id,
      $metadata: { $model: "dtmi:com:example:Thermostat;1" },
      serialNumber: "alwinexlepaho8329",
    });
    expect(command).toMatchObject({
      xMsCommandStatuscode: 200,
      body: { maxTemp: 24, startTime: "2026-11-20T08:00:00Z" },
    });
    await eventually(() => reported(id)).toMatchObject({
      targetTemperature: { value: 22.5, ac: 200, av: 2 },
      maxTempSinceLastReboot: 24,
    });
  });
});

describe("the temperature controller, enrolled with the provisioning service", () => {
  const id = "controller";

  beforeAll(async () => {
    const enrolled = hub.addEnrollment({ registrationId: id });
    await startDevice("temperature-controller-device.cjs", {
      IOTHUB_DEVICE_SECURITY_TYPE: "DPS",
      IOTHUB_DEVICE_DPS_ENDPOINT: enrolled.provisioningHost,
      IOTHUB_DEVICE_DPS_ID_SCOPE: enrolled.idScope,
      IOTHUB_DEVICE_DPS_DEVICE_ID: id,
      IOTHUB_DEVICE_DPS_DEVICE_KEY: enrolled.symmetricKey,
    });
  });

  test("sends telemetry of its components and of its own", () => {
    const subjects = hub
      .telemetry(id)
      .map(({ systemProperties }) => systemProperties["dt-subject"]);
    expect(subjects).toEqual(["thermostat1", "thermostat2", undefined]);
  });

  test("answers commands of its components and of its own, by both ways", async () => {
    const answers = await service(
      id,
      ["invokeComponentCommand", "thermostat1", "getMaxMinReport", "2026-11-20"],
      ["invokeCommand", "reboot", 5],
      ["invokeDeviceMethod", "thermostat2*getMaxMinReport", "2026-11-20"],
    );
    expect(answers).toMatchObject([
      { body: { maxTemp: 24, of: "thermostat1*getMaxMinReport" } },
      { xMsCommandStatuscode: 200 },
      { status: 200, payload: { of: "thermostat2*getMaxMinReport" } },
    ]);
  });

  test("is read and written as a digital twin and as a twin", async () => {
    const targetTemperature = 19;
    const [digitalTwin, , , twin] = await service(
      id,
      ["getDigitalTwin"],
      [
        "updateDigitalTwin",
        [{ op: "add", path: "/thermostat1", value: { targetTemperature: 21, $metadata: {} } }],
      ],
      ["updateTwin", { properties: { desired: { thermostat2: { __t: "c", targetTemperature } } } }],
      ["getTwin"],
    );
    expect(digitalTwin).toMatchObject({
      $metadata: { $model: "dtmi:com:example:TemperatureController;1" },
      deviceInformation: { manufacturer: "Contoso" },
      thermostat1: { maxTempSinceLastReboot: 24 },
    });
    expect(twin).toMatchObject({
      deviceId: id,
      modelId: "dtmi:com:example:TemperatureController;1",
      properties: { desired: { $version: 3 } },
    });
    await eventually(() => reported(id)).toMatchObject({
      thermostat1: { __t: "c", targetTemperature: { value: 21, ac: 200, av: 2 } },
      thermostat2: { __t: "c", targetTemperature: { value: 19, ac: 200, av: 3 } },
    });
  });
});
