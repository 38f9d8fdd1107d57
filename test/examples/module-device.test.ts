import { expect, test } from "vitest";
import { deviceHub } from "./device-hub.js";
import { runExample } from "./run-example.js";

test("a module receives what is desired of it and reports and sends as itself", async () => {
  const { hub, service } = await deviceHub();
  hub.createDevice("gateway");
  hub.createModule("gateway", "meter");
  const target = service.module("gateway", "meter");
  await service.transport.patchTwin(target, { desired: { telemetryInterval: 60 } });
  const run = runExample(() => import("./module-device.js"), {
    IOTHUB_MODULE_CONNECTION_STRING: hub.deviceConnectionString("gateway", "meter"),
  });
  const reported = async () => (await service.transport.readTwin(target)).properties.reported;
  await expect
    .poll(reported, { timeout: 10_000 })
    .toMatchObject({ telemetryInterval: 60, seen: 2 });
  await service.transport.patchTwin(target, { desired: { telemetryInterval: 122 } });
  expect((await run).lines).toEqual(["telemetryInterval 60", "telemetryInterval 122"]);
  expect(await reported()).toMatchObject({
    startedAt: "2026-11-20T08:00:00.000Z",
    telemetryInterval: 122,
    seen: 3,
  });
  expect(hub.telemetry("gateway").map(({ target: sender }) => sender)).toEqual([
    { deviceId: "gateway", moduleId: "meter" },
    { deviceId: "gateway", moduleId: "meter" },
  ]);
});
