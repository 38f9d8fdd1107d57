import { formatPointer } from "../../convention/json-pointer.js";
import { isRecord, setOwn } from "../../convention/record.js";
import { nearestNames } from "../../dtdl/near-name.js";
import type { Issue } from "../../errors.js";
import type { TelemetrySchema } from "../../schema/interface-schema.js";
import { memberName } from "../../schema/member-name.js";
import { type Descriptor, namedMember, ownerOf } from "../descriptor.js";
import { decodePayload, placeIssues } from "../payload.js";
import { readBody } from "./event-body.js";
import type {
  TelemetryEnvelope,
  TelemetryEvent,
  TelemetryProblem,
  TelemetryReading,
} from "./hub-event.js";

/** What is known of the model of an event: its DTMI, its descriptor, and who says so. */
export interface KnownModel {
  readonly modelId?: string;
  readonly descriptor?: Descriptor;
  /** Why there is no descriptor although there is a DTMI. */
  readonly failure?: string;
}

/** Types one telemetry message by the model of its device and the component it names. Never throws. */
export function readTelemetry(
  envelope: TelemetryEnvelope,
  component: string | undefined,
  { modelId, descriptor, failure }: KnownModel,
): TelemetryEvent {
  const body = readBody(envelope);
  const unfit = (problem: TelemetryProblem, issues: readonly Issue[], owner?: Descriptor) => ({
    ...envelope,
    valid: false as const,
    problem,
    issues,
    ...(modelId === undefined ? {} : { modelId }),
    ...(owner === undefined ? {} : { interfaceId: owner.id }),
    ...(component === undefined ? {} : { component }),
    ...(body.ok ? { payload: body.value } : {}),
  });
  if (modelId === undefined) {
    return unfit("noModel", [
      issue("noModel", "The device announced no model (no dt-dataschema)."),
    ]);
  }
  if (descriptor === undefined) {
    return unfit("modelUnknown", [
      issue("modelUnknown", failure ?? `No model ${modelId} is known here.`),
    ]);
  }
  if (!body.ok) return unfit("notJson", [issue("notJson", body.reason)]);
  const owner = ownerOf(descriptor, component);
  if (owner === undefined) {
    const message = `${descriptor.id} has no component "${component}" (dt-subject).`;
    return unfit("componentUnknown", [issue("componentUnknown", message)]);
  }
  if (!isRecord(body.value)) {
    const message = "expected an object with one member per telemetry";
    return unfit("invalid", [{ ...issue("type", message), path: "" }], owner);
  }
  const read = readValues(owner, body.value);
  if (read.problem !== undefined) return unfit(read.problem, read.issues, owner);
  return {
    ...envelope,
    valid: true,
    modelId,
    interfaceId: owner.id,
    component,
    values: read.values,
    readings: read.readings,
  };
}

interface ReadValues {
  readonly values: Readonly<Record<string, unknown>>;
  readonly readings: readonly TelemetryReading[];
  readonly issues: readonly Issue[];
  readonly problem?: TelemetryProblem;
}

function readValues(owner: Descriptor, fields: Readonly<Record<string, unknown>>): ReadValues {
  const values: Record<string, unknown> = {};
  const readings: TelemetryReading[] = [];
  const issues: Issue[] = [];
  let problem: TelemetryProblem | undefined;
  for (const [name, field] of Object.entries(fields)) {
    const schema = namedMember(owner.schema.telemetry, name);
    if (schema === undefined) {
      issues.push(unknownTelemetry(owner, name));
      problem ??= "telemetryUnknown";
      continue;
    }
    const checked = decodePayload(owner, schema.schema, field);
    if (checked.ok) {
      setOwn(values, memberName(name), checked.value);
      readings.push(reading(name, checked.value, schema));
    } else {
      issues.push(...placeIssues(checked.issues, formatPointer([name])));
      // A value that is wrong weighs more than one that nobody expects.
      problem = "invalid";
    }
  }
  return { values, readings, issues, ...(problem === undefined ? {} : { problem }) };
}

function reading(name: string, value: unknown, schema: TelemetrySchema): TelemetryReading {
  const { unit, semanticType, displayName } = schema;
  return {
    name,
    value,
    ...(unit === undefined ? {} : { unit }),
    ...(semanticType === undefined ? {} : { semanticType }),
    ...(displayName === undefined ? {} : { displayName }),
  };
}

function unknownTelemetry(owner: Descriptor, name: string): Issue {
  const near = nearestNames(name.slice(0, 100), Object.keys(owner.schema.telemetry ?? {}));
  return {
    code: "telemetryUnknown",
    message: `${owner.id} has no telemetry "${name}".`,
    path: formatPointer([name]),
    got: name,
    ...(near.length === 0
      ? {}
      : { hint: `Did you mean ${near.map((each) => `"${each}"`).join(" or ")}?` }),
  };
}

function issue(code: string, message: string): Issue {
  return { code, message };
}
