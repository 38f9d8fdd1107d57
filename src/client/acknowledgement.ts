import type { WritablePropertyAck } from "../convention/ack.js";
import { isRecord, type JsonRecord, ownMember } from "../convention/record.js";

/** Whether an acknowledgement is the last word on a desired version: 202 announces another one. */
export function isSettled(ack: WritablePropertyAck | undefined, version: number): boolean {
  return ack !== undefined && ack.ac !== 202 && ack.av >= version;
}

/** A component's part of the desired or reported properties, or the whole of them; empty when there is none. */
export function partOf(properties: JsonRecord, component: string | undefined): JsonRecord {
  const part = component === undefined ? properties : ownMember(properties, component);
  return isRecord(part) ? part : {};
}
