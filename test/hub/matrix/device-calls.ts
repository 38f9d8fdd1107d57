import type azureIotCommon from "azure-iot-common";
import azureIothub from "azure-iothub";
import { expect } from "vitest";
import { createSasToken } from "../../../src/hub/index.js";
import { noRetry, type Scope } from "./cell.js";
import type { DeviceClient } from "./device-client.js";
import { keyOf } from "./service-sign-in.js";

type Message = InstanceType<typeof azureIotCommon.Message>;
type Twin = Awaited<ReturnType<DeviceClient["getTwin"]>>;

/** The newest telemetry of a device, as text. */
export function bodiesFrom(scope: Scope, deviceId: string): readonly string[] {
  return scope.hub.telemetry(deviceId).map(({ body }) => Buffer.from(body).toString());
}

/** `Connected` or not, as the service sees it. */
export async function stateOf(scope: Scope, deviceId: string): Promise<string> {
  const registry = azureIothub.Registry.fromConnectionString(scope.hub.connectionString);
  const { responseBody } = await registry.get(deviceId);
  return responseBody.connectionState ?? "";
}

/** Sends the device a message, and answers what the client makes of it, again and again. */
export async function receiving(
  client: DeviceClient,
  deviceId: string,
  scope: Scope,
): Promise<() => Promise<Message>> {
  const service = azureIothub.Client.fromConnectionString(scope.hub.connectionString);
  scope.defer(() => service.close());
  // Only HTTP knows this option: it asks again and again.
  await client.setTransportOptions({ interval: 0.02 });
  const arrived: Message[] = [];
  const waiting: ((message: Message) => void)[] = [];
  // One listener to the end: the SDK gives the subscription up with the last one.
  client.on("message", (message: Message) => {
    const waiter = waiting.shift();
    if (waiter) waiter(message);
    else arrived.push(message);
  });
  await service.send(deviceId, "hello");
  return async () => {
    const message = arrived.shift() ?? (await new Promise<Message>((got) => waiting.push(got)));
    expect(message.data.toString()).toBe("hello");
    return message;
  };
}

/** Messages that the device has not settled. */
export async function waitingMessages(scope: Scope, deviceId: string): Promise<number> {
  const registry = azureIothub.Registry.fromConnectionString(scope.hub.connectionString);
  const { responseBody } = await registry.get(deviceId);
  return Number(responseBody.cloudToDeviceMessageCount);
}

/** Sends a reported patch; settles as the SDK does. */
export function report(twin: Twin, patch: object): Promise<void> {
  return new Promise((resolve, reject) => {
    twin.properties.reported.update(patch, (error: Error | null) =>
      error ? reject(error) : resolve(),
    );
  });
}

/** The service writes desired properties. */
export function setDesired(scope: Scope, deviceId: string, desired: object): Promise<unknown> {
  const registry = azureIothub.Registry.fromConnectionString(scope.hub.connectionString);
  return registry.updateTwin(deviceId, { properties: { desired } }, "*");
}

/** The service calls the method `reboot`; answers status and payload. */
export function invoke(scope: Scope, ids: readonly [string, ...string[]]): Promise<unknown> {
  const service = azureIothub.Client.fromConnectionString(scope.hub.connectionString);
  service.setRetryPolicy(noRetry);
  const call = { methodName: "reboot", payload: { delay: 3 }, connectTimeoutInSeconds: 10 };
  const [deviceId, moduleId] = ids;
  const invoking =
    moduleId === undefined
      ? service.invokeDeviceMethod(deviceId, call)
      : service.invokeDeviceMethod(deviceId, moduleId, call);
  return invoking.then(({ result }) => result);
}

/** A token for a resource below the hub's name, with the key in a connection string. */
export function token(
  scope: Scope,
  resource: string,
  connectionString: string,
  seconds = 3600,
): string {
  const expiry = Math.floor(Date.now() / 1000) + seconds;
  return createSasToken(`${scope.hub.hostName}/${resource}`, keyOf(connectionString), expiry);
}

/** A token that a device has made of its key. */
export function deviceToken(scope: Scope, deviceId: string): string {
  return token(scope, `devices/${deviceId}`, scope.hub.deviceConnectionString(deviceId));
}

/** What {@link invoke} gives when the handler echoes. */
export const answered = { status: 201, payload: { got: { delay: 3 } } };
