import { systemClock } from "../client/clock.js";

/** Milliseconds that the SDK gets to say goodbye. On a connection that has just broken it takes a minute to notice. */
const patience = 3000;

/** Waits for something to close, but not for long: nobody waits for a goodbye. Never rejects. */
export async function closeWithin(closing: Promise<unknown>): Promise<void> {
  const closed = new AbortController();
  const ended = closing.catch(() => undefined).then(() => closed.abort());
  await Promise.race([ended, systemClock.sleep(patience, closed.signal)]);
}
