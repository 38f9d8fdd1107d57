import type { DeviceMessage } from "../device-message.js";
import type { HubCore } from "../hub-core.js";
import type { LockedItems } from "../lock-queue.js";
import { ServiceError } from "../service-error.js";
import { deviceMessageHeaders, readDeviceMessage } from "./device-message-headers.js";
import type { RestRequest } from "./request.js";
import { json, type RestResponse, type Route } from "./route.js";

const path = "/devices/{deviceId}/messages/devicebound";
const done: RestResponse = { status: 204 };

/** Cloud-to-device messages: sent and purged by services, received and settled by devices. */
export const deviceMessageRoutes: readonly Route[] = [
  {
    method: "POST",
    path,
    demand: { anyOf: ["ServiceConnect"], actions: ["cloudToDeviceMessages/send/action"] },
    handle: (core, request) => {
      core.deviceMessages.send(request.param("deviceId"), readDeviceMessage(request));
      return done;
    },
  },
  {
    method: "DELETE",
    path: "/devices/{deviceId}/commands",
    demand: { anyOf: ["ServiceConnect"], actions: ["cloudToDeviceMessages/queue/purge/action"] },
    handle: (core, request) => {
      const deviceId = request.param("deviceId");
      const totalMessagesPurged = core.deviceMessages.purge(deviceId);
      return json({ totalMessagesPurged, deviceId, moduleId: null });
    },
  },
  { method: "GET", path, demand: "device", handle: receive },
  {
    method: "DELETE",
    path: `${path}/{lockToken}`,
    demand: "device",
    handle: (core, request) => {
      const queue = queueOf(core, request);
      const lockToken = request.param("lockToken");
      return settled(
        request.query.has("reject") ? queue.reject(lockToken) : queue.complete(lockToken),
      );
    },
  },
  {
    method: "POST",
    path: `${path}/{lockToken}/abandon`,
    demand: "device",
    handle: (core, request) => settled(queueOf(core, request).abandon(request.param("lockToken"))),
  },
];

function receive(core: HubCore, request: RestRequest): RestResponse {
  core.sessions.touch(request.target);
  const delivery = queueOf(core, request).take();
  if (!delivery) return done;
  return { status: 200, headers: deviceMessageHeaders(delivery), body: delivery.item.body };
}

function queueOf(core: HubCore, request: RestRequest): LockedItems<DeviceMessage> {
  return core.deviceMessages.queueOf(request.param("deviceId"));
}

function settled(held: boolean): RestResponse {
  if (held) return done;
  throw new ServiceError(
    "DeviceMessageLockLost",
    "The lock of the message has run out, or the message has been settled already",
  );
}
