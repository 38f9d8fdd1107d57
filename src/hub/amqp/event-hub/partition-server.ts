import type { Sender } from "rhea";
import type { EventPartition } from "../../events/partition.js";
import { ServiceError } from "../../service-error.js";
import type { AddressOf } from "../addresses.js";
import type { AmqpProblem } from "../conditions.js";
import { answerAttach } from "../frames.js";
import type { AmqpPeer, LinkServer } from "../link.js";
import { encodeEvent, encodeWithMetrics } from "./message.js";
import { EventPump } from "./pump.js";
import { type PartitionReader, PartitionReaders } from "./readers.js";
import { firstWanted } from "./selector.js";

const epochProperty = "com.microsoft:epoch";
const runtimeMetrics = "com.microsoft:enable-receiver-runtime-metric";

/** Serves readers of the event log's partitions. */
export function createPartitionServer(): LinkServer<"partition"> {
  const readers = new PartitionReaders();
  return {
    send(sender, { address, peer }) {
      const partition = findPartition(address, peer);
      if ("condition" in partition) {
        sender.close({ ...partition });
        return undefined;
      }
      const first = firstWanted(sender.source.filter, partition);
      const place = `${address.consumerGroup.toLowerCase()} ${partition.id}`;
      const reader: PartitionReader = {
        epoch: readEpoch(sender),
        disconnect: (problem) => sender.close({ ...problem }),
      };
      const refused = readers.enter(place, reader);
      if (refused) {
        sender.close({ ...refused });
        return undefined;
      }
      const pump = createPump(sender, partition, first, peer);
      return () => {
        pump.stop();
        readers.leave(place, reader);
      };
    },
  };
}

function createPump(
  sender: Sender,
  partition: EventPartition,
  first: number,
  { core }: AmqpPeer,
): EventPump {
  const asked = [sender.desired_capabilities ?? []].flat().map(String);
  if (!asked.includes(runtimeMetrics)) return new EventPump(sender, partition, first, encodeEvent);
  answerAttach(sender, { offered_capabilities: runtimeMetrics });
  return new EventPump(sender, partition, first, (event) =>
    encodeWithMetrics(event, partition.last, core.clock.now()),
  );
}

function findPartition(
  { eventHub, consumerGroup, partition }: AddressOf<"partition">,
  { core }: AmqpPeer,
): EventPartition | AmqpProblem {
  const { events, hubName } = core;
  if (eventHub.toLowerCase() !== hubName) {
    const description = `The messaging entity '${eventHub}' could not be found; the hub's is '${hubName}'`;
    return { condition: "amqp:not-found", description };
  }
  if (!events.hasConsumerGroup(consumerGroup)) {
    const description = `The messaging entity '${hubName}:consumergroup:${consumerGroup}' could not be found`;
    return { condition: "amqp:not-found", description };
  }
  const found = events.partition(partition);
  if (found) return found;
  const description = `The specified partition is invalid for an EventHub receiver. It should be between 0 and ${events.partitions.length - 1}`;
  return { condition: "com.microsoft:argument-out-of-range", description };
}

function readEpoch(sender: Sender): number | undefined {
  const value: unknown = sender.properties?.[epochProperty];
  if (value === undefined || value === null) return undefined;
  // rhea leaves a long beyond 2⁵³ as bytes.
  if (typeof value === "number" && value >= 0) return value;
  throw new ServiceError("ArgumentInvalid", "The epoch must be a whole number from 0 on");
}
