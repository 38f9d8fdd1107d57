import { expect, onTestFinished, test } from "vitest";
import type { CallOptions } from "../../src/client/call-options.js";
import { type Clock, systemClock } from "../../src/client/clock.js";
import type { FleetHub } from "../../src/client/fleet/fleet-types.js";
import type { DeviceJob, Job, JobSettings } from "../../src/client/fleet/job-types.js";
import type { QueryOptions, QueryResult } from "../../src/client/fleet/query-types.js";
import { patchFleet } from "../../src/client/fleet/raw-fleet.js";
import { updateFleet } from "../../src/client/fleet/update-fleet.js";
import { waitForJob } from "../../src/client/fleet/wait-for-job.js";
import { createInMemoryHub } from "../../src/client/in-memory.js";
import type { ServiceTransport } from "../../src/client/transport.js";
import { PnpError } from "../../src/errors.js";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";

const values = { targetTemperature: 20 };

/** Time that passes only in sleeps. */
function leapingClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    async sleep(milliseconds) {
      now += milliseconds;
    },
  };
}

function rows<T>(list: readonly T[]): QueryResult<T> {
  return {
    all: async () => list,
    async *pages() {
      yield { rows: list };
    },
    async *[Symbol.asyncIterator]() {
      yield* list;
    },
  };
}

interface FakeHub extends FleetHub {
  readonly scheduled: JobSettings[];
  readonly cancelled: string[];
}

/** A hub with so many devices whose jobs do what the test says. */
function fakeHub(count: number, overrides: Partial<FleetHub["jobs"]> = {}): FakeHub {
  const ids = Array.from({ length: count }, (_, index) => `device-${index}-${"x".repeat(80)}`);
  const scheduled: JobSettings[] = [];
  const cancelled: string[] = [];
  const named = (job: JobSettings): readonly string[] =>
    ids.filter((id) => job.where.includes(`'${id}'`));
  const jobOf = (jobId: string, status: Job["status"] = "completed"): Job => {
    const job = scheduled.find((each) => each.jobId === jobId);
    const deviceCount = job ? named(job).length : 0;
    return {
      jobId,
      type: "scheduleUpdateTwin",
      status,
      deviceJobStatistics: {
        deviceCount,
        succeededCount: deviceCount,
        failedCount: 0,
        runningCount: 0,
        pendingCount: 0,
      },
    };
  };
  return {
    scheduled,
    cancelled,
    device: () => expect.unreachable("a job was asked for"),
    query: <T>() => rows(ids.map((deviceId) => ({ deviceId, modelId: Thermostat.id })) as T[]),
    jobs: {
      async scheduleTwinUpdate(job) {
        scheduled.push({ ...job, jobId: job.jobId ?? `job-${scheduled.length + 1}` });
        return jobOf(scheduled.at(-1)?.jobId ?? "", "queued");
      },
      scheduleMethod: () => expect.unreachable("no command was asked for"),
      get: async (jobId) => jobOf(jobId),
      list: () => rows<Job>([]),
      async cancel(jobId) {
        cancelled.push(jobId);
        return jobOf(jobId, "cancelled");
      },
      async wait(jobId, options) {
        const job = jobOf(jobId);
        options?.onProgress?.(job);
        return job;
      },
      results: (jobId) => rows(resultsOf(jobId)),
      ...overrides,
    },
  };

  function resultsOf(jobId: string): readonly DeviceJob[] {
    const job = scheduled.find((each) => each.jobId === jobId);
    return (job ? named(job) : []).map((deviceId) => ({
      deviceId,
      jobId,
      jobType: "scheduleUpdateTwin",
      status: "completed",
    }));
  }
}

function outcomes(result: Awaited<ReturnType<typeof updateFleet>>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of result.devices) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

test("devices too many for one job make several, one after the other, under numbered ids", async () => {
  const hub = fakeHub(200);
  const seen: number[] = [];
  const result = await updateFleet(hub, Thermostat, "*", values, {
    jobId: "night",
    onProgress: ({ succeeded }) => seen.push(succeeded),
  });
  expect(result.jobIds).toEqual(["night", "night-2", "night-3"]);
  expect(outcomes(result)).toEqual({ succeeded: 200 });
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(200);
});

test("when a later job cannot be scheduled, the table keeps what the earlier ones did", async () => {
  const hub = fakeHub(200);
  const schedule = hub.jobs.scheduleTwinUpdate;
  const failing: FleetHub = {
    ...hub,
    jobs: {
      ...hub.jobs,
      scheduleTwinUpdate: (job, options) =>
        hub.scheduled.length === 1
          ? Promise.reject(new PnpError("PNP_THROTTLED", "Too many jobs."))
          : schedule(job, options),
    },
  };
  const result = await updateFleet(failing, Thermostat, "*", values);
  expect(result).toMatchObject({ ok: false, jobIds: ["job-1"] });
  expect(Object.keys(outcomes(result))).toEqual(["succeeded", "failed", "not-sent"]);
});

test("when the first job cannot be scheduled, nothing was done and the error is thrown", async () => {
  const hub = fakeHub(3, {
    scheduleTwinUpdate: () => Promise.reject(new PnpError("PNP_UNAUTHORIZED", "No.")),
  });
  await expect(updateFleet(hub, Thermostat, "*", values)).rejects.toMatchObject({
    code: "PNP_UNAUTHORIZED",
  });
});

test("when the hub can no longer be asked, the outcome is unknown and the job's id is kept", async () => {
  const lost = new PnpError("PNP_TRANSPORT", "The hub is gone.");
  const hub = fakeHub(3, { wait: () => Promise.reject(lost) });
  const result = await updateFleet(hub, Thermostat, "*", values);
  expect(result).toMatchObject({ ok: false, jobIds: ["job-1"] });
  expect(result.devices[0]).toMatchObject({ outcome: "unknown", error: lost });
});

test("rows that come later than the job's end are waited for", async () => {
  let asked = 0;
  const hub = fakeHub(2);
  const { results } = hub.jobs;
  const lagging: FleetHub = {
    ...hub,
    jobs: { ...hub.jobs, results: (jobId) => (++asked < 3 ? rows<DeviceJob>([]) : results(jobId)) },
  };
  const result = await updateFleet(lagging, Thermostat, "*", values, { clock: leapingClock() });
  expect(outcomes(result)).toEqual({ succeeded: 2 });
});

test("a device that was gone when the job began is left out, not forgotten", async () => {
  const hub = fakeHub(2);
  const { results } = hub.jobs;
  const without: FleetHub = {
    ...hub,
    jobs: {
      ...hub.jobs,
      wait: async (jobId) => ({ jobId, type: "scheduleUpdateTwin", status: "completed" }),
      results: (jobId) => ({
        ...results(jobId),
        all: async () => (await results(jobId).all()).slice(0, 1),
      }),
    },
  };
  const result = await updateFleet(without, Thermostat, "*", values);
  expect(result.devices[1]).toMatchObject({
    outcome: "left-out",
    error: { code: "PNP_DEVICE_NOT_FOUND" },
  });
});

test("the time-out stops it: the job is cancelled and no further one is scheduled", async () => {
  let expire = (): void => {};
  const clock: Clock = {
    ...leapingClock(),
    sleep: () =>
      new Promise((resolve) => {
        expire = resolve;
      }),
  };
  const hub = fakeHub(200, {
    wait: (_, options) =>
      new Promise((_resolve, reject) => {
        const gaveUp = (): void => reject(new PnpError("PNP_ABORTED", "Given up."));
        options?.signal?.addEventListener("abort", gaveUp);
        expire();
      }),
  });
  const result = await updateFleet(hub, Thermostat, "*", values, { timeoutSeconds: 5, clock });
  expect(result).toMatchObject({ ok: false, stopped: true, jobIds: ["job-1"] });
  expect(hub.cancelled).toEqual(["job-1"]);
  expect(hub.scheduled).toHaveLength(1);
  expect(outcomes(result)).toMatchObject({ "not-sent": expect.any(Number) });
});

test("a time-out while the devices are looked for is told as one", async () => {
  const hub: FleetHub = {
    ...fakeHub(1),
    query: <T>(_sql: string, options: QueryOptions = {}): QueryResult<T> => ({
      ...rows<T>([]),
      [Symbol.asyncIterator]: () => ({
        async next() {
          await systemClock.sleep(60_000, options.signal);
          throw new PnpError("PNP_ABORTED", "Given up.");
        },
      }),
    }),
  };
  const late = updateFleet(hub, Thermostat, "*", values, { timeoutSeconds: 0.05 });
  await expect(late).rejects.toMatchObject({ code: "PNP_TIMEOUT" });
  const aborted = updateFleet(hub, Thermostat, "*", values, { signal: AbortSignal.abort() });
  await expect(aborted).rejects.toMatchObject({ code: "PNP_ABORTED" });
});

test("many calls at one time leave no warning of too many listeners", async () => {
  const warnings: unknown[] = [];
  const warned = (warning: Error): void => void warnings.push(warning);
  process.on("warning", warned);
  onTestFinished(() => void process.off("warning", warned));
  const memory = createInMemoryHub();
  const listening: FleetHub = {
    ...fakeHub(30),
    device: (id) => {
      memory.connect(id);
      const { transport } = memory;
      const readTwin: ServiceTransport["readTwin"] = async (target, options) => {
        options?.signal?.addEventListener("abort", () => {});
        return transport.readTwin(target, options);
      };
      return { deviceId: id, transport: { ...transport, readTwin } };
    },
  };
  const result = await patchFleet(
    listening,
    "*",
    { tags: { site: "a" } },
    { via: "direct", concurrency: 30 },
  );
  expect(result).toMatchObject({ ok: true });
  await new Promise(setImmediate);
  expect(warnings).toEqual([]);
});

test("waiting for a job keeps to its time-out when the hub says nothing", async () => {
  const late = new PnpError("PNP_TIMEOUT", "No answer.");
  const silent = {
    get: async (_: string, options: CallOptions = {}): Promise<Job> => {
      await systemClock.sleep((options.timeoutSeconds ?? 60) * 1000, options.signal);
      throw late;
    },
  };
  await expect(waitForJob(silent, "j1", { timeoutSeconds: 0.05 })).rejects.toMatchObject({
    code: "PNP_TIMEOUT",
    message: "The job j1 was not over within 0.05 s: it is not shown yet.",
  });
  for (const timeoutSeconds of [0, Number.NaN]) {
    await expect(waitForJob(silent, "j1", { timeoutSeconds })).rejects.toMatchObject({
      code: "PNP_USAGE",
    });
  }
});

test.each([[{ timeoutSeconds: 0 }], [{ via: "direct", concurrency: 0 } as const]])(
  "%j is refused",
  async (options) => {
    await expect(updateFleet(fakeHub(1), Thermostat, "*", values, options)).rejects.toMatchObject({
      code: "PNP_USAGE",
    });
  },
);

test("a job that the hub does not show yet is looked for again, one that it never shows is not", async () => {
  let looks = 0;
  const unknown = new PnpError("PNP_NAME_UNKNOWN", "The hub has no such job.");
  const shows = (after: number) => ({
    get: async (jobId: string): Promise<Job> => {
      if (++looks < after) throw unknown;
      return { jobId, type: "scheduleUpdateTwin", status: "completed" };
    },
  });
  const options = { clock: leapingClock() };
  expect(await waitForJob(shows(3), "j1", options)).toMatchObject({ status: "completed" });
  looks = 0;
  await expect(waitForJob(shows(9), "j1", options)).rejects.toBe(unknown);
});
