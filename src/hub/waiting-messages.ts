import type { DeviceMessage } from "./device-message.js";
import type { RecordForm } from "./store/store.js";

/** A cloud-to-device message that has not come to its end. */
export interface WaitingMessage {
  readonly message: DeviceMessage;
  readonly failedDeliveries: number;
}

/** Waiting messages as records: bodies are base64, times are texts. */
export const waitingMessages: RecordForm<WaitingMessage> = {
  write: ({ message, failedDeliveries }) => ({
    message: { ...message, body: Buffer.from(message.body).toString("base64") },
    failedDeliveries,
  }),
  read(json) {
    const { message, failedDeliveries } = json as WaitingMessage & {
      readonly message: { readonly body: string };
    };
    return {
      message: {
        ...message,
        body: Buffer.from(message.body as string, "base64"),
        expiry: new Date(message.expiry),
        enqueuedTime: new Date(message.enqueuedTime),
      },
      failedDeliveries,
    };
  },
};
