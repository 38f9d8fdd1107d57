import azureIotDevice from "azure-iot-device";
import azureIotDeviceMqtt from "azure-iot-device-mqtt";
import { beforeAll, expect, test } from "vitest";
import { type Hub, startHub } from "../../src/hub/index.js";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";
import { connectedDevice, type DeviceClient, registry } from "../hub/sdk.js";
import { type CliResult, pnp } from "./test-io.js";

const model = ["--model", Thermostat.id];

let hub: Hub;

beforeAll(async () => {
  hub = await startHub();
  hub.redirect();
  const clients: DeviceClient[] = [];
  const devices: readonly (readonly [string, string | undefined])[] = [
    ["t1", Thermostat.id],
    ["t2", Thermostat.id],
    ["lamp", "dtmi:com:example:Lamp;1"],
  ];
  for (const [id, modelId] of devices) {
    hub.createDevice(id);
    await registry(hub).updateTwin(id, { tags: { site: "lab" } }, "*");
    const client = azureIotDevice.Client.fromConnectionString(
      hub.deviceConnectionString(id),
      azureIotDeviceMqtt.Mqtt,
    );
    if (modelId !== undefined) await client.setOptions({ modelId });
    await client.open();
    clients.push(client);
    client.onDeviceMethod("getMaxMinReport", (_, response) => {
      if (id === "t1") response.send(200, { maxTemp: 25 }, () => {});
      else response.send(500, "broken", () => {});
    });
  }
  return async () => {
    await Promise.all(clients.map((client) => client.close()));
    await hub.close();
  };
});

function run(...args: readonly string[]): Promise<CliResult> {
  return pnp(args, { env: { IOTHUB_CONNECTION_STRING: hub.connectionString } });
}

test("query prints rows as a table, a JSON array, or a line each", async () => {
  const sql =
    "SELECT deviceId, tags.site FROM devices WHERE modelId = 'dtmi:com:example:Thermostat;1'";
  const rows = [
    { deviceId: "t1", site: "lab" },
    { deviceId: "t2", site: "lab" },
  ];
  const json = await run("query", sql, "--page-size", "1");
  expect(json).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse(json.stdout)).toEqual(rows);
  const lines = await run("query", sql, "--output", "ndjson", "--limit", "1");
  expect(lines.stdout).toBe('{"deviceId":"t1","site":"lab"}\n');
  const table = await run("query", sql, "--output", "human");
  expect(table.stdout).toBe("DEVICEID  SITE\nt1        lab\nt2        lab\n");
  const twins = await run("query", "SELECT * FROM devices", "--output", "human");
  expect(twins.stdout).toContain("MODELID");
});

test("a bad query is shown with its place and ends with 5", async () => {
  const { exitCode, stdout, stderr } = await run("query", "SELECT * FROM devices WHERE a == 1");
  expect(exitCode).toBe(5);
  expect(stdout).toBe("");
  expect(stderr).toContain("<query>:1:32");
  expect(stderr).toContain("^");
});

test("job set writes to the devices of the model and tells of the others", async () => {
  const where = "tags.site = 'lab'";
  const dry = await run("job", "set", where, "targetTemperature=19", ...model, "--dry-run");
  expect(JSON.parse(dry.stdout)).toMatchObject({
    sent: false,
    requests: [
      {
        method: "PUT",
        body: { updateTwin: { properties: { desired: { targetTemperature: 19 } } } },
      },
    ],
  });
  const waited = await run("job", "set", where, "targetTemperature=19", ...model, "--wait");
  expect(waited).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining("2 succeeded, 1 left-out"),
  });
  expect(JSON.parse(waited.stdout).devices).toMatchObject([
    { deviceId: "t1", outcome: "succeeded" },
    { deviceId: "t2", outcome: "succeeded" },
    { deviceId: "lamp", outcome: "left-out", error: { code: "PNP_MODEL_NOT_FOUND" } },
  ]);
  const { responseBody } = await registry(hub).getTwin("t2");
  expect(responseBody.properties.desired.targetTemperature).toBe(19);
});

test.each([["--wait"], ["--direct"]])(
  "job command %s tells each answer and ends with 10 when some failed",
  async (flag) => {
    const { exitCode, stdout, stderr } = await run(
      "job",
      "command",
      "STARTSWITH(deviceId, 't')",
      "getMaxMinReport",
      "--payload",
      '"2026-11-20T08:00:00Z"',
      ...model,
      "--connect-timeout",
      "10",
      flag,
    );
    expect(stderr).toContain("1 succeeded, 1 failed");
    expect(exitCode).toBe(10);
    expect(JSON.parse(stdout).devices).toMatchObject([
      { deviceId: "t1", outcome: "succeeded", status: 200, response: { maxTemp: 25 } },
      { deviceId: "t2", outcome: "failed", status: 500, error: { code: "PNP_COMMAND_FAILED" } },
    ]);
  },
);

test("a job is scheduled at once, then listed, shown and cancelled", async () => {
  const args = ["job", "set", "deviceId = 't1'", "targetTemperature=20", ...model];
  const later = await run(...args, "--id", "night", "--start", "2099-01-01T00:00:00Z");
  expect(JSON.parse(later.stdout)).toMatchObject({
    ok: true,
    jobIds: ["night"],
    devices: [{ deviceId: "t1", outcome: "scheduled" }],
  });
  const taken = await run(...args, "--id", "night", "--start", "2099-01-01T00:00:00Z");
  expect(taken.exitCode).toBe(6);
  const list = await run("job", "list", "--status", "scheduled", "--output", "human");
  expect(list.stdout).toMatch(/^JOB .*\nnight .*scheduled/);
  const dry = await run("job", "cancel", "night", "--dry-run");
  expect(JSON.parse(dry.stdout)).toMatchObject({ request: { path: "/jobs/v2/night/cancel" } });
  expect(JSON.parse((await run("job", "show", "night")).stdout)).toMatchObject({
    status: "scheduled",
    devices: [],
  });
  expect(JSON.parse((await run("job", "cancel", "night")).stdout).status).toBe("cancelled");
  expect((await run("job", "show", "nothing")).exitCode).toBe(3);
});

test("job show tells how it went on each device, and ends with 10 when some failed", async () => {
  await registry(hub).create({ deviceId: "away" });
  const away = await connectedDevice(hub.deviceConnectionString("away"), Thermostat.id);
  await away.close();
  const args = ["job", "command", "deviceId = 'away'", "getMaxMinReport", "--id", "gone"];
  await run(...args, ...model, "--payload", '"2026-11-20T08:00:00Z"');
  const shown = await run("job", "show", "gone", "--wait", "--output", "human");
  expect(shown.stdout).toMatch(/away +failed +DeviceNotOnline/);
  expect(shown.exitCode).toBe(10);
});

test("Ctrl-C cancels the job, tells what became of each device, and ends with 130", async () => {
  hub.createDevice("slow");
  const stop = new AbortController();
  const slow = await connectedDevice(hub.deviceConnectionString("slow"), Thermostat.id);
  slow.onDeviceMethod("getMaxMinReport", () => stop.abort());
  const args = ["job", "command", "deviceId = 'slow'", "getMaxMinReport", "--id", "stopped"];
  const payload = ["--payload", '"2026-11-20T08:00:00Z"', "--connect-timeout", "10"];
  const { exitCode, stdout, stderr } = await pnp([...args, ...payload, ...model, "--wait"], {
    env: { IOTHUB_CONNECTION_STRING: hub.connectionString },
    signal: stop.signal,
  });
  expect(exitCode).toBe(130);
  expect(stderr).toContain("stopped: 1 unknown (job stopped)");
  expect(JSON.parse(stdout)).toMatchObject({
    stopped: true,
    devices: [{ deviceId: "slow", outcome: "unknown" }],
  });
  expect(JSON.parse((await run("job", "show", "stopped")).stdout).status).toBe("cancelled");
});

test("--raw goes to devices of any model, with names and values as typed", async () => {
  const where = "deviceId IN ['t1', 'lamp']";
  const set = await run("job", "set", where, "lamp.colour=red", "lamp.level=2", "--raw", "--wait");
  expect(JSON.parse(set.stdout).devices).toEqual([
    { deviceId: "lamp", outcome: "succeeded" },
    { deviceId: "t1", outcome: "succeeded" },
  ]);
  const { responseBody } = await registry(hub).getTwin("lamp");
  expect(responseBody.properties.desired.lamp).toEqual({ colour: "red", level: 2 });
  for (const flag of ["--wait", "--direct"]) {
    const args = ["job", "command", where, "getMaxMinReport", "--raw", flag];
    const called = await run(...args, "--connect-timeout", "10");
    expect(called.exitCode).toBe(10);
    expect(JSON.parse(called.stdout).devices).toMatchObject([
      { deviceId: "lamp", outcome: "failed", status: 500 },
      { deviceId: "t1", outcome: "succeeded", status: 200, response: { maxTemp: 25 } },
    ]);
  }
});

test.each([
  [["job", "set", "*", "x=1"], "--model"],
  [["job", "set", "*", "x=1", ...model, "--raw"], "--model does not go with --raw"],
  [["job", "set", "*", "x=1", ...model, "--direct", "--id", "a"], "--id does not go with --direct"],
  [
    ["job", "set", "*", "x=1", ...model, "--concurrency", "2"],
    "--concurrency does not go with a job",
  ],
  [["job", "set", "*", "x=1", ...model, "--start", "2026-11-20T08:00:00"], "no instant"],
])("%j is a usage error", async (args, told) => {
  const { exitCode, stderr } = await run(...args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(told);
});

test("a property or value that the model does not have is refused before the hub is asked", async () => {
  const nowhere = {
    env: { IOTHUB_CONNECTION_STRING: hub.connectionString.replace(hub.name, "x") },
  };
  const name = await pnp(["job", "set", "*", "warmth=1", ...model], nowhere);
  expect(name.exitCode).toBe(3);
  const value = await pnp(["job", "set", "*", "targetTemperature=warm", ...model], nowhere);
  expect(value.exitCode).toBe(5);
});
