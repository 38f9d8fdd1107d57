/** The time of an operation as notifications show it: always seven digits, and the zone as an offset. */
export function operationTimestamp(time: Date): string {
  return time.toISOString().replace("Z", "0000+00:00");
}
