import { expect, test } from "vitest";
import type { Hub } from "../../src/hub/index.js";
import { callHub } from "./device-messages-sdk.js";
import { connectedDevice, testHub } from "./sdk.js";

const timestamp = "\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z";

async function hubWithDevice(): Promise<Hub> {
  const hub = await testHub();
  hub.createDevice("dev1");
  return hub;
}

test("most refusals have a message with the error's name, and tell it in a header, too", async () => {
  const answer = await callHub(await hubWithDevice(), "GET", "/devices/nobody");
  expect(answer).toMatchObject({
    status: 404,
    headers: {
      "iothub-errorcode": "DeviceNotFound",
      "content-type": "application/json; charset=utf-8",
      "x-ms-request-id": expect.any(String),
    },
  });
  expect(JSON.parse(answer.text)).toEqual({
    Message: expect.stringMatching(/^ErrorCode:DeviceNotFound;[^;]+$/),
    ExceptionMessage: expect.stringMatching(new RegExp(`^Tracking ID:.+-TimeStamp:${timestamp}$`)),
  });
});

test("a module that is there already is refused with the error's number", async () => {
  const hub = await hubWithDevice();
  hub.createModule("dev1", "mod1");
  const answer = await callHub(hub, "PUT", "/devices/dev1/modules/mod1", {}, "{}");
  expect(answer).toMatchObject({
    status: 409,
    headers: { "iothub-errorcode": "ModuleAlreadyExistsOnDevice" },
  });
  expect(JSON.parse(answer.text)).toEqual({
    errorCode: 409301,
    message: "Module mod1 already exists on device dev1",
    trackingId: expect.stringMatching(new RegExp(`-TimeStamp:${timestamp}$`)),
    timestampUtc: expect.stringMatching(new RegExp(`^${timestamp}$`)),
  });
});

test.each([
  ["/twins/dev1/methods", '{"methodName":"reboot"}'],
  ["/digitaltwins/dev1/commands/reboot", "null"],
])("a direct method that fails tells it in a message within a message (%s)", async (path, body) => {
  const answer = await callHub(await hubWithDevice(), "POST", path, {}, body);
  expect(answer.status).toBe(404);
  const { Message, ExceptionMessage } = JSON.parse(answer.text);
  expect(ExceptionMessage).toBe("");
  expect(JSON.parse(Message)).toMatchObject({
    errorCode: 404103,
    message: expect.stringContaining("isn't online"),
    trackingId: expect.any(String),
  });
});

test("an entity tag may come bare, in quotes or as a weak one, and so may the star", async () => {
  const hub = await hubWithDevice();
  const write = async (tag: string): Promise<number> => {
    const headers = { "if-match": tag };
    return (await callHub(hub, "PATCH", "/twins/dev1", headers, '{"tags":{"a":1}}')).status;
  };
  const tags = ["*", '"*"', "AAAAAAAAAAM=", '"AAAAAAAAAAQ="', 'W/"AAAAAAAAAAU="'];
  for (const tag of tags) expect([tag, await write(tag)]).toEqual([tag, 200]);
  expect(await write('"AAAAAAAAAAU="')).toBe(412);
});

test("members that the hub does not know are let pass", async () => {
  const hub = await hubWithDevice();
  const bodies = [
    ["PUT", "/devices/dev2", { deviceId: "dev2", color: "red", authentication: { moon: 1 } }],
    ["PATCH", "/twins/dev1", { tags: { a: 1 }, phase: 2, properties: { other: {} } }],
    ["PUT", "/jobs/v2/j1", { type: "scheduleUpdateTwin", updateTwin: { tags: {} }, moon: 1 }],
    ["POST", "/devices/query", { query: "SELECT * FROM devices", moon: 1 }],
  ] as const;
  for (const [method, path, body] of bodies) {
    const answer = await callHub(hub, method, path, {}, JSON.stringify(body));
    expect([path, answer.status]).toEqual([path, 200]);
  }
});

test("statistics count devices, those that are disabled, and those that are connected", async () => {
  const hub = await hubWithDevice();
  hub.createDevice("off", { status: "disabled" });
  hub.createDevice("away");
  await connectedDevice(hub.deviceConnectionString("dev1"));
  const statistics = async (kind: string): Promise<unknown> =>
    JSON.parse((await callHub(hub, "GET", `/statistics/${kind}`)).text);
  expect(await statistics("devices")).toEqual({
    totalDeviceCount: 3,
    enabledDeviceCount: 2,
    disabledDeviceCount: 1,
  });
  expect(await statistics("service")).toEqual({ connectedDeviceCount: 1 });
});

test("identity and twin tell when a device came, was heard last and went", async () => {
  let now = Date.parse("2026-08-15T10:00:00.000Z");
  const hub = await testHub({ clock: () => new Date(now) });
  hub.createDevice("dev1");
  const read = async (path: string): Promise<Record<string, unknown>> =>
    JSON.parse((await callHub(hub, "GET", path)).text);
  expect(await read("/devices/dev1")).toMatchObject({
    connectionState: "Disconnected",
    connectionStateUpdatedTime: "0001-01-01T00:00:00",
    lastActivityTime: "0001-01-01T00:00:00",
  });
  const device = await connectedDevice(hub.deviceConnectionString("dev1"));
  now += 60_000;
  await device.getTwin();
  expect(await read("/devices/dev1")).toMatchObject({
    connectionState: "Connected",
    connectionStateUpdatedTime: expect.stringMatching(/^2026-08-15T10:00:00/),
    lastActivityTime: expect.stringMatching(/^2026-08-15T10:01:00/),
  });
  expect(await read("/twins/dev1")).toMatchObject({
    connectionState: "Connected",
    lastActivityTime: expect.stringMatching(/^2026-08-15T10:01:00.*Z$/),
  });
  now += 60_000;
  await device.close();
  await expect
    .poll(() => read("/devices/dev1"))
    .toMatchObject({
      connectionState: "Disconnected",
      connectionStateUpdatedTime: expect.stringMatching(/^2026-08-15T10:02:00/),
    });
});
