import azureIotDevice from "azure-iot-device";
import type { CallOptions } from "../client/call-options.js";
import { systemClock } from "../client/clock.js";
import { requireObject } from "../client/require-argument.js";
import type { DeviceTransport, DeviceTwin, TargetId } from "../client/transport.js";
import { PnpError } from "../errors.js";
import { answerCommand } from "./command-answer.js";
import { type DeviceLink, openDeviceLink } from "./device-link.js";
import { toSdkMessage } from "./device-message.js";
import { createMessageReceiver } from "./device-messages.js";
import type { ConnectOptions, TwinProtocol } from "./device-options.js";
import type { DeviceSignIn } from "./device-sign-in.js";
import { targetName } from "./error-translation.js";
import { requireExact, toExactJson } from "./exact-numbers.js";
import { patienceOf } from "./given-up.js";
import { requireTopic } from "./mqtt-topic.js";
import { openClient } from "./open-client.js";
import { promised } from "./promised.js";
import { reconnectPauses } from "./reconnect-pauses.js";
import { reportRefusal } from "./report-refusal.js";

/** Bytes of a message; the hub ends a connection over a larger one, and would do so again at each repetition. */
const largestReport = 256 * 1024;

/** Seconds that closing waits for answers on their way. */
const closeSeconds = 5;

/** A device's or module's connection, which is taken up again whenever it breaks. */
export interface DeviceConnection extends DeviceTransport {
  readonly protocol: TwinProtocol;
  /** Whether the hub knows the model from this connection: given, and a protocol over which the SDK announces it. */
  readonly announcesModel: boolean;
}

/** Opens one connection. This module loads the SDK when it is imported: reach it through a dynamic `import()`. */
export async function openDeviceConnection(
  signIn: DeviceSignIn,
  protocol: TwinProtocol,
  options: ConnectOptions,
): Promise<DeviceConnection> {
  const { modelId, reconnect = {}, onReconnectError = () => undefined } = options;
  const { host, deviceId, moduleId } = signIn;
  const target: TargetId = { deviceId, ...(moduleId === undefined ? {} : { moduleId }) };
  const link = await openDeviceLink(
    {
      host,
      target,
      open: () => openClient(signIn, protocol, modelId),
      pauses: reconnectPauses(reconnect),
      onReconnectError,
    },
    options,
  );
  const isMqtt = protocol === "mqtt" || protocol === "mqtt-ws";
  return {
    ...deviceTransport(link, protocol, host, target),
    protocol,
    announcesModel: isMqtt && modelId !== undefined,
  };
}

function deviceTransport(
  link: DeviceLink,
  protocol: TwinProtocol,
  host: string,
  target: TargetId,
): DeviceTransport {
  const name = targetName(target);
  const messages = createMessageReceiver(link, protocol, { host, target });
  let desiredListener: Parameters<DeviceTransport["onDesiredPatch"]>[0] | undefined;
  let commandHandler: Parameters<DeviceTransport["onCommand"]>[0] | undefined;
  /** Answers on their way to the hub. */
  const leaving = new Set<Promise<unknown>>();

  return {
    readTwin: (options) =>
      link.call({ action: "read the twin", repeatable: true, options }, async ({ transport }) => {
        const twin = await promised<DeviceTwin>((done) => transport.getTwin(done));
        requireExact(twin, `the twin of ${name}`);
        return twin;
      }),

    reportProperties: async (patch, options) => {
      requireObject(patch, "The reported properties");
      const reported = toExactJson(patch, `the reported properties of ${name}`);
      requireReportSize(reported, name);
      await link.call({ action: "report properties", repeatable: true, options }, ({ transport }) =>
        promised<void>((done) => transport.updateTwinReportedProperties(reported, done)).catch(
          (error: unknown) => {
            throw reportRefusal(error);
          },
        ),
      );
    },

    sendTelemetry: async (message, options) => {
      // Not repeatable: the hub may have it already.
      const what = { action: "send telemetry", repeatable: false, options };
      await link.call(what, ({ client }) => {
        const sent = toSdkMessage(message, azureIotDevice.Message);
        if (protocol === "mqtt" || protocol === "mqtt-ws") requireTopic(message, target);
        return client.sendEvent(sent);
      });
    },

    async onDesiredPatch(listener, options?: CallOptions) {
      const first = desiredListener === undefined;
      desiredListener = listener;
      if (!first) return;
      try {
        await link.onEveryConnection(async ({ transport }) => {
          transport.on("twinDesiredPropertiesUpdate", (patch) => desiredListener?.(patch));
          await promised((done) => transport.enableTwinDesiredPropertiesUpdates(done));
        }, options);
      } catch (error) {
        desiredListener = undefined;
        throw error;
      }
    },

    async onCommand(handler, options?: CallOptions) {
      const first = commandHandler === undefined;
      commandHandler = handler;
      if (!first) return;
      try {
        await link.onEveryConnection(async ({ transport, onAnyMethod, onLost }) => {
          onLost(() => leaving.clear());
          onAnyMethod((request, response) => {
            answerCommand(commandHandler ?? handler, request.methodName, request.payload)
              .then(({ status, payload }) => {
                // Where the connection broke meanwhile, the hub has already told the caller.
                const sent = response.send(status, payload).catch(() => undefined);
                leaving.add(sent);
                return sent.finally(() => leaving.delete(sent));
              })
              .catch(() => undefined);
          });
          await promised((done) => transport.enableMethods(done));
        }, options);
      } catch (error) {
        commandHandler = undefined;
        throw error;
      }
    },

    onMessage: messages.onMessage,
    onConnectionChange: (listener) => link.onChange(listener),
    close: async (options) => {
      await messages.stop();
      // A handler that has just returned gets its answer through.
      await systemClock.sleep(0);
      const wait = patienceOf({ timeoutSeconds: closeSeconds, ...options }, systemClock);
      await wait.race(Promise.all(leaving), () => new Error("late")).catch(() => undefined);
      await link.close(options);
    },
  };
}

function requireReportSize(reported: unknown, name: string): void {
  const size = Buffer.byteLength(JSON.stringify(reported));
  if (size <= largestReport) return;
  throw new PnpError(
    "PNP_PAYLOAD_INVALID",
    `The reported properties of ${name} take ${size} bytes; a twin holds 32 KB of them.`,
    { hint: "Report less, or send it as telemetry; nothing was sent." },
  );
}
