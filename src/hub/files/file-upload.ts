/** How a local hub treats files that devices upload. */
export interface FileUploadSettings {
  /** Seconds that a device has between asking for an upload and telling how it went; default 3600, from 60 to 86400. */
  readonly timeToLiveSeconds?: number;
  /** Whether services are told of uploaded files; default true. */
  readonly notifications?: boolean;
  /** Seconds that such a notification waits for a receiver; default 3600. */
  readonly notificationTimeToLiveSeconds?: number;
  /** Seconds that a receiver has to settle a notification; default 60. */
  readonly lockSeconds?: number;
  /** Deliveries that come to nothing before a notification is dead; default 100. */
  readonly maxDeliveryCount?: number;
}

/** What a device is told about where to put its file. */
export interface UploadPlace {
  readonly correlationId: string;
  readonly hostName: string;
  readonly containerName: string;
  /** `<device id>/<name that the device has chosen>` */
  readonly blobName: string;
  /** A query, question mark included. */
  readonly sasToken: string;
}

/** How an upload went, as the device tells it. */
export interface UploadOutcome {
  readonly isSuccess: boolean;
  readonly statusCode: number;
  readonly statusDescription: string;
}

/** A file that a device has uploaded and told the hub of. */
export interface UploadedFile {
  readonly deviceId: string;
  /** `<device id>/<name that the device has chosen>` */
  readonly blobName: string;
  readonly size: number;
  readonly contentType: string;
  /** When the device told that it was there. */
  readonly uploadedAt: Date;
  readonly content: Uint8Array;
}
