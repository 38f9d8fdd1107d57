import azureIotCommon from "azure-iot-common";
import azureIotDevice from "azure-iot-device";
import { Amqp, AmqpWs } from "azure-iot-device-amqp";
import { Mqtt, MqttWs } from "azure-iot-device-mqtt";
import { onTestFinished } from "vitest";

/** The unmodified transports with a connection of their own; HTTP has none. */
export const transports = { Mqtt, MqttWs, Amqp, AmqpWs } as const;

export type TransportName = keyof typeof transports;

export const transportNames = Object.keys(transports) as TransportName[];

export type SdkClient =
  | InstanceType<typeof azureIotDevice.Client>
  | InstanceType<typeof azureIotDevice.ModuleClient>;

/** The unmodified device or module client, whichever the connection string is for; not yet connected, no retries. */
export function sdkClient(connectionString: string, transport: TransportName): SdkClient {
  const Client = connectionString.includes(";ModuleId=")
    ? azureIotDevice.ModuleClient
    : azureIotDevice.Client;
  const client: SdkClient = Client.fromConnectionString(connectionString, transports[transport]);
  client.setRetryPolicy(new azureIotCommon.NoRetry());
  // Without a listener a lost connection would be an uncaught error.
  client.on("error", () => {});
  onTestFinished(async () => {
    await client.close().catch(() => {});
  });
  return client;
}

/** A connected client. */
export async function connected(
  connectionString: string,
  transport: TransportName,
  options?: Parameters<SdkClient["setOptions"]>[0],
): Promise<SdkClient> {
  const client = sdkClient(connectionString, transport);
  if (options) await client.setOptions(options);
  await client.open();
  return client;
}

/** Sends a reported patch; settles as the SDK does. */
export async function report(client: SdkClient, patch: object): Promise<void> {
  const twin = await client.getTwin();
  await new Promise<void>((resolve, reject) => {
    twin.properties.reported.update(patch, (error: Error | null) =>
      error ? reject(error) : resolve(),
    );
  });
}
