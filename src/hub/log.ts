import type { HubClock } from "./clock.js";
import {
  type HubLogLevel,
  type HubLogLine,
  hubLogLevels,
  refusedLine,
  trafficLine,
} from "./log-line.js";
import { Ring } from "./ring.js";
import type { HubTrace, HubTraceEvent } from "./trace.js";

const kept = 2000;

interface Listener {
  readonly level: HubLogLevel;
  readonly tell: (line: HubLogLine) => void;
}

/** A line, and how many were before it. */
interface Kept {
  readonly order: number;
  readonly line: HubLogLine;
}

/** What happened in a hub, for people: the latest 2,000 refusals, and 2,000 lines of who came and went. */
export class HubLog {
  readonly #clock: HubClock;
  readonly #refusals = new Ring<Kept>(kept);
  /** Apart, so that many devices that come and go do not push out why one is refused. */
  readonly #comings = new Ring<Kept>(kept);
  #order = 0;
  readonly #listeners = new Set<Listener>();

  constructor(clock: HubClock) {
    this.#clock = clock;
  }

  /** Oldest first, down to a level; default `info`. `debug` lines are told to listeners only, never kept. */
  lines(level: HubLogLevel = "info"): readonly HubLogLine[] {
    return [...this.#refusals.items(), ...this.#comings.items()]
      .sort((one, other) => one.order - other.order)
      .flatMap(({ line }) => (matters(line, level) ? [line] : []));
  }

  /** Tells every line down to a level as it comes; the answer stops it. */
  listen(level: HubLogLevel, tell: (line: HubLogLine) => void): () => void {
    const listener = { level, tell };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Who came and went. */
  info(line: Pick<HubLogLine, "message" | "client" | "protocol">): void {
    this.#add({ time: this.#clock.now().toISOString(), level: "info", ...line });
  }

  /** A trace that writes this log; what it takes goes on to the other. */
  trace(other: HubTrace | undefined): HubTrace {
    const trace = (event: HubTraceEvent): void => {
      this.#take(event);
      other?.(event);
    };
    const wantsTraffic = (): boolean => other !== undefined || this.#isWatched;
    return Object.assign(trace, { wantsTraffic });
  }

  #take(event: HubTraceEvent): void {
    if (event.kind === "refused") {
      this.#add(refusedLine(event, this.#clock.now()));
    } else if (this.#isWatched) {
      this.#tell(trafficLine(event, this.#clock.now()));
    }
  }

  get #isWatched(): boolean {
    for (const { level } of this.#listeners) if (level === "debug") return true;
    return false;
  }

  #add(line: HubLogLine): void {
    this.#order += 1;
    const ring = line.level === "info" ? this.#comings : this.#refusals;
    ring.add({ order: this.#order, line });
    this.#tell(line);
  }

  #tell(line: HubLogLine): void {
    for (const { level, tell } of this.#listeners) if (matters(line, level)) tell(line);
  }
}

function matters(line: HubLogLine, level: HubLogLevel): boolean {
  return hubLogLevels.indexOf(line.level) <= hubLogLevels.indexOf(level);
}
