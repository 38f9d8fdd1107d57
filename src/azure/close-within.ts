/** Milliseconds that the SDK gets to say goodbye. On a connection that has just broken it takes a minute to notice. */
const patience = 3000;

/** Waits for something to close, but not for long: nobody waits for a goodbye. Never rejects. */
export async function closeWithin(closing: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patience);
  });
  await Promise.race([closing.catch(() => undefined), enough]);
  clearTimeout(timer);
}
