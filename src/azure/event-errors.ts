import { maskSecrets } from "../client/mask-secrets.js";
import { isPnpError, PnpError, type PnpErrorCode } from "../errors.js";
import { translateSdkError } from "./error-translation.js";
import { isDistrust, readSdkFailure } from "./sdk-failure.js";

/** What was being done when reading events failed. */
export interface FailedReading {
  /** Ends a sentence that starts with "Could not": `read the partitions`. */
  readonly action: string;
  /** The namespace or the hub. */
  readonly host: string;
  readonly consumerGroup?: string;
}

interface Rule {
  /** The SDK's name for the AMQP condition, or the condition itself. */
  readonly names: readonly string[];
  readonly code: PnpErrorCode;
  readonly hint: string;
}

const rules: readonly Rule[] = [
  {
    names: ["UnauthorizedError", "amqp:unauthorized-access"],
    code: "PNP_UNAUTHORIZED",
    hint: "Reading events needs a policy with the permission ServiceConnect, or Listen on the endpoint.",
  },
  {
    names: ["ReceiverDisconnectedError", "amqp:link:stolen"],
    code: "PNP_CONFLICT",
    hint: "Another reader has taken this partition for itself (owner level). Read by a consumer group of your own.",
  },
  {
    names: ["QuotaExceededError", "amqp:resource-limit-exceeded"],
    code: "PNP_CONFLICT",
    hint: "At most five readers share a partition and consumer group. Read by a consumer group of your own.",
  },
  {
    names: ["MessagingEntityNotFoundError", "ServiceCommunicationError", "amqp:not-found"],
    code: "PNP_USAGE",
    hint: "Check the name of the consumer group, and EntityPath in the connection string.",
  },
  {
    names: ["ServerBusyError", "com.microsoft:server-busy"],
    code: "PNP_THROTTLED",
    hint: "Wait, then try again.",
  },
  {
    names: ["ArgumentError", "ArgumentOutOfRangeError", "com.microsoft:argument-error"],
    code: "PNP_USAGE",
    hint: "Check the place to start from: the endpoint may not keep that event any more.",
  },
  {
    names: ["OperationTimeoutError", "ServiceUnavailableError"],
    code: "PNP_TIMEOUT",
    hint: "Check host name and network.",
  },
];

/** The {@link PnpError} for what the Event Hubs SDK or an AMQP link reports. A `PnpError` passes unchanged. */
export function translateEventsError(thrown: unknown, failed: FailedReading): PnpError {
  if (isPnpError(thrown)) return thrown;
  const error = thrown instanceof AggregateError ? thrown.errors[0] : thrown;
  const name = textOf(error, "code") ?? textOf(error, "condition");
  const rule = rules.find(({ names }) => name !== undefined && names.includes(name));
  const group =
    failed.consumerGroup === undefined ? "" : ` by the consumer group "${failed.consumerGroup}"`;
  const action = `${failed.action}${group}`;
  if (rule === undefined) return translateSdkError(error, { action, host: failed.host });
  const text = textOf(error, "message") ?? textOf(error, "description") ?? name ?? "";
  return new PnpError(rule.code, `Could not ${action} at ${failed.host}: ${firstSentence(text)}`, {
    hint: rule.hint,
    cause: thrown,
  });
}

/** Whether trying again later may help. */
export function isPassing(error: PnpError): boolean {
  if (error.code === "PNP_TRANSPORT") {
    const { socket } = readSdkFailure(error.cause);
    return socket === undefined || !isDistrust(socket);
  }
  return error.code === "PNP_TIMEOUT" || error.code === "PNP_THROTTLED";
}

/** How quickly to try again. */
export function paceOf(error: PnpError): "throttled" | "transient" {
  return error.code === "PNP_THROTTLED" ? "throttled" : "transient";
}

/** The service writes tracking ids and times behind what it has to say. */
function firstSentence(text: string): string {
  const [line = ""] = text.split(/\r?\n|TrackingId:/);
  const sentence = maskSecrets(line.trim());
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

function textOf(error: unknown, member: string): string | undefined {
  const value =
    typeof error === "object" && error !== null ? Reflect.get(error, member) : undefined;
  return typeof value === "string" ? value : undefined;
}
