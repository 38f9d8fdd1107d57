import type { IPublishPacket } from "mqtt-packet";
import { type DeviceMessage, deviceBoundAddress } from "../device-message.js";
import type { LockedItems } from "../lock-queue.js";

/** Many times more than can wait for a device. */
const mostAwaited = 1000;

/** A publish without packet identifier, which the session gives it. */
export type Publish = Omit<IPublishPacket, "messageId" | "length">;

/** What the delivery of messages needs of its session. */
export interface MessageOutlet {
  /** Quality of service of the subscription; nothing when there is none. */
  qos(): 0 | 1 | undefined;
  /** Sends, and answers the packet identifier, which a PUBACK will name. */
  send(publish: Publish): number | undefined;
}

/**
 * Cloud-to-device messages of one MQTT session. A PUBACK completes a message; MQTT can neither reject nor abandon. What
 * is not acknowledged when the connection ends waits for the next one.
 */
export class MqttDeviceMessages {
  readonly #messages: LockedItems<DeviceMessage>;
  readonly #outlet: MessageOutlet;
  readonly #locks = new Map<number, string>();
  #stopListening: (() => void) | undefined;

  constructor(messages: LockedItems<DeviceMessage>, outlet: MessageOutlet) {
    this.#messages = messages;
    this.#outlet = outlet;
  }

  /** Whether a PUBACK for this packet is still awaited. */
  awaits(packetId: number): boolean {
    return this.#locks.has(packetId);
  }

  /** Sends everything that waits, where the client has subscribed, and from now on what comes. */
  deliver(): void {
    this.#stopListening ??= this.#messages.listen(() => this.deliver());
    for (;;) {
      const qos = this.#outlet.qos();
      const delivery = qos === undefined ? undefined : this.#messages.take();
      if (qos === undefined || !delivery) return;
      const { item, lockToken, failedDeliveries } = delivery;
      const packetId = this.#outlet.send({
        cmd: "publish",
        topic: deviceBoundTopic(item),
        payload: Buffer.from(item.body),
        qos,
        dup: qos === 1 && failedDeliveries > 0,
        retain: false,
      });
      // Nobody acknowledges QoS 0: the message is done when it is sent.
      if (packetId === undefined) this.#messages.complete(lockToken);
      else this.#await(packetId, lockToken);
    }
  }

  /** The oldest have lost their locks long ago, where a client never acknowledges. */
  #await(packetId: number, lockToken: string): void {
    for (const oldest of this.#locks.keys()) {
      if (this.#locks.size < mostAwaited) break;
      this.#locks.delete(oldest);
    }
    this.#locks.set(packetId, lockToken);
  }

  /** A PUBACK has come; one for something else, or after the lock's time, changes nothing. */
  acknowledged(packetId: number): void {
    const lockToken = this.#locks.get(packetId);
    if (lockToken === undefined) return;
    this.#locks.delete(packetId);
    this.#messages.complete(lockToken);
  }

  /** The connection is over. */
  end(): void {
    this.#stopListening?.();
    for (const lockToken of this.#locks.values()) this.#messages.abandon(lockToken);
    this.#locks.clear();
  }
}

/** The topic that carries a message; its properties stand in the last part, without a leading question mark. */
export function deviceBoundTopic(message: DeviceMessage): string {
  const { deviceId, messageId, correlationId, userId, contentType, contentEncoding } = message;
  const fields: readonly (readonly [string, string | null | undefined])[] = [
    ["$.to", deviceBoundAddress(deviceId)],
    ["$.mid", messageId],
    ["$.cid", correlationId],
    ["$.uid", userId],
    ["$.exp", message.expiry.toISOString()],
    ["$.ct", contentType],
    ["$.ce", contentEncoding],
    ["iothub-ack", message.ack],
    ...Object.entries(message.properties),
  ];
  const bag = fields.flatMap(([name, value]) => {
    if (value === undefined) return [];
    const key = name.startsWith("$.") ? name : encodeURIComponent(name);
    return [value === null ? key : `${key}=${encodeURIComponent(value)}`];
  });
  return `devices/${deviceId}/messages/devicebound/${bag.join("&")}`;
}
