import { once } from "node:events";
import azureIotCommon from "azure-iot-common";
import azureIotDevice from "azure-iot-device";
import azureIotDeviceHttp from "azure-iot-device-http";
import { describe, expect, test } from "vitest";
import type { Hub } from "../../src/hub/index.js";
import {
  connected,
  report,
  type SdkClient,
  sdkClient,
  type TransportName,
  transportNames,
} from "./device-sdk.js";
import { registry, service, testHub } from "./sdk.js";

const model = "dtmi:com:example:TemperatureController;1";
const kinds = [
  ["device", undefined],
  ["module", "mod1"],
] as const;
const matrix = kinds.flatMap(([kind, moduleId]) =>
  transportNames.map((transport) => [kind, transport, moduleId] as const),
);

/** The Node SDK's AMQP transports never attach with a model id (`amqp.js` gives its sender no properties). */
function announces(transport: TransportName): boolean {
  return transport.startsWith("Mqtt");
}

function register(hub: Hub, moduleId: string | undefined): string {
  hub.createDevice("dev1");
  if (moduleId !== undefined) hub.createModule("dev1", moduleId);
  return hub.deviceConnectionString("dev1", moduleId);
}

/** The twin as the service sees it. */
async function twinOf(hub: Hub, moduleId: string | undefined) {
  const registered = registry(hub);
  const { responseBody } =
    moduleId === undefined
      ? await registered.getTwin("dev1")
      : await registered.getModuleTwin("dev1", moduleId);
  return responseBody;
}

async function setDesired(hub: Hub, moduleId: string | undefined, desired: object): Promise<void> {
  const patch = { properties: { desired } };
  const registered = registry(hub);
  if (moduleId === undefined) await registered.updateTwin("dev1", patch, "*");
  else await registered.updateModuleTwin("dev1", moduleId, patch, "*");
}

function onMethod(client: SdkClient, name: string): void {
  const answer = (
    request?: azureIotDevice.DeviceMethodRequest,
    response?: azureIotDevice.DeviceMethodResponse,
  ): void => response?.send(201, { got: request?.payload }, () => {});
  if (client instanceof azureIotDevice.Client) client.onDeviceMethod(name, answer);
  else client.onMethod(name, answer);
}

describe.each(matrix)("a %s over %s", (_kind, transport, moduleId) => {
  test("connects, reads its twin and reports", async () => {
    const hub = await testHub();
    const client = await connected(register(hub, moduleId), transport, { modelId: model });
    const twin = await client.getTwin();
    expect(twin.properties.desired).toEqual({ $version: 1 });
    await report(client, { serialNumber: "s-1", thermostat1: { __t: "c", max: 38.7 } });
    expect(await twinOf(hub, moduleId)).toMatchObject({
      modelId: announces(transport) ? model : "",
      connectionState: "Connected",
      properties: { reported: { serialNumber: "s-1", thermostat1: { __t: "c", max: 38.7 } } },
    });
    await client.close();
    await expect
      .poll(async () => twinOf(hub, moduleId))
      .toMatchObject({ connectionState: "Disconnected" });
  });

  test("is told what its report breaks", async () => {
    const hub = await testHub();
    const client = await connected(register(hub, moduleId), transport);
    await expect(report(client, { "a b": 1 })).rejects.toThrow();
    await expect(report(client, { big: "x".repeat(40_000) })).rejects.toThrow();
    await report(client, { fine: true });
    expect(await twinOf(hub, moduleId)).toMatchObject({
      properties: { reported: { fine: true, $version: 2 } },
    });
  });

  test("hears of desired changes, removals included", async () => {
    const hub = await testHub();
    const client = await connected(register(hub, moduleId), transport);
    const twin = await client.getTwin();
    const patches: unknown[] = [];
    twin.on("properties.desired", (patch: unknown) => patches.push(patch));
    // Nothing tells when the SDK has asked for notifications: the first change may come before.
    await expect
      .poll(async () => {
        await setDesired(hub, moduleId, { rate: 5, unit: "C" });
        return patches.length;
      })
      .toBeGreaterThan(1);
    await setDesired(hub, moduleId, { unit: null });
    await expect.poll(() => patches.at(-1)).toMatchObject({ unit: null });
    const { $version } = (await twinOf(hub, moduleId)).properties.desired;
    expect(patches.at(-1)).toEqual({ unit: null, $version });
    expect(twin.properties.desired).toEqual({ rate: 5, $version });
  });

  test("answers direct methods", async () => {
    const hub = await testHub();
    const client = await connected(register(hub, moduleId), transport);
    onMethod(client, "thermostat1*getMaxMinReport");
    const call = {
      methodName: "thermostat1*getMaxMinReport",
      payload: "2026-11-20T08:00:00Z",
      connectTimeoutInSeconds: 10,
    };
    const methods = service(hub);
    for (let count = 0; count < 3; count += 1) {
      const { result } =
        moduleId === undefined
          ? await methods.invokeDeviceMethod("dev1", call)
          : await methods.invokeDeviceMethod("dev1", moduleId, call);
      expect(result).toEqual({ status: 201, payload: { got: "2026-11-20T08:00:00Z" } });
    }
  });

  test("sends telemetry of itself and of a component", async () => {
    const hub = await testHub();
    const client = await connected(register(hub, moduleId), transport, { modelId: model });
    const own = new azureIotDevice.Message('{"workingSet":9007199254740993}');
    own.contentType = "application/json";
    own.contentEncoding = "utf-8";
    own.messageId = "6a2d0f9b-5a3c-4f1e-8f0e-1a2b3c4d5e6f";
    own.properties.add("roomName", "Küche & Bad");
    const part = new azureIotDevice.Message('{"temperature":21.3}');
    part.properties.add("dt-subject", "thermostat1");
    await client.sendEvent(own);
    await client.sendEvent(part);
    const target = moduleId === undefined ? { deviceId: "dev1" } : { deviceId: "dev1", moduleId };
    const schema = announces(transport) ? { "dt-dataschema": model } : {};
    const events = hub.telemetry("dev1");
    expect(events).toMatchObject([
      {
        target,
        systemProperties: {
          "message-id": own.messageId,
          "content-type": "application/json",
          "content-encoding": "utf-8",
          ...schema,
        },
        applicationProperties: { roomName: "Küche & Bad" },
      },
      { target, systemProperties: { "dt-subject": "thermostat1", ...schema } },
    ]);
    expect(events.map(({ body }) => Buffer.from(body).toString())).toEqual([
      '{"workingSet":9007199254740993}',
      '{"temperature":21.3}',
    ]);
    expect(events[1]?.applicationProperties).toEqual({});
  });

  test("is refused with a wrong key", async () => {
    const hub = await testHub();
    const right = register(hub, moduleId);
    const wrong = right.replace(/SharedAccessKey=.*/, "SharedAccessKey=AAAAAAAAAAAAAAAAAAAAAA==");
    const client = sdkClient(wrong, transport);
    await expect(client.open()).rejects.toMatchObject({ name: "UnauthorizedError" });
    expect(await twinOf(hub, moduleId)).toMatchObject({ connectionState: "Disconnected" });
  });

  test("is cut off when the device is disabled, and refused while it is", async () => {
    const hub = await testHub();
    const connectionString = register(hub, moduleId);
    const client = await connected(connectionString, transport);
    await client.getTwin();
    const disconnected = once(client, "disconnect");
    const { responseBody } = await registry(hub).get("dev1");
    await registry(hub).update({ ...responseBody, status: "disabled" });
    await disconnected;
    expect(await twinOf(hub, moduleId)).toMatchObject({ connectionState: "Disconnected" });
    const again = sdkClient(connectionString, transport);
    await expect(again.open()).rejects.toMatchObject({ name: "UnauthorizedError" });
  });

  test("loses its connection to a newer one of the same id", async () => {
    const hub = await testHub();
    const connectionString = register(hub, moduleId);
    const older = await connected(connectionString, transport);
    await older.getTwin();
    const disconnected = once(older, "disconnect");
    const newer = await connected(connectionString, transport);
    await newer.getTwin();
    await disconnected;
    await report(newer, { who: "newer" });
    expect(await twinOf(hub, moduleId)).toMatchObject({
      connectionState: "Connected",
      properties: { reported: { who: "newer" } },
    });
  });
});

test.each(transportNames)(
  "a module over %s may listen to inputs and send to outputs",
  async (transport) => {
    const hub = await testHub();
    const client = await connected(register(hub, "mod1"), transport);
    if (!(client instanceof azureIotDevice.ModuleClient)) throw new Error("a module's client");
    const errors: unknown[] = [];
    client.on("error", (error) => errors.push(error));
    client.on("inputMessage", () => {});
    await client.sendOutputEvent("out1", new azureIotDevice.Message("{}"));
    expect(hub.telemetry("dev1")).toMatchObject([
      { systemProperties: { "iothub-outputname": "out1" }, applicationProperties: {} },
    ]);
    await report(client, { fine: true });
    expect(errors).toEqual([]);
  },
);

test.each(transportNames)("a device over %s may have signs in its id", async (transport) => {
  const hub = await testHub();
  const deviceId = "pump-1.a:b_c=@(x)!*'$,%20";
  hub.createDevice(deviceId);
  const client = await connected(hub.deviceConnectionString(deviceId), transport);
  await report(client, { fine: true });
  await client.sendEvent(new azureIotDevice.Message("{}"));
  expect(hub.telemetry(deviceId)).toHaveLength(1);
});

/** HTTP is for messages only: the SDK's transport has no connection, twin or methods (`http.js`). */
describe("a device over Http", () => {
  function httpClient(connectionString: string): InstanceType<typeof azureIotDevice.Client> {
    const client = azureIotDevice.Client.fromConnectionString(
      connectionString,
      azureIotDeviceHttp.Http,
    );
    client.setRetryPolicy(new azureIotCommon.NoRetry());
    return client;
  }

  test("sends telemetry of itself and of a component, without counting as connected", async () => {
    const hub = await testHub();
    const client = httpClient(register(hub, undefined));
    const part = new azureIotDevice.Message('{"temperature":21.3}');
    part.properties.add("dt-subject", "thermostat1");
    await client.sendEvent(new azureIotDevice.Message("{}"));
    await client.sendEvent(part);
    const [own, ofPart] = hub.telemetry("dev1");
    expect(own?.systemProperties).not.toHaveProperty("dt-subject");
    expect(ofPart?.systemProperties).toMatchObject({ "dt-subject": "thermostat1" });
    expect(await twinOf(hub, undefined)).toMatchObject({ connectionState: "Disconnected" });
  });

  test("has no twin and no methods: the SDK says so itself", async () => {
    const hub = await testHub();
    const client = httpClient(register(hub, undefined));
    await expect(client.getTwin()).rejects.toMatchObject({ name: "NotImplementedError" });
    expect(() => onMethod(client, "reboot")).toThrow(
      expect.objectContaining({ name: "NotImplementedError" }),
    );
  });
});
