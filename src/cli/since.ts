import { parseInstant } from "../client/events/start-position.js";
import { PnpError } from "../errors.js";

const milliseconds: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Where `--since` says to start: `latest`, `earliest`, an instant with its zone, or so long ago (`5m`). */
export function parseSince(text: string, now: Date): "latest" | "earliest" | Date {
  if (text === "latest" || text === "earliest") return text;
  const [, count, unit = ""] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text) ?? [];
  if (count !== undefined) {
    return new Date(now.getTime() - Number(count) * (milliseconds[unit] ?? 0));
  }
  try {
    return parseInstant(text);
  } catch (error) {
    const reason = error instanceof PnpError ? error : undefined;
    if (reason === undefined) throw error;
    throw new PnpError("PNP_USAGE", `--since: ${reason.message}`, {
      hint: reason.message.includes("zone")
        ? reason.hint
        : "Give latest, earliest, an instant such as 2026-11-20T08:00:00Z, or so long ago: 90s, 5m, 2h.",
    });
  }
}
