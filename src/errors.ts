/** One problem found in data: a model, a payload, a patch or a query. Issues are values; they are never thrown. */
export interface Issue {
  /** Stable identifier of the rule that was broken, for programs: `badDtmiOrTerm`, `type`, `format`. */
  readonly code: string;
  /** One sentence for people: what was wrong and what was expected. */
  readonly message: string;
  /** JSON Pointer into the payload; the empty string is the payload itself. Absent for issues in DTDL text. */
  readonly path?: string;
  /** What would have been accepted, in words. */
  readonly expected?: string;
  /** What was found, as short text. */
  readonly got?: string;
  /** What to do next. */
  readonly hint?: string;
  /** Where it stands in a DTDL text; lines and columns count from 1. */
  readonly location?: IssueLocation;
  /** The lines around the place, with a marker under it, ready to print. */
  readonly frame?: string;
}

/** A place in a text. Columns count UTF-16 code units, as editors do. */
export interface IssueLocation {
  /** Name of the text: a file path, a URL, or `<text>`. */
  readonly source: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A stable code for programs; see {@link errorCodes}. */
export type PnpErrorCode =
  | "PNP_USAGE"
  | "PNP_DTDL_INVALID"
  | "PNP_MODEL_NOT_FOUND"
  | "PNP_NAME_UNKNOWN"
  | "PNP_PAYLOAD_INVALID"
  | "PNP_PROPERTY_READ_ONLY"
  | "PNP_QUERY_INVALID"
  | "PNP_DEVICE_NOT_FOUND"
  | "PNP_MODULE_NOT_FOUND"
  | "PNP_DEVICE_OFFLINE"
  | "PNP_UNAUTHORIZED"
  | "PNP_CONFLICT"
  | "PNP_TIMEOUT"
  | "PNP_COMMAND_FAILED"
  | "PNP_REFUSED"
  | "PNP_THROTTLED"
  | "PNP_PARTIAL"
  | "PNP_CHECK_FAILED"
  | "PNP_ABORTED"
  | "PNP_TRANSPORT";

/** What a code means and what usually helps. */
export interface ErrorCodeInfo {
  readonly summary: string;
  readonly hint: string;
}

/** The table of {@link PnpErrorCode}s. The README lists the same codes; a test compares the two. */
export const errorCodes: Readonly<Record<PnpErrorCode, ErrorCodeInfo>> = {
  PNP_USAGE: {
    summary: "The call or command line is not one that exists.",
    hint: "Check the arguments.",
  },
  PNP_DTDL_INVALID: {
    summary: "A DTDL model has errors.",
    hint: "Correct the model; each issue names its place.",
  },
  PNP_MODEL_NOT_FOUND: {
    summary: "No model is known for this identifier.",
    hint: "Name a model file or a folder that holds it.",
  },
  PNP_NAME_UNKNOWN: {
    summary: "The model has no component, property, telemetry or command of this name.",
    hint: "Show the model to see its names.",
  },
  PNP_PAYLOAD_INVALID: {
    summary: "A value does not fit the schema the model gives it.",
    hint: "Correct the value; nothing was sent.",
  },
  PNP_PROPERTY_READ_ONLY: {
    summary: "The model does not make this property writable.",
    hint: "Only the device may report it.",
  },
  PNP_QUERY_INVALID: {
    summary: "The hub does not understand the query.",
    hint: "Correct the query at the place named.",
  },
  PNP_DEVICE_NOT_FOUND: {
    summary: "The hub knows no such device.",
    hint: "Check the device id, or create the device.",
  },
  PNP_MODULE_NOT_FOUND: {
    summary: "The device has no such module.",
    hint: "Check the module id, or create the module.",
  },
  PNP_DEVICE_OFFLINE: {
    summary: "The device is not connected, or does not take commands.",
    hint: "Start the device, or give a connect time-out to wait for it.",
  },
  PNP_UNAUTHORIZED: {
    summary: "The sign-in is missing or was refused.",
    hint: "Check the connection string, its key and its policy.",
  },
  PNP_CONFLICT: {
    summary: "Somebody else changed the resource first.",
    hint: "Read it again and repeat the change.",
  },
  PNP_TIMEOUT: {
    summary: "No answer came in time.",
    hint: "Give a longer time-out, or check the device.",
  },
  PNP_COMMAND_FAILED: {
    summary: "The device could not carry out the command, or answered against its model.",
    hint: "Look at the status and payload of the response.",
  },
  PNP_REFUSED: {
    summary: "The device refused the new value of a property.",
    hint: "Look at the code and description of the acknowledgement.",
  },
  PNP_THROTTLED: { summary: "The hub asks to slow down.", hint: "Wait, then try again." },
  PNP_PARTIAL: { summary: "Some of many operations failed.", hint: "Look at the single results." },
  PNP_CHECK_FAILED: { summary: "A check did not hold.", hint: "See what differs." },
  PNP_ABORTED: {
    summary: "The operation was cancelled.",
    hint: "Its outcome on the device is unknown if it had been sent.",
  },
  PNP_TRANSPORT: {
    summary: "The hub could not be reached.",
    hint: "Check host name, network and certificates.",
  },
};

/** What a device answered: its status and the payload as it came. */
export interface DeviceResponse {
  readonly status: number;
  readonly payload: unknown;
}

/** Everything beside code and message that a {@link PnpError} can carry. */
export interface PnpErrorOptions {
  readonly hint?: string;
  readonly issues?: readonly Issue[];
  readonly response?: DeviceResponse;
  readonly cause?: unknown;
}

const brand = "~twinplug/error";

/** The one class that twinplug throws on purpose. Recognise it with {@link isPnpError}, not with `instanceof`. */
export class PnpError extends Error {
  override readonly name = "PnpError";
  readonly "~twinplug/error" = true;
  /** Stable, for programs. */
  readonly code: PnpErrorCode;
  /** What to do next. */
  readonly hint: string;
  /** The single problems, where there are several or where they have places. */
  readonly issues: readonly Issue[];
  /** What the device answered, where the error is about an answer. */
  readonly response: DeviceResponse | undefined;

  constructor(code: PnpErrorCode, message: string, options: PnpErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint ?? errorCodes[code].hint;
    this.issues = options.issues ?? [];
    this.response = options.response;
  }
}

/**
 * Whether a caught value is a {@link PnpError}, optionally of one code. It looks at a brand, so errors of
 * another installed copy of twinplug count too.
 */
export function isPnpError(error: unknown, code?: PnpErrorCode): error is PnpError {
  if (typeof error !== "object" || error === null || !(brand in error)) return false;
  return code === undefined || (error as PnpError).code === code;
}
