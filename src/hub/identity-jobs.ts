import type { JsonRecord } from "../convention/record.js";
import type { BlobContainer } from "./blob/blob-container.js";
import { type BlobPermission, checkSignature } from "./blob/blob-signature.js";
import { applyBulk } from "./bulk-registry.js";
import type { HubCore } from "./hub-core.js";
import { type IdentityJob, identityJobDocument, identityJobRecords } from "./identity-job.js";
import { bulkEntry, identityLine } from "./identity-lines.js";
import { ServiceError } from "./service-error.js";
import type { Store } from "./store/store.js";

/** What a caller asks for. */
export type IdentityJobRequest = Omit<IdentityJob, "jobId" | "started" | "status" | "progress">;

/** Lines in one go; then others have their turn. */
const linesPerSlice = 50;
const largestFile = 256 * 1024 * 1024;
const mostJobs = 100;
const errorsBlob = "importErrors.log";

/**
 * Imports of identities from files in the hub's storage, and exports to them, one at a time. A line that cannot be
 * imported keeps no other from it; what went wrong is in `importErrors.log` of the output container.
 */
export class IdentityJobs {
  readonly #core: HubCore;
  readonly #jobs: Map<string, IdentityJob>;

  constructor(core: HubCore, store: Store) {
    this.#core = core;
    this.#jobs = store.map("identity jobs", identityJobRecords);
    for (const job of [...this.#jobs.values()]) {
      if (job.status === "running") this.#end(job, "failed", "The hub was restarted.");
    }
  }

  /** Throws `JobQuotaExceeded` while another one runs, `BlobContainerValidationError` for what cannot be used. */
  create(request: IdentityJobRequest): JsonRecord {
    const running = [...this.#jobs.values()].find(({ status }) => status === "running");
    if (running) {
      throw new ServiceError("JobQuotaExceeded", `Job ${running.jobId} is running; one at a time`);
    }
    const output = this.#container(
      request.outputBlobContainerUri,
      request,
      ["w", "c"],
      "write to output",
    );
    const { inputBlobContainerUri: from } = request;
    const input = from === null ? undefined : this.#container(from, request, ["r"], "read input");
    const { clock, ids } = this.#core;
    const job: IdentityJob = {
      ...request,
      jobId: ids.uuid(),
      started: clock.now(),
      status: "running",
      progress: 0,
    };
    const tooMany = Math.max(this.#jobs.size + 1 - mostJobs, 0);
    for (const oldest of [...this.#jobs.keys()].slice(0, tooMany)) this.#jobs.delete(oldest);
    this.#jobs.set(job.jobId, job);
    const work = input ? this.#import(job, input, output) : this.#export(job, output);
    work.then(
      () => this.#end(job, "completed"),
      (error) => this.#end(job, "failed", error instanceof Error ? error.message : String(error)),
    );
    return identityJobDocument(job);
  }

  /** Throws `JobNotFound`. */
  get(jobId: string): JsonRecord {
    return identityJobDocument(this.#find(jobId));
  }

  list(): readonly JsonRecord[] {
    return [...this.#jobs.values()].map(identityJobDocument);
  }

  /** What has been done stays done. A job that is over stays as it is. */
  cancel(jobId: string): JsonRecord {
    const job = this.#find(jobId);
    this.#end(job, "cancelled");
    return identityJobDocument(job);
  }

  async #import(job: IdentityJob, input: BlobContainer, output: BlobContainer): Promise<void> {
    const blob = input.get(job.inputBlobName);
    const pieces = [...blob.blocks.values()].flatMap((block) => block.pieces);
    const text = Buffer.concat(pieces)
      .toString("utf8")
      .replace(/^\uFEFF/, "");
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
    const errors: string[] = [];
    await this.#inSlices(job, lines, (slice) => {
      const entries: JsonRecord[] = [];
      for (const line of slice) {
        try {
          entries.push(bulkEntry(this.#core, line));
        } catch (error) {
          if (!(error instanceof ServiceError)) throw error;
          errors.push(errorLine("", error, ""));
        }
      }
      if (entries.length === 0) return;
      for (const { target, error, operation } of applyBulk(this.#core, entries)) {
        errors.push(errorLine(target.deviceId, error, operation, target.moduleId));
      }
    });
    if (errors.length > 0) await this.#write(output, errorsBlob, errors);
  }

  async #export(job: IdentityJob, output: BlobContainer): Promise<void> {
    const { registry } = this.#core;
    const identities = registry
      .devices()
      .flatMap((device) => [device, ...registry.modulesOf(device.deviceId)]);
    const lines: string[] = [];
    await this.#inSlices(job, identities, (slice) => {
      for (const { deviceId, moduleId } of slice) {
        // It may have gone in the meantime.
        const target = moduleId === undefined ? { deviceId } : { deviceId, moduleId };
        const identity = registry.find(target);
        if (identity) lines.push(identityLine(this.#core, identity, job.excludeKeysInExport));
      }
    });
    await this.#write(output, job.outputBlobName, lines);
  }

  async #inSlices<T>(
    job: IdentityJob,
    all: readonly T[],
    work: (slice: readonly T[]) => void,
  ): Promise<void> {
    for (let from = 0; from < all.length; from += linesPerSlice) {
      await new Promise<void>((resolve) => this.#core.clock.after(0, resolve));
      if (job.status !== "running") throw new Error("The job was cancelled.");
      work(all.slice(from, from + linesPerSlice));
      job.progress = Math.floor((Math.min(from + linesPerSlice, all.length) / all.length) * 100);
    }
  }

  async #write(container: BlobContainer, name: string, lines: readonly string[]): Promise<void> {
    const text = lines.map((line) => `${line}\n`).join("");
    const bytes = await this.#core.files.blobs.memory.hold(one(Buffer.from(text)), largestFile);
    container.put(name, bytes, { contentType: "text/plain", headers: {}, metadata: {} }, {});
  }

  #find(jobId: string): IdentityJob {
    const job = this.#jobs.get(jobId);
    if (job) return job;
    throw new ServiceError("JobNotFound", `There is no job ${jobId}`);
  }

  #end(job: IdentityJob, status: "completed" | "failed" | "cancelled", reason?: string): void {
    if (job.status !== "running") return;
    job.status = status;
    job.ended = this.#core.clock.now();
    if (status === "completed") job.progress = 100;
    if (reason !== undefined) job.failureReason = reason;
    this.#jobs.set(job.jobId, job);
  }

  /** A container of the hub's own storage that the job may use so. */
  #container(
    uri: string,
    { storageAuthenticationType }: IdentityJobRequest,
    anyOf: readonly BlobPermission[],
    what: string,
  ): BlobContainer {
    const { blobs } = this.#core.files;
    try {
      const url = new URL(uri);
      if (url.hostname !== blobs.host)
        throw new Error(`the host is ${url.hostname}, not ${blobs.host}`);
      const container = decodeURIComponent(url.pathname).replace(/^\/|\/$/g, "");
      if (storageAuthenticationType === "keyBased" || url.searchParams.has("sig")) {
        checkSignature(blobs, { container }, url.searchParams, anyOf, this.#core.clock.now());
      }
      return blobs.container(container);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      throw new ServiceError(
        "BlobContainerValidationError",
        `Unauthorized to ${what} blob container: ${problem}`,
      );
    }
  }
}

function errorLine(
  deviceId: string,
  { reason, message }: ServiceError,
  operation: string,
  moduleId?: string,
): string {
  const target = moduleId === undefined ? { deviceId } : { deviceId, moduleId };
  return JSON.stringify({ ...target, errorCode: reason, errorStatus: message, operation });
}

async function* one(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
