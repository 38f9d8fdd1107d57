import { createHash } from "node:crypto";
import { ServiceError } from "../service-error.js";

/** Where the next page begins: behind the row of this key, after so many rows were given. */
export interface Continuation {
  readonly after: string;
  readonly given: number;
}

/** The token of a continuation. It is good for this query only, and tells nothing to others. */
export function writeContinuation(query: string, { after, given }: Continuation): string {
  return Buffer.from(JSON.stringify([fingerprint(query), after, given])).toString("base64url");
}

/** The opposite of {@link writeContinuation}; 400 for a token of another query, or of nobody. */
export function readContinuation(query: string, token: string): Continuation {
  const [print, after, given, ...rest] = parse(token);
  if (typeof after === "string" && typeof given === "number" && rest.length === 0) {
    if (print === fingerprint(query)) return { after, given };
    throw new ServiceError("ArgumentInvalid", "x-ms-continuation belongs to another query");
  }
  throw new ServiceError("ArgumentInvalid", "x-ms-continuation is not one that this hub has given");
}

function parse(token: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, "base64url").toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function fingerprint(query: string): string {
  return createHash("sha256").update(query).digest("base64url").slice(0, 12);
}
