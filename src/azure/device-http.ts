import type { AuthenticationProvider } from "azure-iot-common";
import azureIotCommon from "azure-iot-common";
import azureIotDevice from "azure-iot-device";
import azureIotDeviceHttp from "azure-iot-device-http";
import type { CallOptions } from "../client/call-options.js";
import { systemClock } from "../client/clock.js";
import type { MessageTransport } from "../client/messages/device-message.js";
import type { DeviceTransport, TelemetryTransport } from "../client/transport.js";
import { PnpError } from "../errors.js";
import { createCredentials } from "./device-credentials.js";
import { toSdkMessage } from "./device-message.js";
import type { DeviceSignIn } from "./device-sign-in.js";
import { targetName, translateSdkError } from "./error-translation.js";
import { patienceOf } from "./given-up.js";
import { createHttpMessages } from "./http-messages.js";
import { requireHeaders } from "./message-headers.js";

/**
 * A device over HTTP: it sends telemetry, one request a message, and polls for cloud-to-device messages. It has no twin
 * and takes no commands.
 */
export interface TelemetryConnection extends TelemetryTransport, MessageTransport {
  readonly protocol: "http";
  /** Never: HTTP has no way to. */
  readonly announcesModel: false;
}

/** Nothing is connected yet: HTTP has no connection to open. This module loads the SDK when it is imported. */
export async function openTelemetryConnection(signIn: DeviceSignIn): Promise<TelemetryConnection> {
  const { host } = signIn;
  const target = { deviceId: signIn.deviceId };
  const name = targetName(target);
  const credentials = createCredentials(signIn);
  const client = createClient(credentials.provider);
  const messages = createHttpMessages(credentials.provider, { host, target });
  let isClosed = false;

  const connection: TelemetryConnection = {
    protocol: "http",
    announcesModel: false,
    sendTelemetry: async (message, given: CallOptions = {}) => {
      if (isClosed) throw new PnpError("PNP_TRANSPORT", `The connection of ${name} was closed.`);
      const action = "send telemetry";
      const sdkMessage = toSdkMessage(message, azureIotDevice.Message);
      requireHeaders(message);
      try {
        const sent = client.sendEvent(sdkMessage);
        await patienceOf({ timeoutSeconds: 30, ...given }, systemClock).race(sent, (reason) =>
          reason === "aborted"
            ? new PnpError("PNP_ABORTED", `Gave up to ${action} of ${name}.`)
            : new PnpError("PNP_TIMEOUT", `Could not ${action} of ${name} at ${host}: no answer.`),
        );
      } catch (error) {
        throw translateSdkError(error, { action, host, target });
      }
    },
    onMessage: messages.onMessage,
    onConnectionChange: () => undefined,
    async close() {
      isClosed = true;
      await messages.stop();
      await client.close();
      credentials.stop();
    },
  };
  return Object.assign(connection, refusals(name));
}

function createClient(
  provider: AuthenticationProvider,
): InstanceType<typeof azureIotDevice.Client> {
  const client = azureIotDevice.Client.fromAuthenticationProvider(
    provider,
    azureIotDeviceHttp.Http,
  );
  client.setRetryPolicy(new azureIotCommon.NoRetry());
  client.on("error", () => undefined);
  return client;
}

/** The types do not offer these calls; programs without types are told at once. */
function refusals(
  name: string,
): Pick<DeviceTransport, "readTwin" | "reportProperties" | "onDesiredPatch" | "onCommand"> {
  const refuse = (what: string) => async (): Promise<never> => {
    throw new PnpError("PNP_USAGE", `${name} is connected over HTTP, which carries no ${what}.`, {
      hint: "Connect over mqtt, mqtt-ws, amqp or amqp-ws.",
    });
  };
  return {
    readTwin: refuse("twin"),
    reportProperties: refuse("twin"),
    onDesiredPatch: refuse("twin"),
    onCommand: refuse("commands"),
  };
}
