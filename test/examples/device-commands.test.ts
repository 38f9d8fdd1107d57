import { expect, test } from "vitest";
import { deviceHub } from "./device-hub.js";
import { runExample } from "./run-example.js";

test("answers commands: response, 202 and report, 500 for a failure, 404 for an unknown one", async () => {
  const { hub, service } = await deviceHub();
  hub.createDevice("controller");
  const target = service.device("controller");
  const run = runExample(() => import("./device-commands.js"), {
    IOTHUB_DEVICE_CONNECTION_STRING: hub.deviceConnectionString("controller"),
  });
  const invoke = (name: string, payload: unknown = null) =>
    service.transport.invokeMethod(target, { name, payload, connectTimeoutSeconds: 10 });
  const since = "2026-11-20T08:00:00Z";
  expect(await invoke("thermostat1*getMaxMinReport", since)).toEqual({
    status: 200,
    payload: { maxTemp: 23, minTemp: 19, startTime: since },
  });
  expect(await invoke("thermostat2*getMaxMinReport", since)).toEqual({
    status: 500,
    payload: { message: "the sensor is broken" },
  });
  expect(await invoke("thermostat1*getMaxMinReport", 5)).toMatchObject({ status: 400 });
  expect(await invoke("explode")).toMatchObject({ status: 404 });
  expect(await invoke("selfTest")).toEqual({ status: 200, payload: "passed" });
  expect(await invoke("reboot", 3)).toEqual({ status: 202, payload: null });
  expect((await run).lines).toEqual(["rebooting after 3 s"]);
  const twin = await service.transport.readTwin(target);
  expect(twin.properties.reported.serialNumber).toBe("SN-1 rebooted");
});
