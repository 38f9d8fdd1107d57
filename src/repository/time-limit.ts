import { PnpError } from "../errors.js";

/** Runs a request with a signal that fires after so many seconds, or with the caller's; its error tells which it was. */
export async function withTimeLimit<T>(
  what: string,
  seconds: number,
  signals: readonly (AbortSignal | undefined)[],
  request: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const given = signals.filter((signal) => signal !== undefined);
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    abort();
  }, seconds * 1000);
  for (const signal of given) signal.addEventListener("abort", abort, { once: true });
  try {
    if (given.some(({ aborted }) => aborted)) throw new Error("aborted before it began");
    return await request(controller.signal);
  } catch (cause) {
    if (given.some(({ aborted }) => aborted)) {
      throw new PnpError("PNP_ABORTED", `Reading ${what} was cancelled.`, {
        hint: "Nothing was changed.",
        cause,
      });
    }
    if (isLate) {
      throw new PnpError("PNP_TIMEOUT", `${what} was not there within ${seconds} seconds.`, {
        hint: "Try again, or give more time; models read before come from the cache.",
        cause,
      });
    }
    throw cause;
  } finally {
    clearTimeout(timer);
    for (const signal of given) signal.removeEventListener("abort", abort);
  }
}
