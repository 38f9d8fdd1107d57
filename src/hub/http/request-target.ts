import type { IncomingMessage } from "node:http";

const origin = /^https?:\/\/[^/?]*/i;

/** The path and the query of a request, without the origin that a client may send before them (RFC 9112, section 3.2.2). */
export function requestTarget({ url = "/" }: IncomingMessage): {
  readonly pathname: string;
  readonly search: string;
} {
  const [pathname = "", search = ""] = url.replace(origin, "").split("?", 2);
  return { pathname: pathname || "/", search };
}
