import type azureIotCommon from "azure-iot-common";
import azureIotDevice from "azure-iot-device";
import { expect } from "vitest";
import { methodsOf, type Row, type Section, staticsOf } from "./cell.js";
import { answered, invoke, report } from "./device-calls.js";
import { adopt, clientBase, newModule, transportClass, transportNames } from "./device-client.js";
import { connectionRows } from "./module-connection.js";
import { moduleRow, sendsAndArrives, throughDevice } from "./module-row.js";
import { noBatch, noGateway, transportRow, withoutHttp } from "./transport-row.js";

const { Message } = azureIotDevice;
type Message = InstanceType<typeof azureIotCommon.Message>;

const callRows: readonly Row[] = [
  moduleRow(
    "sendEvent",
    async (client, { deviceId }, scope) => sendsAndArrives(client, deviceId, scope),
    { gap: throughDevice },
  ),
  moduleRow(
    "sendEventBatch",
    async (client) => {
      await client.sendEventBatch([new Message("1")]);
    },
    { gap: [throughDevice, { on: () => true, why: noBatch }] },
  ),
  moduleRow(
    "sendOutputEvent",
    async (client, { deviceId }, scope) => {
      await client.sendOutputEvent("out1", new Message("{}"));
      expect(scope.hub.telemetry(deviceId)).toMatchObject([
        { systemProperties: { "iothub-outputname": "out1" } },
      ]);
    },
    { gap: withoutHttp },
  ),
  moduleRow(
    "sendOutputEventBatch",
    async (client) => {
      await client.sendOutputEventBatch("out1", [new Message("1")]);
    },
    { gap: { on: () => true, why: noBatch } },
  ),
  ...(["complete", "reject", "abandon"] as const).map((call) =>
    moduleRow(
      call,
      async (client, _ids, scope) => {
        const errors: unknown[] = [];
        client.on("error", (error) => errors.push(error));
        client.on("inputMessage", (_input, message: Message) => void client[call](message));
        const { hub } = scope;
        const [deviceId] = [_ids.deviceId];
        await client.sendEvent(new Message("{}"));
        expect(hub.telemetry(deviceId)).toHaveLength(1);
        expect(errors).toEqual([]);
      },
      {
        use: "with a listener to inputs, at which nothing arrives without IoT Edge",
        gap: throughDevice,
      },
    ),
  ),
  moduleRow(
    "getTwin",
    async (client) => {
      const twin = await client.getTwin();
      await report(twin, { fine: true });
      await twin.get();
      expect(twin.properties.reported).toMatchObject({ fine: true, $version: 2 });
    },
    { gap: withoutHttp },
  ),
  moduleRow(
    "onMethod",
    async (client, { deviceId, moduleId }, scope) => {
      client.onMethod("reboot", (request, response) => {
        void response?.send(201, { got: request?.payload });
      });
      expect(await invoke(scope, [deviceId, moduleId])).toEqual(answered);
    },
    { gap: withoutHttp },
  ),
  transportRow("invokeMethod", async () => {}, {
    gap: {
      on: () => true,
      why: noGateway,
      shown: async (scope) => {
        const { deviceId, moduleId } = newModule(scope);
        const connectionString = scope.hub.deviceConnectionString(deviceId, moduleId);
        const made = azureIotDevice.ModuleClient.fromConnectionString(
          `${connectionString};GatewayHostName=${scope.hub.hostName}`,
          transportClass("Mqtt"),
        );
        const call = {
          methodName: "reboot",
          payload: null,
          connectTimeoutInSeconds: 0,
          responseTimeoutInSeconds: 5,
        };
        await expect(adopt(scope, made).invokeMethod(deviceId, call)).rejects.toMatchObject({
          name: "UnauthorizedError",
        });
      },
    },
  }),
];

export const moduleSection: Section = {
  title: "azure-iot-device, ModuleClient",
  columns: transportNames,
  rows: [...connectionRows, ...callRows],
  methods: [
    ...methodsOf(azureIotDevice.ModuleClient, clientBase()),
    // Private in the types, though not in the code.
    ...staticsOf(azureIotDevice.ModuleClient).filter((name) => name !== "validateEnvironment"),
  ],
};
