import { maskSecrets } from "../client/mask-secrets.js";
import { isPnpError, PnpError, type PnpErrorCode } from "../errors.js";
import { translateSdkError } from "./error-translation.js";

/** What an error of the provisioning service says, whichever of its forms it has. */
interface Refusal {
  /** HTTP status, or the hub's error number. */
  readonly status: number;
  readonly text: string;
}

const action = "register";

/** The `PnpError` for an error of the provisioning SDK, which it keeps as `cause`. */
export function provisioningFailure(
  error: unknown,
  host: string,
  registrationId: string,
): PnpError {
  if (isPnpError(error)) return error;
  const refusal = readRefusal(error);
  // What is left are sockets, certificates and the SDK's own time-outs.
  if (!refusal) return translateSdkError(error, { action: `${action} ${registrationId}`, host });
  const { status, text } = refusal;
  return new PnpError(
    codeOf(status),
    `Could not ${action} ${registrationId} at ${host}: ${maskSecrets(text)}`,
    { hint: hintOf(status), cause: error },
  );
}

/** Numbers of both ends of the scale: MQTT's refusals of a connection, and HTTP's statuses. */
function readRefusal(error: unknown): Refusal | undefined {
  const code = member(error, "code");
  if (code === 4 || code === 5) {
    return { status: 401, text: "the connection was refused; is the id scope right?" };
  }
  if (member(error, "name") === "OperationCancelledError") {
    return { status: 500, text: "the connection broke." };
  }
  const result = member(error, "result");
  const state = member(result, "registrationState");
  const number = member(state, "errorCode") ?? member(result, "errorCode");
  const said = member(state, "errorMessage") ?? member(result, "message");
  const status = typeof number === "number" ? Number(String(number).slice(0, 3)) : undefined;
  if (status !== undefined) return { status, text: sentence(said ?? `error ${number}`) };
  const registration = member(result, "status");
  if (registration === "disabled") return { status: 401, text: "the enrollment is disabled." };
  if (typeof registration === "string") {
    return { status: 500, text: `the registration is "${registration}".` };
  }
  return undefined;
}

function codeOf(status: number): PnpErrorCode {
  switch (status) {
    case 400:
      return "PNP_PAYLOAD_INVALID";
    // The service says 404 of an enrollment that it does not have.
    case 401:
    case 403:
    case 404:
      return "PNP_UNAUTHORIZED";
    case 409:
    case 412:
      return "PNP_CONFLICT";
    case 429:
      return "PNP_THROTTLED";
    default:
      return "PNP_TRANSPORT";
  }
}

function hintOf(status: number): string {
  switch (codeOf(status)) {
    case "PNP_UNAUTHORIZED":
      return "Check the id scope, the registration id, its key or certificate, and that the enrollment is enabled.";
    case "PNP_PAYLOAD_INVALID":
      return "Check the registration id and the model id.";
    default:
      return "Look at the enrollment and at the hub it is linked to, then register again.";
  }
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function sentence(said: unknown): string {
  const text = String(said);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
