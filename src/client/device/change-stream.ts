/** What listeners are told, as a loop: nothing is left out between two turns. Ends with the signal. */
export function changeStream<T>(
  listen: (push: (value: T) => void) => () => void,
  signal: AbortSignal,
): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]: async function* () {
      const waiting: T[] = [];
      let wake: () => void = () => undefined;
      const stop = listen((value) => {
        waiting.push(value);
        wake();
      });
      const onAbort = (): void => wake();
      signal.addEventListener("abort", onAbort);
      try {
        while (!signal.aborted) {
          const [next] = waiting.splice(0, 1);
          if (next !== undefined) {
            yield next;
            continue;
          }
          await new Promise<void>((resolve) => {
            wake = resolve;
            if (signal.aborted) resolve();
          });
        }
      } finally {
        stop();
        signal.removeEventListener("abort", onAbort);
      }
    },
  };
}
