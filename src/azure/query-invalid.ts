import { type Issue, PnpError } from "../errors.js";

/** Hubs that say where a query breaks say it so, counted from 1. */
const place = /line\D{0,12}(\d+)\D{1,24}?(\d+)/i;

/** The error of a query that the hub refused, with the place it names. */
export function queryInvalid(sql: string, refused: PnpError): PnpError {
  const reason = refused.message.replace(/^.*?: (?:BadRequest: ?)?/s, "").replace(/\.$/, "");
  const message = reason === "" ? "The hub does not understand the query." : `${reason}.`;
  const issue: Issue = { code: "query", message, got: sql, ...placeIn(sql, reason) };
  return new PnpError("PNP_QUERY_INVALID", `The hub refused the query: ${message}`, {
    issues: [issue],
    cause: refused.cause,
  });
}

function placeIn(sql: string, reason: string): Pick<Issue, "location" | "frame"> {
  const [, lineText, columnText] = place.exec(reason) ?? [];
  const [line, column] = [Number(lineText), Number(columnText)];
  const shown = sql.split("\n")[line - 1];
  if (shown === undefined || column < 1 || column > shown.length + 1) return {};
  const word = /^[\w$.]+/.exec(shown.slice(column - 1))?.[0].length ?? 1;
  const gutter = " ".repeat(String(line).length);
  return {
    location: { source: "<query>", line, column, endLine: line, endColumn: column + word },
    frame: [
      `error[query]: ${reason}`,
      `${gutter}--> <query>:${line}:${column}`,
      `${gutter} |`,
      `${line} | ${shown}`,
      `${gutter} | ${" ".repeat(column - 1)}${"^".repeat(word)}`,
    ].join("\n"),
  };
}
