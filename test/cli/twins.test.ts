import { afterAll, beforeAll, expect, test } from "vitest";
import { connectDevice } from "../../src/azure/device.js";
import { connectHub, type HubConnection } from "../../src/azure/service.js";
import type { DeviceTransport } from "../../src/client/transport.js";
import { type Hub, startHub } from "../../src/hub/index.js";
import { type CliOptions, pnp } from "./test-io.js";

const modelId = "dtmi:com:example:TemperatureController;1";
let hub: Hub;
let service: HubConnection;
let plain: DeviceTransport;
let controller: DeviceTransport;
const requests: unknown[] = [];
let devices = 0;

beforeAll(async () => {
  hub = await startHub();
  hub.redirect();
  service = connectHub(hub.connectionString);
  for (const id of ["plain", "controller"]) hub.createDevice(id);
  hub.createModule("plain", "m1");
  plain = await connectDevice(hub.deviceConnectionString("plain"));
  await plain.onCommand(async (name, payload) => {
    requests.push([name, payload]);
    return name === "fail"
      ? { status: 501, payload: "no" }
      : { status: 200, payload: "Reboot started" };
  });
  controller = await connectDevice(hub.deviceConnectionString("controller"), { modelId });
});
afterAll(async () => {
  await plain.close();
  await controller.close();
  await hub.close();
});

/** Runs `pnp` on this file's hub and reads the JSON it printed. */
async function run(args: readonly string[], options: CliOptions = {}) {
  const env = { IOTHUB_CONNECTION_STRING: hub.connectionString };
  const { exitCode, stdout, stderr } = await pnp(args, { env, ...options });
  return { exitCode, stderr, json: stdout === "" ? undefined : JSON.parse(stdout) };
}

function newDevice(): string {
  const id = `fresh${++devices}`;
  hub.createDevice(id);
  return id;
}

test("shows the whole twin of a device and of a module", async () => {
  const device = await run(["twin", "show", "plain"]);
  expect(device.json).toMatchObject({ deviceId: "plain", tags: {}, properties: { desired: {} } });
  const module = await run(["twin", "show", "plain", "-m", "m1"]);
  expect(module.json).toMatchObject({ deviceId: "plain", moduleId: "m1" });
});

test("patches tags and desired properties on the etag just read", async () => {
  const id = newDevice();
  const { exitCode, json } = await run([
    ...["twin", "patch", id, "--tags", '{"site":"b7"}', "--desired", '{"rate":5}'],
  ]);
  expect(exitCode).toBe(0);
  expect(json).toMatchObject({
    request: {
      method: "PATCH",
      path: `/twins/${id}`,
      body: { tags: { site: "b7" }, properties: { desired: { rate: 5 } } },
    },
    etag: "AAAAAAAAAAE=",
    newEtag: "AAAAAAAAAAI=",
    version: 2,
    sent: true,
  });
  const twin = await service.transport.readTwin({ deviceId: id });
  expect(twin).toMatchObject({ tags: { site: "b7" }, properties: { desired: { rate: 5 } } });
});

test("replaces one part of a twin and leaves the other as it is", async () => {
  const id = newDevice();
  const change = { tags: { site: "b7" }, desired: { old: 1 } };
  await service.transport.patchTwin({ deviceId: id }, change);
  const { json } = await run(["twin", "replace", id, "--desired", "-"], {
    stdin: '{"new":2}',
    env: { IOTHUB_CONNECTION_STRING: hub.connectionString },
  });
  expect(json.request).toEqual({
    method: "PUT",
    path: `/twins/${id}`,
    body: { tags: { site: "b7" }, properties: { desired: { new: 2 } } },
  });
  const twin = await service.transport.readTwin({ deviceId: id });
  expect(twin.tags).toEqual({ site: "b7" });
  expect(twin.properties.desired).toMatchObject({ new: 2 });
  expect(twin.properties.desired).not.toHaveProperty("old");
});

test("refuses a stale etag, a part that is no object, and nothing to write", async () => {
  const id = newDevice();
  await service.transport.patchTwin({ deviceId: id }, { tags: { a: 1 } });
  const stale = ["--if-match", "AAAAAAAAAAE="];
  for (const verb of ["patch", "replace"]) {
    const conflict = await run(["twin", verb, id, "--tags", "{}", ...stale]);
    expect([conflict.exitCode, conflict.stderr]).toEqual([
      6,
      expect.stringContaining("PNP_CONFLICT"),
    ]);
    expect((await run(["twin", verb, id, "--tags", "[1]"])).exitCode).toBe(2);
    expect((await run(["twin", verb, id])).exitCode).toBe(2);
  }
});

test("shows and patches the digital twin, and refuses what the service would refuse", async () => {
  const id = newDevice();
  const shown = await run(["digital-twin", "show", id]);
  expect(shown.json).toEqual({ digitalTwin: { $dtId: id, $metadata: {} }, etag: "AAAAAAAAAAE=" });
  const patch = '[{"op":"add","path":"/rate","value":5}]';
  const done = await run(["digital-twin", "patch", id, patch]);
  expect(done.json).toMatchObject({
    request: { method: "PATCH", path: `/digitaltwins/${id}`, body: JSON.parse(patch) },
    etag: "AAAAAAAAAAE=",
    newEtag: "AAAAAAAAAAI=",
  });
  const root = '[{"op":"replace","path":"/thermostat1/targetTemperature","value":5}]';
  const refused = await run(["digital-twin", "patch", id, root]);
  expect([refused.exitCode, refused.stderr]).toEqual([
    5,
    expect.stringContaining("Nothing was sent"),
  ]);
});

test("a dry run of every write prints the exact request and sends nothing", async () => {
  const id = newDevice();
  for (const [args, request] of [
    [["twin", "patch", id, "--tags", '{"a":1}'], { method: "PATCH", body: { tags: { a: 1 } } }],
    [["twin", "replace", id, "--tags", "{}"], { method: "PUT" }],
    [["digital-twin", "patch", id, '[{"op":"add","path":"/a","value":1}]'], { method: "PATCH" }],
    [["set", id, "--raw", "a=1"], { body: { properties: { desired: { a: 1 } } } }],
    [["unset", id, "--raw", "a.b"], { body: { properties: { desired: { a: { b: null } } } } }],
    [
      ["command", id, "reboot", "--raw", "--timeout", "10"],
      {
        body: {
          methodName: "reboot",
          payload: null,
          connectTimeoutInSeconds: 0,
          responseTimeoutInSeconds: 10,
        },
      },
    ],
  ] as const) {
    const { exitCode, json } = await run([...args, "--dry-run"]);
    expect([exitCode, json]).toMatchObject([0, { request, sent: false }]);
  }
  expect((await service.transport.readTwin({ deviceId: id })).version).toBe(2);
});

test("gets, sets and unsets values of a device without a model by --raw", async () => {
  const set = await run(["set", "plain", "--raw", "climate.min=5", "climate.max=9", "name=on it"]);
  expect(set.json.request.body).toEqual({
    properties: { desired: { climate: { min: 5, max: 9 }, name: "on it" } },
  });
  await plain.reportProperties({ climate: { min: 5 } });
  const got = await run(["get", "plain", "--raw", "climate.min", "climate.max", "none"]);
  expect(got.json.values).toEqual({
    "climate.min": { reported: 5, desired: 5 },
    "climate.max": { desired: 9 },
    none: {},
  });
  await run(["unset", "plain", "--raw", "climate.max", "name"]);
  expect((await run(["get", "plain", "--raw"])).json.values).toEqual({
    climate: { reported: { min: 5 }, desired: { min: 5 } },
  });
});

test("invokes a command without a model by --raw, with null where no payload is given", async () => {
  requests.length = 0;
  const { exitCode, json } = await run(["command", "plain", "reboot", "--raw"]);
  expect(exitCode).toBe(0);
  expect(json).toMatchObject({ request: null, status: 200, response: "Reboot started" });
  await run(["command", "plain", "fw*update", "--raw", "--payload", '{"to":"1.3"}']);
  expect(requests).toEqual([
    ["reboot", null],
    ["fw*update", { to: "1.3" }],
  ]);
  const failed = await run(["command", "plain", "fail", "--raw"]);
  expect([failed.exitCode, failed.stderr]).toEqual([8, expect.stringContaining("status 501")]);
});

test("a call in the words of a model names --raw and --model where the device announced none", async () => {
  for (const args of [
    ["get", "plain"],
    ["set", "plain", "serialNumber=1"],
    ["unset", "plain", "serialNumber"],
    ["command", "plain", "reboot"],
    ["describe", "plain"],
    ["watch", "plain"],
  ]) {
    const { exitCode, stderr } = await run(args);
    expect([exitCode, stderr]).toEqual([
      3,
      expect.stringMatching(/PNP_MODEL_NOT_FOUND.*--model.*--raw/s),
    ]);
  }
  const assumed = await run([
    "set",
    "plain",
    "thermostat1.targetTemperature=20",
    "--model",
    modelId,
  ]);
  expect(assumed.json.patch).toEqual({ thermostat1: { __t: "c", targetTemperature: 20 } });
});

test("unsets modelled properties by either route", async () => {
  await run(["set", "controller", "thermostat1.targetTemperature=20"]);
  const twin = await run(["unset", "controller", "thermostat1.targetTemperature"]);
  expect(twin.json.patch).toEqual({ thermostat1: { __t: "c", targetTemperature: null } });
  await run(["set", "controller", "thermostat2.targetTemperature=20"]);
  const via = ["--via", "digital-twin"];
  const digital = await run(["unset", "controller", "thermostat2.targetTemperature", ...via]);
  expect(digital.json.patch).toEqual([{ op: "remove", path: "/thermostat2/targetTemperature" }]);
});

test("watches values: a line for each at first and again for each change", async () => {
  const id = newDevice();
  await service.transport.patchTwin({ deviceId: id }, { desired: { a: 1, b: 1 } });
  const watching = pnp(
    ["watch", id, "a", "b", "--raw", "--interval", "0.05", "--count", "3", "--output", "json"],
    { env: { IOTHUB_CONNECTION_STRING: hub.connectionString } },
  );
  let ended = false;
  void watching.then(() => {
    ended = true;
  });
  await expect
    .poll(async () => {
      const { properties } = await service.transport.readTwin({ deviceId: id });
      const b = Number(properties.desired.b) + 1;
      await service.transport.patchTwin({ deviceId: id }, { desired: { b } });
      return ended;
    })
    .toBe(true);
  const { exitCode, stdout } = await watching;
  expect(exitCode).toBe(0);
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.map(({ path }) => path)).toEqual(["a", "b", "b"]);
  expect(lines[2].desired).toBeGreaterThan(lines[1].desired);
});

test("watches properties in the words of the model", async () => {
  const { json, stderr } = await run([
    ...["watch", "controller", "thermostat1.targetTemperature", "--count", "1"],
  ]);
  expect(json).toMatchObject({ path: "thermostat1.targetTemperature", pending: false });
  expect(stderr).toContain("watching controller; Ctrl-C ends it");
});

test.each([
  ["--desired", ["twin", "patch", "plain", "--desired", '{"a":1,"a":2}']],
  ["a raw value", ["set", "plain", "--raw", 'a={"b":{"c":1,"c":1}}']],
  ["a payload", ["command", "plain", "reboot", "--raw", "--payload", '[{"a":1,"\\u0061":2}]']],
])("refuses a name that stands twice in one object: %s", async (_, args) => {
  const { exitCode, stderr } = await run(args);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining("twice in one object")]);
});

test.each([
  ["set", ["set", "plain", "a=1", "--wait"]],
  ["unset", ["unset", "plain", "a", "--via", "digital-twin"]],
  ["get", ["get", "plain", "--model", modelId]],
  ["watch", ["watch", "plain", "--model", modelId]],
  ["command", ["command", "plain", "reboot", "--arg", "delay=1"]],
  ["command", ["command", "plain", "reboot", "--via", "digital-twin"]],
])("%s refuses what needs a model beside --raw", async (_, args) => {
  const { exitCode, stderr } = await run([...args, "--raw"]);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining("--raw uses no model")]);
});
