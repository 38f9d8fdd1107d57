import type { ServiceError } from "./service-error.js";

/** What else an error body tells beside the error. */
export interface ErrorOccasion {
  readonly trackingId: string;
  readonly now: Date;
}

/** The JSON body that tells a REST client of a refusal. Clients tell the three shapes apart by endpoint. */
export function restErrorBody(error: ServiceError, occasion: ErrorOccasion): string {
  const detail = detailErrorBody(error, occasion);
  if (error.shape === "detail") return detail;
  if (error.shape === "method") return JSON.stringify({ Message: detail, ExceptionMessage: "" });
  return JSON.stringify({
    // Clients split at the first semicolon and take the name from the first part.
    Message: `ErrorCode:${error.reason};${error.message}`,
    ExceptionMessage: `Tracking ID:${occasion.trackingId}-TimeStamp:${occasion.now.toISOString()}`,
  });
}

/** The JSON body with the error's number; devices get this one. */
export function detailErrorBody(error: ServiceError, occasion: ErrorOccasion): string {
  const timestamp = occasion.now.toISOString();
  return JSON.stringify({
    errorCode: error.number,
    trackingId: `${occasion.trackingId}-TimeStamp:${timestamp}`,
    message: error.message,
    timestampUtc: timestamp,
  });
}
