import type { AuthMethod } from "../access.js";
import type { Target } from "../target.js";
import type { TelemetryInput } from "../telemetry.js";
import type { PropertyBag } from "./property-bag.js";

/** Short names of the topic and the names that readers of events know them by. */
const systemNames: ReadonlyMap<string, string> = new Map([
  ["$.mid", "message-id"],
  ["$.cid", "correlation-id"],
  ["$.uid", "user-id"],
  ["$.to", "to"],
  ["$.ct", "content-type"],
  ["$.ce", "content-encoding"],
  ["$.exp", "absolute-expiry-time"],
  ["$.sub", "dt-subject"],
  ["$.ifid", "iothub-interface-id"],
  ["$.on", "iothub-outputname"],
]);

type Names = Pick<TelemetryInput, "systemProperties" | "applicationProperties">;

/** Reads the messages of one connection as events, stamped with the model that was announced on it. */
export class TelemetryReader {
  readonly #target: Target;
  readonly #authMethod: AuthMethod;
  readonly #modelId: string | undefined;
  #lastBag: PropertyBag | undefined;
  #lastNames: Names = { systemProperties: {}, applicationProperties: {} };

  constructor(target: Target, authMethod: AuthMethod, modelId: string | undefined) {
    this.#target = target;
    this.#authMethod = authMethod;
    this.#modelId = modelId;
  }

  /** One published message. The properties of the same bag are read once. */
  read(bag: PropertyBag, body: Uint8Array, retain: boolean): TelemetryInput {
    if (bag !== this.#lastBag) {
      this.#lastBag = bag;
      this.#lastNames = readNames(bag, this.#modelId);
    }
    const { systemProperties, applicationProperties } = this.#lastNames;
    return {
      target: this.#target,
      body,
      systemProperties,
      // Nothing is retained; the wish is passed on.
      applicationProperties: retain
        ? { ...applicationProperties, "mqtt-retain": "true" }
        : applicationProperties,
      authMethod: this.#authMethod,
    };
  }
}

function readNames(bag: PropertyBag, modelId: string | undefined): Names {
  const system: [string, string][] = [];
  const application: [string, string | null][] = [];
  for (const [name, value] of bag) {
    const known = systemNames.get(name);
    if (known === undefined) application.push([name, value]);
    else system.push([known, value ?? ""]);
  }
  if (modelId !== undefined) system.push(["dt-dataschema", modelId]);
  return {
    systemProperties: Object.fromEntries(system),
    applicationProperties: Object.fromEntries(application),
  };
}
