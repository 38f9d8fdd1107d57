import { maskSecrets } from "../client/mask-secrets.js";
import { type Issue, isPnpError, type PnpError } from "../errors.js";
import { bug, exitCodes } from "./exit-codes.js";
import { jsonText } from "./output.js";

/** A failed run as people and programs see it. */
export interface ErrorReport {
  readonly exitCode: number;
  /** Several lines for a terminal, without a stack. */
  readonly text: string;
  /** The same facts for `--output json`: one JSON document. */
  readonly json: string;
}

/** Turns whatever was thrown into a report. Keys and tokens are masked, stacks left out. */
export function reportError(error: unknown): ErrorReport {
  if (!isPnpError(error)) return reportBug(error);
  return {
    exitCode: exitCodes[error.code],
    text: maskSecrets(errorText(error)),
    json: maskSecrets(
      jsonText({
        error: {
          code: error.code,
          message: error.message,
          hint: error.hint,
          ...(error.issues.length > 0 && { issues: error.issues.map(issueJson) }),
          ...(error.response && { response: error.response }),
        },
      }),
    ),
  };
}

function errorText(error: PnpError): string {
  const frames = error.issues.filter((issue) => issue.frame !== undefined);
  if (error.issues.length > 0 && frames.length === error.issues.length) {
    const count = frames.length === 1 ? "1 error" : `${frames.length} errors`;
    const more = `  help: \`pnp model explain ${frames[0]?.code}\` says more about an error`;
    return [...frames.map((issue) => issue.frame), `error[${error.code}]: ${count}\n${more}`].join(
      "\n\n",
    );
  }
  const lines = [`error[${error.code}]: ${error.message}`];
  for (const issue of error.issues) lines.push(...issueLines(issue, error));
  if (error.response) {
    lines.push(
      `  response  status ${error.response.status}, payload ${jsonText(error.response.payload)}`,
    );
  }
  lines.push(`  help: ${error.hint}`);
  return lines.join("\n");
}

/** What an issue adds to the error: the error of a single issue often says the same already. */
function issueLines(issue: Issue, error: PnpError): string[] {
  if (issue.frame !== undefined) return [issue.frame];
  const isSaid = error.message.includes(issue.message);
  const hasPlace = issue.path !== undefined && issue.path !== "";
  const lines = isSaid
    ? hasPlace
      ? [`  at ${issue.path}`]
      : []
    : [`  at ${issue.path || "/"}  ${issue.message}`];
  if (issue.got !== undefined) lines.push(`    got   ${issue.got}`);
  if (issue.expected !== undefined) lines.push(`    want  ${issue.expected}`);
  if (issue.hint !== undefined && issue.hint !== error.hint) lines.push(`    help  ${issue.hint}`);
  return lines;
}

function issueJson(issue: Issue): Record<string, unknown> {
  const { frame: _frame, ...rest } = issue;
  return rest;
}

function reportBug(error: unknown): ErrorReport {
  const message = maskSecrets(error instanceof Error ? error.message : String(error));
  return {
    exitCode: bug,
    text: `error: ${message}\n  help: this is a bug in twinplug; please report it with the command you ran`,
    json: jsonText({
      error: { code: "BUG", message, hint: "This is a bug in twinplug; please report it." },
    }),
  };
}
