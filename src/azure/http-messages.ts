import type { AuthenticationProvider, TransportConfig } from "azure-iot-common";
import { callOptionsOf } from "../client/call-options.js";
import { systemClock } from "../client/clock.js";
import {
  type DeviceMessage,
  deviceMessage,
  type MessageHandler,
  type MessageOptions,
  type MessageVerdict,
} from "../client/messages/device-message.js";
import { handleMessage } from "../client/messages/handle-message.js";
import { requireFunction, requireObject } from "../client/require-argument.js";
import type { TargetId } from "../client/transport.js";
import { PnpError } from "../errors.js";
import type { MessageReceiver } from "./device-messages.js";
import { type DeviceAnswer, deviceRequest } from "./device-request.js";
import { bare } from "./entity-tag.js";
import { translateSdkError } from "./error-translation.js";
import { patienceOf } from "./given-up.js";
import { promised } from "./promised.js";
import { texts } from "./received-message.js";

const applicationPrefix = "iothub-app-";
const answerSeconds = 30;

interface Received {
  readonly lockToken: string;
  readonly message: DeviceMessage;
}

/**
 * Receives by polling over HTTPS: the SDK's own receiver reads every body as UTF-8 text, which ruins bytes, and loses
 * content types and the capitals of property names. One look takes all that waits, one message after another.
 */
export function createHttpMessages(
  provider: AuthenticationProvider,
  { host, target }: { readonly host: string; readonly target: TargetId },
): MessageReceiver {
  const stopping = new AbortController();
  const path = `/devices/${encodeURIComponent(target.deviceId)}/messages/devicebound`;
  let handler: MessageHandler | undefined;
  let pollSeconds = 1;
  let settling: Promise<unknown> = Promise.resolve();
  let onError: (error: unknown) => void = () => undefined;

  const attempt = async <T>(
    action: string,
    options: MessageOptions,
    call: (config: TransportConfig) => Promise<T>,
  ): Promise<T> => {
    try {
      const called = promised<TransportConfig>((done) => provider.getDeviceCredentials(done)).then(
        call,
      );
      return await patienceOf({ timeoutSeconds: answerSeconds, ...options }, systemClock).race(
        called,
        (reason) =>
          new PnpError(
            reason === "aborted" ? "PNP_ABORTED" : "PNP_TIMEOUT",
            `Could not ${action} of ${target.deviceId} at ${host}: no answer.`,
          ),
      );
    } catch (error) {
      throw translateSdkError(error, { action, host, target });
    }
  };

  const look = (options: MessageOptions = {}): Promise<Received | undefined> =>
    attempt("receive messages", options, async (config) => {
      const answer = await deviceRequest(config, "GET", path);
      return answer.status === 200 ? readAnswer(answer) : undefined;
    });

  const settle = (lockToken: string, verdict: MessageVerdict): Promise<void> => {
    const lock = `${path}/${encodeURIComponent(lockToken)}`;
    return attempt(`${verdict} a message`, {}, async (config) => {
      if (verdict === "abandon") await deviceRequest(config, "POST", `${lock}/abandon`);
      else await deviceRequest(config, "DELETE", lock, verdict === "reject" ? "&reject" : "");
    });
  };

  const run = async (first: Received | undefined): Promise<void> => {
    let next = first;
    while (!stopping.signal.aborted) {
      try {
        if (next === undefined) {
          await systemClock.sleep(pollSeconds * 1000, stopping.signal);
        } else if (handler !== undefined) {
          const verdict = await handleMessage(handler, next.message, onError);
          settling = settle(next.lockToken, verdict);
          await settling;
        }
        next = undefined;
        if (!stopping.signal.aborted) next = await look();
      } catch (error) {
        next = undefined;
        if (!stopping.signal.aborted) onError(error);
      }
    }
  };

  return {
    async onMessage(given, options: MessageOptions = {}) {
      requireFunction(given, "The handler of messages");
      requireObject(options, "The options");
      const { pollSeconds: seconds = 1 } = options;
      if (!(seconds > 0)) {
        throw new PnpError("PNP_USAGE", `pollSeconds must be above 0; got ${seconds}.`);
      }
      const isFirst = handler === undefined;
      handler = given;
      pollSeconds = seconds;
      onError = options.onError ?? (() => undefined);
      if (!isFirst) return;
      try {
        void run(await look(callOptionsOf(options)));
      } catch (error) {
        handler = undefined;
        throw error;
      }
    },
    async stop() {
      stopping.abort();
      // A handler that has just returned gets its verdict through; one that closes the connection is not waited for.
      await systemClock.sleep(0);
      await settling.catch(() => undefined);
    },
  };
}

function readAnswer({ headers, body }: DeviceAnswer): Received {
  const byName = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]));
  const properties = headers
    .filter(([name]) => name.toLowerCase().startsWith(applicationPrefix))
    .map(([name, value]) => [name.slice(applicationPrefix.length), value] as const);
  return {
    lockToken: bare(byName.get("etag") ?? ""),
    message: deviceMessage({
      body,
      ...texts({
        messageId: byName.get("iothub-messageid"),
        correlationId: byName.get("iothub-correlationid"),
        userId: byName.get("iothub-userid"),
        contentType: byName.get("iothub-contenttype"),
        contentEncoding: byName.get("iothub-contentencoding"),
        expiry: byName.get("iothub-expiry"),
        ack: byName.get("iothub-ack"),
      }),
      properties: Object.fromEntries(properties),
    }),
  };
}
