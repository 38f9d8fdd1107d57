import { ServiceError } from "../service-error.js";
import type { Operation } from "../throttles/operations.js";
import type { ThrottledWork } from "../throttles/throttled-work.js";
import type { PublishTopic } from "./topics.js";

/** How a client is told that something will not be done. */
export interface PublishRefusals {
  /** The answer to a request about the twin. */
  answer(requestId: string, refusal: ServiceError): void;
  close(rule: string, detail: string): void;
}

/** What counts; answers to methods have been counted with their call. */
const operations: Readonly<Record<PublishTopic["kind"], Operation | undefined>> = {
  telemetry: "telemetry",
  twinGet: "twinRead",
  twinReport: "twinUpdate",
  methodAnswer: undefined,
};

/**
 * Has the work of a publish done as fast as the tier allows. Only requests about the twin have answers: for
 * everything else, and for what the tier does not have at all, a refusal is the end of the connection.
 */
export function throttledPublish(
  throttled: ThrottledWork,
  topic: PublishTopic,
  bytes: number,
  work: () => void,
  refusals: PublishRefusals,
): void {
  const operation = operations[topic.kind];
  if (operation === undefined) {
    work();
    return;
  }
  try {
    throttled.run(operation, bytes, work);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const answerable = topic.kind === "twinGet" || topic.kind === "twinReport";
    if (answerable && error.reason !== "OperationNotAvailableInCurrentTier") {
      refusals.answer(topic.requestId, error);
    } else refusals.close(error.reason, error.message);
  }
}
