import { maskSecrets } from "../client/mask-secrets.js";
import type { TargetId } from "../client/transport.js";
import { isPnpError, PnpError, type PnpErrorCode } from "../errors.js";
import { isDistrust, readSdkFailure, type SdkFailure } from "./sdk-failure.js";

/** What was being done when the SDK failed. */
export interface FailedAction {
  /** Ends a sentence that starts with "Could not": `read the twin`. */
  readonly action: string;
  readonly host: string;
  readonly target?: TargetId;
  /** The target is being made: of a module only the device can be missing. */
  readonly creates?: boolean;
}

interface Rule {
  /** Error numbers of the hub, names of the hub, HTTP statuses or class names; the first rule that has one wins. */
  readonly numbers?: readonly number[];
  readonly names?: readonly string[];
  readonly statuses?: readonly number[];
  readonly kinds?: readonly string[];
  readonly texts?: RegExp;
  readonly code: PnpErrorCode;
  readonly reason?: string;
  readonly hint?: string;
}

/** From what the hub and the SDKs say to what twinplug says. Numbers and names decide before statuses. */
const rules: readonly Rule[] = [
  {
    numbers: [404103, 404104],
    names: ["DeviceNotOnline", "DeviceConnectionClosedRemotely"],
    code: "PNP_DEVICE_OFFLINE",
    reason: "the device is not connected, or does not take commands",
  },
  { numbers: [404010], names: ["ModuleNotFound"], code: "PNP_MODULE_NOT_FOUND" },
  {
    numbers: [404001],
    names: ["DeviceNotFound"],
    kinds: ["DeviceNotFoundError"],
    code: "PNP_DEVICE_NOT_FOUND",
  },
  {
    numbers: [403002, 403004, 403800],
    names: [
      "IotHubQuotaExceeded",
      "DeviceMaximumQueueDepthExceeded",
      "DeviceMaximumInflightMethodExceeded",
    ],
    code: "PNP_THROTTLED",
  },
  { statuses: [401, 403], kinds: ["UnauthorizedError"], code: "PNP_UNAUTHORIZED" },
  {
    // The sign-in library of Entra; its classes are recognised by name so that it need not be loaded.
    kinds: [
      "AggregateAuthenticationError",
      "AuthenticationError",
      "AuthenticationRequiredError",
      "CredentialUnavailableError",
    ],
    code: "PNP_UNAUTHORIZED",
    hint: "Sign in with Entra again, or use a connection string.",
  },
  {
    statuses: [400, 413],
    kinds: ["ArgumentError", "FormatError", "MessageTooLargeError"],
    code: "PNP_PAYLOAD_INVALID",
    hint: "The hub refused the request as a whole; nothing was changed.",
  },
  {
    // What the SDK refuses by itself, such as an empty name; no answer of a hub is of these classes.
    kinds: ["ReferenceError"],
    code: "PNP_USAGE",
    hint: "Nothing was sent.",
  },
  {
    texts: /^Invalid character in header content/,
    code: "PNP_USAGE",
    hint: "Nothing was sent. An etag is text without line breaks.",
  },
  {
    statuses: [409],
    code: "PNP_CONFLICT",
    hint: "There is one of this id already: take it as it is, change it, or choose another id.",
  },
  { statuses: [412], kinds: ["InvalidEtagError"], code: "PNP_CONFLICT" },
  { statuses: [429], kinds: ["ThrottlingError"], texts: /throttl/i, code: "PNP_THROTTLED" },
  {
    statuses: [408, 504],
    kinds: ["TimeoutError", "GatewayTimeoutError", "DeviceTimeoutError"],
    code: "PNP_TIMEOUT",
  },
  {
    statuses: [502],
    code: "PNP_COMMAND_FAILED",
    hint: "The device must answer a command with JSON.",
  },
];

/** The {@link PnpError} for an error of an Azure SDK, which it keeps as `cause`. A `PnpError` passes unchanged. */
export function translateSdkError(error: unknown, failed: FailedAction): PnpError {
  if (isPnpError(error)) return error;
  const failure = readSdkFailure(error);
  stripSecrets(error);
  const rule =
    socketRule(failure, failed.host) ??
    missingModuleRule(failure, failed) ??
    findRule(failure) ??
    plainRule(failure, failed);
  const reason = sentenceEnd(rule.reason ?? failure.text);
  const of = failed.target === undefined ? "" : ` of ${targetName(failed.target)}`;
  return new PnpError(rule.code, `Could not ${failed.action}${of} at ${failed.host}: ${reason}`, {
    cause: error,
    ...(rule.hint === undefined ? {} : { hint: rule.hint }),
  });
}

function findRule({ number, name, status, kind, text }: SdkFailure): Rule | undefined {
  return (
    rules.find(
      (rule) =>
        (number !== undefined && rule.numbers?.includes(number)) ||
        (name !== undefined && rule.names?.includes(name)),
    ) ??
    rules.find((rule) => status !== undefined && rule.statuses?.includes(status)) ??
    rules.find((rule) => rule.kinds?.includes(kind) || rule.texts?.test(text))
  );
}

/** The hub says `DeviceNotFound` of the twin of a missing module, too. */
function missingModuleRule(
  { number, name }: SdkFailure,
  { target, creates }: FailedAction,
): Rule | undefined {
  if (
    creates ||
    target?.moduleId === undefined ||
    (number !== 404001 && name !== "DeviceNotFound")
  ) {
    return undefined;
  }
  return { code: "PNP_MODULE_NOT_FOUND", hint: "Check the device id and the module id." };
}

function plainRule({ status }: SdkFailure, { target }: FailedAction): Rule {
  if (status !== 404) return { code: "PNP_TRANSPORT" };
  return target?.moduleId === undefined
    ? { code: "PNP_DEVICE_NOT_FOUND" }
    : { code: "PNP_MODULE_NOT_FOUND" };
}

/** Names that RFC 6761 reserves for tests never reach a real hub, so a missing one must be the local hub. */
const reservedHost = /(\.test|\.localhost|^localhost)(:\d+)?$/i;

function socketRule({ socket }: SdkFailure, host: string): Rule | undefined {
  if (socket === undefined) return undefined;
  if (isDistrust(socket)) {
    return {
      code: "PNP_TRANSPORT",
      hint: reservedHost.test(host)
        ? "Trust the local hub's certificate: start the program with `pnp hub exec -- …`."
        : "The hub's certificate is not trusted here; for a private CA set NODE_EXTRA_CA_CERTS.",
    };
  }
  return {
    code: "PNP_TRANSPORT",
    hint: reservedHost.test(host)
      ? "Is the local hub running? Start it with `pnp hub start`."
      : "Check the host name and the network.",
  };
}

/** `device/module` or `device`, as messages name a target. */
export function targetName({ deviceId, moduleId }: TargetId): string {
  return moduleId === undefined ? deviceId : `${deviceId}/${moduleId}`;
}

/**
 * The SDK hangs the whole HTTP exchange on its error, token included, and a failed source of tokens may say with what it
 * failed: who prints the cause must not print that.
 */
function stripSecrets(error: unknown): void {
  if (typeof error !== "object" || error === null) return;
  Reflect.deleteProperty(error, "response");
  Reflect.deleteProperty(error, "request");
  for (const name of ["message", "stack"]) {
    const text: unknown = Reflect.get(error, name);
    if (typeof text === "string" && maskSecrets(text) !== text) {
      Reflect.set(error, name, maskSecrets(text));
    }
  }
}

function sentenceEnd(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
