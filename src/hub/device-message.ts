/** Which ends of a message its sender wants to hear of. */
export type AckWish = "none" | "positive" | "negative" | "full";

/** All of them. */
export const ackWishes: readonly AckWish[] = ["none", "positive", "negative", "full"];

/** Whether a text is one of them. */
export function isAckWish(text: string): text is AckWish {
  return (ackWishes as readonly string[]).includes(text);
}

/** A cloud-to-device message as a service sends it. */
export interface NewDeviceMessage {
  readonly body: Uint8Array;
  readonly messageId?: string;
  readonly correlationId?: string;
  readonly userId?: string;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  /** Default: after the hub's time to live. */
  readonly expiry?: Date;
  /** Default: none. */
  readonly ack?: AckWish;
  readonly properties: Readonly<Record<string, string | null>>;
}

/** A cloud-to-device message in its device's queue. */
export interface DeviceMessage extends NewDeviceMessage {
  readonly deviceId: string;
  readonly expiry: Date;
  readonly ack: AckWish;
  /** Counts the messages of one device from 1. */
  readonly sequenceNumber: number;
  readonly enqueuedTime: Date;
}

/** Where the device is told to find its messages; services address the same place. */
export function deviceBoundAddress(deviceId: string): string {
  return `/devices/${deviceId}/messages/deviceBound`;
}
