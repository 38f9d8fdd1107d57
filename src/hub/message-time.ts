/** An instant as messages tell it: in ISO 8601, or, by some SDKs, as milliseconds since the epoch. */
export function messageTime(text: string): Date | undefined {
  const time = new Date(/^\d{1,15}$/.test(text) ? Number(text) : text);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
