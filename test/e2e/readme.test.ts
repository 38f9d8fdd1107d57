import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { connectDevice, deviceClient } from "../../src/azure/device.js";
import { connectHub } from "../../src/azure/service.js";
import { type Hub, startHub } from "../../src/hub/index.js";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";

const readme = read("../../README.md");

function read(file: string): string {
  return readFileSync(new URL(file, import.meta.url), "utf8");
}

/** The code block that stands below the comment naming a file, and the file's code as a reader would have it. */
function example(file: string): { readonly shown: string; readonly code: string } {
  const shown = readme.split(`<!-- ${file} -->\n\`\`\`ts\n`)[1]?.split("```")[0] ?? "";
  const code = read(`../../${file}`).replaceAll("../fixtures/generated/", "./generated/");
  return { shown, code: code.replace(/export \{[^}]*\};\n$/, "") };
}

let hub: Hub;
let undo: () => void;
beforeAll(async () => {
  hub = await startHub();
  undo = hub.redirect();
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  undo();
  await hub.close();
});

test.each([
  "test/examples/service.ts",
  "test/examples/device.ts",
  "test/examples/parse.ts",
  "test/examples/inferred.ts",
  "test/examples/hub-fixture.ts",
])("the README shows %s as it is", (file) => {
  const { shown, code } = example(file);
  expect(shown).toBe(code);
});

test("the README's service example runs against a device", async () => {
  await hub.createDevice("mydevice");
  const connection = await connectDevice(hub.deviceConnectionString("mydevice"), {
    modelId: TemperatureController.id,
  });
  const thermostat = {
    targetTemperature: () => undefined,
    getMaxMinReport: () => ({ maxTemp: 23, minTemp: 19 }),
  };
  const device = deviceClient(TemperatureController, connection, {
    reboot: () => undefined,
    thermostat1: thermostat,
    thermostat2: thermostat,
  });
  await device.$ready();
  const printed = vi.spyOn(console, "log").mockImplementation(() => undefined);
  vi.stubEnv("IOTHUB_CONNECTION_STRING", hub.connectionString);
  await import("../examples/service.js");
  expect(printed).toHaveBeenCalledWith("200: 22.5 °C, between 19 and 23 °C");
  printed.mockRestore();
  await device.$close();
});

test("the README's device example announces its model and reports", async () => {
  await hub.createDevice("sensor");
  vi.stubEnv("IOTHUB_DEVICE_CONNECTION_STRING", hub.deviceConnectionString("sensor"));
  const { device } = await import("../examples/device.js");
  const service = connectHub(hub.connectionString);
  const twin = await service.transport.readTwin({ deviceId: "sensor" });
  expect(twin).toMatchObject({
    modelId: "dtmi:com:example:Thermostat;1",
    properties: { reported: { maxTempSinceLastReboot: 23 } },
  });
  expect(hub.telemetry("sensor").map((event) => Buffer.from(event.body).toString())).toEqual([
    '{"temperature":21.3}',
  ]);
  await device.$close();
  await service.close();
});
