import type { FeedbackBatch } from "./feedback.js";

/** What tells a message of feedback from others. */
export const feedbackContentType = "application/vnd.microsoft.iothub.feedback.json";

/** The body of a message of feedback: a JSON array with one member for each message judged. */
export function feedbackBody({ records }: FeedbackBatch): string {
  return JSON.stringify(records);
}
