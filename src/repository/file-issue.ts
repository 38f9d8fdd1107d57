import { type Issue, isPnpError, PnpError, type PnpErrorCode } from "../errors.js";

/** A problem that concerns a file as a whole. */
export function fileIssue(code: string, file: string, message: string, help?: string): Issue {
  const lines = [`error[${code}]: ${message}`, `  --> ${file}`];
  if (help !== undefined) lines.push(`   = help: ${help}`);
  return {
    code,
    message: `${file}: ${message}`,
    ...(help === undefined ? {} : { hint: help }),
    frame: lines.join("\n"),
  };
}

/** The issues of a caught error, or the error itself as one. What is no {@link PnpError} is thrown again. */
export function issuesOf(error: unknown, file: string): readonly Issue[] {
  if (!isPnpError(error)) throw error;
  if (error.issues.length > 0) return error.issues;
  return [fileIssue(error.code, file, error.message, error.hint)];
}

/** Throws one error with all issues, when there are any; by default `PNP_DTDL_INVALID`. */
export function refuseIssues(
  what: string,
  issues: readonly Issue[],
  code: PnpErrorCode = "PNP_DTDL_INVALID",
): void {
  if (issues.length === 0) return;
  const count = issues.length === 1 ? "1 problem" : `${issues.length} problems`;
  throw new PnpError(code, `${what} has ${count}; nothing was written.`, {
    hint: "Correct the files named, then try again.",
    issues,
  });
}
