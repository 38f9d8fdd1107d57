import type { EventPartition } from "../../events/partition.js";
import { ServiceError } from "../../service-error.js";

const selectorFilter = "apache.org:selector-filter:string";
const form =
  /^amqp\.annotation\.x-opt-(offset|sequence-number|enqueued-time)\s*(>=|>)\s*'([^']*)'$/;

/**
 * Where in the partition a reader wants to begin: the sequence number of its first event. `filter` is that of its
 * source; without a selector it begins with the oldest event. Throws `ArgumentInvalid` for a place that is none.
 */
export function firstWanted(
  filter: Readonly<Record<string, unknown>> | undefined,
  partition: EventPartition,
): number {
  const selector = filter?.[selectorFilter];
  if (selector === undefined || selector === null) return partition.firstSequenceNumber;
  const text = String(selector);
  const [, name, operator, value = ""] = form.exec(text) ?? [];
  if (name === undefined) {
    throw new ServiceError("ArgumentInvalid", `The filter ${JSON.stringify(text)} is not known`);
  }
  if (name === "offset" && value === "@latest") return partition.last.sequenceNumber + 1;
  if (!/^-?\d{1,19}$/.test(value)) {
    throw new ServiceError("ArgumentInvalid", `The filter ${JSON.stringify(text)} has no number`);
  }
  const wanted = Number(value);
  const { last } = partition;
  checkPlace(name, wanted, { offset: Number(last.offset), "sequence-number": last.sequenceNumber });
  const from = (place: number): boolean => (operator === ">=" ? place >= wanted : place > wanted);
  return partition.find((event) => {
    if (name === "offset") return from(Number(event.offset));
    if (name === "sequence-number") return from(event.sequenceNumber);
    return from(event.enqueuedTime.getTime());
  });
}

/** A place that no event has reached yet comes from another hub's checkpoint: waiting for it would be silence. */
function checkPlace(name: string, wanted: number, ends: Readonly<Record<string, number>>): void {
  const end = ends[name];
  if (end === undefined || wanted <= end + (name === "sequence-number" ? 1 : 0)) return;
  throw new ServiceError(
    "ArgumentInvalid",
    `The supplied ${name} '${wanted}' is invalid: the last in the partition is '${end}'`,
  );
}
