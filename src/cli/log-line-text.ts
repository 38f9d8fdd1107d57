import type { HubLogLine } from "../hub/index.js";

/** A line of a hub's log for people; what to do about it stands below. */
export function logLineText(line: HubLogLine): string {
  const { time, level, protocol, client, operation, rule, number, message, advice } = line;
  const who = [protocol, client, operation].filter(Boolean).join(" ");
  const name = [rule, number].filter(Boolean).join(" ");
  const text = [name, message].filter(Boolean).join(": ");
  const first = [time, level.padEnd(5), who, text].filter(Boolean).join("  ");
  return advice === undefined ? first : `${first}\n    help: ${advice}`;
}
