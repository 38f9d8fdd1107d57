import type { AuthMethod } from "./access.js";
import type { EventOrigin, HubEvent } from "./events/event.js";
import type { EventLog } from "./events/log.js";
import type { Registry } from "./registry.js";
import type { Target } from "./target.js";

/** What a device sent, before the hub has accepted it. */
export interface TelemetryInput {
  readonly target: Target;
  readonly body: Uint8Array;
  readonly systemProperties: Readonly<Record<string, string>>;
  readonly applicationProperties: Readonly<Record<string, string | null>>;
  /** Instead of the system property `user-id`, where it came as bytes. */
  readonly userId?: Uint8Array | undefined;
  /** How the sender proved who it is; absent: with what it is registered with. */
  readonly authMethod?: AuthMethod;
}

/** A telemetry event that the hub has accepted. */
export type TelemetryEvent = HubEvent;

/** The one door for device-to-cloud messages, whatever protocol they came by. */
export class Telemetry {
  readonly #log: EventLog;
  readonly #registry: Registry;

  constructor(log: EventLog, registry: Registry) {
    this.#log = log;
    this.#registry = registry;
  }

  /** `time` is when it came; default: now. */
  accept(input: TelemetryInput, time?: Date): void {
    const { target, body, systemProperties, applicationProperties, userId, authMethod } = input;
    const origin = this.#origin(target, authMethod);
    this.#log.append(
      {
        source: "Telemetry",
        target,
        body,
        systemProperties,
        applicationProperties,
        userId,
        origin,
      },
      time,
    );
  }

  /** What is kept, of one device with its modules or of all, in the order of arrival. */
  events(deviceId?: string): readonly TelemetryEvent[] {
    return this.#log
      .events()
      .filter(({ source }) => source === "Telemetry")
      .filter(({ target }) => deviceId === undefined || target.deviceId === deviceId);
  }

  /** Tells every event as it is accepted; the answer stops it. */
  listen(listener: (event: TelemetryEvent) => void): () => void {
    return this.#log.listen((event) => {
      if (event.source === "Telemetry") listener(event);
    });
  }

  #origin(target: Target, proved: AuthMethod | undefined): EventOrigin | undefined {
    const identity = this.#registry.find(target);
    if (!identity) return undefined;
    const { generationId } = identity;
    if (proved) return { authMethod: proved, generationId };
    const type = identity.authentication.type === "sas" ? "sas" : "x509";
    const scope = target.moduleId === undefined ? "device" : "module";
    return { authMethod: { scope, type }, generationId };
  }
}
