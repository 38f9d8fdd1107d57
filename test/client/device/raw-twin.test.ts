import { expect, test } from "vitest";
import { createInMemoryHub, deviceClient, noModel } from "../../../src/index.js";
import { breakable } from "../fixtures/breakable-connection.js";
import { Odd } from "../fixtures/odd-1.js";

async function startRaw(desired: Record<string, unknown> = {}) {
  const hub = createInMemoryHub();
  const target = hub.create("dev1");
  await hub.transport.patchTwin(target, { desired });
  const connection = breakable(hub.connect("dev1"));
  const device = deviceClient(noModel, connection, {});
  const desire = (patch: Record<string, unknown>) =>
    hub.transport.patchTwin(target, { desired: patch });
  const reported = async () => (await hub.transport.readTwin(target)).properties.reported;
  return { hub, target, connection, device, desire, reported };
}

test("tells false, 0, empty text, removals and shorter arrays, on the path and under it", async () => {
  const { device, desire } = await startRaw({
    climate: { on: true, minTemperature: 5, label: "x", steps: [1, 2, 3] },
  });
  const heard: unknown[][] = [];
  for (const name of ["on", "minTemperature", "label", "steps"]) {
    device.$raw.onDesired(`climate.${name}`, (value, { previous }) => {
      heard.push([name, value, previous]);
    });
  }
  await device.$ready();
  await expect.poll(() => heard).toHaveLength(4);
  heard.length = 0;
  await desire({ climate: { on: false, minTemperature: 0, label: "", steps: [1] } });
  await expect
    .poll(() => heard)
    .toEqual([
      ["on", false, true],
      ["minTemperature", 0, 5],
      ["label", "", "x"],
      ["steps", [1], [1, 2, 3]],
    ]);
  heard.length = 0;
  await desire({ climate: null });
  await expect
    .poll(() => heard)
    .toEqual([
      ["on", undefined, false],
      ["minTemperature", undefined, 0],
      ["label", undefined, ""],
      ["steps", undefined, [1]],
    ]);
});

test("tells a group and the whole of changes inside them, and nobody of changes elsewhere", async () => {
  const { device, desire } = await startRaw();
  await device.$ready();
  const heard: unknown[][] = [];
  device.$raw.onDesired((value, { version }) => heard.push(["whole", version, value]));
  device.$raw.onDesired("climate", (value) => heard.push(["climate", value]));
  device.$raw.onDesired("connectivity", (value) => heard.push(["connectivity", value]));
  await desire({ climate: { minTemperature: 5 } });
  await expect.poll(() => heard).toHaveLength(2);
  await desire({ climate: { maxTemperature: 9 } });
  await expect
    .poll(() => heard)
    .toEqual([
      ["whole", 3, { climate: { minTemperature: 5 } }],
      ["climate", { minTemperature: 5 }],
      ["whole", 4, { climate: { minTemperature: 5, maxTemperature: 9 } }],
      ["climate", { minTemperature: 5, maxTemperature: 9 }],
    ]);
});

test("tells what changed while the connection was broken, removals too", async () => {
  const { device, desire, connection } = await startRaw({ a: { x: 1, y: 2 }, b: 1 });
  const heard: unknown[][] = [];
  for (const path of ["a.x", "a.y", "b"]) {
    device.$raw.onDesired(path, (value) => heard.push([path, value]));
  }
  await device.$ready();
  await expect.poll(() => heard).toHaveLength(3);
  heard.length = 0;
  connection.breakDown();
  await desire({ a: { x: null, y: 3 } });
  connection.restore();
  await expect
    .poll(() => heard)
    .toEqual([
      ["a.x", undefined],
      ["a.y", 3],
    ]);
});

test("gives the changes as a loop that leaves nothing out and ends with the client", async () => {
  const { device, desire } = await startRaw({ connectivity: { type: "wifi" } });
  await device.$ready();
  const seen: unknown[] = [];
  const loop = (async () => {
    for await (const { value, version } of device.$raw.changes("connectivity")) {
      seen.push([version, value]);
    }
    return "ended";
  })();
  await expect.poll(() => seen).toHaveLength(1);
  await desire({ connectivity: { type: "cellular" } });
  await desire({ connectivity: { type: "" } });
  await expect
    .poll(() => seen)
    .toEqual([
      [2, { type: "wifi" }],
      [3, { type: "cellular" }],
      [4, { type: "" }],
    ]);
  await device.$close();
  expect(await loop).toBe("ended");
});

test("reports raw values: dates in UTC, removals, never the hub's version", async () => {
  const { device, reported } = await startRaw();
  await device.$raw.report({
    $version: 99,
    iothubDM: { reboot: { lastReboot: new Date("2026-11-20T09:00:00+01:00") } },
    gone: 1,
  });
  await device.$raw.report({ gone: null });
  expect(await reported()).toMatchObject({
    $version: 3,
    iothubDM: { reboot: { lastReboot: "2026-11-20T08:00:00.000Z" } },
  });
  expect(await reported()).not.toHaveProperty("gone");
  expect(device.$raw.reported("iothubDM.reboot.lastReboot")).toBe("2026-11-20T08:00:00.000Z");
});

test("leaves the acknowledgement of an unmodelled property to who listens to it", async () => {
  const hub = createInMemoryHub();
  const target = hub.create("dev1");
  const device = deviceClient(Odd, hub.connect("dev1", { modelId: Odd.id }), {
    level: () => {},
    settings: () => {},
    then$: () => {},
    count: () => 0,
  });
  device.$raw.onDesired("telemetryInterval", async (value) => {
    await device.$raw.report({ telemetryInterval: value });
  });
  await device.$ready();
  await hub.transport.patchTwin(target, { desired: { telemetryInterval: 122, other: 1 } });
  await expect
    .poll(async () => (await hub.transport.readTwin(target)).properties.reported)
    .toMatchObject({ telemetryInterval: 122, other: { ac: 404 } });
});

test("takes commands that the model does not have", async () => {
  const { hub, target, device } = await startRaw();
  device.$raw.onCommand("reboot", (payload) => ({ status: 202, payload: { got: payload } }));
  device.$raw.onCommand("echo", (payload) => payload);
  await device.$ready();
  const call = (name: string) => hub.transport.invokeMethod(target, { name, payload: "now" });
  expect(await call("reboot")).toEqual({ status: 202, payload: { got: "now" } });
  expect(await call("echo")).toEqual({ status: 200, payload: "now" });
  expect(await call("other")).toMatchObject({ status: 404 });
});

test("sends raw telemetry with dates in UTC and bigints exactly", async () => {
  const { device, hub } = await startRaw();
  await device.$ready();
  await device.$raw.telemetry({ at: new Date("2026-11-20T09:00:00+01:00"), count: 2n ** 60n });
  expect(hub.telemetry.map(({ message }) => message.body)).toEqual([
    '{"at":"2026-11-20T08:00:00.000Z","count":1152921504606846976}',
  ]);
});
