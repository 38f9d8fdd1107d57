import type { HubClock, HubIds } from "./clock.js";
import type { DeviceMessage, NewDeviceMessage } from "./device-message.js";
import { checkDeviceMessage } from "./device-message-limits.js";
import { Feedback } from "./feedback.js";
import { type LockedItems, LockQueue, type QueueOutcome } from "./lock-queue.js";
import type { Registry } from "./registry.js";
import { ServiceError } from "./service-error.js";
import { MemoryStore } from "./store/memory-store.js";
import type { Store } from "./store/store.js";
import { type WaitingMessage, waitingMessages } from "./waiting-messages.js";

/** How long messages wait and how often they are tried. */
export interface DeviceMessageSettings {
  /** Seconds a message waits that names no expiry: default 3600, at most two days. */
  readonly timeToLiveSeconds?: number;
  /** Seconds a device has to settle what it received; default 60. */
  readonly lockSeconds?: number;
  /** Deliveries that come to nothing before a message is dead: default 10. */
  readonly maxDeliveryCount?: number;
  /** Seconds that feedback is gathered for; default 0.05, in the cloud 15. */
  readonly feedbackDelaySeconds?: number;
}

const defaults = {
  timeToLiveSeconds: 3600,
  lockSeconds: 60,
  maxDeliveryCount: 10,
  feedbackDelaySeconds: 0.05,
} as const;

const mostWaiting = 50;

type SettledListener = (message: DeviceMessage, outcome: QueueOutcome) => void;

interface Mailbox {
  readonly queue: LockQueue<DeviceMessage>;
}

/** The cloud-to-device messages of all devices. Modules have none. */
export class DeviceMessages {
  readonly feedback: Feedback;
  readonly #mailboxes = new Map<string, Mailbox>();
  /** How many messages each device has been sent. */
  readonly #sent: Map<string, number>;
  /** The messages of all mailboxes. */
  readonly #waiting: Map<string, WaitingMessage>;
  readonly #registry: Registry;
  readonly #clock: HubClock;
  readonly #ids: HubIds;
  readonly #settings: Required<DeviceMessageSettings>;
  readonly #settled: SettledListener;

  /** `settled` is told of every message that came to its end. */
  constructor(
    registry: Registry,
    clock: HubClock,
    ids: HubIds,
    settings: DeviceMessageSettings = {},
    settled: SettledListener = () => {},
    store: Store = new MemoryStore(),
  ) {
    this.#settled = settled;
    this.#registry = registry;
    this.#clock = clock;
    this.#ids = ids;
    this.#settings = { ...defaults, ...settings };
    this.feedback = new Feedback(clock, ids, this.#settings.feedbackDelaySeconds * 1000, store);
    this.#sent = store.map("messages sent");
    this.#waiting = store.map("messages", waitingMessages);
    for (const { message, failedDeliveries } of [...this.#waiting.values()]) {
      this.#mailbox(message.deviceId).queue.restore(message, message.expiry, failedDeliveries);
    }
  }

  /** Throws `DeviceNotFound`, `DeviceMaximumQueueDepthExceeded`, or what is wrong with the message. */
  send(deviceId: string, message: NewDeviceMessage): DeviceMessage {
    this.#registry.get({ deviceId });
    const enqueuedTime = this.#clock.now();
    checkDeviceMessage(message, enqueuedTime);
    const mailbox = this.#mailbox(deviceId);
    if (mailbox.queue.size >= mostWaiting) {
      throw new ServiceError(
        "DeviceMaximumQueueDepthExceeded",
        `Device ${deviceId} has ${mailbox.queue.size} messages waiting already, the most a device can have`,
      );
    }
    const sequenceNumber = (this.#sent.get(deviceId) ?? 0) + 1;
    this.#sent.set(deviceId, sequenceNumber);
    const timeToLive = this.#settings.timeToLiveSeconds * 1000;
    const sent: DeviceMessage = {
      expiry: new Date(enqueuedTime.getTime() + timeToLive),
      ack: "none",
      ...message,
      deviceId,
      sequenceNumber,
      enqueuedTime,
    };
    mailbox.queue.add(sent, sent.expiry);
    return sent;
  }

  /** How many messages have not come to an end. */
  waiting(deviceId: string): number {
    return this.#mailboxes.get(deviceId)?.queue.size ?? 0;
  }

  /** The device's queue, to receive from and to settle in; that of a device without messages is empty. */
  queueOf(deviceId: string): LockedItems<DeviceMessage> {
    return this.#mailbox(deviceId).queue;
  }

  /** Throws out what waits and is not in the device's hands; answers how many messages that were. */
  purge(deviceId: string): number {
    this.#registry.get({ deviceId });
    return this.#mailbox(deviceId).queue.purge();
  }

  /** The device has been removed: its messages go without feedback. */
  forget(deviceId: string): void {
    this.#mailboxes.get(deviceId)?.queue.clear();
    this.#mailboxes.delete(deviceId);
    this.#sent.delete(deviceId);
  }

  #mailbox(deviceId: string): Mailbox {
    const known = this.#mailboxes.get(deviceId);
    if (known) return known;
    const { lockSeconds, maxDeliveryCount } = this.#settings;
    const rules = { lockTime: lockSeconds * 1000, mostDeliveries: maxDeliveryCount };
    const mailbox: Mailbox = {
      queue: new LockQueue(
        rules,
        this.#clock,
        this.#ids,
        (message, outcome) => this.#report(message, outcome),
        {
          keep: (message, failedDeliveries) =>
            this.#waiting.set(recordKey(message), { message, failedDeliveries }),
          remove: (message) => this.#waiting.delete(recordKey(message)),
        },
      ),
    };
    this.#mailboxes.set(deviceId, mailbox);
    return mailbox;
  }

  #report(message: DeviceMessage, outcome: QueueOutcome): void {
    this.#settled(message, outcome);
    const { deviceId, messageId, ack } = message;
    const wanted = outcome === "Success" ? ["positive", "full"] : ["negative", "full"];
    if (!wanted.includes(ack)) return;
    const { generationId } = this.#registry.get({ deviceId });
    this.feedback.record({ messageId, outcome, deviceId, generationId });
  }
}

function recordKey({ deviceId, sequenceNumber }: DeviceMessage): string {
  return `${deviceId}/${sequenceNumber}`;
}
