import type { IncomingMessage } from "node:http";

const origin = /^https?:\/\/[^/?]*/i;

/** The path and the query of a request, without the origin that a client may send before them (RFC 9112, section 3.2.2). */
export function requestTarget({ url = "/" }: IncomingMessage): {
  readonly pathname: string;
  readonly search: string;
} {
  const own = url.startsWith("/") ? url : url.replace(origin, "");
  const [pathname = "", search = ""] = own.split("?", 2);
  return { pathname: pathname || "/", search };
}
