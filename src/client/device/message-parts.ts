import { PnpError } from "../../errors.js";
import { isReservedProperty } from "../messages/reserved-property.js";
import type { TelemetryMessage } from "../transport.js";
import type { TelemetryOptions } from "./telemetry-types.js";

type MessageParts = Pick<TelemetryMessage, "messageId" | "correlationId" | "properties">;

/** The options that travel with the message. Throws `PNP_USAGE` for application properties that cannot. */
export function messageParts({
  messageId,
  correlationId,
  properties,
}: TelemetryOptions): MessageParts {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name !== "" && !isReservedProperty(name) && typeof value === "string") continue;
    const wrong =
      typeof value === "string" ? "a name that is empty or taken" : "a value that is no text";
    throw new PnpError(
      "PNP_USAGE",
      `The application property ${JSON.stringify(name)} has ${wrong}.`,
      { hint: "Names of your own, with text as values." },
    );
  }
  return {
    ...(messageId === undefined ? {} : { messageId }),
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(properties === undefined ? {} : { properties }),
  };
}
