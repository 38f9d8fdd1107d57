import type { FeedbackBatch } from "../feedback.js";
import { feedbackBody, feedbackContentType } from "../feedback-message.js";
import type { LinkServer } from "./link.js";
import { type OutgoingMessage, sendLocked } from "./locked-deliveries.js";

/** `/messages/servicebound/feedback`: services compete for what became of their messages. */
export const feedbackServer: LinkServer<"feedback"> = {
  send(sender, { peer }) {
    const { hubName, deviceMessages } = peer.core;
    const { queue } = deviceMessages.feedback;
    return sendLocked(sender, queue, ({ item }) => compose(item, hubName), peer.trace);
  },
};

function compose(batch: FeedbackBatch, hubName: string): OutgoingMessage {
  return {
    fields: {
      user_id: Buffer.from(hubName),
      creation_time: batch.enqueuedTime,
      content_type: feedbackContentType,
    },
    body: Buffer.from(feedbackBody(batch)),
  };
}
