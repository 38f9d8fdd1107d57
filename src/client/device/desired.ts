import { buildAck } from "../../convention/ack.js";
import { isRecord, type JsonRecord, ownMember } from "../../convention/record.js";
import { type PropertyWrite, splitDesiredPatch } from "../../convention/twin-patch.js";
import { PnpError } from "../../errors.js";
import { isSettled, partOf } from "../acknowledgement.js";
import { type Descriptor, namedMember, ownerOf } from "../descriptor.js";
import { mergePatch } from "../merge-patch.js";
import { decodePayload, encodePayload } from "../payload.js";
import { formatPropertyPath } from "../service/find-path.js";
import type { PropertyAnswer, PropertyContext } from "./device-types.js";
import { handlerOf, messageOf } from "./handlers.js";
import type { Reporter } from "./reporter.js";

/** Follows the desired properties of one device. The caller sees to it that one call follows another. */
export interface DesiredFollower {
  /** Takes the whole of the desired properties and acts on what awaits an acknowledgement, or on all of it. */
  restart(desired: JsonRecord, replay: "unacknowledged" | "all"): Promise<void>;
  /** Takes a patch; answers `missed` when patches before it never came, and does nothing then. */
  apply(patch: JsonRecord): Promise<"done" | "missed">;
}

/** Calls the handlers for desired values and reports their acknowledgements, those of one patch in one report. */
export function createDesiredFollower(
  descriptor: Descriptor,
  handlers: unknown,
  reporter: Reporter,
): DesiredFollower {
  let desired: JsonRecord = {};
  let seen = 0;
  const isComponent = (name: string): boolean =>
    namedMember(descriptor.schema.components, name) !== undefined;

  const act = async (writes: readonly PropertyWrite[], version: number): Promise<void> => {
    const acks: PropertyWrite[] = [];
    for (const write of writes) {
      const ack = await acknowledge(descriptor, handlers, reporter, write, version);
      if (ack !== undefined) acks.push(ack);
    }
    await reporter.send(() => acks.filter((ack) => !isOvertaken(reporter, ack, version)));
  };

  return {
    restart: async (present, replay) => {
      const { version = 0, writes } = splitDesiredPatch(present, isComponent);
      desired = present;
      seen = version;
      const open = writes.filter(
        (write) => replay === "all" || !isSettled(reporter.ackOf(write), version),
      );
      await act(open, version);
    },
    apply: async (patch) => {
      const { version, writes } = splitDesiredPatch(patch, isComponent);
      if (version === undefined) {
        throw new PnpError(
          "PNP_TRANSPORT",
          "A desired patch arrived without $version; it was not acted on.",
        );
      }
      if (version <= seen) return "done";
      if (version > seen + 1) return "missed";
      const merged = mergePatch(desired, patch);
      desired = isRecord(merged) ? merged : {};
      seen = version;
      // A patch may hold part of an object or map; handlers get the whole value that is desired now.
      const whole = writes.map((write) => ({
        ...write,
        value:
          write.value === null ? null : ownMember(partOf(desired, write.component), write.property),
      }));
      await act(whole, version);
      return "done";
    },
  };
}

async function acknowledge(
  descriptor: Descriptor,
  handlers: unknown,
  reporter: Reporter,
  write: PropertyWrite,
  version: number,
): Promise<PropertyWrite | undefined> {
  const { component, property, value } = write;
  // A removed value asks for nothing: what is in effect stays in effect.
  if (value === null || value === undefined) return undefined;
  // An acknowledgement would be merged into the component and look like properties of it.
  if (component === undefined && namedMember(descriptor.schema.components, property))
    return undefined;
  const owner = ownerOf(descriptor, component);
  const schema = namedMember(owner?.schema.properties, property);
  const path = formatPropertyPath(write);
  if (owner === undefined || schema === undefined) {
    return ackWrite(write, value, version, 404, `${descriptor.id} has no property "${path}".`);
  }
  // No acknowledgement: it would replace the value that the device reported by one that the service made up.
  if (schema.writable !== true) return undefined;
  const inEffect = (): unknown => reporter.ackOf(write)?.value ?? value;
  const checked = decodePayload(owner, schema.schema, value);
  if (!checked.ok) {
    const why = checked.issues[0]?.message ?? "it does not fit its schema.";
    return ackWrite(write, inEffect(), version, 400, `The value of "${path}" is refused: ${why}`);
  }
  const toAck = (answer: unknown): PropertyWrite => {
    const given = isAnswer(answer) ? answer : { code: 200 };
    const fallback = given.code >= 400 ? inEffect() : value;
    if (given.value === undefined) {
      return ackWrite(write, fallback, version, given.code, given.description);
    }
    const own = encodePayload(owner, schema.schema, given.value);
    if (own.ok) return ackWrite(write, own.value, version, given.code, given.description);
    const why = own.issues[0]?.message ?? "";
    return ackWrite(
      write,
      inEffect(),
      version,
      500,
      `The device's own value of "${path}" is not valid: ${why}`,
    );
  };
  const context: PropertyContext = {
    ...(component === undefined ? {} : { component }),
    property,
    version,
    acknowledge: (answer) =>
      reporter.send(() => {
        const ack = toAck(answer);
        return isOvertaken(reporter, ack, version) ? [] : [ack];
      }),
  };
  try {
    return toAck(await handlerOf(handlers, component, property)?.(checked.value, context));
  } catch (error) {
    return ackWrite(write, inEffect(), version, 500, messageOf(error));
  }
}

function ackWrite(
  { component, property }: PropertyWrite,
  value: unknown,
  version: number,
  code: number,
  description?: string,
): PropertyWrite {
  const ack = buildAck(value, version, code, description);
  return { ...(component === undefined ? {} : { component }), property, value: ack };
}

/** Whether a later version was acknowledged meanwhile: the answer to an earlier one must not undo that. */
function isOvertaken(reporter: Reporter, write: PropertyWrite, version: number): boolean {
  return (reporter.ackOf(write)?.av ?? 0) > version;
}

function isAnswer(answer: unknown): answer is PropertyAnswer {
  return isRecord(answer) && typeof answer.code === "number";
}
