import type { IConnectPacket } from "mqtt-packet";
import type { Target } from "../target.js";
import type { PropertyBag } from "./property-bag.js";
import { parsePublishTopic } from "./topics.js";

/** A client's last words, as telemetry. */
export interface Will {
  readonly properties: PropertyBag;
  readonly payload: Buffer;
  readonly retain: boolean;
}

/** What a client says that it leaves; nothing when that is no telemetry of its own, which alone can be left. */
export function readWill(
  { topic, payload, retain = false }: NonNullable<IConnectPacket["will"]>,
  target: Target,
): Will | undefined {
  const parsed = parsePublishTopic(topic, target);
  if (parsed?.kind !== "telemetry") return undefined;
  const properties = new Map(parsed.properties).set("iothub-MessageType", "Will");
  return { properties, payload: Buffer.from(payload), retain };
}
