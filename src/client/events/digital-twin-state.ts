import { componentOf, type DigitalTwin } from "../../convention/digital-twin.js";
import { isRecord, type JsonRecord, ownMember, setOwn } from "../../convention/record.js";
import type { Descriptor } from "../descriptor.js";
import { type DescriptorOrTypedImport, toDescriptor } from "../imported-model.js";
import { requireObject } from "../require-argument.js";
import { readState } from "../service/read.js";
import type { TwinOf } from "../shape.js";

/** The state of every property of the model, read from the digital twin instead of the device twin. */
export function readDigitalTwinState<S>(
  digitalTwin: DigitalTwin,
  model: DescriptorOrTypedImport<S>,
): TwinOf<S> {
  requireObject(digitalTwin, "The digital twin");
  const descriptor = toDescriptor(model);
  const desired: Record<string, unknown> = {};
  const reported: Record<string, unknown> = {};
  const versions: Record<string, unknown> = {};
  readPart(digitalTwin, descriptor, { desired, reported, versions });
  for (const [name, component] of Object.entries(descriptor.schema.components ?? {})) {
    const part = componentOf(digitalTwin, name);
    if (part === undefined) continue;
    const sides = { desired: {}, reported: {}, versions: {} };
    readPart(part, component, sides);
    setOwn(desired, name, sides.desired);
    setOwn(reported, name, sides.reported);
    setOwn(versions, name, sides.versions);
  }
  return readState(
    { properties: { desired: { ...desired, $metadata: versions }, reported } },
    descriptor,
  );
}

interface Sides {
  readonly desired: Record<string, unknown>;
  readonly reported: Record<string, unknown>;
  readonly versions: Record<string, unknown>;
}

/** Takes a part of the document back to the two sides of the twin that it was made from. */
function readPart(part: JsonRecord, { schema }: Descriptor, sides: Sides): void {
  const { $metadata } = part;
  for (const name of Object.keys(schema.properties ?? {})) {
    const entry = isRecord($metadata) ? ownMember($metadata, name) : undefined;
    const about = isRecord(entry) ? entry : {};
    const value = ownMember(part, name);
    if (Object.hasOwn(about, "desiredValue")) setOwn(sides.desired, name, about.desiredValue);
    setOwn(sides.versions, name, { $lastUpdatedVersion: about.desiredVersion });
    if (typeof about.ackCode === "number") {
      const { ackCode: ac, ackVersion: av, ackDescription: ad } = about;
      setOwn(sides.reported, name, { value, ac, av, ...(ad === undefined ? {} : { ad }) });
    } else if (value !== undefined) setOwn(sides.reported, name, value);
  }
}
