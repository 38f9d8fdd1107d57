import type { Blob } from "../blob/blob.js";
import type { HubClock, HubIds } from "../clock.js";
import { LockQueue } from "../lock-queue.js";
import type { RecordForm, Store } from "../store/store.js";
import type { FileUploadSettings } from "./file-upload.js";

/** What tells a message of an uploaded file from others. */
export const fileNotificationContentType = "application/vnd.microsoft.iothub.filenotification.json";

/** What services are told of one file. */
export interface FileNotification {
  readonly id: string;
  readonly deviceId: string;
  readonly blobUri: string;
  readonly blobName: string;
  readonly lastUpdatedTime: Date;
  readonly blobSizeInBytes: number;
  readonly enqueuedTime: Date;
}

interface Waiting {
  readonly notification: FileNotification;
  readonly failedDeliveries: number;
}

/** The hub's one queue of news about files; its receivers compete for it. */
export class FileNotifications {
  readonly queue: LockQueue<FileNotification>;
  readonly #clock: HubClock;
  readonly #ids: HubIds;
  readonly #timeToLive: number;

  constructor(clock: HubClock, ids: HubIds, settings: FileUploadSettings, store: Store) {
    const {
      notificationTimeToLiveSeconds = 3600,
      lockSeconds = 60,
      maxDeliveryCount = 100,
    } = settings;
    this.#clock = clock;
    this.#ids = ids;
    this.#timeToLive = notificationTimeToLiveSeconds * 1000;
    const kept = store.map("file notifications", waitingRecords);
    const rules = { lockTime: lockSeconds * 1000, mostDeliveries: maxDeliveryCount };
    this.queue = new LockQueue(rules, clock, ids, () => {}, {
      keep: (notification, failedDeliveries) =>
        kept.set(notification.id, { notification, failedDeliveries }),
      remove: ({ id }) => kept.delete(id),
    });
    for (const { notification, failedDeliveries } of [...kept.values()]) {
      this.queue.restore(notification, this.#expiryOf(notification), failedDeliveries);
    }
  }

  uploaded(deviceId: string, blob: Blob, blobUri: string): void {
    const notification: FileNotification = {
      id: this.#ids.uuid(),
      deviceId,
      blobUri,
      blobName: blob.name,
      lastUpdatedTime: blob.modified,
      blobSizeInBytes: blob.size,
      enqueuedTime: this.#clock.now(),
    };
    this.queue.add(notification, this.#expiryOf(notification));
  }

  #expiryOf({ enqueuedTime }: FileNotification): Date {
    return new Date(enqueuedTime.getTime() + this.#timeToLive);
  }
}

const waitingRecords: RecordForm<Waiting> = {
  write: (waiting) => waiting,
  read(json) {
    const { notification, failedDeliveries } = json as Waiting;
    const lastUpdatedTime = new Date(notification.lastUpdatedTime);
    const enqueuedTime = new Date(notification.enqueuedTime);
    return { notification: { ...notification, lastUpdatedTime, enqueuedTime }, failedDeliveries };
  },
};

/** The body of a message, members in the order of the cloud's. */
export function fileNotificationBody(notification: FileNotification): string {
  const { deviceId, blobUri, blobName, lastUpdatedTime, blobSizeInBytes, enqueuedTime } =
    notification;
  return JSON.stringify({
    deviceId,
    blobUri,
    blobName,
    lastUpdatedTime: lastUpdatedTime.toISOString().replace(/\.\d+Z$/, "+00:00"),
    blobSizeInBytes,
    enqueuedTimeUtc: enqueuedTime.toISOString().replace("Z", "0000Z"),
  });
}
