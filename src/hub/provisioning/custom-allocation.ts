import { isRecord, type JsonRecord } from "../../convention/record.js";
import type { HubClock } from "../clock.js";
import { parseExactJson } from "../exact-json.js";
import { ServiceError } from "../service-error.js";
import type { Candidate } from "./candidate.js";
import { readInitialTwin } from "./enrollment-body.js";
import { groupDocument, individualDocument } from "./enrollment-document.js";
import type { EnrollmentSettings, InitialTwin, Registration } from "./records.js";

/** What a custom allocation has decided. */
export interface Allocation {
  /** Instead of the enrollment's; absent: that one. */
  readonly initialTwin?: InitialTwin | null;
  /** For the device. */
  readonly payload: unknown;
}

/** The device that a webhook is asked about. */
interface AllocationSubject {
  readonly candidate: Candidate;
  readonly request: { readonly payload: unknown };
  readonly step: Pick<Registration, "registrationId" | "attestation">;
  readonly before: Registration | undefined;
}

const answerWithin = 5000;
const largestAnswer = 262_144;

/** What the cloud's custom allocation policy asks a webhook. */
export function webhookQuestion(subject: AllocationSubject, hubHost: string): JsonRecord {
  const { candidate, request, step, before } = subject;
  const { registrationId, attestation } = step;
  const { enrollment } = candidate;
  const current = before && {
    currentIotHubHostName: before.assignedHub,
    currentDeviceId: before.deviceId,
  };
  return {
    ...("registrationId" in enrollment
      ? { individualEnrollment: individualDocument(enrollment) }
      : { enrollmentGroup: groupDocument(enrollment) }),
    deviceRuntimeContext: {
      registrationId,
      ...current,
      [attestation]: {},
      ...(request.payload === null ? {} : { payload: request.payload }),
    },
    linkedHubs: [hubHost],
  };
}

/** Asks the webhook of an enrollment, until somebody gives up. Throws an error whose message the device is told. */
export async function askWebhook(
  { customAllocationDefinition }: EnrollmentSettings,
  question: JsonRecord,
  hubHost: string,
  clock: HubClock,
  giveUp: AbortController,
): Promise<Allocation> {
  const cancel = clock.after(answerWithin, () => giveUp.abort());
  try {
    const response = await fetch(String(customAllocationDefinition?.webhookUrl), {
      method: "POST",
      headers: { "Content-Type": "application/json; charset=utf-8" },
      body: JSON.stringify(question),
      redirect: "error",
      signal: giveUp.signal,
    });
    if (!response.ok) throw failure(` with status code: ${response.status}`);
    return readAnswer(await readText(response), hubHost);
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    const late = `: no answer within ${answerWithin / 1000} seconds`;
    throw failure(giveUp.signal.aborted ? late : ": the webhook cannot be reached");
  } finally {
    cancel();
  }
}

async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > largestAnswer) throw failure(`: its answer has more than ${largestAnswer} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function readAnswer(text: string, hubHost: string): Allocation {
  const answer = parseExactJson(text, "The answer of the custom allocation");
  const { iotHubHostName, initialTwin, payload } = isRecord(answer) ? answer : {};
  if (typeof iotHubHostName !== "string" || iotHubHostName.toLowerCase() !== hubHost) {
    const named = JSON.stringify(iotHubHostName ?? null);
    throw failure(`: it chose the hub ${named}, but linked is ${hubHost} only`);
  }
  return {
    ...(isRecord(initialTwin) ? { initialTwin: readInitialTwin(initialTwin) } : {}),
    payload: payload ?? null,
  };
}

function failure(problem: string): ServiceError {
  return new ServiceError("CustomAllocationFailed", `Custom allocation failed${problem}`);
}
