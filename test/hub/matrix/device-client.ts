import azureIotCommon from "azure-iot-common";
import azureIotDevice from "azure-iot-device";
import { Amqp, AmqpWs } from "azure-iot-device-amqp";
import azureIotDeviceHttp from "azure-iot-device-http";
import { Mqtt, MqttWs } from "azure-iot-device-mqtt";
import type { Scope } from "./cell.js";

const transports = { Mqtt, MqttWs, Amqp, AmqpWs, Http: azureIotDeviceHttp.Http } as const;

export type TransportName = keyof typeof transports;

/** The unmodified transports of the device SDK. */
export const transportNames = Object.keys(transports) as TransportName[];

export type DeviceClient = InstanceType<typeof azureIotDevice.Client>;
export type ModuleClient = InstanceType<typeof azureIotDevice.ModuleClient>;

/** A transport's class, as the SDK's factories take it. */
export function transportClass(name: TransportName): (typeof transports)[TransportName] {
  return transports[name];
}

/** Prepares a client of the SDK for a cell: it does not try again, and is closed in the end. */
export function adopt<Client extends DeviceClient | ModuleClient>(
  scope: Scope,
  client: Client,
): Client {
  client.setRetryPolicy(new azureIotCommon.NoRetry());
  // Without a listener a lost connection would be an uncaught error.
  client.on("error", () => {});
  scope.defer(() => client.close());
  return client;
}

/** A device's client, not yet connected. */
export function deviceClient(
  scope: Scope,
  connectionString: string,
  transport: TransportName,
): DeviceClient {
  const made = azureIotDevice.Client.fromConnectionString(connectionString, transports[transport]);
  return adopt(scope, made);
}

/** A connected client of a device that is registered for it. */
export async function newDevice(
  scope: Scope,
  transport: TransportName,
): Promise<{ readonly deviceId: string; readonly client: DeviceClient }> {
  const deviceId = scope.device();
  const client = deviceClient(scope, scope.hub.deviceConnectionString(deviceId), transport);
  await client.open();
  return { deviceId, client };
}

/** A module of a new device, registered. */
export function newModule(scope: Scope): { readonly deviceId: string; readonly moduleId: string } {
  const ids = { deviceId: scope.device(), moduleId: "mod1" };
  scope.hub.createModule(ids.deviceId, ids.moduleId);
  return ids;
}

/** A connected client of a module that is registered for it. */
export async function newModuleClient(
  scope: Scope,
  transport: TransportName,
): Promise<{
  readonly deviceId: string;
  readonly moduleId: string;
  readonly client: ModuleClient;
}> {
  const { deviceId, moduleId } = newModule(scope);
  const made = azureIotDevice.ModuleClient.fromConnectionString(
    scope.hub.deviceConnectionString(deviceId, moduleId),
    transports[transport],
  );
  const client = adopt(scope, made);
  await client.open();
  return { deviceId, moduleId, client };
}

/** What the SDK's clients are, besides being clients. */
export function clientBase(): object {
  return Object.getPrototypeOf(
    Object.getPrototypeOf(azureIotDevice.Client.prototype) as object,
  ) as object;
}
