import type { Message } from "azure-iot-common";
import {
  type MessageHandler,
  type MessageOptions,
  type MessageTransport,
  type MessageVerdict,
  noMessagesForModule,
} from "../client/messages/device-message.js";
import { handleMessage } from "../client/messages/handle-message.js";
import { requireFunction, requireObject } from "../client/require-argument.js";
import type { TargetId } from "../client/transport.js";
import { PnpError } from "../errors.js";
import type { DeviceLink, OpenClient } from "./device-link.js";
import type { TwinProtocol } from "./device-options.js";
import { targetName, translateSdkError } from "./error-translation.js";
import { promised } from "./promised.js";
import { receivedMessage } from "./received-message.js";

/** Receiving messages over one device's link. */
export interface MessageReceiver extends MessageTransport {
  /** The connection is being closed: what has not been acted on is left to the next one. */
  stop(): Promise<void>;
}

/** Receives over MQTT or AMQP. Messages are acted on one after another, as they were sent. */
export function createMessageReceiver(
  link: DeviceLink,
  protocol: TwinProtocol,
  { host, target }: { readonly host: string; readonly target: TargetId },
): MessageReceiver {
  const isMqtt = protocol === "mqtt" || protocol === "mqtt-ws";
  let handler: MessageHandler | undefined;
  let onError: (error: unknown) => void = () => undefined;
  let inbox: Promise<unknown> = Promise.resolve();
  let isStopped = false;

  const settle = async (
    { transport }: OpenClient,
    message: Message,
    verdict: MessageVerdict,
  ): Promise<void> => {
    if (isMqtt) {
      if (verdict === "complete") return;
      throw new PnpError(
        "PNP_USAGE",
        `The message ${message.messageId} cannot be ${verdict}ed: MQTT had completed it on arrival.`,
        { hint: "Connect over amqp or http to reject or abandon messages." },
      );
    }
    try {
      await promised<unknown>((done) => transport[verdict](message, done));
    } catch (error) {
      throw translateSdkError(error, { action: `${verdict} a message`, host, target });
    }
  };

  const follow = async (client: OpenClient): Promise<void> => {
    let isLost = false;
    client.onLost(() => {
      isLost = true;
    });
    const act = async (message: Message): Promise<void> => {
      // What AMQP has not settled comes again over the next connection; over MQTT it is ours since it arrived.
      if (handler === undefined || (!isMqtt && (isLost || isStopped))) return;
      const verdict = await handleMessage(handler, receivedMessage(message), onError);
      await settle(client, message, verdict);
    };
    client.onMessage((message) => {
      inbox = inbox.then(() => act(message)).catch((error) => onError(error));
    });
    await promised((done) => client.transport.enableC2D(done));
  };

  return {
    async onMessage(next, options: MessageOptions = {}) {
      requireFunction(next, "The handler of messages");
      requireObject(options, "The options");
      if (target.moduleId !== undefined) throw noMessagesForModule(targetName(target));
      const first = handler === undefined;
      handler = next;
      onError = options.onError ?? (() => undefined);
      if (first) await link.onEveryConnection(follow, options);
    },
    async stop() {
      isStopped = true;
    },
  };
}
