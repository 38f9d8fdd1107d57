import { once } from "node:events";
import azureIotDevice from "azure-iot-device";
import { expect, test } from "vitest";
import type { HubTraceEvent } from "../../src/hub/index.js";
import {
  connectedDevice,
  type DeviceClient,
  deviceClient,
  digitalTwins,
  registry,
  service,
  testHub,
} from "./sdk.js";

const model = "dtmi:com:example:TemperatureController;1";

function report(client: DeviceClient, patch: object): Promise<void> {
  return new Promise((resolve, reject) => {
    client
      .getTwin()
      .then((twin) =>
        twin.properties.reported.update(patch, (error: Error | null) =>
          error ? reject(error) : resolve(),
        ),
      )
      .catch(reject);
  });
}

test("a device that connects with a model id has it on its twin", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  await connectedDevice(hub.deviceConnectionString("dev1"), model);
  const { responseBody } = await registry(hub).getTwin("dev1");
  expect(responseBody).toMatchObject({ modelId: model, connectionState: "Connected" });
});

test("a device reads its twin and reports properties, which the service sees with metadata", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const client = await connectedDevice(hub.deviceConnectionString("dev1"));
  const twin = await client.getTwin();
  expect(twin.properties.desired).toEqual({ $version: 1 });
  await report(client, { serialNumber: "s-1", thermostat1: { __t: "c", max: 38.7 } });
  const { responseBody } = await registry(hub).getTwin("dev1");
  const { reported } = responseBody.properties;
  expect(reported).toMatchObject({ serialNumber: "s-1", $version: 2 });
  expect(Object.keys(reported.$metadata.thermostat1)).toEqual(["__t", "max", "$lastUpdated"]);
});

test("a reported patch that breaks the rules of twins is an error at the device", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const client = await connectedDevice(hub.deviceConnectionString("dev1"));
  await expect(report(client, { count: 2 ** 52 })).rejects.toThrow();
  await expect(report(client, { "a b": 1 })).rejects.toThrow();
  const { responseBody } = await registry(hub).getTwin("dev1");
  expect(responseBody.properties.reported.$version).toBe(1);
});

test("a desired change reaches the device as the patch, nulls kept and $version last", async () => {
  const trace: HubTraceEvent[] = [];
  const hub = await testHub({ trace: (event) => trace.push(event) });
  hub.createDevice("dev1");
  const client = await connectedDevice(hub.deviceConnectionString("dev1"));
  const twin = await client.getTwin();
  const patches: unknown[] = [];
  const two = new Promise<void>((resolve) => {
    twin.on("properties.desired", (patch: unknown) => {
      if (patches.push(patch) === 3) resolve();
    });
  });
  await expect
    .poll(() => trace.some((e) => e.kind === "mqtt" && e.topic?.includes("desired/#")))
    .toBe(true);
  const service = registry(hub);
  await service.updateTwin("dev1", { properties: { desired: { rate: 5, unit: "C" } } }, "*");
  await service.updateTwin("dev1", { properties: { desired: { unit: null } } }, "*");
  await two;
  const sent = trace.flatMap((event) =>
    event.kind === "mqtt" && event.direction === "out" && event.topic?.includes("desired/")
      ? [event.payload]
      : [],
  );
  expect(sent).toEqual(['{"rate":5,"unit":"C","$version":2}', '{"unit":null,"$version":3}']);
  expect(twin.properties.desired).toEqual({ rate: 5, $version: 3 });
});

test("a direct method gets to the device, and its answer with status and payload back", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const client = await connectedDevice(hub.deviceConnectionString("dev1"));
  client.onDeviceMethod("reboot", (request, response) => {
    response.send(202, { got: request.payload }, () => {});
  });
  const methodName = "reboot";
  const { result } = await service(hub).invokeDeviceMethod("dev1", {
    methodName,
    payload: { delay: 5 },
    connectTimeoutInSeconds: 5,
  });
  expect(result).toEqual({ status: 202, payload: { got: { delay: 5 } } });
  const empty = await service(hub).invokeDeviceMethod("dev1", { methodName });
  expect(empty.result).toEqual({ status: 202, payload: { got: null } });
});

test("a method call waits for the device to connect, as long as it is told to", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const call = service(hub).invokeDeviceMethod("dev1", {
    methodName: "reboot",
    connectTimeoutInSeconds: 15,
  });
  const client = await connectedDevice(hub.deviceConnectionString("dev1"));
  client.onDeviceMethod("reboot", (_request, response) => response.send(200, null, () => {}));
  expect((await call).result).toEqual({ status: 200, payload: null });
});

test("a module has its own connection, twin and methods", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  hub.createModule("dev1", "mod1");
  const connectionString = hub.deviceConnectionString("dev1", "mod1");
  const { Mqtt } = (await import("azure-iot-device-mqtt")).default;
  const module = azureIotDevice.ModuleClient.fromConnectionString(connectionString, Mqtt);
  await module.open();
  try {
    module.onMethod("ping", (_request, response) => response?.send(200, "pong", () => {}));
    const { result } = await service(hub).invokeDeviceMethod("dev1", "mod1", {
      methodName: "ping",
      connectTimeoutInSeconds: 5,
    });
    expect(result).toEqual({ status: 200, payload: "pong" });
    const { responseBody } = await registry(hub).getModuleTwin("dev1", "mod1");
    expect(responseBody).toMatchObject({ moduleId: "mod1", connectionState: "Connected" });
    const device = await registry(hub).getTwin("dev1");
    expect(device.responseBody).toMatchObject({ connectionState: "Disconnected" });
  } finally {
    await module.close();
  }
});

test("telemetry is kept byte by byte, with component, model and properties", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const client = await connectedDevice(hub.deviceConnectionString("dev1"), model);
  const message = new azureIotDevice.Message('{"count":9007199254740993}');
  message.contentType = "application/json";
  message.contentEncoding = "utf-8";
  message.properties.add("$.sub", "thermostat1");
  message.properties.add("site", "lab & co");
  await client.sendEvent(message);
  const [event, ...others] = hub.telemetry("dev1");
  expect(others).toEqual([]);
  expect(Buffer.from(event?.body ?? []).toString()).toBe('{"count":9007199254740993}');
  expect(event?.systemProperties).toEqual({
    "content-type": "application/json",
    "content-encoding": "utf-8",
    "dt-subject": "thermostat1",
    "dt-dataschema": model,
  });
  expect(event?.applicationProperties).toEqual({ site: "lab & co" });
});

test("a new connection of the same device closes the old one", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const first = await connectedDevice(hub.deviceConnectionString("dev1"));
  const lost = once(first, "disconnect");
  const second = await connectedDevice(hub.deviceConnectionString("dev1"));
  await lost;
  await second.sendEvent(new azureIotDevice.Message("still here"));
  expect(hub.telemetry("dev1")).toHaveLength(1);
});

test("wrong keys, unknown devices and disabled devices are not let in", async () => {
  const refused: string[] = [];
  const hub = await testHub({
    trace: (event) => event.kind === "refused" && refused.push(event.detail),
  });
  hub.createDevice("dev1");
  hub.createDevice("off", { status: "disabled" });
  const good = hub.deviceConnectionString("dev1");
  const wrongKey = good.replace(
    /SharedAccessKey=.*/,
    `SharedAccessKey=${Buffer.alloc(32).toString("base64")}`,
  );
  for (const bad of [wrongKey, good.replace("dev1", "nobody"), hub.deviceConnectionString("off")]) {
    await expect(deviceClient(bad).open()).rejects.toMatchObject({ name: "UnauthorizedError" });
  }
  expect(refused.join()).toMatch(/signature is wrong.*nobody is not registered.*off is disabled/s);
  expect(refused.join()).not.toContain("SharedAccess");
});

test("removing a device cuts its connection", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const client = await connectedDevice(hub.deviceConnectionString("dev1"));
  const lost = once(client, "disconnect");
  await registry(hub).delete("dev1");
  await lost;
});

test("a component is written through the digital twin and shows its acknowledgement", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const client = await connectedDevice(hub.deviceConnectionString("dev1"), model);
  const service = digitalTwins(hub);
  await service.updateDigitalTwin("dev1", [
    { op: "add", path: "/thermostat1", value: { $metadata: {}, targetTemperature: 21.4 } },
  ]);
  const twin = await client.getTwin();
  expect(twin.properties.desired).toMatchObject({
    thermostat1: { __t: "c", targetTemperature: 21.4 },
    $version: 2,
  });
  await report(client, {
    thermostat1: { __t: "c", targetTemperature: { value: 21.4, ac: 200, av: 2, ad: "done" } },
  });
  const body: unknown = await service.getDigitalTwin("dev1");
  expect(body).toMatchObject({
    $dtId: "dev1",
    $metadata: { $model: model },
    thermostat1: {
      targetTemperature: 21.4,
      $metadata: {
        targetTemperature: {
          desiredValue: 21.4,
          desiredVersion: 2,
          ackVersion: 2,
          ackCode: 200,
          ackDescription: "done",
          lastUpdateTime: expect.any(String),
        },
      },
    },
  });
});

test("a component's command answers with the device's status in a header", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const client = await connectedDevice(hub.deviceConnectionString("dev1"), model);
  client.onDeviceMethod("thermostat1*getMaxMinReport", (request, response) => {
    response.send(404, { since: request.payload }, () => {});
  });
  const answer = (await digitalTwins(hub).invokeComponentCommand(
    "dev1",
    "thermostat1",
    "getMaxMinReport",
    "2026-01-01T00:00:00Z",
    { connectTimeoutInSeconds: 5 },
  )) as unknown as { xMsCommandStatuscode: number; body: unknown };
  expect(answer.xMsCommandStatuscode).toBe(404);
  expect(answer.body).toEqual({ since: "2026-01-01T00:00:00Z" });
});
