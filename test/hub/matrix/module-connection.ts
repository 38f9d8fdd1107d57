import azureIotCommon from "azure-iot-common";
import azureIotDevice from "azure-iot-device";
import azureIothub from "azure-iothub";
import { expect } from "vitest";
import { eventually, type Row } from "./cell.js";
import { bodiesFrom, stateOf, token } from "./device-calls.js";
import { adopt, newModule, transportClass } from "./device-client.js";
import { moduleRow, sendsAndArrives, throughDevice } from "./module-row.js";
import { transportRow, withoutHttp } from "./transport-row.js";

const { Message } = azureIotDevice;

/** How a module's client is made, connected and set up. */
export const connectionRows: readonly Row[] = [
  moduleRow(
    "fromConnectionString",
    async (client, { deviceId }, scope) => sendsAndArrives(client, deviceId, scope),
    { gap: throughDevice },
  ),
  transportRow(
    "fromSharedAccessSignature",
    async (scope, transport) => {
      const { deviceId, moduleId } = newModule(scope);
      const connectionString = scope.hub.deviceConnectionString(deviceId, moduleId);
      const made = azureIotDevice.ModuleClient.fromSharedAccessSignature(
        token(scope, `devices/${deviceId}/modules/${moduleId}`, connectionString),
        transportClass(transport),
      );
      await sendsAndArrives(adopt(scope, made), deviceId, scope);
    },
    { gap: throughDevice },
  ),
  transportRow(
    "fromAuthenticationProvider",
    async (scope, transport) => {
      const { deviceId, moduleId } = newModule(scope);
      const { SharedAccessKeyAuthenticationProvider, ModuleClient } = azureIotDevice;
      const made = ModuleClient.fromAuthenticationProvider(
        SharedAccessKeyAuthenticationProvider.fromConnectionString(
          scope.hub.deviceConnectionString(deviceId, moduleId),
        ),
        transportClass(transport),
      );
      await sendsAndArrives(adopt(scope, made), deviceId, scope);
    },
    { gap: throughDevice },
  ),
  transportRow(
    "fromEnvironment",
    async (scope, transport) => {
      const { deviceId, moduleId } = newModule(scope);
      process.env.IotHubConnectionString = scope.hub.deviceConnectionString(deviceId, moduleId);
      // It reads the environment before it gives the word to others.
      const making = azureIotDevice.ModuleClient.fromEnvironment(transportClass(transport));
      delete process.env.IotHubConnectionString;
      await sendsAndArrives(adopt(scope, await making), deviceId, scope);
    },
    { gap: throughDevice },
  ),
  moduleRow(
    "open",
    async (client, { deviceId }, scope) => {
      await client.getTwin();
      expect(await stateOf(scope, deviceId)).toBe("Disconnected");
    },
    { gap: withoutHttp },
  ),
  moduleRow(
    "close",
    async (client, { deviceId, moduleId }, scope) => {
      await client.getTwin();
      await client.close();
      const registry = azureIothub.Registry.fromConnectionString(scope.hub.connectionString);
      await eventually(
        async () => (await registry.getModule(deviceId, moduleId)).responseBody.connectionState,
        (value) => expect(value).toBe("Disconnected"),
      );
    },
    { gap: withoutHttp },
  ),
  moduleRow(
    "setRetryPolicy",
    async (client, { deviceId }, scope) => {
      client.setRetryPolicy(new azureIotCommon.ExponentialBackOffWithJitter());
      await sendsAndArrives(client, deviceId, scope);
    },
    { gap: throughDevice },
  ),
  transportRow(
    "setOptions",
    async (scope, transport) => {
      const { deviceId, moduleId } = newModule(scope);
      const made = azureIotDevice.ModuleClient.fromConnectionString(
        scope.hub.deviceConnectionString(deviceId, moduleId),
        transportClass(transport),
      );
      const client = adopt(scope, made);
      await client.setOptions({ keepalive: 60, productInfo: "tests" });
      await sendsAndArrives(client, deviceId, scope);
    },
    { gap: throughDevice },
  ),
  moduleRow(
    "setTransportOptions",
    async (client, { deviceId }, scope) => {
      await client.setTransportOptions({ interval: 1 });
      await sendsAndArrives(client, deviceId, scope);
    },
    { gap: throughDevice },
  ),
  transportRow(
    "updateSharedAccessSignature",
    async (scope, transport) => {
      const { deviceId, moduleId } = newModule(scope);
      const connectionString = scope.hub.deviceConnectionString(deviceId, moduleId);
      const resource = `devices/${deviceId}/modules/${moduleId}`;
      const made = azureIotDevice.ModuleClient.fromSharedAccessSignature(
        token(scope, resource, connectionString),
        transportClass(transport),
      );
      const client = adopt(scope, made);
      await client.open();
      await client.sendEvent(new Message("1"));
      await new Promise<void>((resolve, reject) => {
        const fresh = token(scope, resource, connectionString, 7200);
        client.updateSharedAccessSignature(fresh, (error) => (error ? reject(error) : resolve()));
      });
      await client.sendEvent(new Message("2"));
      expect(bodiesFrom(scope, deviceId)).toEqual(["1", "2"]);
    },
    { gap: throughDevice },
  ),
];
