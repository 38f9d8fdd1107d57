import azureIothub from "azure-iothub";
import { expect } from "vitest";
import {
  eventually,
  methodsOf,
  type Row,
  row,
  type Scope,
  type Section,
  staticsOf,
} from "./cell.js";
import { clientBy, waysIn } from "./service-sign-in.js";

type JobClient = InstanceType<typeof azureIothub.JobClient>;

function jobRow(call: string, run: (jobs: JobClient, scope: Scope) => Promise<void>): Row {
  return row(
    waysIn,
    call,
    (way) => async (scope) => run(clientBy(azureIothub.JobClient, way, scope.hub), scope),
  );
}

const tomorrow = () => new Date(Date.now() + 86_400_000);

/** A job for tomorrow. */
async function later(jobs: JobClient, jobId: string): Promise<void> {
  await jobs.scheduleTwinUpdate(jobId, "deviceId = 'nobody'", { tags: { a: 1 } }, tomorrow(), 60);
}

export const jobSection: Section = {
  title: "azure-iothub, JobClient",
  columns: waysIn,
  rows: [
    jobRow("scheduleTwinUpdate", async (jobs, scope) => {
      const [jobId, deviceId] = [scope.name(), scope.device()];
      const patch = { etag: "*", tags: { ring: 2 }, properties: { desired: { rate: 5 } } };
      const condition = `deviceId = '${deviceId}'`;
      await jobs.scheduleTwinUpdate(jobId, condition, patch, new Date(), 60);
      await eventually(
        async () => (await jobs.getJob(jobId)).jobStatus,
        (value) =>
          expect(value).toMatchObject({
            status: "completed",
            deviceJobStatistics: { deviceCount: 1, succeededCount: 1 },
          }),
      );
    }),
    jobRow("scheduleDeviceMethod", async (jobs, scope) => {
      const [jobId, deviceId] = [scope.name(), scope.device()];
      const method = { methodName: "reboot", payload: null, timeoutInSeconds: 10 };
      const condition = `deviceId = '${deviceId}'`;
      await jobs.scheduleDeviceMethod(jobId, condition, method, new Date(), 60);
      await eventually(
        async () => (await jobs.getJob(jobId)).jobStatus,
        (value) =>
          expect(value).toMatchObject({
            status: "completed",
            deviceJobStatistics: { deviceCount: 1, failedCount: 1 },
          }),
      );
    }),
    jobRow("getJob", async (jobs, scope) => {
      const jobId = scope.name();
      await later(jobs, jobId);
      expect((await jobs.getJob(jobId)).jobStatus).toMatchObject({ jobId, status: "scheduled" });
      expect((await jobs.getJob(scope.name())).jobStatus).toMatchObject({ status: "unknown" });
    }),
    jobRow("cancelJob", async (jobs, scope) => {
      const jobId = scope.name();
      await later(jobs, jobId);
      expect((await jobs.cancelJob(jobId)).jobStatus).toMatchObject({ status: "cancelled" });
    }),
    jobRow("createQuery", async (jobs, scope) => {
      const jobId = scope.name();
      await later(jobs, jobId);
      const query = jobs.createQuery("scheduleUpdateTwin", "scheduled", 100);
      const found: unknown[] = [];
      while (query.hasMoreResults) {
        const { result } = await query.next(query.continuationToken);
        for (const job of result) found.push(job.jobId);
      }
      expect(found).toContain(jobId);
    }),
  ],
  methods: [
    ...methodsOf(azureIothub.JobClient, Object.prototype),
    ...staticsOf(azureIothub.JobClient),
  ],
};
