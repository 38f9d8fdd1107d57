import { afterAll, beforeAll, expect, test } from "vitest";
import { connectDevice } from "../../src/azure/device.js";
import { type Hub, type HubTraceEvent, startHub } from "../../src/hub/index.js";
import { pnp } from "../cli/test-io.js";

let hub: Hub;
let undo: () => void;
const writes: string[] = [];
let device: Awaited<ReturnType<typeof connectDevice>>;

const modelId = "dtmi:com:example:TemperatureController;1";

beforeAll(async () => {
  hub = await startHub({
    trace: (event: HubTraceEvent) => {
      if (event.kind === "http" && event.method !== "GET")
        writes.push(`${event.method} ${event.path}`);
    },
  });
  undo = hub.redirect();
  await hub.createDevice("mydevice");
  await hub.createDevice("plain");
  device = await connectDevice(hub.deviceConnectionString("mydevice"), { modelId });
});
afterAll(async () => {
  await device.close();
  undo();
  await hub.close();
});

/** Runs `pnp` against this file's hub and tells what it wrote there. */
async function attempt(...args: string[]) {
  const before = writes.length;
  const result = await pnp(args, { env: { IOTHUB_CONNECTION_STRING: hub.connectionString } });
  return { ...result, written: writes.slice(before) };
}

test.each([
  ["an unknown device", ["get", "nobody"], 3, "PNP_DEVICE_NOT_FOUND"],
  ["an unknown module", ["get", "mydevice", "-m", "nothing"], 3, "PNP_MODULE_NOT_FOUND"],
  ["a device that announced no model", ["get", "plain"], 3, "PNP_MODEL_NOT_FOUND"],
  [
    "an unknown component",
    ["set", "mydevice", "thermostat3.targetTemperature=1"],
    3,
    "PNP_NAME_UNKNOWN",
  ],
  [
    "an unknown property",
    ["set", "mydevice", "thermostat1.targetTemprature=1"],
    3,
    "PNP_NAME_UNKNOWN",
  ],
  ["an unknown command", ["command", "mydevice", "thermostat1*getReport"], 3, "PNP_NAME_UNKNOWN"],
  [
    "a read-only property",
    ["set", "mydevice", "thermostat1.maxTempSinceLastReboot=1"],
    5,
    "PNP_PROPERTY_READ_ONLY",
  ],
  [
    "a word for a double",
    ["set", "mydevice", "thermostat1.targetTemperature=warm"],
    5,
    "PNP_PAYLOAD_INVALID",
  ],
  [
    "a boolean for a double",
    ["set", "mydevice", "thermostat1.targetTemperature=true"],
    5,
    "PNP_PAYLOAD_INVALID",
  ],
  [
    "an object for a double",
    ["set", "mydevice", 'thermostat1.targetTemperature={"a":1}'],
    5,
    "PNP_PAYLOAD_INVALID",
  ],
  [
    "a number without end for a double",
    ["set", "mydevice", "thermostat1.targetTemperature=1e999"],
    5,
    "PNP_PAYLOAD_INVALID",
  ],
  [
    "a word for a dateTime",
    ["command", "mydevice", "thermostat1*getMaxMinReport", "--payload", '"yesterday"'],
    5,
    "PNP_PAYLOAD_INVALID",
  ],
  [
    "no request where one is asked for",
    ["command", "mydevice", "thermostat1*getMaxMinReport"],
    5,
    "PNP_PAYLOAD_INVALID",
  ],
  [
    "a fraction for an integer",
    ["command", "mydevice", "reboot", "--payload", "1.5"],
    5,
    "PNP_PAYLOAD_INVALID",
  ],
  [
    "an integer out of range",
    ["command", "mydevice", "reboot", "--payload", "2147483648"],
    5,
    "PNP_PAYLOAD_INVALID",
  ],
  [
    "a payload that is no JSON",
    ["command", "mydevice", "reboot", "--payload", "{oops"],
    2,
    "PNP_USAGE",
  ],
  [
    "an assignment without a value",
    ["set", "mydevice", "thermostat1.targetTemperature"],
    2,
    "PNP_USAGE",
  ],
  [
    "a route that does not exist",
    ["set", "mydevice", "thermostat1.targetTemperature=1", "--via", "mail"],
    2,
    "PNP_USAGE",
  ],
  [
    "a response time-out out of range",
    ["command", "mydevice", "reboot", "--payload", "5", "--timeout", "3"],
    2,
    "PNP_USAGE",
  ],
])("%s is refused with its code and nothing is sent", async (_what, args, exitCode, code) => {
  const result = await attempt(...args);
  expect(result.stderr).toContain(`error[${code}]`);
  expect(result.exitCode).toBe(exitCode);
  expect(result.written).toEqual([]);
  expect(result.stdout).toBe("");
  expect(result.stderr).not.toMatch(/\.[jt]s:\d+:\d+|SharedAccessKey=[^*]/);
});

test("a misspelt name is answered with the nearest one", async () => {
  const { stderr } = await attempt("set", "mydevice", "thermostat1.targetTemprature=1");
  expect(stderr).toContain("targetTemperature");
});

test("a stale etag is a conflict that says to read again", async () => {
  const { exitCode, stderr } = await attempt(
    "set",
    "mydevice",
    "thermostat1.targetTemperature=20",
    "--if-match",
    "AAAAAAAAAGM=",
  );
  expect(exitCode).toBe(6);
  expect(stderr).toContain("error[PNP_CONFLICT]");
});

test("a wrong key is refused as a sign-in problem", async () => {
  const login = hub.connectionString.replace(
    /SharedAccessKey=.*/,
    "SharedAccessKey=d3Jvbmcta2V5LXdyb25nLWtleQ==",
  );
  const { exitCode, stderr } = await pnp(["get", "mydevice", "--login", login]);
  expect(exitCode).toBe(4);
  expect(stderr).toContain("error[PNP_UNAUTHORIZED]");
  expect(stderr).not.toContain("d3Jvbmct");
});

test("errors are one JSON document on standard output when JSON is asked for", async () => {
  const { stdout } = await attempt("get", "nobody", "--output", "json");
  expect(JSON.parse(stdout)).toMatchObject({
    error: { code: "PNP_DEVICE_NOT_FOUND", hint: expect.any(String) },
  });
});

test("a connection string from standard input or a file works like the option itself", async () => {
  const { exitCode, stdout } = await pnp(["get", "mydevice", "--login", "-"], {
    stdin: `${hub.connectionString}\n`,
  });
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ device: "mydevice" });
});
