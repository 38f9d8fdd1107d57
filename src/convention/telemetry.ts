import { PnpError } from "../errors.js";
import { exactJson, parseExactJson } from "./json-text.js";
import { isRecord, type JsonRecord } from "./record.js";

/** One telemetry message, ready for the wire. */
export interface TelemetryMessage {
  /** JSON text, numbers of any size exact. */
  readonly body: string;
  /** Component the telemetry belongs to; absent for the root. */
  readonly component?: string;
  readonly contentType: "application/json";
  readonly contentEncoding: "utf-8";
  readonly messageId?: string;
  readonly correlationId?: string;
  /** Application properties. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** The telemetry of one message: values by name, of one component or of the root. */
export interface TelemetryValues {
  readonly component?: string;
  readonly values: JsonRecord;
}

/**
 * The message for telemetry of one component, or of the root when `component` is undefined. A bigint is written
 * digit by digit. Throws `PNP_USAGE` for an empty component name, `PNP_PAYLOAD_INVALID` for a value JSON cannot hold.
 */
export function buildTelemetry(
  component: string | undefined,
  values: JsonRecord,
): TelemetryMessage {
  if (component === "") {
    throw new PnpError("PNP_USAGE", "The component of a telemetry message has an empty name.", {
      hint: "Leave the component undefined for telemetry of the root.",
    });
  }
  const message = {
    body: exactJson(values),
    contentType: "application/json",
    contentEncoding: "utf-8",
  } as const;
  return component === undefined ? message : { ...message, component };
}

/**
 * Inverse of {@link buildTelemetry}. Integers beyond 2^53 come as bigint. Throws `PNP_PAYLOAD_INVALID` when the
 * body is not the text of a JSON object.
 */
export function parseTelemetry(
  message: Pick<TelemetryMessage, "body" | "component">,
): TelemetryValues {
  const values = parseExactJson(message.body);
  if (!isRecord(values)) {
    throw new PnpError(
      "PNP_PAYLOAD_INVALID",
      "The body of a telemetry message must be a JSON object with one member per telemetry.",
      { hint: 'Send {"temperature": 21.5}, not the bare value.' },
    );
  }
  return message.component === undefined ? { values } : { component: message.component, values };
}
