import rhea from "rhea";
import type { EventPartition } from "../../events/partition.js";
import type { HubCore } from "../../hub-core.js";
import type { LinkServer } from "../link.js";
import { type NodeAnswer, type NodeRequest, serveRequests } from "../requests.js";

const utf8 = 0xa1;

/** Tells about the event endpoint and its partitions. */
export function createEventHubManagement(): LinkServer<"eventHubManagement"> {
  return {
    send: () => undefined,
    receive: (receiver, { peer }) =>
      serveRequests(receiver, "$management", (request) => answer(peer.core, request)),
  };
}

function answer(core: HubCore, { operation, properties }: NodeRequest): NodeAnswer {
  const { name, type, partition } = properties;
  if (operation !== "READ") {
    return { status: 501, description: `$management knows READ, not ${operation}` };
  }
  if (String(name).toLowerCase() !== core.hubName) {
    const description = `The messaging entity '${String(name)}' could not be found; the hub's is '${core.hubName}'`;
    return { status: 404, description };
  }
  if (type === "com.microsoft:eventhub") {
    return { status: 200, description: "OK", body: describeHub(core) };
  }
  if (type !== "com.microsoft:partition") {
    return { status: 400, description: `$management cannot read a ${String(type)}` };
  }
  const found = core.events.partition(String(partition));
  if (found) return { status: 200, description: "OK", body: describePartition(core, found) };
  const description = `There is no partition ${String(partition)}; they are 0 to ${core.events.partitions.length - 1}`;
  return { status: 404, description };
}

function describeHub({ hubName, events }: HubCore): object {
  const ids = events.partitions.map(({ id }) => id);
  return {
    name: hubName,
    type: "com.microsoft:eventhub",
    created_at: events.created,
    partition_count: rhea.types.wrap_int(ids.length),
    // An array, not a list: clients insist.
    partition_ids: rhea.types.wrap_array(ids, utf8, undefined),
    georeplication_factor: rhea.types.wrap_int(1),
  };
}

function describePartition(
  { hubName }: HubCore,
  { id, last, isEmpty, firstSequenceNumber }: EventPartition,
): object {
  return {
    name: hubName,
    type: "com.microsoft:partition",
    partition: id,
    begin_sequence_number: rhea.types.wrap_long(firstSequenceNumber),
    last_enqueued_sequence_number: rhea.types.wrap_long(last.sequenceNumber),
    last_enqueued_offset: last.offset,
    last_enqueued_time_utc: last.time,
    is_partition_empty: isEmpty,
  };
}
