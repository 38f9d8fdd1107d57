import type { TelemetryMessage } from "../client/transport.js";
import { PnpError } from "../errors.js";

const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** What Node's HTTP client writes; anything else it throws for. */
const headerText = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Bytes of all headers that servers commonly take are 16 KB, which the request's own headers share. */
const mostBytes = 14_336;

/** Refuses a message whose properties HTTP cannot carry in headers, with `PNP_PAYLOAD_INVALID`. */
export function requireHeaders(message: TelemetryMessage): void {
  const { component, messageId, correlationId, properties } = message;
  const own = Object.entries(properties ?? {});
  for (const [name] of own) {
    if (!headerName.test(name)) throw refusal(`the property name ${JSON.stringify(name)}`);
  }
  const fields: readonly (readonly [string, string | undefined])[] = [
    ["messageId", messageId],
    ["correlationId", correlationId],
    ["component", component],
    ...own,
  ];
  let size = 0;
  for (const [name, text = ""] of fields) {
    if (!headerText.test(text)) throw refusal(`${name}: ${JSON.stringify(text)}`);
    size += `iothub-app-${name}: ${text}\r\n`.length;
  }
  if (size > mostBytes) throw refusal(`${size} bytes of properties; at most ${mostBytes}`);
}

function refusal(what: string): PnpError {
  return new PnpError("PNP_PAYLOAD_INVALID", `HTTP headers cannot carry ${what}.`, {
    hint: "Put it into the body, or connect over mqtt or amqp; nothing was sent.",
  });
}
