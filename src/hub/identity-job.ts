import type { JsonRecord } from "../convention/record.js";
import type { RecordForm } from "./store/store.js";

/** An import or export of identities. */
export interface IdentityJob {
  readonly jobId: string;
  readonly type: "import" | "export";
  readonly inputBlobContainerUri: string | null;
  readonly inputBlobName: string;
  readonly outputBlobContainerUri: string;
  readonly outputBlobName: string;
  readonly excludeKeysInExport: boolean;
  readonly storageAuthenticationType: "keyBased" | "identityBased";
  readonly started: Date;
  status: "running" | "completed" | "failed" | "cancelled";
  ended?: Date;
  /** 0 to 100. */
  progress: number;
  failureReason?: string;
}

/** A job as service clients see it. The signatures in its addresses stay in the hub. */
export function identityJobDocument(job: IdentityJob): JsonRecord {
  const { started, ended, failureReason, inputBlobContainerUri, inputBlobName, ...rest } = job;
  return {
    ...rest,
    ...(inputBlobContainerUri === null
      ? {}
      : { inputBlobContainerUri: bare(inputBlobContainerUri), inputBlobName }),
    outputBlobContainerUri: bare(job.outputBlobContainerUri),
    startTimeUtc: started.toISOString(),
    endTimeUtc: ended?.toISOString() ?? null,
    failureReason: failureReason ?? null,
  };
}

function bare(uri: string): string {
  return uri.replace(/\?.*/s, "");
}

/** How jobs are kept. */
export const identityJobRecords: RecordForm<IdentityJob> = {
  write: (job) => job,
  read(json) {
    const job = json as IdentityJob;
    return {
      ...job,
      started: new Date(job.started),
      ...(job.ended ? { ended: new Date(job.ended) } : {}),
    };
  },
};
