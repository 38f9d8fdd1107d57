import type { Duplex } from "node:stream";
import type { HubTrace } from "../trace.js";

/** By Node's code of the error; anything else is 400. */
const statusLines: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

/** Answers what is no request, tells of it, and ends the connection. */
export function refuseMalformed(
  error: NodeJS.ErrnoException,
  connection: Duplex,
  trace: HubTrace,
): void {
  // The client has gone away in the middle of a request: there is nobody to answer.
  if (error.code === "ECONNRESET" || !connection.writable) {
    connection.destroy();
    return;
  }
  const detail = `what came is no HTTP request that the hub can read: ${error.message}`;
  trace({ kind: "refused", protocol: "http", operation: "read", rule: "malformed", detail });
  const status = statusLines[error.code ?? ""] ?? "400 Bad Request";
  const answer = `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
  connection.end(answer, () => connection.destroy());
}
