import type { Target } from "../target.js";
import type { TelemetryInput } from "../telemetry.js";
import type { PropertyBag } from "./property-bag.js";

/** Short names of the topic and the names that readers of events know them by. */
const systemNames: ReadonlyMap<string, string> = new Map([
  ["$.mid", "message-id"],
  ["$.cid", "correlation-id"],
  ["$.uid", "user-id"],
  ["$.to", "to"],
  ["$.ct", "content-type"],
  ["$.ce", "content-encoding"],
  ["$.exp", "absolute-expiry-time"],
  ["$.sub", "dt-subject"],
  ["$.ifid", "iothub-interface-id"],
  ["$.on", "iothub-outputname"],
]);

/** One published message as an event, stamped with the model announced on its connection. */
export function readTelemetry(
  target: Target,
  properties: PropertyBag,
  body: Uint8Array,
  modelId: string | undefined,
  retain: boolean,
): TelemetryInput {
  const system: [string, string][] = [];
  const application: [string, string | null][] = [];
  for (const [name, value] of properties) {
    const known = systemNames.get(name);
    if (known === undefined) application.push([name, value]);
    else system.push([known, value ?? ""]);
  }
  if (modelId !== undefined) system.push(["dt-dataschema", modelId]);
  // Nothing is retained; the wish is passed on.
  if (retain) application.push(["mqtt-retain", "true"]);
  return {
    target,
    body,
    systemProperties: Object.fromEntries(system),
    applicationProperties: Object.fromEntries(application),
  };
}
