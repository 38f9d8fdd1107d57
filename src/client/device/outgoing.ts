import { initialAck } from "../../convention/ack.js";
import { buildTelemetry } from "../../convention/telemetry.js";
import type { PropertyWrite } from "../../convention/twin-patch.js";
import { didYouMean } from "../../dtdl/near-name.js";
import { type Issue, PnpError } from "../../errors.js";
import { wireName } from "../../schema/member-name.js";
import { type Descriptor, namedMember, ownerOf } from "../descriptor.js";
import { encodePayload, placeIssues } from "../payload.js";
import { checkWrites } from "../service/check-writes.js";
import { findProperty } from "../service/find-path.js";
import type { TelemetryMessage } from "../transport.js";
import { messageParts } from "./message-parts.js";
import type { Reporter } from "./reporter.js";
import type { TelemetryOptions } from "./telemetry-types.js";

/**
 * The writes of a report, checked: writable properties as acknowledgements. One that has answered a desired value
 * keeps that answer and changes its value only; else it is the device's own initial value.
 */
export function prepareReport(
  descriptor: Descriptor,
  writes: readonly PropertyWrite[],
): (reporter: Reporter) => readonly PropertyWrite[] {
  const checked = checkWrites(descriptor, writes, "device");
  return (reporter) =>
    checked.map((write) => {
      const { schema } = findProperty(descriptor, write);
      if (schema.writable !== true || write.value === null) return write;
      const answered = reporter.ackOf(write);
      const isAnswer = answered !== undefined && answered.av > 0;
      const value = isAnswer ? { ...answered, value: write.value } : initialAck(write.value);
      return { ...write, value };
    });
}

/** The message for telemetry of the root or one component, checked; bigints exact. Throws with every issue. */
export function prepareTelemetry(
  descriptor: Descriptor,
  component: string | undefined,
  values: Readonly<Record<string, unknown>>,
  options: TelemetryOptions = {},
): TelemetryMessage {
  const owner = ownerOf(descriptor, component) ?? descriptor;
  const known = owner.schema.telemetry;
  const unknown: Issue[] = [];
  const invalid: Issue[] = [];
  const body: Record<string, unknown> = {};
  for (const [member, value] of Object.entries(values)) {
    const name = wireName(member);
    if (value === undefined) continue;
    const telemetry = namedMember(known, name);
    if (telemetry === undefined) {
      const hint = didYouMean(name, Object.keys(known ?? {}));
      const message = `${owner.id} has no telemetry "${name}".`;
      unknown.push({ code: "unknownName", message, path: `/${name}`, ...(hint ? { hint } : {}) });
      continue;
    }
    const checked = encodePayload(owner, telemetry.schema, value, "exact");
    if (checked.ok) body[name] = checked.value;
    else invalid.push(...placeIssues(checked.issues, `/${name}`));
  }
  const issues = [...unknown, ...invalid];
  const [first] = issues;
  if (first !== undefined) {
    const code = unknown.length > 0 ? "PNP_NAME_UNKNOWN" : "PNP_PAYLOAD_INVALID";
    const place = unknown.length > 0 ? "" : `${first.path?.slice(1).replaceAll("/", ".")}: `;
    const hint = first.hint === undefined ? {} : { hint: first.hint };
    throw new PnpError(code, place + first.message, { ...hint, issues });
  }
  if (Object.keys(body).length === 0) {
    throw new PnpError("PNP_USAGE", "There is no telemetry to send.", {
      hint: "Give at least one value.",
    });
  }
  return { ...buildTelemetry(component, body), ...messageParts(options) };
}
