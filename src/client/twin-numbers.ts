import { formatPointer } from "../convention/json-pointer.js";
import { type Issue, PnpError } from "../errors.js";
import { requireDepth } from "./deepest-json.js";

/** The integers that a twin keeps: 53 bits with the sign, one less than a JavaScript number holds. */
export const twinIntegers: { readonly least: number; readonly most: number } = {
  least: -(2 ** 52),
  most: 2 ** 52 - 1,
};

/** Why a number cannot be a twin's; undefined when it can. */
export function twinNumberIssue(value: number | bigint, path: string): Issue | undefined {
  const { least, most } = twinIntegers;
  if (value >= least && value <= most) return undefined;
  // From here on JSON writes digits for integers below 10^21, which the hub takes for integers.
  const isInteger = typeof value === "bigint" || (Number.isInteger(value) && !isExponential(value));
  if (!isInteger && Number.isFinite(value)) return undefined;
  return {
    code: "twinInteger",
    message: `${value} cannot be kept in a twin: integers there are from -2^52 to 2^52 - 1.`,
    path,
    expected: `an integer from ${least} to ${most}`,
    got: String(value),
  };
}

/**
 * The JSON value as a twin takes it, every `bigint` as a number. `what` begins the message of the
 * `PNP_PAYLOAD_INVALID` that names all numbers which a twin cannot keep; nothing is sent then.
 */
export function toTwinJson(value: unknown, what: string): unknown {
  const issues: Issue[] = [];
  const json = convert(value, { what, issues }, "", 0);
  const [first] = issues;
  if (first === undefined) return json;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  throw new PnpError("PNP_PAYLOAD_INVALID", `${what}: ${first.message}${more}`, {
    hint: "Nothing was sent. A string carries such a value exactly.",
    issues,
  });
}

interface Conversion {
  readonly what: string;
  readonly issues: Issue[];
}

function convert(value: unknown, into: Conversion, path: string, depth: number): unknown {
  const { what, issues } = into;
  requireDepth(depth, what);
  if (typeof value === "bigint" || typeof value === "number") {
    const issue = twinNumberIssue(value, path);
    if (issue !== undefined) issues.push(issue);
    return Number(value);
  }
  if (Array.isArray(value)) {
    return value.map((entry, index) => convert(entry, into, `${path}/${index}`, depth + 1));
  }
  if (typeof value === "function" || typeof value === "symbol") {
    const message = `A ${typeof value} is no JSON value.`;
    issues.push({ code: "type", message, path, expected: "a JSON value", got: typeof value });
  }
  if (typeof value !== "object" || value === null || "toJSON" in value) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      convert(member, into, path + formatPointer([name]), depth + 1),
    ]),
  );
}

function isExponential(value: number): boolean {
  return String(value).includes("e");
}
