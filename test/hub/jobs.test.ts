import azureIothub from "azure-iothub";
import { expect, test } from "vitest";
import type { Hub } from "../../src/hub/index.js";
import type { JobRequest } from "../../src/hub/job.js";
import type { JobSurroundings } from "../../src/hub/job-runs.js";
import { Jobs } from "../../src/hub/jobs.js";
import { ServiceError } from "../../src/hub/service-error.js";
import { callHub } from "./device-messages-sdk.js";
import { ManualClock } from "./fixtures.js";
import { connectedDevice, registry, testHub } from "./sdk.js";

function jobClient(hub: Hub): InstanceType<typeof azureIothub.JobClient> {
  return azureIothub.JobClient.fromConnectionString(hub.connectionString);
}

/** Resolves with the job as it stands when nothing more will happen. */
async function finished(hub: Hub, jobId: string): Promise<Record<string, unknown>> {
  const client = jobClient(hub);
  await expect
    .poll(async () => (await client.getJob(jobId)).jobStatus.status)
    .toMatch(/completed|cancelled/);
  return (await client.getJob(jobId)).jobStatus;
}

async function deviceJobs(hub: Hub, jobId: string): Promise<readonly Record<string, unknown>[]> {
  const sql = `SELECT * FROM devices.jobs WHERE devices.jobs.jobId = '${jobId}'`;
  return (await registry(hub).createQuery(sql).next()).result;
}

test.each([
  ["of one of its twins", "AAAAAAAAAAE="],
  ["that is empty", ""],
])("a twin job with an etag %s is refused: it writes whatever is there", async (_, etag) => {
  const hub = await testHub();
  hub.createDevice("a");
  const client = jobClient(hub);
  await expect(
    client.scheduleTwinUpdate("j1", "*", { etag, tags: { ring: 2 } }, new Date()),
  ).rejects.toMatchObject({ response: { statusCode: 412 } });
  expect((await registry(hub).getTwin("a")).responseBody.tags).toEqual({});
});

test("a twin job writes the twins that its condition finds when it starts", async () => {
  const hub = await testHub();
  for (const id of ["a", "b", "c"]) hub.createDevice(id);
  await registry(hub).updateTwin("c", { tags: { site: "sea" } }, "*");
  const patch = { etag: "*", tags: { ring: 2 }, properties: { desired: { rate: 5 } } };
  const condition = "NOT is_defined(tags.site)";
  const { jobStatus } = await jobClient(hub).scheduleTwinUpdate("j1", condition, patch, new Date());
  expect(jobStatus).toMatchObject({
    jobId: "j1",
    type: "scheduleUpdateTwin",
    status: "queued",
    queryCondition: condition,
    updateTwin: patch,
    maxExecutionTimeInSeconds: 3600,
    deviceJobStatistics: { deviceCount: 0 },
  });
  expect(await finished(hub, "j1")).toMatchObject({
    status: "completed",
    deviceJobStatistics: {
      deviceCount: 2,
      succeededCount: 2,
      failedCount: 0,
      runningCount: 0,
      pendingCount: 0,
    },
  });
  const twins = await registry(hub).createQuery("SELECT * FROM devices").nextAsTwin();
  expect(twins.result.map(({ tags }) => tags)).toEqual([{ ring: 2 }, { ring: 2 }, { site: "sea" }]);
  expect(await deviceJobs(hub, "j1")).toMatchObject([
    { deviceId: "a", jobId: "j1", jobType: "scheduleUpdateTwin", status: "completed" },
    { deviceId: "b", status: "completed", outcome: { deviceMethodResponse: null } },
  ]);
  // Rows and conditions have different names for the same time.
  const recent =
    "devices.jobs.createdTimeUtc > '2020' AND devices.jobs.lastUpdatedTimeUtc > '2020'";
  const rows = registry(hub).createQuery(`SELECT * FROM devices.jobs WHERE ${recent}`);
  expect((await rows.next()).result).toHaveLength(2);
});

test("a method job tells what each device answered, and why others did not", async () => {
  const hub = await testHub();
  for (const id of ["on", "off", "busy"]) hub.createDevice(id);
  const on = await connectedDevice(hub.deviceConnectionString("on"));
  on.onDeviceMethod("reboot", ({ payload }, response) =>
    response.send(200, { got: payload }, () => {}),
  );
  const busy = await connectedDevice(hub.deviceConnectionString("busy"));
  busy.onDeviceMethod("reboot", (_, response) => response.send(503, "later", () => {}));
  const method = { methodName: "reboot", payload: { delay: 5 }, responseTimeoutInSeconds: 10 };
  await jobClient(hub).scheduleDeviceMethod("j1", "*", method, new Date(), 60);
  expect(await finished(hub, "j1")).toMatchObject({
    cloudToDeviceMethod: method,
    deviceJobStatistics: { deviceCount: 3, succeededCount: 2, failedCount: 1 },
  });
  const rows = await deviceJobs(hub, "j1");
  expect(Object.fromEntries(rows.map((row) => [row.deviceId, row]))).toMatchObject({
    on: { outcome: { deviceMethodResponse: { status: 200, payload: { got: { delay: 5 } } } } },
    busy: {
      status: "completed",
      outcome: { deviceMethodResponse: { status: 503, payload: "later" } },
    },
    off: { status: "failed", error: { code: "DeviceNotOnline" } },
  });
});

test("a job may leave out its condition, and call the time to answer as older clients do", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const put = (jobId: string, body: object) =>
    callHub(hub, "PUT", `/jobs/v2/${jobId}`, {}, JSON.stringify(body));
  const everywhere = { type: "scheduleUpdateTwin", queryCondition: null, updateTwin: { tags: {} } };
  expect(await put("j1", { ...everywhere, startTime: null })).toMatchObject({ status: 200 });
  expect(await finished(hub, "j1")).toMatchObject({ deviceJobStatistics: { succeededCount: 1 } });
  const method = { methodName: "reboot", timeoutInSeconds: 1 };
  await put("j2", { type: "scheduleDeviceMethod", cloudToDeviceMethod: method });
  await finished(hub, "j2");
  // A device has at least five seconds.
  expect(await deviceJobs(hub, "j2")).toMatchObject([{ error: { code: "ArgumentInvalid" } }]);
});

test("a job for later waits, is listed as scheduled, and can be cancelled", async () => {
  const hub = await testHub();
  hub.createDevice("a");
  const client = jobClient(hub);
  const later = new Date(Date.now() + 3_600_000);
  await client.scheduleTwinUpdate("later", "*", { etag: "*", tags: { x: 1 } }, later);
  await client.scheduleTwinUpdate("now", "*", { etag: "*", tags: { y: 1 } }, new Date());
  await finished(hub, "now");
  const scheduled = await client.createQuery("scheduleUpdateTwin", "scheduled").next();
  expect(scheduled.result).toMatchObject([{ jobId: "later", startTime: later.toISOString() }]);
  expect((await client.cancelJob("later")).jobStatus).toMatchObject({ status: "cancelled" });
  expect((await client.getJob("later")).jobStatus).toMatchObject({ status: "cancelled" });
  const pages: unknown[] = [];
  const all = client.createQuery(undefined, undefined, 1);
  while (all.hasMoreResults) {
    const { result } = await all.next(all.continuationToken);
    pages.push(result.map(({ jobId }: { jobId: string }) => jobId));
  }
  expect(pages).toEqual([["later"], ["now"]]);
});

test("an id that is taken is refused, an unknown one is unknown, and a bad condition names its place", async () => {
  const hub = await testHub();
  const client = jobClient(hub);
  const patch = { etag: "*", tags: {} };
  await client.scheduleTwinUpdate("j1", "*", patch, new Date());
  await expect(client.scheduleTwinUpdate("j1", "*", patch, new Date())).rejects.toThrow(/already/);
  expect((await client.getJob("nobody")).jobStatus).toMatchObject({ status: "unknown" });
  await expect(client.cancelJob("nobody")).rejects.toMatchObject({
    responseBody: expect.stringContaining("JobNotFound"),
  });
  await expect(client.scheduleTwinUpdate("j2", "tags.x ==", patch, new Date())).rejects.toThrow(
    /line 1, column 9/,
  );
});

const request = (jobId: string, more: Partial<JobRequest> = {}): JobRequest => ({
  jobId,
  work: { type: "scheduleUpdateTwin", update: {} },
  queryCondition: "*",
  maxExecutionTime: 60,
  ...more,
});

const method = { type: "scheduleDeviceMethod", method: { name: "m", payload: "null" }, asked: {} };

function surroundings(count: number): JobSurroundings & { readonly updated: string[] } {
  const updated: string[] = [];
  return {
    updated,
    find: () => Array.from({ length: count }, (_, index) => `d${index}`),
    updateTwin: (id) => void updated.push(id),
    invokeMethod: () => new Promise(() => {}),
  };
}

test("a large job goes in slices, and what it has not reached can be cancelled", () => {
  const clock = new ManualClock();
  const hub = surroundings(120);
  const jobs = new Jobs(clock, hub);
  jobs.create(request("j1"));
  clock.advance(0);
  expect(hub.updated).toHaveLength(50);
  expect(jobs.get("j1")).toMatchObject({
    status: "running",
    deviceJobStatistics: { deviceCount: 120, succeededCount: 50, pendingCount: 70 },
  });
  expect(jobs.cancel("j1")).toMatchObject({ status: "cancelled" });
  clock.advance(0);
  expect(hub.updated).toHaveLength(50);
  expect([...jobs.deviceRows()].at(-1)?.value).toMatchObject({ status: "cancelled" });
});

test("a job begins at its time, by the hub's clock", () => {
  const clock = new ManualClock();
  const hub = surroundings(1);
  const jobs = new Jobs(clock, hub);
  jobs.create(request("j1", { startTime: new Date(clock.now().getTime() + 5000) }));
  clock.advance(4999);
  expect(jobs.get("j1")).toMatchObject({ status: "scheduled" });
  clock.advance(1);
  expect(jobs.get("j1")).toMatchObject({ status: "completed" });
  expect(hub.updated).toEqual(["d0"]);
});

test("a job that takes too long has failed, and says so of every device that it has not done with", async () => {
  const clock = new ManualClock();
  const answers: (() => void)[] = [];
  const late = new Promise<void>((resolve) => answers.push(resolve));
  const hub = surroundings(12);
  const jobs = new Jobs(clock, {
    ...hub,
    invokeMethod: () => late.then(() => ({ status: 200, payload: "1" })),
  });
  jobs.create(request("j1", { work: method as JobRequest["work"] }));
  clock.advance(0);
  clock.advance(60_000);
  expect(jobs.get("j1")).toMatchObject({
    status: "failed",
    failureReason: expect.stringContaining("60 seconds"),
    deviceJobStatistics: { deviceCount: 12, failedCount: 12, runningCount: 0 },
  });
  const over = [...jobs.deviceRows()];
  for (const { value } of over) {
    expect(value).toMatchObject({ status: "failed", error: { code: "JobTimedOut" } });
  }
  for (const answer of answers) answer();
  await late;
  expect([...jobs.deviceRows()]).toEqual(over);
});

test("only so many jobs run at one time, and old ones are forgotten", () => {
  const clock = new ManualClock();
  const jobs = new Jobs(clock, surroundings(1));
  for (let count = 0; count < 10; count++) {
    jobs.create(request(`j${count}`, { work: method as JobRequest["work"] }));
  }
  clock.advance(0);
  expect(() => jobs.create(request("more"))).toThrow(ServiceError);
  clock.advance(60_000);
  clock.advance(31 * 86_400_000);
  expect(jobs.get("j0")).toMatchObject({ status: "unknown" });
  expect(jobs.create(request("j0"))).toMatchObject({ status: "queued" });
});

test("an integer beyond 2^53 in an answer keeps its digits", async () => {
  const clock = new ManualClock();
  const jobs = new Jobs(clock, {
    ...surroundings(1),
    invokeMethod: async () => ({ status: 200, payload: "9007199254740993" }),
  });
  jobs.create(request("j1", { work: method as JobRequest["work"] }));
  clock.advance(0);
  await expect.poll(() => jobs.get("j1").status).toBe("completed");
  expect([...jobs.deviceRows()][0]?.value).toMatchObject({
    outcome: { deviceMethodResponse: { payload: 9007199254740993n } },
  });
});
