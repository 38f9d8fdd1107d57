import type { IncomingMessage } from "node:http";
import { shownBy } from "../shown-by.js";
import type { RefusedEvent } from "../trace.js";

/** Who asks for what, as a refusal tells it: no query, no signature. */
export function askedBy({
  method = "",
  url = "/",
  headers,
}: IncomingMessage): Pick<RefusedEvent, "operation" | "deviceId" | "client"> {
  const path = url.split("?", 1)[0] ?? "/";
  const client = shownBy(headers.authorization ?? "");
  const deviceId = deviceOf(path);
  return {
    operation: `${method} ${path}`,
    ...(deviceId && { deviceId }),
    ...(client && { client }),
  };
}

/** The ids of a path that begins like `/devices/dev1` or `/twins/dev1/modules/mod1`. */
function deviceOf(path: string): string | undefined {
  const [, , device, module] =
    /^\/(devices|twins|digitaltwins)\/([^/]+)(?:\/modules\/([^/]+))?/.exec(path) ?? [];
  if (!device || device === "query") return undefined;
  try {
    return [device, module].flatMap((id) => (id ? [decodeURIComponent(id)] : [])).join("/");
  } catch {
    return device;
  }
}
