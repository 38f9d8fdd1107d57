import { beforeAll, describe, expect, test } from "vitest";
import {
  connectHub,
  type FleetHub,
  type FleetProgress,
  type HubConnection,
  invokeFleet,
  invokeRawFleet,
  requireAll,
  updateFleet,
} from "../../src/azure/service.js";
import { deviceConditions } from "../../src/client/fleet/device-condition.js";
import { type Hub, startHub } from "../../src/hub/index.js";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";
import { connectedDevice, type DeviceClient } from "../hub/sdk.js";

let hub: Hub;
let connection: HubConnection;

beforeAll(async () => {
  hub = await startHub();
  hub.redirect();
  connection = connectHub(hub.connectionString);
  return async () => {
    await connection.close();
    await hub.close();
  };
});

let rooms = 0;

/** Devices of one test, in a room of their own: two thermostats, another model, and one without. */
async function fleet(): Promise<{
  readonly where: string;
  readonly ids: readonly string[];
  readonly thermostats: readonly DeviceClient[];
}> {
  const room = `room${++rooms}`;
  const models = [Thermostat.id, Thermostat.id, "dtmi:com:example:Lamp;1", undefined];
  const ids = models.map((_, index) => `${room}-${index}`);
  const clients: DeviceClient[] = [];
  for (const [index, model] of models.entries()) {
    const deviceId = ids[index] ?? "";
    hub.createDevice(deviceId);
    await connection.transport.patchTwin({ deviceId }, { tags: { room } });
    clients.push(await connectedDevice(hub.deviceConnectionString(deviceId), model));
  }
  return { where: `tags.room = '${room}'`, ids, thermostats: clients.slice(0, 2) };
}

async function desired(deviceId: string | undefined): Promise<Record<string, unknown>> {
  const twin = await connection.transport.readTwin({ deviceId: deviceId ?? "" });
  const { $metadata, $version, ...values } = twin.properties.desired;
  return values;
}

describe.each(["job", "direct"] as const)("via %s", (via) => {
  test("an update reaches the devices of the model, and the others are only reported", async () => {
    const { where, ids } = await fleet();
    const progress: FleetProgress[] = [];
    const result = await updateFleet(
      connection,
      Thermostat,
      where,
      { targetTemperature: 19.5 },
      { via, onProgress: (each) => progress.push(each) },
    );
    expect(result).toMatchObject({ ok: true, via, stopped: false, dryRun: false });
    expect(result.jobIds).toHaveLength(via === "job" ? 1 : 0);
    expect(result.devices.map(({ deviceId, outcome }) => [deviceId, outcome])).toEqual([
      [ids[0], "succeeded"],
      [ids[1], "succeeded"],
      [ids[2], "left-out"],
      [ids[3], "left-out"],
    ]);
    expect(result.devices[2]?.error).toMatchObject({ code: "PNP_MODEL_NOT_FOUND" });
    expect(await Promise.all(ids.map(desired))).toEqual([
      { targetTemperature: 19.5 },
      { targetTemperature: 19.5 },
      {},
      {},
    ]);
    expect(progress.at(-1)).toEqual({ devices: 2, succeeded: 2, failed: 0 });
    expect(requireAll(result)).toBe(result);
  });

  test("a command tells each device's response, typed, and each failure", async () => {
    const { where, ids, thermostats } = await fleet();
    const [good, bad] = thermostats;
    good?.onDeviceMethod("getMaxMinReport", ({ payload }, response) =>
      response.send(200, { maxTemp: 25, minTemp: 18, startTime: payload }, () => {}),
    );
    bad?.onDeviceMethod("getMaxMinReport", (_, response) =>
      response.send(503, { message: "warming up" }, () => {}),
    );
    const since = "2026-11-20T08:00:00Z";
    const options = { via, connectTimeoutSeconds: 10 };
    const result = await invokeFleet(
      connection,
      Thermostat,
      where,
      "getMaxMinReport",
      since,
      options,
    );
    expect(result.ok).toBe(false);
    const [first, second, ...rest] = result.devices;
    expect(first).toMatchObject({ deviceId: ids[0], outcome: "succeeded", status: 200 });
    expect(first?.response?.maxTemp).toBe(25);
    expect(first?.response?.startTime).toBe(since);
    expect(second).toMatchObject({
      outcome: "failed",
      status: 503,
      error: { code: "PNP_COMMAND_FAILED", message: expect.stringContaining("warming up") },
    });
    expect(rest.map(({ outcome }) => outcome)).toEqual(["left-out", "left-out"]);
    expect(() => requireAll(result)).toThrow(
      expect.objectContaining({
        code: "PNP_PARTIAL",
        message: "1 of 2 devices did not succeed.",
        issues: [expect.objectContaining({ code: "PNP_COMMAND_FAILED", path: `/${ids[1]}` })],
      }),
    );
  });

  test("a response against the model, and a device that is away, are failures of their own", async () => {
    const { where, thermostats } = await fleet();
    thermostats[0]?.onDeviceMethod("getMaxMinReport", (_, response) =>
      response.send(200, { maxTemp: "hot" }, () => {}),
    );
    await thermostats[1]?.close();
    const result = await invokeFleet(
      connection,
      Thermostat,
      where,
      "getMaxMinReport",
      new Date(0),
      { via, responseTimeoutSeconds: 5, connectTimeoutSeconds: 1 },
    );
    expect(result.devices.slice(0, 2).map(({ error }) => error?.code)).toEqual([
      "PNP_COMMAND_FAILED",
      "PNP_DEVICE_OFFLINE",
    ]);
  });

  test("what the model forbids is refused before anything is asked", async () => {
    const nowhere: FleetHub = {
      device: () => expect.unreachable("nothing may be sent"),
      query: () => expect.unreachable("nothing may be asked"),
      jobs: connection.jobs,
    };
    // @ts-expect-error a temperature is a number
    const wrong = updateFleet(nowhere, Thermostat, "*", { targetTemperature: "warm" }, { via });
    await expect(wrong).rejects.toMatchObject({ code: "PNP_PAYLOAD_INVALID" });
    // @ts-expect-error there is no such command
    const none = invokeFleet(nowhere, Thermostat, "*", "reboot", null, { via });
    await expect(none).rejects.toMatchObject({ code: "PNP_NAME_UNKNOWN" });
    const call = invokeFleet(nowhere, Thermostat, "*", "getMaxMinReport", "yesterday", { via });
    await expect(call).rejects.toMatchObject({ code: "PNP_PAYLOAD_INVALID" });
  });

  test("a dry run tells the requests and sends none", async () => {
    const { where, ids } = await fleet();
    const values = { targetTemperature: 30 };
    const options = { via, dryRun: true, jobId: "dry" };
    const result = await updateFleet(connection, Thermostat, where, values, options);
    expect(result).toMatchObject({ ok: true, dryRun: true, jobIds: [] });
    expect(result.requests).toEqual(
      via === "job"
        ? [
            {
              method: "PUT",
              path: "/jobs/v2/dry",
              body: {
                type: "scheduleUpdateTwin",
                updateTwin: { etag: "*", properties: { desired: values } },
                queryCondition: `deviceId IN ['${ids[0]}','${ids[1]}'] AND modelId = '${Thermostat.id}'`,
                startTime: null,
                maxExecutionTimeInSeconds: 3600,
              },
            },
          ]
        : [0, 1].map((index) => ({
            method: "PATCH",
            path: `/twins/${ids[index]}`,
            body: { properties: { desired: values } },
          })),
    );
    expect(result.devices[0]).toEqual({ deviceId: ids[0], outcome: "not-sent" });
    expect(await desired(ids[0])).toEqual({});
  });

  test("devices without a model take part when the caller answers for it", async () => {
    const { where, ids } = await fleet();
    const options = { via, assumeModel: true };
    const values = { targetTemperature: 21 };
    const result = await updateFleet(connection, Thermostat, where, values, options);
    expect(result.devices.map(({ outcome }) => outcome)).toEqual([
      "succeeded",
      "succeeded",
      "succeeded",
      "left-out",
    ]);
    expect(await desired(ids[3])).toEqual(values);
  });

  test("a signal stops it, and the table tells what became of each device", async () => {
    const { where, thermostats } = await fleet();
    const stop = new AbortController();
    for (const device of thermostats) {
      device.onDeviceMethod("getMaxMinReport", () => stop.abort());
    }
    const result = await invokeFleet(
      connection,
      Thermostat,
      where,
      "getMaxMinReport",
      new Date(0),
      {
        via,
        concurrency: 1,
        signal: stop.signal,
        responseTimeoutSeconds: 5,
      },
    );
    expect(result).toMatchObject({ ok: false, stopped: true });
    const outcomes = result.devices.map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === "unknown").length).toBeGreaterThan(0);
    if (via === "job") {
      expect(await connection.jobs.get(result.jobIds[0] ?? "")).toMatchObject({
        status: "cancelled",
      });
    } else {
      expect(outcomes).toContain("not-sent");
    }
  });
});

test("no more devices at one time than asked for", async () => {
  const room = `room${++rooms}`;
  let open = 0;
  let most = 0;
  for (let index = 0; index < 5; index++) {
    const deviceId = `${room}-${index}`;
    hub.createDevice(deviceId);
    const client = await connectedDevice(hub.deviceConnectionString(deviceId), Thermostat.id);
    client.onDeviceMethod("getMaxMinReport", (_, response) => {
      most = Math.max(most, ++open);
      setImmediate(() => {
        open--;
        response.send(200, {}, () => {});
      });
    });
  }
  const where = `STARTSWITH(deviceId, '${room}-')`;
  const options = { via: "direct", concurrency: 2, connectTimeoutSeconds: 10 } as const;
  const result = await invokeFleet(
    connection,
    Thermostat,
    where,
    "getMaxMinReport",
    new Date(0),
    options,
  );
  expect(result.ok).toBe(true);
  expect(most).toBeLessThanOrEqual(2);
});

test("a job for later is scheduled and not waited for when the caller says so", async () => {
  const { where, ids } = await fleet();
  const startTime = new Date(Date.now() + 3_600_000);
  const values = { targetTemperature: 18 };
  const options = { startTime, wait: false, jobId: "tonight" };
  const result = await updateFleet(connection, Thermostat, where, values, options);
  expect(result).toMatchObject({ ok: true, jobIds: ["tonight"] });
  expect(result.devices[0]).toEqual({ deviceId: ids[0], outcome: "scheduled" });
  expect(await connection.jobs.get("tonight")).toMatchObject({ status: "scheduled" });
});

test.each(["job", "direct"] as const)(
  "a time-out that no hub takes is refused via %s before anything is asked, in a dry run too",
  async (via) => {
    const options = { via, dryRun: true, responseTimeoutSeconds: 1 };
    const refused = {
      code: "PNP_USAGE",
      message: "responseTimeoutSeconds must be a whole number from 5 to 300; got 1.",
    };
    const typed = invokeFleet(connection, Thermostat, "*", "getMaxMinReport", new Date(0), options);
    await expect(typed).rejects.toMatchObject(refused);
    const raw = invokeRawFleet(connection, "*", "reboot", null, options);
    await expect(raw).rejects.toMatchObject(refused);
  },
);

test("a bad condition is told as one of the query", async () => {
  const values = { targetTemperature: 18 };
  await expect(updateFleet(connection, Thermostat, "tags.x ==", values)).rejects.toMatchObject({
    code: "PNP_QUERY_INVALID",
  });
});

test("many devices make several conditions, each short enough, with every id in one of them", () => {
  const ids = Array.from({ length: 300 }, (_, index) => `it's-${index}-${"x".repeat(60)}`);
  const conditions = deviceConditions(ids, Thermostat, false);
  expect(conditions.length).toBeGreaterThan(2);
  expect(conditions.flatMap(({ deviceIds }) => deviceIds)).toEqual(ids);
  for (const { where, deviceIds } of conditions) {
    expect(where.length).toBeLessThanOrEqual(8000);
    expect(where).toContain(`'${deviceIds[0]?.replace("'", "\\'")}'`);
  }
});
