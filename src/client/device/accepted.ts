const brand = "~twinplug/accepted";

/** A command that was taken on and is carried out after its answer; {@link accepted} makes one. */
export interface Accepted<T = unknown> {
  readonly "~twinplug/accepted": true;
  readonly response: T;
  readonly work: (() => unknown) | undefined;
}

/**
 * The answer of a command that takes long: status 202 and the response at once, then `work`, which reports how it
 * goes by properties. What `work` throws goes to `onError` of the client.
 *
 * @example
 * reboot: (delay) => accepted(undefined, async () => {
 *   await restart(delay);
 *   await device.$report({ lastReboot: new Date() });
 * })
 */
export function accepted<T>(response: T, work?: () => unknown): Accepted<T> {
  return Object.freeze({ [brand]: true as const, response, work });
}

/** Whether a handler answered by {@link accepted}, that of another installed copy included. */
export function isAccepted(answer: unknown): answer is Accepted {
  return typeof answer === "object" && answer !== null && brand in answer;
}
