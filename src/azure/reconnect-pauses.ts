import { requireObject } from "../client/require-argument.js";
import type { Reconnecting } from "./device-options.js";

/** The pauses between attempts to connect again. */
export interface ReconnectPauses {
  /** Milliseconds to wait before the next attempt. */
  next(): number;
  /** Told how long a connection stood, in milliseconds: one that lasted starts the pauses over. */
  stood(milliseconds: number): void;
}

/**
 * Pauses that double from `firstSeconds` to `longestSeconds`, each shortened by a random part of up to a half, so
 * that many devices do not come back at the same moment. A connection that broke at once does not start them over:
 * two programs with the identity of one device would else take it from each other without end.
 */
export function reconnectPauses(
  reconnecting: Reconnecting,
  random: () => number = Math.random,
): ReconnectPauses {
  requireObject(reconnecting, "reconnect");
  const { firstSeconds = 0.2, longestSeconds = 30 } = reconnecting;
  let attempt = 0;
  return {
    next() {
      const whole = Math.min(longestSeconds, firstSeconds * 2 ** Math.min(attempt++, 30));
      return whole * 1000 * (1 - random() / 2);
    },
    stood(milliseconds) {
      if (milliseconds >= longestSeconds * 1000) attempt = 0;
    },
  };
}
