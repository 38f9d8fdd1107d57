import {
  type FileNotification,
  fileNotificationBody,
  fileNotificationContentType,
} from "../files/file-notifications.js";
import type { LinkServer } from "./link.js";
import { type OutgoingMessage, sendLocked } from "./locked-deliveries.js";

/** `/messages/servicebound/filenotifications`: services compete for the news of uploaded files. */
export const fileNotificationsServer: LinkServer<"fileNotifications"> = {
  send(sender, { peer }) {
    const { files, hubName } = peer.core;
    const { queue } = files.notifications;
    return sendLocked(sender, queue, ({ item }) => compose(item, hubName), peer.trace);
  },
};

function compose(notification: FileNotification, hubName: string): OutgoingMessage {
  return {
    fields: {
      user_id: Buffer.from(hubName),
      creation_time: notification.enqueuedTime,
      content_type: fileNotificationContentType,
    },
    body: Buffer.from(fileNotificationBody(notification)),
  };
}
