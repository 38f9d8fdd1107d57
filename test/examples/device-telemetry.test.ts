import { expect, test } from "vitest";
import { deviceHub } from "./device-hub.js";
import { runExample } from "./run-example.js";

test("sends telemetry with its component, message id and properties, and nothing that is wrong", async () => {
  const { hub, service } = await deviceHub();
  hub.createDevice("controller");
  const { lines } = await runExample(() => import("./device-telemetry.js"), {
    IOTHUB_DEVICE_CONNECTION_STRING: hub.deviceConnectionString("controller"),
  });
  expect(lines).toEqual([
    "sent",
    "2 more",
    expect.stringMatching(/^not sent: temperature: .*number/),
  ]);
  const events = hub.telemetry("controller").map((event) => ({
    body: Buffer.from(event.body).toString(),
    component: event.systemProperties["dt-subject"],
    type: event.systemProperties["content-type"],
    encoding: event.systemProperties["content-encoding"],
    id: event.systemProperties["message-id"],
    properties: event.applicationProperties,
  }));
  const json = { type: "application/json", encoding: "utf-8", properties: {}, id: undefined };
  const of = (component: string | undefined, body: string) => ({ ...json, component, body });
  expect(events).toEqual([
    of(undefined, '{"workingSet":512}'),
    of("thermostat1", '{"temperature":21.5}'),
    { ...of("thermostat2", '{"temperature":40.5}'), id: "m-1", properties: { alarm: "hot" } },
    of("thermostat1", '{"temperature":22}'),
    of("thermostat1", '{"temperature":23}'),
  ]);
  const twin = await service.transport.readTwin(service.device("controller"));
  expect(twin.properties.reported.thermostat1).toEqual({ __t: "c", maxTempSinceLastReboot: 23 });
});
