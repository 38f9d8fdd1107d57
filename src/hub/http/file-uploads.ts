import type { FileNotification } from "../files/file-notifications.js";
import { fileNotificationBody, fileNotificationContentType } from "../files/file-notifications.js";
import type { HubCore } from "../hub-core.js";
import type { LockQueue } from "../lock-queue.js";
import { ServiceError } from "../service-error.js";
import type { RestRequest } from "./request.js";
import { json, quoted, type RestResponse, type Route } from "./route.js";

const files = "/devices/{deviceId}/files";
const news = "/messages/serviceBound/filenotifications";
const demand = {
  anyOf: ["ServiceConnect"],
  actions: ["fileUpload/notifications/action"],
} as const;
const done: RestResponse = { status: 204 };

/** Uploads of files: begun and ended by devices, told to services. */
export const fileUploadRoutes: readonly Route[] = [
  {
    method: "POST",
    path: files,
    demand: "device",
    handle: (core, request) =>
      json(core.files.begin(request.param("deviceId"), request.jsonObject().blobName)),
  },
  { method: "POST", path: `${files}/notifications`, demand: "device", handle: finish },
  {
    method: "POST",
    path: `${files}/notifications/{correlationId}`,
    demand: "device",
    handle: finish,
  },
  { method: "GET", path: news, demand, handle: receive },
  {
    method: "DELETE",
    path: `${news}/{lockToken}`,
    demand,
    handle: (core, request) => {
      const queue = queueOf(core);
      const lockToken = request.param("lockToken");
      return settled(
        request.query.has("reject") ? queue.reject(lockToken) : queue.complete(lockToken),
      );
    },
  },
  {
    method: "POST",
    path: `${news}/{lockToken}/abandon`,
    demand,
    handle: (core, request) => settled(queueOf(core).abandon(request.param("lockToken"))),
  },
];

/** Clients name the upload in the path or in the body. */
function finish(core: HubCore, request: RestRequest): RestResponse {
  const body = request.jsonObject();
  const correlationId = request.param("correlationId") || body.correlationId;
  const { isSuccess, statusCode = 0, statusDescription = "" } = body;
  if (typeof correlationId !== "string") {
    throw new ServiceError(
      "ArgumentInvalid",
      "correlationId must be a text, in the path or in the body",
    );
  }
  if (typeof isSuccess !== "boolean" || typeof statusCode !== "number") {
    throw new ServiceError(
      "ArgumentInvalid",
      "isSuccess must be true or false, and statusCode a number",
    );
  }
  if (statusDescription !== null && typeof statusDescription !== "string") {
    throw new ServiceError("ArgumentInvalid", "statusDescription must be a text");
  }
  core.files.finish(request.param("deviceId"), correlationId, {
    isSuccess,
    statusCode,
    statusDescription: statusDescription ?? "",
  });
  return done;
}

function receive(core: HubCore): RestResponse {
  const delivery = queueOf(core).take();
  if (!delivery) return done;
  return {
    status: 200,
    headers: { ETag: quoted(delivery.lockToken), "Content-Type": fileNotificationContentType },
    body: Buffer.from(fileNotificationBody(delivery.item)),
  };
}

function queueOf(core: HubCore): LockQueue<FileNotification> {
  return core.files.notifications.queue;
}

function settled(held: boolean): RestResponse {
  if (held) return done;
  throw new ServiceError("DeviceMessageLockLost", "The lock of the notification has run out");
}
