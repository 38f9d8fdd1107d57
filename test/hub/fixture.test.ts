import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import azureIotDevice from "azure-iot-device";
import { expect, expectTypeOf, onTestFinished, test } from "vitest";
import { type DeviceActivity, startHub, type TelemetryEvent } from "../../src/hub/index.js";
import { connected, report } from "./device-sdk.js";
import { connectedDevice, registry, service, testHub } from "./sdk.js";

const { Message } = azureIotDevice;
const run = promisify(execFile);
const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL("../..", import.meta.url));

test("a hub tells what a device does, as it does it and afterwards", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const arrival = hub.next("connected", { deviceId: "dev1" });
  const modelId = "dtmi:com:example:Thermostat;1";
  const device = await connectedDevice(hub.deviceConnectionString("dev1"), modelId);
  expect(await arrival).toMatchObject({ deviceId: "dev1", protocol: "mqtt", modelId });

  const said = hub.next("telemetry", {
    where: ({ payload }) => (payload as { n: number }).n === 2,
  });
  for (const n of [1, 2]) await device.sendEvent(new Message(JSON.stringify({ n })));
  expect(await said).toMatchObject({ deviceId: "dev1", payload: { n: 2 } });

  const reported = hub.next("reported");
  await report(device, { temperature: 21.5 });
  expect(await reported).toMatchObject({ patch: { temperature: 21.5 }, version: 2 });

  device.onDeviceMethod("reboot", (_request, response) => void response.send(202, { soon: true }));
  const answered = hub.next("answered");
  // The subscription is under way; the call waits for it.
  const call = { methodName: "reboot", connectTimeoutInSeconds: 5 };
  await service(hub).invokeDeviceMethod("dev1", call);
  expect(await answered).toMatchObject({ method: "reboot", status: 202, payload: { soon: true } });

  const settled = hub.next("settled");
  device.on("message", (message) => void device.complete(message));
  const sender = service(hub);
  await sender.open();
  await sender.send("dev1", "hello");
  await sender.close();
  expect(await settled).toMatchObject({ outcome: "Success", message: { deviceId: "dev1" } });

  const departure = hub.next("disconnected", { deviceId: "dev1" });
  await device.close();
  await departure;
  expect(hub.activity("dev1").map(({ kind }) => kind)).toEqual([
    "connected",
    "reported",
    "answered",
    "settled",
    "disconnected",
  ]);
  expect(hub.activity("dev2")).toEqual([]);
  expect(hub.telemetry("dev1")).toHaveLength(2);
});

test("a module acts in its own name, over AMQP too", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  hub.createModule("dev1", "mod1");
  const said = hub.next("telemetry");
  const client = await connected(hub.deviceConnectionString("dev1", "mod1"), "Amqp");
  await client.sendEvent(new Message("9007199254740993"));
  // A number that JavaScript would round stays the text that came.
  const exact = { deviceId: "dev1", moduleId: "mod1", payload: "9007199254740993" };
  expect(await said).toMatchObject(exact);
  expect(hub.activity("dev1")).toMatchObject([{ kind: "connected", protocol: "amqp" }]);
});

test("waiting ends with its time, tells what came instead, and takes no longer than the hub", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const nothing = hub.next("connected", { deviceId: "dev2", timeoutSeconds: 0.2 });
  const wrongTest = hub.next("connected", {
    where: () => {
      throw new Error("a mistake in a test");
    },
  });
  const outcomes = Promise.allSettled([nothing, wrongTest]);
  await connected(hub.deviceConnectionString("dev1"), "Mqtt");
  expect(await outcomes).toMatchObject([
    { reason: { code: "PNP_TIMEOUT", message: expect.stringContaining("connected (dev1)") } },
    { reason: { message: "a mistake in a test" } },
  ]);
  const never = hub.next("telemetry");
  const end = expect(never).rejects.toMatchObject({ code: "PNP_ABORTED" });
  await hub.close();
  await end;
});

test("what is waited for is typed by its kind", async () => {
  const hub = await testHub();
  const waiting = hub.next("reported", { where: ({ patch }) => "a" in patch });
  const seen = waiting.catch((error) => error);
  expectTypeOf(await Promise.race([waiting, Promise.resolve(undefined)])).toEqualTypeOf<
    DeviceActivity<"reported"> | undefined
  >();
  expectTypeOf<DeviceActivity<"telemetry">["event"]>().toEqualTypeOf<TelemetryEvent>();
  await hub.close();
  expect(await seen).toMatchObject({ code: "PNP_ABORTED" });
});

test("many hubs at once know nothing of each other", async () => {
  const hubs = await Promise.all(Array.from({ length: 20 }, () => startHub()));
  onTestFinished(async () => void (await Promise.all(hubs.map((hub) => hub.close()))));
  for (const [index, hub] of hubs.entries()) {
    hub.createDevice(`of-${index}`);
    hub.redirect();
  }
  const lists = hubs.map(async (hub) => (await registry(hub).list()).responseBody);
  const ids = (await Promise.all(lists)).map((list) => list.map(({ deviceId }) => deviceId));
  expect(ids).toEqual(hubs.map((_hub, index) => [`of-${index}`]));
  expect(new Set(hubs.map(({ port }) => port)).size).toBe(20);
});

test("a process ends by itself when its hubs are closed, and holds nothing of them", async () => {
  const program = `
    import { startHub } from "twinplug/hub";
    import { deviceStory } from "./test/hub/runners/device-story.mjs";
    const before = process.getActiveResourcesInfo();
    const hubs = await Promise.all([startHub(), startHub()]);
    const told = await deviceStory(hubs[0]);
    // One client is still in the middle of things.
    const half = fetch("https://" + hubs[0].hostName + "/devices");
    await Promise.all(hubs.map((hub) => hub.close()));
    await half.catch(() => {});
    // Handles go at the end of a turn.
    for (let turn = 0; turn < 2; turn += 1) await new Promise(setImmediate);
    const left = process.getActiveResourcesInfo().filter((name) => /Server|TLS|TCP/.test(name));
    console.log(JSON.stringify({ told, left }));`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", program], {
    cwd: root,
    timeout: 30_000,
  });
  expect(JSON.parse(stdout)).toEqual({ told: { temperature: 21.5 }, left: [] });
});

test.each([
  [
    "mocha",
    [require.resolve("mocha/bin/mocha.js"), "test/hub/runners/mocha.spec.mjs"],
    "1 passing",
  ],
  ["node:test", ["--test", "test/hub/runners/node.spec.mjs"], "# pass 1"],
  [
    "vitest",
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--config",
      "test/hub/runners/vitest.config.mjs",
      "--no-color",
    ],
    "1 passed",
  ],
])("hubs are at home in %s", async (_runner, args, passed) => {
  // What this runner tells its own workers is not meant for the other.
  const { PATH, HOME } = process.env;
  const { stdout } = await run(process.execPath, args, {
    cwd: root,
    env: { PATH, HOME },
    timeout: 60_000,
  });
  expect(stdout).toContain(passed);
});

test("no private key is part of the package", () => {
  const folders = ["dist", "models"].map((name) => join(root, name));
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const key = /PRIVATE KEY-----[\s\\n"`]+[A-Za-z0-9+/]{40}/;
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => key.test(readFileSync(file, "latin1")))).toEqual([]);
});

test("closing twice is as good as once, and leaving a block closes", async () => {
  let port = 0;
  {
    await using hub = await startHub();
    ({ port } = hub);
    await hub.close();
  }
  await expect(fetch(`https://localhost:${port}`)).rejects.toMatchObject({
    cause: { code: "ECONNREFUSED" },
  });
});

test("an option that there is not is refused, not left aside", async () => {
  await expect(startHub({ teir: "S1" } as object)).rejects.toMatchObject({
    code: "PNP_USAGE",
    message: 'A hub has no option "teir".',
    hint: expect.stringContaining("tier"),
  });
});
