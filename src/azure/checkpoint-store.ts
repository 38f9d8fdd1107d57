import type { CheckpointStore, PartitionOwnership } from "@azure/event-hubs";

export type { CheckpointStore } from "@azure/event-hubs";

type Checkpoint = Parameters<CheckpointStore["updateCheckpoint"]>[0];
/** What owners and checkpoints belong to. */
type Place = Pick<Checkpoint, "fullyQualifiedNamespace" | "eventHubName" | "consumerGroup">;

/**
 * A checkpoint store in memory: for tests, and for the processors of one program. What it knows is gone with the
 * process, so each start begins where the processor is told to begin.
 */
export function createMemoryCheckpointStore(): CheckpointStore {
  const checkpoints = new Map<string, Checkpoint>();
  const owners = new Map<string, PartitionOwnership>();
  let writes = 0;
  return {
    async listOwnership(...place) {
      return [...owners.values()].filter(belongsTo(place)).map((owner) => ({ ...owner }));
    },
    async claimOwnership(claims) {
      return claims.flatMap((claim) => {
        const key = keyOf(claim);
        // Whoever has not seen the latest owner lost the race for the partition.
        if (owners.get(key)?.etag !== claim.etag) return [];
        writes += 1;
        const owner = { ...claim, etag: String(writes), lastModifiedTimeInMs: Date.now() };
        owners.set(key, owner);
        return [{ ...owner }];
      });
    },
    async updateCheckpoint(checkpoint) {
      checkpoints.set(keyOf(checkpoint), { ...checkpoint });
    },
    async listCheckpoints(...place) {
      return [...checkpoints.values()].filter(belongsTo(place)).map((each) => ({ ...each }));
    },
  };
}

function keyOf(entry: Place & { readonly partitionId: string }): string {
  const { fullyQualifiedNamespace, eventHubName, consumerGroup, partitionId } = entry;
  return [fullyQualifiedNamespace, eventHubName, consumerGroup, partitionId].join("/");
}

function belongsTo(place: readonly unknown[]): (entry: Place) => boolean {
  const [namespace, eventHub, group] = place;
  return (entry) =>
    entry.fullyQualifiedNamespace === namespace &&
    entry.eventHubName === eventHub &&
    entry.consumerGroup === group;
}
