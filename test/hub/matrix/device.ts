import azureIotCommon from "azure-iot-common";
import azureIotDevice from "azure-iot-device";
import { expect } from "vitest";
import { eventually, methodsOf, type Row, type Section, staticsOf } from "./cell.js";
import {
  answered,
  bodiesFrom,
  deviceToken,
  invoke,
  receiving,
  report,
  setDesired,
  stateOf,
  token,
  waitingMessages,
} from "./device-calls.js";
import {
  adopt,
  clientBase,
  deviceClient,
  newDevice,
  transportClass,
  transportNames,
} from "./device-client.js";
import { fileRows } from "./device-files.js";
import { deviceRow } from "./device-row.js";
import {
  noBatch,
  noSettling,
  overHttp,
  overMqtt,
  transportRow,
  withoutHttp,
} from "./transport-row.js";

const { Message } = azureIotDevice;

const deviceRows: readonly Row[] = [
  transportRow("fromConnectionString", async (scope, transport) => {
    const { client, deviceId } = await newDevice(scope, transport);
    await client.sendEvent(new Message("{}"));
    expect(bodiesFrom(scope, deviceId)).toEqual(["{}"]);
  }),
  transportRow("fromSharedAccessSignature", async (scope, transport) => {
    const deviceId = scope.device();
    const made = azureIotDevice.Client.fromSharedAccessSignature(
      deviceToken(scope, deviceId),
      transportClass(transport),
    );
    await adopt(scope, made).sendEvent(new Message("{}"));
    expect(bodiesFrom(scope, deviceId)).toEqual(["{}"]);
  }),
  transportRow("fromAuthenticationProvider", async (scope, transport) => {
    const deviceId = scope.device();
    const { SharedAccessKeyAuthenticationProvider } = azureIotDevice;
    const provider = SharedAccessKeyAuthenticationProvider.fromConnectionString(
      scope.hub.deviceConnectionString(deviceId),
    );
    const made = azureIotDevice.Client.fromAuthenticationProvider(
      provider,
      transportClass(transport),
    );
    await adopt(scope, made).sendEvent(new Message("{}"));
    expect(bodiesFrom(scope, deviceId)).toEqual(["{}"]);
  }),
  transportRow("open", async (scope, transport) => {
    const { client, deviceId } = await newDevice(scope, transport);
    await client.sendEvent(new Message("{}"));
    const state = overHttp(transport) ? "Disconnected" : "Connected";
    expect(await stateOf(scope, deviceId)).toBe(state);
  }),
  deviceRow("close", async (client, deviceId, scope) => {
    await client.sendEvent(new Message("{}"));
    await client.close();
    await eventually(
      () => stateOf(scope, deviceId),
      (value) => expect(value).toBe("Disconnected"),
    );
  }),
  deviceRow("setRetryPolicy", async (client, deviceId, scope) => {
    client.setRetryPolicy(new azureIotCommon.ExponentialBackOffWithJitter());
    await client.sendEvent(new Message("{}"));
    expect(bodiesFrom(scope, deviceId)).toEqual(["{}"]);
  }),
  transportRow("setOptions", async (scope, transport) => {
    const deviceId = scope.device();
    const client = deviceClient(scope, scope.hub.deviceConnectionString(deviceId), transport);
    const modelId = "dtmi:com:example:Thermostat;1";
    // The HTTP transport calls back for this option alone.
    const receivePolicy = { interval: 1 };
    await client.setOptions({ modelId, keepalive: 60, http: { receivePolicy } });
    await client.sendEvent(new Message("{}"));
    const schema = overMqtt(transport) ? modelId : undefined;
    expect(scope.hub.telemetry(deviceId)[0]?.systemProperties["dt-dataschema"]).toBe(schema);
  }),
  deviceRow("setTransportOptions", async (client, deviceId, scope) => {
    await client.setTransportOptions({ interval: 1 });
    await client.sendEvent(new Message("{}"));
    expect(bodiesFrom(scope, deviceId)).toEqual(["{}"]);
  }),
  deviceRow("sendEvent", async (client, deviceId, scope) => {
    const message = new Message('{"temperature":21.5}');
    message.messageId = "m-1";
    message.correlationId = "c-1";
    message.contentType = "application/json";
    message.contentEncoding = "utf-8";
    message.properties.add("alert", "no & never");
    message.properties.add("dt-subject", "thermostat1");
    await client.sendEvent(message);
    expect(scope.hub.telemetry(deviceId)).toMatchObject([
      {
        systemProperties: {
          "message-id": "m-1",
          "correlation-id": "c-1",
          "content-type": "application/json",
          "content-encoding": "utf-8",
          "dt-subject": "thermostat1",
        },
        applicationProperties: { alert: "no & never" },
      },
    ]);
  }),
  deviceRow(
    "sendEventBatch",
    async (client, deviceId, scope) => {
      await client.sendEventBatch([new Message("1"), new Message("2")]);
      expect(bodiesFrom(scope, deviceId)).toEqual(["1", "2"]);
    },
    { gap: { on: (transport) => !overHttp(transport), why: noBatch } },
  ),
  deviceRow("complete", async (client, deviceId, scope) => {
    const next = await receiving(client, deviceId, scope);
    await client.complete(await next());
    await eventually(
      () => waitingMessages(scope, deviceId),
      (value) => expect(value).toBe(0),
    );
  }),
  deviceRow(
    "reject",
    async (client, deviceId, scope) => {
      const next = await receiving(client, deviceId, scope);
      await client.reject(await next());
      await eventually(
        () => waitingMessages(scope, deviceId),
        (value) => expect(value).toBe(0),
      );
    },
    { gap: { on: overMqtt, why: noSettling } },
  ),
  deviceRow(
    "abandon",
    async (client, deviceId, scope) => {
      const next = await receiving(client, deviceId, scope);
      await client.abandon(await next());
      await client.complete(await next());
    },
    { gap: { on: overMqtt, why: noSettling } },
  ),
  deviceRow(
    "getTwin",
    async (client, deviceId, scope) => {
      await setDesired(scope, deviceId, { rate: 5 });
      const twin = await client.getTwin();
      expect(twin.properties.desired).toEqual({ rate: 5, $version: 2 });
      await report(twin, { rate: { value: 5, ac: 200, av: 2 } });
      await twin.get();
      expect(twin.properties.reported).toMatchObject({ rate: { value: 5 }, $version: 2 });
    },
    { gap: withoutHttp },
  ),
  deviceRow(
    "onDeviceMethod",
    async (client, deviceId, scope) => {
      client.onDeviceMethod("reboot", (request, response) => {
        void response.send(201, { got: request.payload });
      });
      expect(await invoke(scope, [deviceId])).toEqual(answered);
    },
    { gap: withoutHttp },
  ),
  transportRow("updateSharedAccessSignature", async (scope, transport) => {
    const deviceId = scope.device();
    const made = azureIotDevice.Client.fromSharedAccessSignature(
      deviceToken(scope, deviceId),
      transportClass(transport),
    );
    const client = adopt(scope, made);
    await client.open();
    await client.sendEvent(new Message("1"));
    await new Promise<void>((resolve, reject) => {
      const fresh = token(
        scope,
        `devices/${deviceId}`,
        scope.hub.deviceConnectionString(deviceId),
        7200,
      );
      client.updateSharedAccessSignature(fresh, (error) => (error ? reject(error) : resolve()));
    });
    await client.sendEvent(new Message("2"));
    expect(bodiesFrom(scope, deviceId)).toEqual(["1", "2"]);
  }),
];

export const deviceSection: Section = {
  title: "azure-iot-device, Client",
  columns: transportNames,
  rows: [...deviceRows, ...fileRows],
  methods: [...methodsOf(azureIotDevice.Client, clientBase()), ...staticsOf(azureIotDevice.Client)],
};
