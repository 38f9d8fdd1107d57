/** Properties of an event under the names they have on the wire, such as `iothub-connection-device-id`. */
export type EventProperties = Readonly<Record<string, unknown>>;

/** An event as the hub's Event Hubs-compatible endpoint delivers it: nothing changed, nothing dropped. */
export interface RawEvent {
  readonly partitionId: string;
  /** Counts the events of the partition; a bigint beyond 2^53. */
  readonly sequenceNumber: number | bigint;
  /** Place in the partition; text that only the endpoint understands. */
  readonly offset: string;
  readonly enqueuedTime: Date;
  readonly partitionKey?: string;
  /** The body byte for byte. */
  readonly body: Uint8Array;
  /**
   * What the hub says of the event, and the message properties that devices set: `content-type`, `correlation-id`,
   * `dt-subject`, `user-id` (bytes).
   */
  readonly systemProperties: EventProperties;
  /** What the device itself added to a message; for notifications what the hub says of the change. */
  readonly applicationProperties: EventProperties;
}

/** The property as text; undefined when there is none or it is no text. */
export function textProperty(properties: EventProperties, name: string): string | undefined {
  const value = Object.hasOwn(properties, name) ? properties[name] : undefined;
  return typeof value === "string" ? value : undefined;
}
