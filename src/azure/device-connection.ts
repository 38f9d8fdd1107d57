import azureIotDevice from "azure-iot-device";
import type { CallOptions } from "../client/call-options.js";
import type { DeviceTransport, DeviceTwin, TargetId } from "../client/transport.js";
import { answerCommand } from "./command-answer.js";
import { type DeviceLink, openDeviceLink } from "./device-link.js";
import { toSdkMessage } from "./device-message.js";
import { createMessageReceiver } from "./device-messages.js";
import type { ConnectOptions, TwinProtocol } from "./device-options.js";
import type { DeviceSignIn } from "./device-sign-in.js";
import { targetName } from "./error-translation.js";
import { requireExact, toExactJson } from "./exact-numbers.js";
import { openClient } from "./open-client.js";
import { promised } from "./promised.js";
import { reconnectPauses } from "./reconnect-pauses.js";

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

  return {
    readTwin: (options) =>
      link.call({ action: "read the twin", repeatable: true, options }, async ({ transport }) => {
        const twin = await promised<DeviceTwin>((done) => transport.getTwin(done));
        requireExact(twin, `the twin of ${name}`);
        return twin;
      }),

    reportProperties: async (patch, options) => {
      const reported = toExactJson(patch, `the reported properties of ${name}`);
      await link.call({ action: "report properties", repeatable: true, options }, ({ transport }) =>
        promised<void>((done) => transport.updateTwinReportedProperties(reported, done)),
      );
    },

    sendTelemetry: async (message, options) => {
      // Not repeatable: the hub may have it already.
      const what = { action: "send telemetry", repeatable: false, options };
      await link.call(what, ({ client }) =>
        client.sendEvent(toSdkMessage(message, azureIotDevice.Message)),
      );
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
        await link.onEveryConnection(async ({ transport, onAnyMethod }) => {
          onAnyMethod((request, response) => {
            answerCommand(commandHandler ?? handler, request.methodName, request.payload)
              .then(({ status, payload }) => response.send(status, payload))
              // The connection broke meanwhile: the hub has already told the caller.
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
      await link.close(options);
    },
  };
}
