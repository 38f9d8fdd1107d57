import type { HubEvent, PropertiesChange, TelemetryReading } from "../client/events/hub-event.js";
import type { Issue } from "../errors.js";
import { jsonText } from "./output.js";

/** An event as one line for people: when, who, what. */
export function eventLine(event: HubEvent): string {
  const { enqueuedTime, deviceId = "–", moduleId } = event;
  const time = enqueuedTime.toISOString().slice(11, 23);
  const who = moduleId === undefined ? deviceId : `${deviceId}/${moduleId}`;
  return `${time}  ${who}  ${what(event)}`;
}

function what(event: HubEvent): string {
  switch (event.kind) {
    case "telemetry": {
      const from = event.component === undefined ? "" : `${event.component}  `;
      if (event.valid)
        return `${from}${event.readings.map(readingText).join(", ") || "(no values)"}`;
      const word = event.problem === "invalid" ? "invalid" : "unmodelled";
      return `${from}${word}: ${event.issues.map(issueText).join("; ")}${payloadText(event)}`;
    }
    case "twinChange":
      return ["twin", ...twinParts(event)].join("  ");
    case "digitalTwinChange":
      return `digital twin  ${event.patch.map(operationText).join(", ")}`;
    case "deviceLifecycle":
      return event.operation;
    case "connectionState":
      return event.state;
    case "unknown":
      return `unknown: ${event.reason}`;
  }
}

function readingText({ name, value, unit }: TelemetryReading): string {
  return `${name} ${jsonText(value)}${unit === undefined ? "" : ` ${unit}`}`;
}

function issueText({ path, message }: Issue): string {
  return path === undefined || path === "" ? message : `${path.slice(1)}: ${message}`;
}

function payloadText(event: { readonly payload?: unknown }): string {
  return "payload" in event ? `  ${jsonText(event.payload)}` : "";
}

function twinParts(event: Extract<HubEvent, { readonly kind: "twinChange" }>): string[] {
  return [
    ...(event.tags === undefined ? [] : [`tags ${jsonText(event.tags)}`]),
    ...changeText("desired", event.desired),
    ...changeText("reported", event.reported),
  ];
}

function changeText(side: string, change: PropertiesChange | undefined): string[] {
  if (change === undefined) return [];
  const version = change.version === undefined ? "" : ` v${change.version}`;
  return [`${side}${version} ${jsonText(change.values)}`];
}

function operationText(operation: {
  readonly op: string;
  readonly path: string;
  readonly value?: unknown;
}): string {
  const { op, path } = operation;
  return op === "remove" ? `${op} ${path}` : `${op} ${path} ${jsonText(operation.value)}`;
}
