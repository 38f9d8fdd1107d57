import { afterAll, beforeAll, expect, test } from "vitest";
import { connectDevice } from "../../src/azure/device.js";
import { type Hub, type HubTraceEvent, startHub } from "../../src/hub/index.js";
import { pnp } from "../cli/test-io.js";

let hub: Hub;
let undo: () => void;
const writes: string[] = [];
let reads = 0;
let device: Awaited<ReturnType<typeof connectDevice>>;

const modelId = "dtmi:com:example:TemperatureController;1";

beforeAll(async () => {
  hub = await startHub({
    trace: (event: HubTraceEvent) => {
      if (event.kind !== "http") return;
      if (event.method === "GET") reads += 1;
      else writes.push(`${event.method} ${event.path}`);
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

const big = "9".repeat(400);
const deep = `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`;
const thermostat = ["--model", "dtmi:com:example:Thermostat;1"];

/** Refused before anything is asked of the hub, reads apart. */
test.each<readonly [what: string, args: readonly string[], exitCode: number, code: string]>([
  ["an empty query", ["query", " "], 2, "PNP_USAGE"],
  [
    "a page size out of range",
    ["query", "SELECT * FROM devices", "--page-size", "101"],
    2,
    "PNP_USAGE",
  ],
  [
    "a limit of rows without end",
    ["query", "SELECT * FROM devices", "--limit", big],
    2,
    "PNP_USAGE",
  ],
  ["a fleet without a model", ["job", "set", "*", "a=1"], 2, "PNP_USAGE"],
  [
    "a fleet by an empty condition, which an unset variable gives",
    ["job", "set", "", "targetTemperature=1", ...thermostat],
    2,
    "PNP_USAGE",
  ],
  [
    "a fleet's word for a double",
    ["job", "set", "*", "targetTemperature=hot", ...thermostat],
    5,
    "PNP_PAYLOAD_INVALID",
  ],
  ["a fleet's value set twice", ["job", "set", "*", "a=1", "a.b=2", "--raw"], 2, "PNP_USAGE"],
  ["a fleet's command without a name", ["job", "command", "*", "", "--raw"], 2, "PNP_USAGE"],
  [
    "a fleet's command with no JSON",
    ["job", "command", "*", "x", "--raw", "--payload", "{"],
    2,
    "PNP_USAGE",
  ],
  [
    "a job at a local time",
    ["job", "set", "*", "a=1", "--raw", "--start", "2026-12-01T00:00:00"],
    2,
    "PNP_USAGE",
  ],
  ["an id that is no job's", ["job", "show", "../x"], 2, "PNP_USAGE"],
  ["an unknown job", ["job", "show", "nothing"], 3, "PNP_NAME_UNKNOWN"],
  ["events of no kind", ["monitor", "--kind", "noise"], 2, "PNP_USAGE"],
  ["events since a local time", ["monitor", "--since", "2026-11-20T08:00:00"], 2, "PNP_USAGE"],
  ["events since before time", ["monitor", "--since", "99999999999999h"], 2, "PNP_USAGE"],
  ["events of an empty consumer group", ["monitor", "--consumer-group", ""], 2, "PNP_USAGE"],
  ["a twin patch of nothing", ["twin", "patch", "mydevice"], 2, "PNP_USAGE"],
  ["a twin patch of a list", ["twin", "patch", "mydevice", "--desired", "[]"], 2, "PNP_USAGE"],
  [
    "a twin patch in a missing file",
    ["twin", "patch", "mydevice", "--desired", "@/none"],
    2,
    "PNP_USAGE",
  ],
  ["a twin patch in a folder", ["twin", "patch", "mydevice", "--desired", "@/"], 2, "PNP_USAGE"],
  [
    "a twin patch with a name twice",
    ["twin", "patch", "mydevice", "--tags", '{"a":1,"a":2}'],
    2,
    "PNP_USAGE",
  ],
  [
    "a twin patch with a number no twin keeps",
    ["twin", "patch", "mydevice", "--tags", `{"a":${big}}`],
    5,
    "PNP_PAYLOAD_INVALID",
  ],
  [
    "a twin patch without a floor",
    ["twin", "patch", "mydevice", "--desired", deep],
    5,
    "PNP_PAYLOAD_INVALID",
  ],
  [
    "an empty etag",
    ["twin", "patch", "mydevice", "--tags", "{}", "--if-match", ""],
    2,
    "PNP_USAGE",
  ],
  [
    "an etag of two lines",
    ["twin", "patch", "mydevice", "--tags", "{}", "--if-match", "a\r\nb: c"],
    2,
    "PNP_USAGE",
  ],
  [
    "a digital twin patch that is none",
    ["digital-twin", "patch", "mydevice", "{}"],
    2,
    "PNP_USAGE",
  ],
  [
    "a digital twin patch of a root path without slash",
    ["digital-twin", "patch", "mydevice", '[{"op":"add","path":"a","value":1}]'],
    5,
    "PNP_PAYLOAD_INVALID",
  ],
  ["a message without a body", ["c2d", "send", "mydevice"], 2, "PNP_USAGE"],
  [
    "a message of broken JSON",
    ["c2d", "send", "mydevice", "--json", "{"],
    5,
    "PNP_PAYLOAD_INVALID",
  ],
  [
    "a message too large",
    ["c2d", "send", "mydevice", "--body", "x".repeat(70_000)],
    5,
    "PNP_PAYLOAD_INVALID",
  ],
  [
    "a message that expires at a local time",
    ["c2d", "send", "mydevice", "--body", "x", "--expiry", "2026-12-01T00:00:00"],
    2,
    "PNP_USAGE",
  ],
  ["a message for nobody", ["c2d", "send", "", "--body", "x"], 2, "PNP_USAGE"],
  ["a device without an id", ["device", "create", ""], 2, "PNP_USAGE"],
  [
    "a key that is none",
    ["device", "create", "d", "--primary-key", "x", "--secondary-key", "y"],
    2,
    "PNP_USAGE",
  ],
  ["the same device twice", ["device", "create", "d", "d"], 2, "PNP_USAGE"],
  ["a change of nothing", ["device", "update", "mydevice"], 2, "PNP_USAGE"],
  ["a token for longer than time", ["sas", "--valid", "1e300"], 2, "PNP_USAGE"],
  [
    "a configuration without a content",
    ["configuration", "create", "c", "--content", "5"],
    2,
    "PNP_USAGE",
  ],
  ["an unknown configuration", ["configuration", "show", "c"], 3, "PNP_NAME_UNKNOWN"],
  ["a raw command without a name", ["command", "plain", "", "--raw"], 2, "PNP_USAGE"],
  [
    "a raw value at a path of the prototype",
    ["set", "plain", "--raw", "__proto__.x=1"],
    2,
    "PNP_USAGE",
  ],
  ["a raw value in one set beside it", ["set", "plain", "--raw", "a=1", "a.b=2"], 2, "PNP_USAGE"],
])("%s is refused with its code and changes nothing", async (_what, args, exitCode, code) => {
  const result = await attempt(...args);
  expect(result.stderr).toContain(`error[${code}]`);
  expect(result.exitCode).toBe(exitCode);
  expect(result.written.filter((line) => !line.startsWith("POST /devices/query"))).toEqual([]);
  expect(result.stdout).toBe("");
  expect(result.stderr).not.toMatch(/\.[jt]s:\d+:\d+|SharedAccessKey=[^*]/);
});

test("pauses longer than a timer holds are long, not none", async () => {
  const before = reads;
  const stop = new AbortController();
  const run = pnp(["watch", "mydevice", "--interval", "1e12"], {
    env: { IOTHUB_CONNECTION_STRING: hub.connectionString },
    signal: stop.signal,
  });
  // Once for the model, once for the values.
  await expect.poll(() => reads - before).toBe(2);
  // While other commands come and go, a pause of no time would look again and again.
  for (let count = 0; count < 3; count += 1) await attempt("get", "plain", "--raw");
  expect(reads - before).toBe(5);
  stop.abort();
  expect((await run).exitCode).toBe(0);
});

test.each([
  ["query", "SELECT * FROM devices"],
  ["monitor"],
  ["job", "list"],
  ["c2d", "purge", "mydevice"],
  ["device", "list"],
  ["configuration", "list"],
  ["sas"],
])("%s without a hub says that there is none", async (...args) => {
  const { exitCode, stderr, stdout } = await pnp(args);
  expect(stderr).toContain("error[PNP_UNAUTHORIZED]: No hub to connect to");
  expect(exitCode).toBe(4);
  expect(stdout).toBe("");
});

test("a program that hub exec was to start is not started after Ctrl-C", async () => {
  const { exitCode, stdout } = await pnp(["hub", "exec", "--", "echo", "started"], {
    signal: AbortSignal.abort(),
  });
  expect(exitCode).toBe(130);
  expect(stdout).toBe("");
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
