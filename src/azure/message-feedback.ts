import { requireCallOptions } from "../client/call-options.js";
import { systemClock } from "../client/clock.js";
import type {
  FeedbackOptions,
  HubMessages,
  MessageFeedback,
} from "../client/messages/hub-messages.js";
import { isPnpError, PnpError } from "../errors.js";
import type { Attempt } from "./attempt.js";
import { bare } from "./entity-tag.js";

const path = "/messages/serviceBound/feedback";

/** A batch of feedback that the hub keeps locked for its reader. */
interface Batch {
  readonly lockToken: string;
  readonly records: readonly MessageFeedback[];
}

/** Feedback by polling, batch by batch. */
export function createFeedback(attempt: Attempt): HubMessages["feedback"] {
  return async function* feedback(options: FeedbackOptions = {}) {
    requireCallOptions(options);
    const { signal, pollSeconds = 1, limit = Number.POSITIVE_INFINITY, timeoutSeconds } = options;
    if (!(pollSeconds > 0)) {
      throw new PnpError("PNP_USAGE", `pollSeconds must be above 0; got ${pollSeconds}.`);
    }
    const settle = { ...(timeoutSeconds !== undefined && { timeoutSeconds }) };
    let left = limit;
    while (left > 0) {
      const batch = await receive(attempt, { ...settle, ...(signal && { signal }) });
      if (batch === undefined) {
        await systemClock.sleep(pollSeconds * 1000, signal);
        continue;
      }
      let unread = batch.records.length;
      try {
        for (const record of batch.records) {
          yield record;
          unread -= 1;
          left -= 1;
          if (left <= 0) break;
        }
      } finally {
        await (unread === 0 ? complete : abandon)(attempt, batch, settle);
      }
    }
  };
}

async function receive(attempt: Attempt, options: FeedbackOptions): Promise<Batch | undefined> {
  const { status, headers, text } = await attempt(
    // A batch whose answer is lost comes again when its lock has run out.
    { action: "receive feedback", repeatable: true, reads: true, options },
    ({ request }) => request({ method: "GET", path }),
  );
  if (status === 204) return undefined;
  const records = JSON.parse(text) as readonly WireRecord[];
  return {
    lockToken: bare(headers.etag ?? ""),
    records: records.map(feedbackOf),
  };
}

/** A lock that has run out is no failure: the batch comes again, as it may at any time. */
async function complete(attempt: Attempt, batch: Batch, options: FeedbackOptions): Promise<void> {
  try {
    await attempt({ action: "complete feedback", repeatable: true, options }, ({ request }) =>
      request({ method: "DELETE", path: `${path}/${encodeURIComponent(batch.lockToken)}` }),
    );
  } catch (error) {
    if (!isPnpError(error, "PNP_CONFLICT")) throw error;
  }
}

/** When it fails, the batch comes again all the same, only later. */
async function abandon(attempt: Attempt, batch: Batch, options: FeedbackOptions): Promise<void> {
  const lock = encodeURIComponent(batch.lockToken);
  await attempt({ action: "give feedback back", repeatable: true, options }, ({ request }) =>
    request({ method: "POST", path: `${path}/${lock}/abandon` }),
  ).catch(() => undefined);
}

interface WireRecord {
  readonly originalMessageId?: string | null;
  readonly statusCode: string;
  readonly description?: string | null;
  readonly deviceId: string;
  readonly deviceGenerationId?: string | null;
  readonly enqueuedTimeUtc: string;
}

function feedbackOf(record: WireRecord): MessageFeedback {
  return {
    messageId: record.originalMessageId ?? "",
    status: record.statusCode,
    description: record.description ?? record.statusCode,
    deviceId: record.deviceId,
    deviceGenerationId: record.deviceGenerationId ?? "",
    time: record.enqueuedTimeUtc,
  };
}
