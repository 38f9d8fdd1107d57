import azureIotDevice from "azure-iot-device";
import { expect, onTestFinished, test } from "vitest";
import type { Io } from "../../src/cli/io.js";
import { run } from "../../src/cli/run.js";
import type { Hub } from "../../src/hub/index.js";
import { connectedDevice, registry, testHub } from "../hub/sdk.js";
import { pnp } from "./test-io.js";

const modelId = "dtmi:com:example:TemperatureController;1";

async function send(hub: Hub, ...bodies: readonly (readonly [string, string?])[]): Promise<void> {
  hub.createDevice("dev1");
  const device = await connectedDevice(hub.deviceConnectionString("dev1"), modelId);
  for (const [body, component] of bodies) {
    const message = new azureIotDevice.Message(body);
    message.contentType = "application/json";
    message.contentEncoding = "utf-8";
    if (component !== undefined) message.properties.add("$.sub", component);
    await device.sendEvent(message);
  }
}

const envOf = (hub: Hub) => ({ IOTHUB_CONNECTION_STRING: hub.connectionString });

test("programs get one JSON object a line, typed by the model that the device announced", async () => {
  const hub = await testHub();
  await send(hub, ['{"workingSet":64}'], ['{"temperature":21.5}', "thermostat1"]);
  const options = ["--kind", "telemetry", "--since", "earliest", "--count", "2"];
  const { exitCode, stdout, stderr } = await pnp(["monitor", "dev1", ...options], {
    env: envOf(hub),
  });
  expect(stderr).toContain("listening to dev1 from earliest");
  expect(exitCode).toBe(0);
  const events = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(events).toMatchObject([
    { kind: "telemetry", valid: true, values: { workingSet: 64 } },
    {
      valid: true,
      deviceId: "dev1",
      component: "thermostat1",
      interfaceId: "dtmi:com:example:Thermostat;1",
      values: { temperature: 21.5 },
      enqueuedTime: expect.stringMatching(/Z$/),
      systemProperties: { "dt-dataschema": modelId, "iothub-message-source": "Telemetry" },
    },
  ]);
});

test("people get a line with the unit, and notifications in words", async () => {
  const hub = await testHub();
  await send(hub, ['{"temperature":21.5}', "thermostat1"]);
  await registry(hub).updateTwin("dev1", { tags: { floor: 3 } }, "*");
  const options = ["--since", "1h", "--count", "4", "--output", "human"];
  const { stdout } = await pnp(["monitor", "dev1", ...options], { env: envOf(hub) });
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => line.replace(/^\S+ +/, ""));
  expect(lines).toEqual([
    "dev1  created",
    "dev1  connected",
    "dev1  thermostat1  temperature 21.5 degreeCelsius",
    'dev1  twin  tags {"floor":3}',
  ]);
});

test("--check ends with 11 at the first event that does not fit, which is printed all the same", async () => {
  const hub = await testHub();
  await send(
    hub,
    ['{"workingSet":64}'],
    ['{"temperature":"warm"}', "thermostat1"],
    ['{"workingSet":1}'],
  );
  const options = ["--kind", "telemetry", "--since", "earliest", "--check"];
  const { exitCode, stdout, stderr } = await pnp(["monitor", ...options], { env: envOf(hub) });
  expect(exitCode).toBe(11);
  const events = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(events[1]).toMatchObject({
    valid: false,
    problem: "invalid",
    payload: { temperature: "warm" },
    issues: [{ path: "/temperature" }],
  });
  expect(stderr).toContain("error[PNP_CHECK_FAILED]");
});

test("--raw prints events as they came, whatever the body is", async () => {
  const hub = await testHub();
  await send(hub, ["no json at all"]);
  const options = ["--kind", "telemetry", "--since", "earliest", "--count", "1", "--raw"];
  const { stdout } = await pnp(["monitor", ...options], { env: envOf(hub) });
  expect(JSON.parse(stdout)).toMatchObject({
    kind: "telemetry",
    deviceId: "dev1",
    body: "no json at all",
  });
});

test("the endpoint is taken from EVENTHUB_CONNECTION_STRING where it is set", async () => {
  const hub = await testHub();
  await send(hub, ['{"workingSet":64}']);
  const env = { ...envOf(hub), EVENTHUB_CONNECTION_STRING: hub.emulatorConnectionString };
  const options = ["--kind", "telemetry", "--since", "earliest", "--count", "1"];
  expect((await pnp(["monitor", ...options], { env })).exitCode).toBe(0);
});

test("silence is explained, and Ctrl-C ends it with success", async () => {
  const hub = await testHub({ routes: [] });
  hub.createDevice("dev1");
  const interrupt = new AbortController();
  const stderr: string[] = [];
  const io: Io = {
    stdout: { write: () => {}, isTerminal: false },
    stderr: { write: (text) => void stderr.push(text), isTerminal: false },
    env: { XDG_STATE_HOME: "/nonexistent", ...envOf(hub) },
    cwd: process.cwd(),
    readStdin: async () => "",
    signal: interrupt.signal,
  };
  const running = run(["monitor", "dev1", "--kind", "twinChange", "--silence", "0.2"], io);
  onTestFinished(() => interrupt.abort());
  await expect
    .poll(() => stderr.join(""), { timeout: 10_000 })
    .toContain("a route from TwinChangeEvents");
  expect(stderr.join("")).toContain("device dev1 is not connected");
  interrupt.abort();
  expect(await running).toBe(0);
});

test.each([
  [["--since", "2026-11-20T08:00:00"], /time zone/],
  [["--since", "yesterday"], /no instant/],
  [["--kind", "twins"], /The kinds are/],
  [["--count", "0"], /above 0/],
])("wrong options are refused before anything is opened: %j", async (options, message) => {
  const { exitCode, stderr } = await pnp(["monitor", ...options]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(message);
});
