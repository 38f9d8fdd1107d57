import fastJsonPatch from "fast-json-patch";
import { expect, onTestFinished, test } from "vitest";
import { HubCore } from "../../src/hub/hub-core.js";
import { type Hub, type HubEvent, startHub } from "../../src/hub/index.js";
import { eventually } from "./eventually.js";
import { countingIds, ManualClock } from "./fixtures.js";
import { connectedDevice, digitalTwins, registry, testHub } from "./sdk.js";

const modelId = "dtmi:com:example:TemperatureController;1";
const at = "2026-11-21T10:00:00.364Z";

/** The events of one source, bodies read. */
function told(hub: Hub, source: HubEvent["source"]) {
  return hub
    .events()
    .filter((event) => event.source === source)
    .map((event) => ({ ...event, json: JSON.parse(Buffer.from(event.body).toString()) }));
}

async function report(hub: Hub, patch: object, deviceId = "dev1"): Promise<void> {
  const device = await connectedDevice(hub.deviceConnectionString(deviceId), modelId);
  const twin = await device.getTwin();
  await new Promise<void>((resolve, reject) => {
    twin.properties.reported.update(patch, (error: Error | null) =>
      error ? reject(error) : resolve(),
    );
  });
}

test("a reported component is one twin change and one digital twin change, in this order", async () => {
  const hub = await testHub({ clock: () => new Date(at) });
  hub.createDevice("dev1");
  await report(hub, { thermostat1: { maxTempSinceLastReboot: 98.34, __t: "c" } });
  const events = hub
    .events()
    .filter(({ source }) => source === "twinChangeEvents" || source === "digitalTwinChangeEvents");
  const [twin, digital] = events.map((event) => JSON.parse(Buffer.from(event.body).toString()));
  expect(JSON.stringify(twin)).toBe(
    '{"version":3,"properties":{"reported":{"thermostat1":{"maxTempSinceLastReboot":98.34,"__t":"c"},' +
      '"$metadata":{"$lastUpdated":"2026-11-21T10:00:00.364Z","thermostat1":{"$lastUpdated":"2026-11-21T10:00:00.364Z",' +
      '"maxTempSinceLastReboot":{"$lastUpdated":"2026-11-21T10:00:00.364Z"},"__t":{"$lastUpdated":"2026-11-21T10:00:00.364Z"}}},' +
      '"$version":2}}}',
  );
  expect(digital).toEqual([
    {
      op: "add",
      path: "/thermostat1",
      value: {
        $metadata: { maxTempSinceLastReboot: { lastUpdateTime: "2026-11-21T10:00:00.364Z" } },
        maxTempSinceLastReboot: 98.34,
      },
    },
  ]);
  expect(Object.keys(digital[0].value)).toEqual(["$metadata", "maxTempSinceLastReboot"]);
  const [first, second] = events;
  expect(first?.applicationProperties).toEqual({
    hubName: hub.name,
    deviceId: "dev1",
    operationTimestamp: "2026-11-21T10:00:00.3640000+00:00",
    "iothub-message-schema": "twinChangeNotification",
    opType: "updateTwin",
  });
  expect(second?.applicationProperties).toEqual({
    ...first?.applicationProperties,
    "iothub-message-schema": "digitalTwinChangeNotification",
  });
  expect(first?.systemProperties).toEqual({
    "content-type": "application/json",
    "content-encoding": "utf-8",
    "correlation-id": expect.stringMatching(/^[0-9a-f]{8,16}$/),
    "user-id": hub.name,
  });
  expect(second?.systemProperties).toEqual({
    ...first?.systemProperties,
    "content-type": "application/json-patch+json",
  });
  expect(second?.enqueuedTime).toEqual(first?.enqueuedTime);
});

test("a later report of a root property replaces the leaves that changed, metadata first", async () => {
  let now = new Date("2026-11-21T10:00:00.100Z");
  const hub = await testHub({ clock: () => now });
  hub.createDevice("dev1");
  await report(hub, { maxTempSinceLastReboot: 10.96 });
  now = new Date("2026-11-21T10:00:01.000Z");
  await report(hub, { maxTempSinceLastReboot: 16.9 });
  expect(told(hub, "digitalTwinChangeEvents").map(({ json }) => json)).toEqual([
    [
      {
        op: "add",
        path: "/$metadata/maxTempSinceLastReboot",
        value: { lastUpdateTime: "2026-11-21T10:00:00.1Z" },
      },
      { op: "add", path: "/maxTempSinceLastReboot", value: 10.96 },
    ],
    [
      {
        op: "replace",
        path: "/$metadata/maxTempSinceLastReboot/lastUpdateTime",
        value: "2026-11-21T10:00:01Z",
      },
      { op: "replace", path: "/maxTempSinceLastReboot", value: 16.9 },
    ],
  ]);
});

test("a desired value and its acknowledgement are two differences of the digital twin", async () => {
  const hub = await testHub({ clock: () => new Date(at) });
  hub.createDevice("dev1");
  await report(hub, { thermostat1: { __t: "c", maxTempSinceLastReboot: 1 } });
  await registry(hub).updateTwin(
    "dev1",
    { properties: { desired: { thermostat1: { __t: "c", targetTemperature: 21.8 } } } },
    "*",
  );
  const ack = { value: 21.8, ac: 200, av: 2, ad: "done" };
  await report(hub, { thermostat1: { __t: "c", targetTemperature: ack } });
  const [, desired, acknowledged] = told(hub, "digitalTwinChangeEvents").map(({ json }) => json);
  const metadata = "/thermostat1/$metadata";
  expect(desired).toEqual([
    {
      op: "add",
      path: `${metadata}/targetTemperature`,
      value: { desiredValue: 21.8, desiredVersion: 2 },
    },
  ]);
  expect(acknowledged).toEqual([
    { op: "add", path: `${metadata}/targetTemperature/ackCode`, value: 200 },
    { op: "add", path: `${metadata}/targetTemperature/ackDescription`, value: "done" },
    { op: "add", path: `${metadata}/targetTemperature/ackVersion`, value: 2 },
    {
      op: "add",
      path: `${metadata}/targetTemperature/lastUpdateTime`,
      value: "2026-11-21T10:00:00.364Z",
    },
    { op: "add", path: "/thermostat1/targetTemperature", value: 21.8 },
  ]);
});

test("the service's writes are told with nulls for what they remove; tags without metadata", async () => {
  const hub = await testHub({ clock: () => new Date(at) });
  hub.createDevice("dev1");
  const service = registry(hub);
  await service.updateTwin("dev1", { tags: { site: "lab" } }, "*");
  await service.updateTwin("dev1", { properties: { desired: { a: 1, b: { c: true } } } }, "*");
  await service.updateTwin(
    "dev1",
    { tags: { site: null }, properties: { desired: { a: null } } },
    "*",
  );
  const stamp = { $lastUpdated: at, $lastUpdatedVersion: 2 };
  expect(told(hub, "twinChangeEvents").map(({ json }) => json)).toEqual([
    { version: 3, tags: { site: "lab" } },
    {
      version: 4,
      properties: {
        desired: {
          a: 1,
          b: { c: true },
          $metadata: { ...stamp, a: stamp, b: { ...stamp, c: stamp } },
          $version: 2,
        },
      },
    },
    {
      version: 5,
      tags: { site: null },
      properties: {
        desired: {
          a: null,
          $metadata: { $lastUpdated: at, $lastUpdatedVersion: 3 },
          $version: 3,
        },
      },
    },
  ]);
});

test("a live copy of the digital twin stays right when every difference is applied to it", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const device = await connectedDevice(hub.deviceConnectionString("dev1"), modelId);
  const read = async (): Promise<object> => {
    const answer: unknown = await digitalTwins(hub).getDigitalTwin("dev1");
    const members = Object.entries(answer as object);
    return Object.fromEntries(members.filter(([name]) => name !== "_response"));
  };
  const service = registry(hub);
  const copy = await read();
  onTestFinished(
    hub.onEvent(({ source, body }) => {
      if (source !== "digitalTwinChangeEvents") return;
      fastJsonPatch.applyPatch(copy, JSON.parse(Buffer.from(body).toString()), true);
    }),
  );
  const twin = await device.getTwin();
  const reported = (patch: object): Promise<void> =>
    new Promise((resolve) => void twin.properties.reported.update(patch, () => resolve()));
  await reported({ root: 1, thermostat1: { __t: "c", t: 1, map: { a: 1, "b/~c": [1] } } });
  await service.updateTwin(
    "dev1",
    { properties: { desired: { thermostat2: { __t: "c", t: 3 }, root: 2 } } },
    "*",
  );
  await reported({ root: { value: 2, ac: 200, av: 2 }, thermostat1: { map: { a: null, d: 2 } } });
  await service.updateTwin("dev1", { properties: { desired: { thermostat2: null } } }, "*");
  await reported({ thermostat1: null });
  expect(copy).toEqual(await read());
});

test("the life of a device and its module is told from creation to removal", async () => {
  const hub = await startHub();
  onTestFinished(() => hub.close());
  hub.redirect();
  const service = registry(hub);
  await service.create({ deviceId: "dev1" });
  await service.addModule({ deviceId: "dev1", moduleId: "mod1", managedBy: "me" });
  await service.delete("dev1");
  const events = told(hub, "deviceLifecycleEvents");
  expect(events.map(({ applicationProperties: { opType, moduleId: id } }) => [opType, id])).toEqual(
    [
      ["createDeviceIdentity", undefined],
      ["createModuleIdentity", "mod1"],
      ["deleteModuleIdentity", "mod1"],
      ["deleteDeviceIdentity", undefined],
    ],
  );
  const part = { $metadata: { $lastUpdated: "0001-01-01T00:00:00Z" }, $version: 1 };
  expect(events[0]?.json).toEqual({
    deviceId: "dev1",
    etag: "AAAAAAAAAAE=",
    version: 2,
    properties: { desired: part, reported: part },
  });
  expect(events[1]?.json).toMatchObject({ deviceId: "dev1", moduleId: "mod1" });
});

test("connections come and go with growing sequence numbers", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const device = await connectedDevice(hub.deviceConnectionString("dev1"));
  await device.close();
  await eventually(() =>
    told(hub, "deviceConnectionStateEvents").map((e) => e.applicationProperties.opType),
  ).toEqual(["deviceConnected", "deviceDisconnected"]);
  const numbers = told(hub, "deviceConnectionStateEvents").map(({ json }) => json.sequenceNumber);
  expect(numbers[0]).toMatch(/^[0-9A-F]{64}$/);
  expect(BigInt(`0x${numbers[1]}`)).toBeGreaterThan(BigInt(`0x${numbers[0]}`));
});

test("without a route a kind of notification is not told", async () => {
  const hub = await testHub({ routes: ["TwinChangeEvents"] });
  hub.createDevice("dev1");
  await report(hub, { root: 1 });
  expect(new Set(hub.events().map(({ source }) => source))).toEqual(new Set(["twinChangeEvents"]));
});

test("a replaced twin is told whole; a module's twin as a device's", () => {
  const core = new HubCore(new ManualClock(), countingIds(), "contoso");
  const target = { deviceId: "dev1", moduleId: "mod1" };
  core.createIdentity({ deviceId: "dev1" }, {});
  core.createIdentity(target, {});
  core.twins.report(target, { r: 1 });
  core.twins.replace(target, { tags: { site: "lab" }, properties: { desired: { d: true } } });
  const replaced = core.events
    .events()
    .filter(({ applicationProperties }) => applicationProperties.opType === "replaceTwin");
  expect(
    replaced.map(({ applicationProperties: { moduleId, hubName } }) => [moduleId, hubName]),
  ).toEqual([["mod1", "contoso"]]);
  const $lastUpdated = "2026-08-15T10:00:00.12Z";
  const stamp = { $lastUpdated, $lastUpdatedVersion: 2 };
  expect(JSON.parse(Buffer.from(replaced[0]?.body ?? []).toString())).toEqual({
    deviceId: "dev1",
    moduleId: "mod1",
    etag: "AAAAAAAAAAI=",
    version: 4,
    tags: { site: "lab" },
    properties: {
      desired: { d: true, $metadata: { ...stamp, d: stamp }, $version: 2 },
      reported: { r: 1, $metadata: { $lastUpdated, r: { $lastUpdated } }, $version: 2 },
    },
  });
  const digital = core.events.events().filter(({ source }) => source === "digitalTwinChangeEvents");
  expect(digital.map(({ target: of }) => of)).toEqual([target, target]);
});
