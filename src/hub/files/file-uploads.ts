import { signBlob } from "../blob/blob-signature.js";
import { BlobStore } from "../blob/blob-store.js";
import type { HubClock, HubIds } from "../clock.js";
import type { Registry } from "../registry.js";
import { ServiceError } from "../service-error.js";
import { MemoryStore } from "../store/memory-store.js";
import type { Store } from "../store/store.js";
import { FileNotifications } from "./file-notifications.js";
import type {
  FileUploadSettings,
  UploadedFile,
  UploadOutcome,
  UploadPlace,
} from "./file-upload.js";

/** The container that devices' files go to. */
const containerName = "device-files";
const mostActive = 10;
const longestBlobName = 1024;

interface Upload {
  readonly deviceId: string;
  readonly blobName: string;
  /** Milliseconds since the epoch. */
  readonly expiry: number;
}

interface FileRecord {
  readonly deviceId: string;
  /** Milliseconds since the epoch. */
  readonly uploadedAt: number;
}

/** Uploads of files: asked for → under way → told to have succeeded or failed, or expired. */
export class FileUploads {
  readonly blobs: BlobStore;
  readonly notifications: FileNotifications;
  readonly #registry: Registry;
  readonly #clock: HubClock;
  readonly #ids: HubIds;
  readonly #settings: FileUploadSettings;
  readonly #timeToLive: number;
  /** By correlation id. */
  readonly #uploads: Map<string, Upload>;
  /** What makes the hub forget an upload, by correlation id. */
  readonly #timers = new Map<string, () => void>();
  /** By the name of the blob. */
  readonly #files: Map<string, FileRecord>;

  constructor(
    registry: Registry,
    clock: HubClock,
    ids: HubIds,
    hubName: string,
    settings: FileUploadSettings = {},
    store: Store = new MemoryStore(),
  ) {
    this.blobs = new BlobStore(clock, ids, hubName, store);
    if (!this.blobs.has(containerName)) this.blobs.create(containerName);
    this.notifications = new FileNotifications(clock, ids, settings, store);
    this.#registry = registry;
    this.#clock = clock;
    this.#ids = ids;
    this.#settings = settings;
    this.#timeToLive = (settings.timeToLiveSeconds ?? 3600) * 1000;
    this.#uploads = store.map("file uploads");
    this.#files = store.map("files");
    for (const [correlationId, upload] of this.#uploads) this.#forgetLater(correlationId, upload);
  }

  /** Throws `ArgumentInvalid` for a name that is none, `DeviceMaximumActiveFileUploadLimitExceeded`. */
  begin(deviceId: string, fileName: unknown): UploadPlace {
    this.#registry.get({ deviceId });
    const blobName = blobNameOf(deviceId, fileName);
    const now = this.#clock.now().getTime();
    const active = [...this.#uploads.values()].filter(
      (upload) => upload.deviceId === deviceId && upload.expiry > now,
    );
    if (active.length >= mostActive) {
      throw new ServiceError(
        "DeviceMaximumActiveFileUploadLimitExceeded",
        `Number of active file upload requests cannot exceed ${mostActive}; tell the hub of uploads that are over`,
      );
    }
    const correlationId = Buffer.from(`${this.#ids.uuid()}_${String(fileName)}`).toString("base64");
    const upload = { deviceId, blobName, expiry: now + this.#timeToLive };
    this.#uploads.set(correlationId, upload);
    this.#forgetLater(correlationId, upload);
    const place = { container: containerName, blob: blobName };
    return {
      correlationId,
      hostName: this.blobs.host,
      containerName,
      blobName,
      sasToken: signBlob(this.blobs, place, new Date(upload.expiry)),
    };
  }

  /**
   * How an upload went. Throws `InvalidFileUploadCorrelationId` for none of the device's, `ExpiredFileUploadCorrelationId`
   * for a late one, and `ArgumentInvalid` when the file that is told to be there is not.
   */
  finish(deviceId: string, correlationId: string, { isSuccess }: UploadOutcome): void {
    const upload = this.#uploads.get(correlationId);
    if (upload?.deviceId !== deviceId) {
      throw new ServiceError(
        "InvalidFileUploadCorrelationId",
        `${JSON.stringify(correlationId)} is no upload of ${deviceId} that is under way`,
      );
    }
    const now = this.#clock.now().getTime();
    if (upload.expiry <= now) {
      throw new ServiceError(
        "ExpiredFileUploadCorrelationId",
        "The time for this upload is over; begin again",
      );
    }
    const blob = this.blobs.container(containerName).find(upload.blobName);
    if (isSuccess && !blob) {
      throw new ServiceError(
        "ArgumentInvalid",
        `The upload is told to have succeeded, but there is no blob ${upload.blobName}`,
      );
    }
    this.#forget(correlationId);
    if (!isSuccess || !blob) return;
    this.#files.set(blob.name, { deviceId, uploadedAt: now });
    if (this.#settings.notifications === false) return;
    this.notifications.uploaded(deviceId, blob, this.blobs.uri(containerName, blob.name));
  }

  /** The files that devices have uploaded and that are still there, of one device or of all, the oldest first. */
  files(deviceId?: string): readonly UploadedFile[] {
    const container = this.blobs.container(containerName);
    return [...this.#files].flatMap(([name, file]) => {
      const blob = container.find(name);
      if (!blob || (deviceId !== undefined && file.deviceId !== deviceId)) return [];
      return {
        deviceId: file.deviceId,
        blobName: name,
        size: blob.size,
        contentType: blob.contentType,
        uploadedAt: new Date(file.uploadedAt),
        get content() {
          return Buffer.concat([...blob.blocks.values()].flatMap(({ pieces }) => pieces));
        },
      };
    });
  }

  /** The device has been removed: its uploads under way come to nothing; its files stay. */
  forget(deviceId: string): void {
    for (const [id, upload] of [...this.#uploads]) {
      if (upload.deviceId === deviceId) this.#forget(id);
    }
  }

  #forget(correlationId: string): void {
    this.#uploads.delete(correlationId);
    this.#timers.get(correlationId)?.();
    this.#timers.delete(correlationId);
  }

  /** For as long again as it had the hub knows that there was such an upload. */
  #forgetLater(correlationId: string, { expiry }: Upload): void {
    const wait = expiry + this.#timeToLive - this.#clock.now().getTime();
    const cancel = this.#clock.after(wait, () => this.#forget(correlationId));
    this.#timers.set(correlationId, cancel);
  }
}

function blobNameOf(deviceId: string, fileName: unknown): string {
  if (
    typeof fileName === "string" &&
    fileName !== "" &&
    deviceId.length + 1 + fileName.length <= longestBlobName &&
    !/\p{Cc}/u.test(fileName) &&
    !/(?:^|\/)\.{0,2}(?:\/|$)/.test(fileName)
  ) {
    return `${deviceId}/${fileName}`;
  }
  throw new ServiceError(
    "ArgumentInvalid",
    `blobName is ${JSON.stringify(fileName ?? null)}; expected a path of at most ${longestBlobName} characters with the device's id, without empty or dotted parts`,
  );
}
