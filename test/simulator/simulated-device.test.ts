import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Interface } from "../../src/dtdl/model.js";
import { parseModel } from "../../src/dtdl/parse.js";
import { fromSchema, type SimulateOptions, simulateDevice } from "../../src/simulator/index.js";
import { memoryConnection } from "./memory-connection.js";

const model = parseModel(
  [
    "com/example/temperaturecontroller-1",
    "com/example/thermostat-1",
    "azure/devicemanagement/deviceinformation-1",
  ].map((path) => readFileSync(new URL(`../../models/dtmi/${path}.json`, import.meta.url), "utf8")),
);

function interfaceOf(id: string): Interface {
  const iface = model.interfaces.get(id);
  if (iface === undefined) throw new Error(`no ${id}`);
  return iface;
}

const controller = interfaceOf("dtmi:com:example:TemperatureController;1");

/** A clock that stands until it is moved. */
function handClock(): { now(): Date; advance(seconds: number): void } {
  let time = Date.parse("2026-11-20T08:00:00Z");
  return {
    now: () => new Date(time),
    advance(seconds) {
      time += seconds * 1000;
    },
  };
}

async function started(options: Partial<SimulateOptions> = {}, desired?: Record<string, unknown>) {
  const clock = handClock();
  const connection = memoryConnection(desired);
  const device = simulateDevice(controller, connection, { seed: "test", clock, ...options });
  await device.start();
  const round = async (seconds = 10) => {
    clock.advance(seconds);
    await device.sendTelemetry();
  };
  /** Temperatures that thermostat1 has sent. */
  const temperatures = () =>
    connection.telemetry
      .filter(({ component }) => component === "thermostat1")
      .map(({ body }) => Number(JSON.parse(body).temperature));
  return { device, connection, clock, round, temperatures };
}

test("reports its state at the start, writable properties as the device's own initial value", async () => {
  const { connection } = await started();
  expect(connection.reports).toEqual([
    {
      serialNumber: expect.any(String),
      thermostat1: {
        __t: "c",
        targetTemperature: expect.objectContaining({ value: 21, ac: 203, av: 0 }),
        maxTempSinceLastReboot: 21,
      },
      thermostat2: {
        __t: "c",
        targetTemperature: expect.objectContaining({ value: 21, ac: 203, av: 0 }),
        maxTempSinceLastReboot: 21,
      },
      deviceInformation: expect.objectContaining({ __t: "c", manufacturer: expect.any(String) }),
    },
  ]);
});

test("acts at the start on what was desired while it was away", async () => {
  const { connection } = await started(
    {},
    { $version: 4, thermostat1: { __t: "c", targetTemperature: 30 } },
  );
  expect(connection.reports[0]).toEqual({
    thermostat1: {
      __t: "c",
      targetTemperature: expect.objectContaining({ value: 30, ac: 200, av: 4 }),
    },
  });
  expect(connection.reports[1]).not.toHaveProperty("thermostat1.targetTemperature");
});

test("sends one message for the device and for each component with telemetry", async () => {
  const { connection, round } = await started();
  await round();
  expect(connection.telemetry.map(({ component }) => component)).toEqual([
    undefined,
    "thermostat1",
    "thermostat2",
  ]);
  expect(Object.keys(JSON.parse(connection.telemetry[1]?.body ?? ""))).toEqual(["temperature"]);
});

test("the temperature approaches the target", async () => {
  const { connection, round, temperatures } = await started();
  connection.setDesired({ thermostat1: { __t: "c", targetTemperature: 40 }, $version: 2 });
  await expect
    .poll(() => connection.reports.at(-1))
    .toHaveProperty("thermostat1.targetTemperature.ac", 200);
  for (let count = 0; count < 60; count++) await round();
  expect(temperatures()[0]).toBeLessThan(26);
  expect(temperatures().at(-1)).toBeCloseTo(40, 0);
});

test("the report equals the telemetry that was sent since the instant asked for", async () => {
  const { connection, clock, round, temperatures } = await started();
  for (let count = 0; count < 5; count++) await round();
  clock.advance(1);
  const since = clock.now().toISOString();
  for (let count = 0; count < 7; count++) await round();
  const recent = temperatures().slice(-7);
  const answer = await connection.invoke("thermostat1*getMaxMinReport", since);
  expect(answer).toMatchObject({
    status: 200,
    payload: {
      maxTemp: Math.max(...recent),
      minTemp: Math.min(...recent),
      startTime: "2026-11-20T08:01:01.000Z",
      endTime: clock.now().toISOString(),
    },
  });
});

test("the report is of all telemetry when there was none since, and of now when there was none at all", async () => {
  const { connection, round, temperatures } = await started();
  const none = await connection.invoke("thermostat1*getMaxMinReport", "2030-01-01T00:00:00Z");
  expect(none.payload).toMatchObject({ maxTemp: 21, minTemp: 21, avgTemp: 21 });
  for (let count = 0; count < 4; count++) await round();
  const all = await connection.invoke("thermostat1*getMaxMinReport", "2030-01-01T00:00:00Z");
  expect(all.payload).toMatchObject({ maxTemp: Math.max(...temperatures()) });
});

test("reports the highest temperature as it rises, and forgets it on reboot", async () => {
  const { device, connection, round, temperatures } = await started();
  const highest = () =>
    connection.reports.flatMap((report) => {
      const { maxTempSinceLastReboot } = (report.thermostat1 ?? {}) as Record<string, unknown>;
      return maxTempSinceLastReboot === undefined ? [] : [maxTempSinceLastReboot];
    });
  for (let count = 0; count < 20; count++) await round();
  expect(highest().at(-1)).toBe(Math.max(21, ...temperatures()));
  expect(highest()).toEqual([...highest()].sort());
  const answer = await connection.invoke("reboot", 5);
  await device.stop();
  expect(answer.status).toBe(200);
  expect(highest().at(-1)).toBe(temperatures().at(-1));
});

test("the same seed gives the same device", async () => {
  const bodies = async (seed: string) => {
    const { connection, round } = await started({ seed });
    for (let count = 0; count < 3; count++) await round();
    return [connection.reports, connection.telemetry];
  };
  expect(await bodies("a")).toEqual(await bodies("a"));
  expect(await bodies("a")).not.toEqual(await bodies("b"));
});

test("takes a behaviour of the caller's", async () => {
  const behaviours = {
    [controller.id]: (context: Parameters<typeof fromSchema>[0]) => ({
      ...fromSchema(context),
      nextTelemetry: () => ({ workingSet: 42 }),
    }),
  };
  const { connection, round } = await started({ behaviours });
  await round();
  expect(connection.telemetry[0]?.body).toBe('{"workingSet":42}');
});

test("tells what happens to it", async () => {
  const lines: string[] = [];
  const { connection } = await started({ log: (line) => lines.push(line) });
  await connection.invoke("reboot", 5);
  expect(lines).toEqual(["command reboot 5", "restarted"]);
});

test("sends no telemetry before it is started, and closes its connection when stopped", async () => {
  const connection = memoryConnection();
  const device = simulateDevice(controller, connection, { clock: handClock() });
  await expect(device.sendTelemetry()).rejects.toThrow("has not been started");
  await device.stop();
  expect(connection.closed()).toBe(true);
});
