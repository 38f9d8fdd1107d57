import { feedbackBody, feedbackContentType } from "../feedback-message.js";
import { ServiceError } from "../service-error.js";
import { quoted, type RestResponse, type Route } from "./route.js";

const path = "/messages/serviceBound/feedback";
const demand = {
  anyOf: ["ServiceConnect"],
  actions: ["cloudToDeviceMessages/feedback/action"],
} as const;
const done: RestResponse = { status: 204 };

/** What became of cloud-to-device messages, received and settled batch by batch. */
export const feedbackRoutes: readonly Route[] = [
  {
    method: "GET",
    path,
    demand,
    handle: (core) => {
      const delivery = core.deviceMessages.feedback.queue.take();
      if (!delivery) return done;
      return {
        status: 200,
        headers: {
          ETag: quoted(delivery.lockToken),
          "iothub-enqueuedtime": delivery.item.enqueuedTime.toISOString(),
          "Content-Type": feedbackContentType,
        },
        body: Buffer.from(feedbackBody(delivery.item)),
      };
    },
  },
  {
    method: "DELETE",
    path: `${path}/{lockToken}`,
    demand,
    handle: (core, request) => {
      const { queue } = core.deviceMessages.feedback;
      const lockToken = request.param("lockToken");
      return settled(
        request.query.has("reject") ? queue.reject(lockToken) : queue.complete(lockToken),
      );
    },
  },
  {
    method: "POST",
    path: `${path}/{lockToken}/abandon`,
    demand,
    handle: (core, request) =>
      settled(core.deviceMessages.feedback.queue.abandon(request.param("lockToken"))),
  },
];

function settled(held: boolean): RestResponse {
  if (held) return done;
  throw new ServiceError("DeviceMessageLockLost", "The lock of the feedback has run out");
}
