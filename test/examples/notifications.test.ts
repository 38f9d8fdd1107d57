import { expect, test } from "vitest";
import { registry, testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("lifecycle, twin and digital twin changes are told by one stream, typed", async () => {
  const hub = await testHub();
  const { lines } = await runExample(() => import("./notifications.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
  });
  expect(lines).toEqual([
    "mydevice was created",
    expect.stringMatching(
      /^desired 2: \{"thermostat1":\{"__t":"c","targetTemperature":21\.5\}\} at \d{4}-\S+\.\d{7}\+00:00$/,
    ),
    "add /thermostat1",
  ]);
  const { responseBody: twin } = await registry(hub).getTwin("mydevice");
  expect(twin.properties.desired.thermostat1).toMatchObject({ targetTemperature: 21.5 });
});
