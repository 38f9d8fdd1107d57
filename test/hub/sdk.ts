import azureIotCommon from "azure-iot-common";
import azureIotDevice from "azure-iot-device";
import azureIotDeviceMqtt from "azure-iot-device-mqtt";
import azureIothub from "azure-iothub";
import { onTestFinished } from "vitest";
import { type Hub, type HubOptions, startHub } from "../../src/hub/index.js";

export type DeviceClient = InstanceType<typeof azureIotDevice.Client>;

/** A hub for one test, with this process's connections redirected to it. */
export async function testHub(options?: HubOptions): Promise<Hub> {
  const hub = await startHub(options);
  onTestFinished(() => hub.close());
  hub.redirect();
  return hub;
}

/** The unmodified device SDK, connected; closed when the test ends. */
export async function connectedDevice(
  connectionString: string,
  modelId?: string,
): Promise<DeviceClient> {
  const client = deviceClient(connectionString);
  if (modelId !== undefined) await client.setOptions({ modelId });
  await client.open();
  return client;
}

/** The unmodified device SDK, not yet connected; it does not try again when it fails. */
export function deviceClient(connectionString: string): DeviceClient {
  const client = azureIotDevice.Client.fromConnectionString(
    connectionString,
    azureIotDeviceMqtt.Mqtt,
  );
  client.setRetryPolicy(new azureIotCommon.NoRetry());
  // Without a listener a lost connection would be an uncaught error.
  client.on("error", () => {});
  onTestFinished(async () => {
    await client.close().catch(() => {});
  });
  return client;
}

export function registry(hub: Hub): InstanceType<typeof azureIothub.Registry> {
  return azureIothub.Registry.fromConnectionString(hub.connectionString);
}

export function service(hub: Hub): InstanceType<typeof azureIothub.Client> {
  const client = azureIothub.Client.fromConnectionString(hub.connectionString);
  client.setRetryPolicy(new azureIotCommon.NoRetry());
  return client;
}

export function digitalTwins(hub: Hub): InstanceType<typeof azureIothub.DigitalTwinClient> {
  const credentials = new azureIothub.IoTHubTokenCredentials(hub.connectionString);
  return new azureIothub.DigitalTwinClient(credentials);
}
