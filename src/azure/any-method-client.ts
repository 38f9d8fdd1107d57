import { EventEmitter } from "node:events";
import type { AuthenticationProvider } from "azure-iot-common";
import azureIotCommon from "azure-iot-common";
import azureIotDevice, {
  type Client,
  type DeviceMethodRequest,
  type DeviceMethodResponse,
  type DeviceTransport,
  type ModuleClient,
} from "azure-iot-device";
import type { TwinProtocol } from "./device-options.js";

/** What is announced for each command: the request, with its own name, and the answer to send. */
export type MethodListener = (request: DeviceMethodRequest, response: DeviceMethodResponse) => void;

/** The SDK's client of one device or module, with the transport it uses. It repeats nothing by itself. */
export interface AnyMethodClient {
  readonly client: Client | ModuleClient;
  readonly transport: DeviceTransport;
  /**
   * Listens at the transport: the SDK's client would enable commands by itself, and over AMQP a second enabling under
   * way is never answered.
   */
  onAnyMethod(listener: MethodListener): void;
}

type TransportClass = new (provider: AuthenticationProvider) => DeviceTransport;

/** A client that is not open yet. */
export async function createAnyMethodClient(
  kind: "device" | "module",
  protocol: TwinProtocol,
  provider: AuthenticationProvider,
): Promise<AnyMethodClient> {
  const Base = await transportClass(protocol);
  const made: DeviceTransport[] = [];
  class Transport extends Base {
    constructor(credentials: AuthenticationProvider) {
      super(credentials);
      made.push(this);
    }
  }
  const { Client, ModuleClient } = azureIotDevice;
  const client =
    kind === "device"
      ? Client.fromAuthenticationProvider(provider, Transport)
      : ModuleClient.fromAuthenticationProvider(provider, Transport);
  // Failures in the background; without a listener they would end the process. Calls report their own.
  client.on("error", () => undefined);
  // Connections are taken up again, and messages sent again, outside of the SDK.
  client.setRetryPolicy(new azureIotCommon.NoRetry());
  const [transport] = made;
  if (transport === undefined) throw new Error("azure-iot-device made no transport.");
  announceUnderOneName(methodEmitterOf(transport, protocol));
  return {
    client,
    transport,
    onAnyMethod(listener) {
      transport.onDeviceMethod(anyMethod, ({ requestId, methods, body }) => {
        const response = new azureIotDevice.DeviceMethodResponse(requestId, transport);
        let request: DeviceMethodRequest;
        try {
          request = new azureIotDevice.DeviceMethodRequest(requestId, methods.methodName, body);
        } catch {
          const message = `The request of ${methods.methodName} is no JSON.`;
          response.send(400, { message }).catch(() => undefined);
          return;
        }
        listener(request, response);
      });
    },
  };
}

async function transportClass(protocol: TwinProtocol): Promise<TransportClass> {
  switch (protocol) {
    case "mqtt":
      return (await import("azure-iot-device-mqtt")).default.Mqtt;
    case "mqtt-ws":
      return (await import("azure-iot-device-mqtt")).default.MqttWs;
    case "amqp":
      return (await import("azure-iot-device-amqp")).default.Amqp;
    case "amqp-ws":
      return (await import("azure-iot-device-amqp")).default.AmqpWs;
  }
}

const anyMethod = "*";

/**
 * The SDK announces every command as the event `method_<name>`, and its client listens by exact names only. Here
 * every command is announced under one name; the request still carries its own.
 */
function announceUnderOneName(emitter: EventEmitter): void {
  const emit = emitter.emit;
  emitter.emit = (event: string | symbol, ...values: unknown[]): boolean => {
    const isMethod = typeof event === "string" && event.startsWith("method_");
    return Reflect.apply(emit, emitter, [isMethod ? `method_${anyMethod}` : event, ...values]);
  };
}

/** MQTT's transport announces commands itself; AMQP's has a part for that, which only a private member names. */
function methodEmitterOf(transport: DeviceTransport, protocol: TwinProtocol): EventEmitter {
  if (protocol === "mqtt" || protocol === "mqtt-ws") return transport;
  const part: unknown = Reflect.get(transport, "_deviceMethodClient");
  if (part instanceof EventEmitter) return part;
  throw new Error("This version of azure-iot-device-amqp announces commands in an unknown way.");
}
