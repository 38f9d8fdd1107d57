import { expect, test } from "vitest";
import {
  type CommandAnswer,
  commandFailure,
  createInMemoryHub,
  invokeCommand,
  PnpError,
} from "../../src/index.js";
import { failure } from "./fixtures/controller-device.js";
import { Odd } from "./fixtures/odd-1.js";
import { TemperatureController } from "./fixtures/temperature-controller-1.js";

async function deviceThatAnswers(answer: CommandAnswer) {
  const hub = createInMemoryHub();
  const requests: unknown[] = [];
  await hub.connect("dev1").onCommand(async (name, payload) => {
    requests.push([name, payload]);
    return answer;
  });
  return { target: hub.device("dev1"), requests };
}

const report = { component: "thermostat1", command: "getMaxMinReport" };

test("gives the name, the request as sent, the status and the response", async () => {
  const { target } = await deviceThatAnswers({ status: 202, payload: { maxTemp: 25 } });
  expect(await invokeCommand(target, TemperatureController, report, new Date(0))).toEqual({
    name: "thermostat1*getMaxMinReport",
    request: "1970-01-01T00:00:00.000Z",
    status: 202,
    response: { maxTemp: 25 },
  });
});

test("sends null for no request as a method and an empty object through the digital twin", async () => {
  const { target, requests } = await deviceThatAnswers({ status: 200, payload: { extra: 1 } });
  expect((await invokeCommand(target, Odd, { command: "then" })).response).toEqual({ extra: 1 });
  await invokeCommand(target, Odd, { command: "then" }, undefined, { via: "digital-twin" });
  expect(requests).toEqual([
    ["then", null],
    ["then", {}],
  ]);
});

test("reads a long response as bigint and refuses one that was rounded", async () => {
  const exact = await deviceThatAnswers({ status: 200, payload: 7 });
  expect((await invokeCommand(exact.target, Odd, { command: "count" })).response).toBe(7n);
  const rounded = await deviceThatAnswers({ status: 200, payload: 2 ** 60 });
  expect(await failure(invokeCommand(rounded.target, Odd, { command: "count" }))).toMatchObject({
    code: "PNP_COMMAND_FAILED",
    issues: [{ code: "unsafeInteger", path: "" }],
  });
});

test("fails with the response when the device answers a status of 400 or more", async () => {
  const { target } = await deviceThatAnswers({ status: 503, payload: { message: "warming up" } });
  expect(
    await failure(invokeCommand(target, TemperatureController, { command: "reboot" }, 5)),
  ).toMatchObject({
    code: "PNP_COMMAND_FAILED",
    message: 'The device answered "reboot" with status 503: warming up.',
    response: { status: 503, payload: { message: "warming up" } },
  });
});

test("fails with the response and the issues when the answer does not fit the model", async () => {
  const { target } = await deviceThatAnswers({ status: 200, payload: { maxTemp: "hot" } });
  const error = await failure(invokeCommand(target, TemperatureController, report, new Date(0)));
  expect(error).toMatchObject({
    code: "PNP_COMMAND_FAILED",
    response: { status: 200, payload: { maxTemp: "hot" } },
    issues: [{ path: "/maxTemp" }],
  });
});

test("sends nothing when request or time-outs are wrong", async () => {
  const { target, requests } = await deviceThatAnswers({ status: 200, payload: null });
  const reboot = { command: "reboot" };
  const invoke = (payload: unknown, options = {}) =>
    failure(invokeCommand(target, TemperatureController, reboot, payload, options));
  expect(await invoke("soon")).toMatchObject({ code: "PNP_PAYLOAD_INVALID" });
  expect(await invoke(undefined)).toMatchObject({ code: "PNP_PAYLOAD_INVALID" });
  expect(await invoke(5, { responseTimeoutSeconds: 4 })).toMatchObject({ code: "PNP_USAGE" });
  expect(await invoke(5, { connectTimeoutSeconds: 301 })).toMatchObject({ code: "PNP_USAGE" });
  expect(await failure(invokeCommand(target, Odd, { command: "count" }, 2n ** 60n))).toMatchObject({
    issues: [{ code: "unsafeInteger" }],
  });
  expect(await failure(invokeCommand(target, Odd, { command: "then" }, 5))).toMatchObject({
    code: "PNP_PAYLOAD_INVALID",
  });
  expect(requests).toEqual([]);
});

test("keeps a payload that the model says nothing about as the response", async () => {
  const { target } = await deviceThatAnswers({ status: 200, payload: "Reboot started" });
  const { response } = await invokeCommand(target, TemperatureController, { command: "reboot" }, 5);
  expect(response).toBe("Reboot started");
});

test.each([
  [404, "notImplemented"],
  [501, "notImplemented"],
  [400, "deviceError"],
  [500, "deviceError"],
  [200, "againstModel"],
])("tells what failed when the device answers %s: %s", async (status, kind) => {
  const { target } = await deviceThatAnswers({ status, payload: "no report" });
  const error = await failure(invokeCommand(target, TemperatureController, report, new Date(0)));
  expect(error).toMatchObject({ response: { status, payload: "no report" } });
  expect(commandFailure(error)).toBe(kind);
});

test("tells a device that is not there and an answer that did not come from other errors", async () => {
  const { target } = await deviceThatAnswers({ status: 200, payload: null });
  const offline = { ...target, deviceId: "off" };
  const hub = createInMemoryHub();
  const absent = hub.create("off");
  const call = invokeCommand(absent, TemperatureController, { command: "reboot" }, 5);
  expect(commandFailure(await failure(call))).toBe("offline");
  expect(commandFailure(new PnpError("PNP_TIMEOUT", "…"))).toBe("timeout");
  const unknown = invokeCommand(offline, TemperatureController, { command: "reboot" }, 5);
  expect(commandFailure(await failure(unknown))).toBeUndefined();
  expect(commandFailure(new Error("PNP_TIMEOUT"))).toBeUndefined();
});

test("makes no call that was aborted", async () => {
  const { target, requests } = await deviceThatAnswers({ status: 200, payload: null });
  const options = { signal: AbortSignal.abort() };
  const path = { command: "reboot" };
  const call = invokeCommand(target, TemperatureController, path, 5, options);
  expect(await failure(call)).toMatchObject({ code: "PNP_ABORTED" });
  expect(requests).toEqual([]);
});
