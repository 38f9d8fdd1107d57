import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Hub } from "../../src/hub/index.js";
import { eventually } from "./eventually.js";
import { connectedDevice, registry, testHub } from "./sdk.js";

type Json = Record<string, unknown>;

/** A hub with devices `one` and `two`, tagged with the sites `lab` and `roof`. */
async function hubWithDevices(): Promise<{ hub: Hub; sdk: ReturnType<typeof registry> }> {
  const hub = await testHub();
  const sdk = registry(hub);
  for (const [id, site] of [
    ["one", "lab"],
    ["two", "roof"],
  ] as const) {
    hub.createDevice(id);
    await sdk.updateTwin(id, { tags: { site } }, "*");
  }
  return { hub, sdk };
}

interface Options {
  readonly targetCondition?: string;
  readonly priority?: number;
  readonly metrics?: Json;
}

function configuration(id: string, settings: Json, options: Options = {}): never {
  const content = { deviceContent: settings };
  return { id, content, targetCondition: "*", priority: 1, ...options } as never;
}

async function desired(sdk: ReturnType<typeof registry>, deviceId: string): Promise<Json> {
  const { responseBody } = await sdk.getTwin(deviceId);
  const { $metadata, $version, ...values } = responseBody.properties.desired as Json;
  return values;
}

async function metrics(sdk: ReturnType<typeof registry>, id: string): Promise<Json> {
  const { responseBody } = await sdk.getConfiguration(id);
  return responseBody as unknown as Json;
}

test("a configuration reaches the devices that meet its condition, connected ones at once", async () => {
  const { hub, sdk } = await hubWithDevices();
  const device = await connectedDevice(hub.deviceConnectionString("one"));
  const twin = await device.getTwin();
  const told = new Promise((resolve) => {
    twin.on("properties.desired.climate", resolve);
  });
  await sdk.addConfiguration(
    configuration(
      "climate",
      { "properties.desired.climate.heat": { min: 18 }, "properties.desired.climate.fan": true },
      { targetCondition: "tags.site = 'lab'" },
    ),
  );
  expect(await told).toEqual({ heat: { min: 18 }, fan: true });
  expect(await desired(sdk, "one")).toEqual({ climate: { heat: { min: 18 }, fan: true } });
  expect(await desired(sdk, "two")).toEqual({});
  const found = await sdk
    .createQuery("SELECT deviceId FROM devices WHERE configurations.[[climate]].status = 'Applied'")
    .nextAsTwin();
  expect(found.result.map(({ deviceId }: { deviceId: string }) => deviceId)).toEqual(["one"]);
});

test("devices that begin to meet the condition get the content, by tags or by what they report", async () => {
  const { hub, sdk } = await hubWithDevices();
  await sdk.addConfiguration(
    configuration(
      "c",
      { "properties.desired.x": 1 },
      { targetCondition: "tags.ring = 1 OR properties.reported.ready = true" },
    ),
  );
  await sdk.updateTwin("one", { tags: { ring: 1 } }, "*");
  await eventually(() => desired(sdk, "one")).toEqual({ x: 1 });
  const device = await connectedDevice(hub.deviceConnectionString("two"));
  const twin = await device.getTwin();
  await new Promise<void>((resolve, reject) => {
    twin.properties.reported.update({ ready: true }, (error: Error | null) =>
      error ? reject(error) : resolve(),
    );
  });
  await eventually(() => desired(sdk, "two")).toEqual({ x: 1 });
});

test("new devices are looked at too, and removed ones no longer count", async () => {
  const { hub, sdk } = await hubWithDevices();
  await sdk.addConfiguration(configuration("c", { "properties.desired.x": 1 }));
  hub.createDevice("three");
  await eventually(() => desired(sdk, "three")).toEqual({ x: 1 });
  await eventually(() => metrics(sdk, "c")).toMatchObject({
    systemMetrics: { results: { targetedCount: 3, appliedCount: 3 } },
  });
  await sdk.delete("three");
  expect(await metrics(sdk, "c")).toMatchObject({
    systemMetrics: { results: { targetedCount: 2, appliedCount: 2 } },
  });
});

test("the highest priority counts, among equals the newest, and each next one steps in", async () => {
  const { sdk } = await hubWithDevices();
  await sdk.addConfiguration(
    configuration("low", { "properties.desired.x": "low", "properties.desired.only": 1 }),
  );
  await sdk.addConfiguration(
    configuration(
      "high",
      { "properties.desired.x": "high" },
      { priority: 5, targetCondition: "tags.site = 'lab'" },
    ),
  );
  await sdk.addConfiguration(configuration("same", { "properties.desired.x": "same" }));
  await eventually(() => desired(sdk, "one")).toEqual({ x: "high" });
  await eventually(() => desired(sdk, "two")).toEqual({ x: "same" });
  expect(await metrics(sdk, "low")).toMatchObject({
    systemMetrics: { results: { targetedCount: 2, appliedCount: 0 } },
  });
  await sdk.removeConfiguration("same");
  await eventually(() => desired(sdk, "two")).toEqual({ x: "low", only: 1 });
  await sdk.updateTwin("one", { tags: { site: "roof" } }, "*");
  await eventually(() => desired(sdk, "one")).toEqual({ x: "low", only: 1 });
});

test("what no longer meets the condition loses the content; a deleted configuration leaves it", async () => {
  const { sdk } = await hubWithDevices();
  const condition = { targetCondition: "tags.site = 'lab'" };
  await sdk.updateTwin("one", { properties: { desired: { climate: { own: 1 } } } }, "*");
  await sdk.addConfiguration(
    configuration("c", { "properties.desired.climate": { min: 18 } }, condition),
  );
  await eventually(() => desired(sdk, "one")).toEqual({ climate: { own: 1, min: 18 } });
  await sdk.updateTwin("one", { tags: { site: null } }, "*");
  await eventually(() => desired(sdk, "one")).toEqual({ climate: { own: 1 } });
  await sdk.updateTwin("one", { tags: { site: "lab" } }, "*");
  await eventually(() => desired(sdk, "one")).toEqual({ climate: { own: 1, min: 18 } });
  await sdk.removeConfiguration("c");
  const { responseBody } = await sdk.getTwin("one");
  expect(responseBody.properties.desired).toMatchObject({ climate: { own: 1, min: 18 } });
});

test("a content is written once: who changes it afterwards has the last word", async () => {
  const { sdk } = await hubWithDevices();
  await sdk.addConfiguration(configuration("c", { "properties.desired.x": 1 }));
  await eventually(() => desired(sdk, "one")).toEqual({ x: 1 });
  await sdk.updateTwin("one", { properties: { desired: { x: 2 } } }, "*");
  await sdk.updateTwin("two", { tags: { again: true } }, "*");
  await eventually(() => desired(sdk, "two")).toEqual({ x: 1 });
  expect(await desired(sdk, "one")).toEqual({ x: 2 });
  expect((await sdk.getTwin("two")).responseBody.properties.desired.$version).toBe(2);
});

test("modules have configurations of their own", async () => {
  const { hub, sdk } = await hubWithDevices();
  hub.createModule("one", "m");
  await sdk.addConfiguration({
    id: "modules",
    content: { moduleContent: { "properties.desired.x": 1 } },
    targetCondition: "FROM devices.modules WHERE moduleId = 'm'",
    priority: 1,
  } as never);
  await eventually(async () => {
    const { responseBody } = await sdk.getModuleTwin("one", "m");
    return responseBody.properties.desired.x;
  }).toBe(1);
  expect(await desired(sdk, "one")).toEqual({});
});

test("metrics count what their queries find, and system metrics name theirs", async () => {
  const { sdk } = await hubWithDevices();
  const queries = { labs: "SELECT deviceId FROM devices WHERE tags.site = 'lab'" };
  await sdk.addConfiguration(
    configuration("c-1", { "properties.desired.x": 1 }, { metrics: { queries } }),
  );
  await eventually(() => metrics(sdk, "c-1")).toMatchObject({
    metrics: { results: { labs: 1 }, queries },
    systemMetrics: { results: { targetedCount: 2, appliedCount: 2 } },
  });
  const { systemMetrics } = (await metrics(sdk, "c-1")) as {
    systemMetrics: { queries: Record<string, string> };
  };
  for (const query of Object.values(systemMetrics.queries)) {
    expect((await sdk.createQuery(query).nextAsTwin()).result).toHaveLength(2);
  }
});

test("a twin without room for the content is targeted, but not applied", async () => {
  const { sdk } = await hubWithDevices();
  const filling = Object.fromEntries(
    Array.from({ length: 8 }, (_, index) => [`k${index}`, "x".repeat(4000)]),
  );
  await sdk.updateTwin("one", { properties: { desired: filling } }, "*");
  await sdk.addConfiguration(configuration("c", { "properties.desired.y": "y".repeat(2000) }));
  await eventually(() => metrics(sdk, "c")).toMatchObject({
    systemMetrics: { results: { targetedCount: 2, appliedCount: 1 } },
  });
  await sdk.updateTwin("one", { properties: { desired: { k0: null } } }, "*");
  await eventually(() => metrics(sdk, "c")).toMatchObject({
    systemMetrics: { results: { targetedCount: 2, appliedCount: 2 } },
  });
});

test("a hub with a data folder knows after a restart what it has applied", async () => {
  const data = mkdtempSync(join(tmpdir(), "twinplug-test-"));
  onTestFinished(() => rmSync(data, { recursive: true }));
  const before = await testHub({ name: "kept", data });
  before.createDevice("one");
  const first = registry(before);
  await first.addConfiguration(configuration("c", { "properties.desired.x": 1 }));
  await eventually(() => desired(first, "one")).toEqual({ x: 1 });
  await first.updateTwin("one", { properties: { desired: { x: 2 } } }, "*");
  await before.close();

  const after = await testHub({ name: "kept", data });
  after.createDevice("two");
  const second = registry(after);
  await eventually(() => desired(second, "two")).toEqual({ x: 1 });
  expect(await desired(second, "one")).toEqual({ x: 2 });
  expect(await metrics(second, "c")).toMatchObject({
    systemMetrics: { results: { targetedCount: 2, appliedCount: 2 } },
  });
});

test("an empty condition means no device", async () => {
  const { hub, sdk } = await hubWithDevices();
  await sdk.addConfiguration(
    configuration("none", { "properties.desired.x": 1 }, { targetCondition: "" }),
  );
  await sdk.addConfiguration(configuration("all", { "properties.desired.y": 1 }));
  hub.createDevice("three");
  await eventually(() => desired(sdk, "three")).toEqual({ y: 1 });
  expect(await desired(sdk, "one")).toEqual({ y: 1 });
});

test.each([
  [
    "a path outside of the desired properties",
    { "properties.reported.x": 1 },
    "properties.reported.x",
  ],
  ["a path with an empty name", { "properties.desired.a..b": 1 }, "empty name"],
  ["desired properties that are no object", { "properties.desired": 1 }, "must be an object"],
  ["a name that no twin can hold", { "properties.desired.x": { "a b": 1 } }, "a b"],
])("a content with %s is refused", async (_, settings, words) => {
  const sdk = registry(await testHub());
  await expect(sdk.addConfiguration(configuration("c", settings))).rejects.toMatchObject({
    response: { statusCode: 400 },
    responseBody: expect.stringMatching(/ErrorCode:InvalidConfigurationContent/),
  });
  await expect(
    sdk.addConfiguration(configuration("c", settings)).catch((error) => error.responseBody),
  ).resolves.toContain(words);
});

test("queries can be tried out before they become metrics", async () => {
  const sdk = registry(await testHub());
  const metrics = { queries: { bad: "SELECT FROM" } };
  await expect(
    sdk.addConfiguration(configuration("c", { "properties.desired.x": 1 }, { metrics })),
  ).rejects.toMatchObject({
    responseBody: expect.stringContaining("InvalidConfigurationCustomMetricsQuery"),
  });
});

test("a content is applied to the modules of an edge device, which are made for it", async () => {
  const sdk = registry(await testHub());
  await sdk.create({ deviceId: "edge", capabilities: { iotEdge: true } } as never);
  const modules = { sensor: { settings: { image: "sensor:1" } } };
  await sdk.applyConfigurationContentOnDevice("edge", {
    modulesContent: {
      $edgeAgent: { "properties.desired": { modules } },
      sensor: { "properties.desired.rate": 5 },
    },
  } as never);
  const twin = async (id: string): Promise<Json> =>
    (await sdk.getModuleTwin("edge", id)).responseBody.properties.desired;
  expect(await twin("$edgeAgent")).toMatchObject({ modules });
  expect(await twin("sensor")).toMatchObject({ rate: 5 });
  await sdk.applyConfigurationContentOnDevice("edge", {
    modulesContent: { $edgeAgent: { "properties.desired": { other: 1 } } },
  } as never);
  const { modules: left, other } = await twin("$edgeAgent");
  expect([left, other]).toEqual([undefined, 1]);
});

test("a content is applied to edge devices only, and a wrong one is refused before that", async () => {
  const { sdk } = await hubWithDevices();
  await expect(
    sdk.applyConfigurationContentOnDevice("one", { modulesContent: {} } as never),
  ).rejects.toMatchObject({ responseBody: expect.stringContaining("no edge device") });
  await expect(
    sdk.applyConfigurationContentOnDevice("one", { other: {} } as never),
  ).rejects.toMatchObject({
    responseBody: expect.stringContaining("InvalidConfigurationContent"),
  });
  await expect(
    sdk.applyConfigurationContentOnDevice("nobody", { modulesContent: {} } as never),
  ).rejects.toMatchObject({ response: { statusCode: 404 } });
});
