import azureIotDevice, {
  type Client,
  type DeviceMethodRequest,
  type DeviceMethodResponse,
  type ModuleClient,
} from "azure-iot-device";
import azureIotDeviceMqtt from "azure-iot-device-mqtt";
import type { DeviceConnectionString } from "./connection-string.js";

type Credentials = ConstructorParameters<typeof azureIotDeviceMqtt.Mqtt>[0];

/** What is announced for each command: the request, with its own name, and the answer to send. */
export type MethodListener = (request: DeviceMethodRequest, response: DeviceMethodResponse) => void;

/** The SDK's client of one device or module, with the MQTT transport it uses. */
export interface AnyMethodClient {
  readonly client: Client | ModuleClient;
  readonly transport: InstanceType<typeof azureIotDeviceMqtt.Mqtt>;
  onAnyMethod(listener: MethodListener): void;
}

const anyMethod = "*";

/**
 * The SDK's MQTT transport announces every command as the event `method_<name>`, and its client listens by exact
 * names only. Here every command is announced under one name; the request still carries its own. The client's
 * factory takes the transport as a parameter, so this needs nothing private of the SDK.
 */
class AnyMethodMqtt extends azureIotDeviceMqtt.Mqtt {
  override emit(event: string | symbol, ...values: unknown[]): boolean {
    const isMethod = typeof event === "string" && event.startsWith("method_");
    return super.emit(isMethod ? `method_${anyMethod}` : event, ...values);
  }
}

/** A client that is not open yet. */
export function createAnyMethodClient(signIn: DeviceConnectionString): AnyMethodClient {
  const made: AnyMethodMqtt[] = [];
  class Transport extends AnyMethodMqtt {
    constructor(credentials: Credentials) {
      super(credentials);
      made.push(this);
    }
  }
  const { Client, ModuleClient } = azureIotDevice;
  const client =
    signIn.moduleId === undefined
      ? Client.fromConnectionString(signIn.text, Transport)
      : ModuleClient.fromConnectionString(signIn.text, Transport);
  // Failures in the background; without a listener they would end the process. Calls report their own.
  client.on("error", () => undefined);
  const [transport] = made;
  if (transport === undefined) throw new Error("azure-iot-device made no transport.");
  return {
    client,
    transport,
    onAnyMethod(listener) {
      if ("onDeviceMethod" in client) {
        client.onDeviceMethod(anyMethod, listener);
        return;
      }
      client.onMethod(anyMethod, (request, response) => {
        if (request !== undefined && response !== undefined) listener(request, response);
      });
    },
  };
}
