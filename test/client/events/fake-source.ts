import type {
  EventRequest,
  EventSource,
  PartitionState,
} from "../../../src/client/events/event-source.js";

/** A source of events under the test's control. */
export interface FakeSource extends EventSource {
  /** How often a subscription was closed. */
  closed: number;
  /** What the stream asked for. */
  request(): EventRequest;
}

export function fakeSource(states: readonly PartitionState[] = []): FakeSource {
  let asked: EventRequest | undefined;
  const source: FakeSource = {
    closed: 0,
    request() {
      if (asked === undefined) throw new Error("nobody has opened the source");
      return asked;
    },
    async open(request) {
      asked = request;
      return {
        partitions: ["0", "1"],
        inspect: async () => states,
        close: async () => {
          source.closed += 1;
        },
      };
    },
  };
  return source;
}
