import { formatPointer } from "../../convention/json-pointer.js";
import type { PropertyWrite } from "../../convention/twin-patch.js";
import { type Issue, isPnpError, PnpError, type PnpErrorCode } from "../../errors.js";
import type { Descriptor } from "../descriptor.js";
import { encodePayload, placeIssues } from "../payload.js";
import { type FoundProperty, findProperty, formatPropertyPath } from "./find-path.js";

/** Who writes: the service side may set writable properties only. */
export type Side = "service" | "device";

interface Problem {
  readonly code: PnpErrorCode;
  readonly issues: readonly Issue[];
}

/** With problems of several kinds the error has the code of the first of these. */
const gravity: readonly PnpErrorCode[] = [
  "PNP_USAGE",
  "PNP_NAME_UNKNOWN",
  "PNP_PROPERTY_READ_ONLY",
  "PNP_PAYLOAD_INVALID",
];

/**
 * The writes with values ready for the wire, each checked against the model; `null` removes and fits every schema.
 * Throws one error that carries every issue.
 */
export function checkWrites(
  descriptor: Descriptor,
  writes: readonly PropertyWrite[],
  side: Side = "service",
): readonly PropertyWrite[] {
  if (writes.length === 0) {
    throw new PnpError("PNP_USAGE", "There is no property to write.", {
      hint: "Name at least one property and its value; null removes a property.",
    });
  }
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const checked = writes.map((write) => {
    const path = formatPropertyPath(write);
    const result = seen.has(path) ? twice(write) : checkWrite(descriptor, write, side);
    seen.add(path);
    if ("code" in result) problems.push(result);
    return "code" in result ? write : result;
  });
  if (problems.length > 0) throw refusal(problems);
  return checked;
}

function checkWrite(
  descriptor: Descriptor,
  write: PropertyWrite,
  side: Side,
): PropertyWrite | Problem {
  let found: FoundProperty;
  try {
    found = findProperty(descriptor, write);
  } catch (error) {
    if (isPnpError(error, "PNP_NAME_UNKNOWN"))
      return { code: error.code, issues: at(write, error.issues) };
    throw error;
  }
  if (side === "service" && found.schema.writable !== true) return readOnly(write, found);
  if (write.value === null) return write;
  const payload = encodePayload(found.owner, found.schema.schema, write.value, "twin");
  if (payload.ok) return { ...write, value: payload.value };
  return { code: "PNP_PAYLOAD_INVALID", issues: at(write, payload.issues) };
}

function readOnly(write: PropertyWrite, found: FoundProperty): Problem {
  return {
    code: "PNP_PROPERTY_READ_ONLY",
    issues: at(write, [
      {
        code: "readOnly",
        message: `"${found.path}" is not writable in ${found.owner.id}: only the device reports it.`,
      },
    ]),
  };
}

function twice(write: PropertyWrite): Problem {
  const message = `"${formatPropertyPath(write)}" is given twice.`;
  return { code: "PNP_USAGE", issues: at(write, [{ code: "duplicate", message }]) };
}

/** Paths lead from the twin's part to the place: `/thermostat1/targetTemperature`. */
function at({ component, property }: PropertyWrite, issues: readonly Issue[]): readonly Issue[] {
  const names = component === undefined ? [property] : [component, property];
  return placeIssues(issues, formatPointer(names));
}

function refusal(problems: readonly Problem[]): PnpError {
  const code =
    gravity.find((each) => problems.some((problem) => problem.code === each)) ?? "PNP_USAGE";
  const issues = problems.flatMap((problem) => problem.issues);
  const [first] = issues;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  const place =
    code === "PNP_PAYLOAD_INVALID" ? `${first?.path?.slice(1).replaceAll("/", ".")}: ` : "";
  return new PnpError(code, `${place}${first?.message ?? "The write is refused."}${more}`, {
    ...(first?.hint === undefined ? {} : { hint: first.hint }),
    issues,
  });
}
