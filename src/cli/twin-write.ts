import type { GuardOptions } from "../client/service/guarded.js";
import type { ServiceTarget, Twin } from "../client/transport.js";
import { restPath, shownName } from "./device-session.js";
import type { Io } from "./io.js";
import { jsonText, type OutputFormat, outputFormat, printResult } from "./output.js";

/** Options of every command that writes a twin or a digital twin. */
export interface WriteOptions {
  /** Refuse when the twin has another etag than this. */
  readonly ifMatch?: string;
  /** How often to read again and repeat when somebody else was first. */
  readonly retry?: number;
  readonly dryRun?: boolean;
  readonly output?: OutputFormat;
}

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: "PATCH" | "PUT";
  readonly path: string;
  readonly body: unknown;
}

/** The guard that a write was given on the command line. */
export function guardOf({ ifMatch, retry }: WriteOptions, io: Io): GuardOptions {
  return {
    signal: io.signal,
    ...(ifMatch === undefined ? {} : { etag: ifMatch }),
    ...(retry === undefined ? {} : { retry }),
  };
}

/** The request that writes a twin. */
export function twinRequest(
  method: WireRequest["method"],
  target: ServiceTarget,
  body: unknown,
): WireRequest {
  return { method, path: `/twins/${restPath(target)}`, body };
}

/** Prints a write of a twin: what was, or with `--dry-run` would be, sent, and the etags before and after. */
export function printWrite(
  io: Io,
  options: WriteOptions,
  target: ServiceTarget,
  request: WireRequest,
  etag: string,
  after?: Pick<Twin, "etag"> & Partial<Twin>,
): void {
  const sent = options.dryRun !== true;
  const json = {
    device: shownName(target),
    request,
    etag,
    sent,
    ...(after === undefined ? {} : { newEtag: after.etag }),
    ...(after?.properties === undefined ? {} : { version: after.properties.desired.$version }),
  };
  printResult(io, outputFormat(options.output, io), json, () =>
    [
      `${request.method} ${request.path}`,
      `  If-Match "${etag}"`,
      `  ${jsonText(request.body)}`,
      sent ? `  done, etag "${after?.etag ?? "unknown"}"` : "  nothing was sent",
    ].join("\n"),
  );
}
