import { PnpError } from "../errors.js";

/** The promise's outcome, or `PNP_TIMEOUT` after so many seconds. `action` ends a sentence that starts with "Could not". */
export async function withDeadline<T>(
  promise: Promise<T>,
  seconds: number,
  action: string,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new PnpError("PNP_TIMEOUT", `Could not ${action}: no answer within ${seconds} seconds.`),
      );
    }, seconds * 1000);
  });
  try {
    return await Promise.race([promise, expired]);
  } finally {
    clearTimeout(timer);
  }
}
