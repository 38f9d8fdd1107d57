import { maskSecrets } from "../client/mask-secrets.js";

/** What an SDK's error says, whichever of the SDKs threw it. Text is free of secrets. */
export interface SdkFailure {
  /** HTTP status. */
  readonly status?: number;
  /** The hub's error number, such as 404103. */
  readonly number?: number;
  /** The hub's name for the error, such as `DeviceNotFound`. */
  readonly name?: string;
  /** Code of a failed socket or TLS handshake, such as `ECONNREFUSED`. */
  readonly socket?: string;
  /** Class name of the error, such as `UnauthorizedError`. */
  readonly kind: string;
  /** The sentence to show. */
  readonly text: string;
}

/** Reads an error of azure-iothub, of its DigitalTwinClient, of azure-iot-device, of a socket or of Entra. */
export function readSdkFailure(error: unknown): SdkFailure {
  const name = stringOf(memberOf(error, "name")) ?? "";
  // The AMQP transport of devices hangs the error of the answer on a plain one.
  const kind =
    (name === "Error" && stringOf(memberOf(memberOf(error, "amqpError"), "name"))) || name;
  const body = bodyOf(error);
  const raw = stringOf(memberOf(error, "message")) || stringOf(memberOf(error, "code")) || kind;
  const status =
    numberOf(memberOf(error, "statusCode")) ??
    numberOf(memberOf(memberOf(error, "response"), "statusCode")) ??
    numberOf(memberOf(memberOf(error, "response"), "status"));
  const fromBody = body === undefined ? {} : readErrorBody(body);
  const socket = socketCode(stringOf(memberOf(error, "code")), raw);
  return {
    kind,
    text: maskSecrets(fromBody.text ?? withoutSdkFrame(raw)),
    ...(status === undefined ? {} : { status }),
    ...(fromBody.number === undefined ? {} : { number: fromBody.number }),
    ...(fromBody.name === undefined ? {} : { name: fromBody.name }),
    ...(socket === undefined || status !== undefined ? {} : { socket }),
  };
}

/** azure-iothub keeps the answer's text in `responseBody`, ms-rest errors in `response.bodyAsText` or the message. */
function bodyOf(error: unknown): string | undefined {
  return (
    stringOf(memberOf(error, "responseBody")) ??
    stringOf(memberOf(memberOf(error, "response"), "bodyAsText")) ??
    stringOf(memberOf(error, "message"))
  );
}

interface ErrorBody {
  readonly number?: number;
  readonly name?: string;
  readonly text?: string;
}

/** The hub writes errors in three shapes; direct methods nest the second as text inside the first. */
function readErrorBody(text: string): ErrorBody {
  const body = parseObject(text);
  if (body === undefined) return {};
  const number = numberOf(memberOf(body, "errorCode"));
  const message = stringOf(memberOf(body, "Message")) ?? stringOf(memberOf(body, "message"));
  if (message === undefined) return number === undefined ? {} : { number };
  const nested = readErrorBody(message);
  if (nested.number !== undefined) return nested;
  const [, name, rest] = /^ErrorCode:(\w+);?(.*)$/s.exec(message) ?? [];
  return {
    text: rest?.trim() || message,
    ...(number === undefined ? {} : { number }),
    ...(name === undefined ? {} : { name }),
  };
}

/** The MQTT transport reports every failure of a first connection as "not authorized"; the cause stands behind it. */
function withoutSdkFrame(message: string): string {
  return message
    .replace(/^mqtt\.js returned (.*) error$/s, "$1")
    .replace(/^Failure on first connection \(Not authorized\): /, "");
}

const socketCodes =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE)\b/;
const certificateCodes =
  /\b(CERT_\w+|ERR_TLS_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)\b/;
/** Whether a code of a {@link SdkFailure.socket} says that the other end's certificate is not trusted. */
export function isDistrust(socket: string): boolean {
  return !socketCodes.test(socket);
}

const certificateWords = /certificate|altnames/i;

function socketCode(code: string | undefined, message: string): string | undefined {
  for (const text of [code ?? "", message]) {
    const found = socketCodes.exec(text) ?? certificateCodes.exec(text);
    if (found?.[1] !== undefined) return found[1];
  }
  return certificateWords.test(message) ? "CERT_UNTRUSTED" : undefined;
}

function parseObject(text: string): object | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function stringOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
