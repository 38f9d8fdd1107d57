import { beforeAll, expect, test } from "vitest";
import { connectHub, type HubConnection, type Job } from "../../src/azure/service.js";
import { type Hub, startHub } from "../../src/hub/index.js";
import { connectedDevice } from "../hub/sdk.js";

let hub: Hub;
let connection: HubConnection;

beforeAll(async () => {
  hub = await startHub();
  hub.redirect();
  connection = connectHub(hub.connectionString);
  for (const id of ["a", "b"]) hub.createDevice(id);
  return async () => {
    await connection.close();
    await hub.close();
  };
});

test("a twin job is scheduled, watched and read device by device", async () => {
  const { jobs } = connection;
  const job = await jobs.scheduleTwinUpdate({
    jobId: "night-1",
    where: "*",
    tags: { ring: 1 },
    desired: { rate: 5n },
  });
  expect(job).toMatchObject({ jobId: "night-1", status: "queued", type: "scheduleUpdateTwin" });
  const seen: Job[] = [];
  const done = await jobs.wait("night-1", { onProgress: (each) => seen.push(each) });
  expect(done).toMatchObject({ status: "completed", deviceJobStatistics: { succeededCount: 2 } });
  expect(seen.at(-1)).toEqual(done);
  expect(await jobs.results("night-1").all()).toMatchObject([
    { deviceId: "a", status: "completed" },
    { deviceId: "b", status: "completed" },
  ]);
  expect(await connection.transport.readTwin({ deviceId: "a" })).toMatchObject({
    tags: { ring: 1 },
    properties: { desired: { rate: 5 } },
  });
});

test.each([false, 0, "", null, { delay: 5 }])(
  "a method job carries %j as it is",
  async (payload) => {
    const device = await connectedDevice(hub.deviceConnectionString("a"));
    const got = new Promise((resolve) => {
      device.onDeviceMethod("echo", (request, response) => {
        resolve(request.payload);
        response.send(200, request.payload, () => {});
      });
    });
    const { jobId } = await connection.jobs.scheduleMethod({
      where: "deviceId = 'a'",
      name: "echo",
      payload,
      connectTimeoutSeconds: 5,
      responseTimeoutSeconds: 10,
    });
    expect(await got).toEqual(payload);
    await connection.jobs.wait(jobId);
    const [row] = await connection.jobs.results(jobId).all();
    expect(row?.outcome?.deviceMethodResponse).toEqual({ status: 200, payload });
  },
);

test("a job waits for devices that connect in time", async () => {
  const { jobId } = await connection.jobs.scheduleMethod({
    where: "deviceId = 'b'",
    name: "late",
    connectTimeoutSeconds: 20,
  });
  const device = await connectedDevice(hub.deviceConnectionString("b"));
  device.onDeviceMethod("late", (_, response) => response.send(200, "here", () => {}));
  await connection.jobs.wait(jobId);
  expect(await connection.jobs.results(jobId).all()).toMatchObject([{ status: "completed" }]);
});

test("jobs are listed by type and status, and cancelled", async () => {
  const { jobs } = connection;
  const startTime = new Date(Date.now() + 3_600_000);
  await jobs.scheduleTwinUpdate({ jobId: "later-1", where: "*", tags: { x: 1 }, startTime });
  await jobs.scheduleTwinUpdate({ jobId: "later-2", where: "*", tags: { x: 1 }, startTime });
  const scheduled = await jobs.list({ status: "scheduled", pageSize: 1 }).all();
  expect(scheduled.map(({ jobId }) => jobId)).toEqual(["later-1", "later-2"]);
  expect(await jobs.cancel("later-1")).toMatchObject({ status: "cancelled" });
  expect(await jobs.get("later-1")).toMatchObject({ status: "cancelled" });
  expect(await jobs.list({ status: "scheduled", type: "scheduleDeviceMethod" }).all()).toEqual([]);
});

test("giving up waiting leaves the job as it is", async () => {
  const { jobs } = connection;
  const startTime = new Date(Date.now() + 3_600_000);
  await jobs.scheduleTwinUpdate({ jobId: "patient", where: "*", tags: {}, startTime });
  let time = 0;
  const sleep = async (pause: number): Promise<void> => {
    time += pause;
  };
  const clock = { now: () => time, sleep };
  await expect(jobs.wait("patient", { timeoutSeconds: 10, clock })).rejects.toMatchObject({
    code: "PNP_TIMEOUT",
    message: expect.stringContaining("scheduled"),
  });
  const stop = new AbortController();
  const waiting = jobs.wait("patient", { signal: stop.signal, onProgress: () => stop.abort() });
  await expect(waiting).rejects.toMatchObject({ code: "PNP_ABORTED" });
  expect(await jobs.get("patient")).toMatchObject({ status: "scheduled" });
});

test("what cannot be a job says why before or after the call", async () => {
  const { jobs } = connection;
  const codes = await Promise.all(
    [
      jobs.get("nobody"),
      jobs.cancel("nobody"),
      jobs.get("a/b"),
      jobs.scheduleTwinUpdate({ where: "*" }),
      jobs.scheduleTwinUpdate({ where: "tags.x ==", tags: {} }),
      jobs.scheduleTwinUpdate({ where: "*", desired: { x: 2n ** 60n } }),
      jobs.scheduleTwinUpdate({ jobId: "night-1", where: "*", tags: {} }),
      jobs.scheduleMethod({ where: "*", name: "x", responseTimeoutSeconds: 1 }),
      jobs.scheduleMethod({ where: "*", name: "x", maxExecutionSeconds: 0 }),
    ].map((call) => call.catch((error: { code: string }) => error.code)),
  );
  expect(codes).toEqual([
    "PNP_NAME_UNKNOWN",
    "PNP_NAME_UNKNOWN",
    "PNP_USAGE",
    "PNP_USAGE",
    "PNP_QUERY_INVALID",
    "PNP_PAYLOAD_INVALID",
    "PNP_CONFLICT",
    "PNP_USAGE",
    "PNP_USAGE",
  ]);
});

test("Entra signs in for queries and jobs, as far as its roles go", async () => {
  const byEntra = connectHub({ host: hub.hostName, credential: hub.credential() });
  const { jobId } = await byEntra.jobs.scheduleTwinUpdate({ where: "*", tags: { entra: true } });
  expect(await byEntra.jobs.wait(jobId)).toMatchObject({ status: "completed" });
  expect(await byEntra.devices("tags.entra = true").all()).toHaveLength(2);
  const credential = hub.credential(["IoT Hub Data Reader"]);
  const reader = connectHub({ host: hub.hostName, credential });
  expect(await reader.jobs.get(jobId)).toMatchObject({ jobId });
  const refused = { code: "PNP_UNAUTHORIZED" };
  await expect(reader.jobs.scheduleTwinUpdate({ where: "*", tags: {} })).rejects.toMatchObject(
    refused,
  );
  await expect(reader.jobs.cancel(jobId)).rejects.toMatchObject(refused);
});
