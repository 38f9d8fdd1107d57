import type { EventStream } from "../../client/events/event-stream-types.js";
import type { EventKind, HubEvent } from "../../client/events/hub-event.js";
import { PnpError } from "../../errors.js";
import { aborted } from "../aborted.js";

type EventOf<K extends EventKind> = Extract<HubEvent, { readonly kind: K }>;

/** Keeps what a stream of events brings, while the demo does other things. */
export interface Listening {
  /** All events of a kind so far that `fits`, as soon as there are `count` of them. */
  take<K extends EventKind>(
    kind: K,
    count: number,
    fits?: (event: EventOf<K>) => boolean,
  ): Promise<readonly EventOf<K>[]>;
  /** Ends the stream. */
  stop(): Promise<void>;
}

const patienceMilliseconds = 20_000;

/** Resolves when the stream stands: no event after that is missed. */
export async function listen(stream: EventStream): Promise<Listening> {
  await stream.ready();
  const events: HubEvent[] = [];
  let failure: unknown;
  let wake = (): void => undefined;
  const reading = (async () => {
    try {
      for await (const event of stream) {
        events.push(event);
        wake();
      }
    } catch (error) {
      failure = error;
      wake();
    }
  })();

  return {
    async take(kind, count, fits = () => true) {
      const expiry = AbortSignal.timeout(patienceMilliseconds);
      const expired = aborted(expiry);
      for (;;) {
        // The filter is what makes them events of this kind.
        const found = events.filter((event) => event.kind === kind) as EventOf<typeof kind>[];
        const fitting = found.filter(fits);
        if (fitting.length >= count) return fitting;
        if (failure !== undefined) throw failure;
        if (expiry.aborted) {
          throw new PnpError(
            "PNP_CHECK_FAILED",
            `The demo waited for ${count} ${kind} events; ${fitting.length} came.`,
          );
        }
        const next = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await Promise.race([next, expired]);
      }
    },
    async stop() {
      await stream.close();
      await reading;
    },
  };
}
