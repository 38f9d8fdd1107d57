import { type DeviceMessage, deviceBoundAddress } from "../device-message.js";
import type { Delivery } from "../lock-queue.js";
import { ServiceError } from "../service-error.js";
import type { LinkServer } from "./link.js";
import { type OutgoingMessage, sendLocked } from "./locked-deliveries.js";

/** `/devices/{d}/messages/devicebound`: a device receives and settles its cloud-to-device messages. */
export const deviceMessagesServer: LinkServer<"deviceMessages"> = {
  send(sender, { address, peer }) {
    const { deviceId, moduleId } = address.target;
    if (moduleId !== undefined) {
      throw new ServiceError("GenericNotFound", "A module has no cloud-to-device messages");
    }
    const queue = peer.core.deviceMessages.queueOf(deviceId);
    return sendLocked(sender, queue, compose, peer.trace);
  },
};

function compose({ item, failedDeliveries }: Delivery<DeviceMessage>): OutgoingMessage {
  const { messageId, correlationId, userId, contentType, contentEncoding } = item;
  return {
    fields: {
      message_id: messageId,
      correlation_id: correlationId,
      user_id: userId === undefined ? undefined : Buffer.from(userId),
      to: deviceBoundAddress(item.deviceId),
      absolute_expiry_time: item.expiry,
      content_type: contentType,
      content_encoding: contentEncoding,
      delivery_count: failedDeliveries,
      application_properties: { ...item.properties, "iothub-ack": item.ack },
    },
    body: item.body,
  };
}
