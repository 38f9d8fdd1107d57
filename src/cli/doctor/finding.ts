import type { PnpErrorCode } from "../../errors.js";

/** What one check of `pnp doctor` has found. */
export interface Finding {
  /** Its name: `certificate`, `mqtt`. */
  readonly check: string;
  /** `skipped`: it could not be made, because of another problem. */
  readonly state: "ok" | "problem" | "skipped";
  /** One sentence. */
  readonly detail: string;
  /** What to do: about a problem, or where a limit that is none bothers. */
  readonly advice?: string;
  /** Of a problem: what decides the exit code. */
  readonly code?: PnpErrorCode;
}

export function ok(check: string, detail: string): Finding {
  return { check, state: "ok", detail };
}

export function skipped(check: string, detail: string): Finding {
  return { check, state: "skipped", detail };
}

export function problem(
  check: string,
  code: PnpErrorCode,
  detail: string,
  advice: string,
): Finding {
  return { check, state: "problem", detail, advice, code };
}
