import type { ServiceError, ServiceErrorName } from "../service-error.js";

/** Names of errors in AMQP; Azure's SDKs choose their error classes by them. */
export type AmqpCondition =
  | "amqp:connection:forced"
  | "amqp:connection:framing-error"
  | "amqp:internal-error"
  | "amqp:link:message-size-exceeded"
  | "amqp:link:redirect"
  | "amqp:link:stolen"
  | "amqp:not-allowed"
  | "amqp:not-found"
  | "amqp:not-implemented"
  | "amqp:resource-limit-exceeded"
  | "amqp:unauthorized-access"
  | "com.microsoft:argument-error"
  | "com.microsoft:argument-out-of-range"
  | "com.microsoft:device-already-exists"
  | "com.microsoft:device-container-throttled"
  | "com.microsoft:message-lock-lost"
  | "com.microsoft:precondition-failed"
  | "com.microsoft:quota-exceeded"
  | "com.microsoft:timeout";

/** An error as it travels in detach frames and rejected outcomes. */
export interface AmqpProblem {
  readonly condition: AmqpCondition;
  readonly description: string;
}

/** Where the status alone would say too little. */
const byName: Partial<Record<ServiceErrorName, AmqpCondition>> = {
  DeviceMessageLockLost: "com.microsoft:message-lock-lost",
  InvalidMessageExpiryTime: "com.microsoft:argument-out-of-range",
  DeviceAlreadyExists: "com.microsoft:device-already-exists",
  MessageTooLarge: "amqp:link:message-size-exceeded",
  PreconditionFailed: "com.microsoft:precondition-failed",
  IotHubQuotaExceeded: "com.microsoft:quota-exceeded",
  OperationNotAvailableInCurrentTier: "amqp:not-allowed",
};

const byStatus: ReadonlyMap<number, AmqpCondition> = new Map([
  [400, "com.microsoft:argument-error"],
  [401, "amqp:unauthorized-access"],
  [403, "amqp:resource-limit-exceeded"],
  [404, "amqp:not-found"],
  [412, "com.microsoft:precondition-failed"],
  [413, "amqp:link:message-size-exceeded"],
  [429, "com.microsoft:device-container-throttled"],
  [501, "amqp:not-implemented"],
  [504, "com.microsoft:timeout"],
]);

/** A refusal in AMQP's words. */
export function amqpProblem(error: ServiceError): AmqpProblem {
  const condition = byName[error.reason] ?? byStatus.get(error.status) ?? "amqp:internal-error";
  return { condition, description: error.message };
}
