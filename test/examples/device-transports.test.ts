import { expect, test } from "vitest";
import { deviceHub } from "./device-hub.js";
import { runExample } from "./run-example.js";

test("connects over every protocol, and says once where the model cannot be announced", async () => {
  const { hub, service } = await deviceHub();
  hub.createDevice("thermostat");
  const { lines } = await runExample(() => import("./device-transports.js"), {
    IOTHUB_DEVICE_CONNECTION_STRING: hub.deviceConnectionString("thermostat"),
  });
  expect(lines).toEqual([
    "mqtt: sent, announces its model: true",
    "mqtt-ws: sent, announces its model: true",
    expect.stringMatching(/^warning: .*over amqp: .*--model/),
    "amqp: sent, announces its model: false",
    expect.stringMatching(/^warning: .*over amqp-ws: /),
    "amqp-ws: sent, announces its model: false",
    "http: sent",
  ]);
  const models = hub
    .telemetry("thermostat")
    .map(({ systemProperties }) => systemProperties["dt-dataschema"] ?? "none");
  const model = "dtmi:com:example:Thermostat;1";
  expect(models).toEqual([model, model, "none", "none", "none"]);
  const twin = await service.transport.readTwin(service.device("thermostat"));
  expect(twin.modelId).toBe(model);
});
