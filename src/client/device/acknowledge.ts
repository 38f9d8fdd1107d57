import { buildAck } from "../../convention/ack.js";
import { isRecord } from "../../convention/record.js";
import type { PropertyWrite } from "../../convention/twin-patch.js";
import { type Descriptor, namedMember, ownerOf } from "../descriptor.js";
import { decodePayload, encodePayload } from "../payload.js";
import { formatPropertyPath } from "../service/find-path.js";
import type { PropertyAnswer, PropertyContext } from "./device-types.js";
import { handlerOf } from "./handlers.js";
import type { Reporter } from "./reporter.js";
import { messageOf } from "./safe-message.js";

/** What acknowledging needs of the client. */
export interface PropertyDuty {
  readonly descriptor: Descriptor;
  readonly handlers: unknown;
  readonly reporter: Reporter;
  /** Whether somebody looks after the property beside the model. */
  isRaw(write: PropertyWrite): boolean;
}

/** What the handler for a whole part said to a value: nothing, an answer for all, or that it failed. */
export type PartAnswer = { readonly answer: unknown } | { readonly failure: unknown } | undefined;

/**
 * Acts on one desired value and gives its acknowledgement: 200 or what the handler answers, 400 with the reason when
 * the value does not fit, 404 for no such property, 500 when the handler throws. Undefined: nothing to acknowledge.
 */
export async function acknowledge(
  duty: PropertyDuty,
  write: PropertyWrite,
  version: number,
  ofPart?: PartAnswer,
): Promise<PropertyWrite | undefined> {
  const { descriptor, handlers, reporter } = duty;
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
    if (duty.isRaw(write)) return undefined;
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
    acknowledge: async (answer, options) =>
      reporter.acknowledge(() => {
        const ack = toAck(answer);
        return isOvertaken(reporter, ack, version) ? [] : [ack];
      }, options),
  };
  try {
    if (ofPart !== undefined && "failure" in ofPart) throw ofPart.failure;
    const handler = handlerOf(handlers, component, property);
    if (handler === undefined) return toAck(ofPart?.answer);
    return toAck(await handler(checked.value, context));
  } catch (error) {
    return ackWrite(write, inEffect(), version, 500, messageOf(error));
  }
}

/** Whether a later version was acknowledged meanwhile: the answer to an earlier one must not undo that. */
export function isOvertaken(reporter: Reporter, write: PropertyWrite, version: number): boolean {
  return (reporter.ackOf(write)?.av ?? 0) > version;
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

function isAnswer(answer: unknown): answer is PropertyAnswer {
  return isRecord(answer) && typeof answer.code === "number";
}
