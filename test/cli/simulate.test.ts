import { expect, onTestFinished, test } from "vitest";
import { connectDevice } from "../../src/azure/device.js";
import { startHub } from "../../src/hub/index.js";
import { pnp } from "./test-io.js";

const controller = "dtmi:com:example:TemperatureController;1";

test.each(["mqtt", "mqtt-ws", "amqp"])(
  "runs so many devices over %s, each with its own id and values",
  async (transport) => {
    const hub = await startHub();
    onTestFinished(() => hub.close());
    hub.redirect();
    const { exitCode, stdout, stderr } = await pnp(
      [
        "simulate",
        controller,
        ...["--devices", "2", "--prefix", "sim"],
        ...["--transport", transport],
        ...["--rate", "50", "--rounds", "2"],
      ],
      { env: { IOTHUB_CONNECTION_STRING: hub.connectionString } },
    );
    expect(stderr).toContain("sim1 to sim2 are connected");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      devices: ["sim1", "sim2"],
      modelId: controller,
      rounds: 2,
    });
    const messages = hub.telemetry("sim2").map(({ systemProperties }) => systemProperties);
    expect(messages).toHaveLength(6);
    expect(messages.map((system) => system["dt-subject"] ?? "").sort()).toEqual([
      "",
      "",
      "thermostat1",
      "thermostat1",
      "thermostat2",
      "thermostat2",
    ]);
    if (transport === "amqp") expect(stderr).toContain("cannot announce its model");
  },
);

test("runs the device that the provisioning service assigns, by the variables of Azure's samples", async () => {
  const hub = await startHub();
  onTestFinished(() => hub.close());
  hub.redirect();
  const enrolled = hub.addEnrollment({ registrationId: "reg-1", deviceId: "assigned" });
  const env = {
    IOTHUB_DEVICE_SECURITY_TYPE: "DPS",
    IOTHUB_DEVICE_DPS_ENDPOINT: enrolled.provisioningHost,
    IOTHUB_DEVICE_DPS_ID_SCOPE: enrolled.idScope,
    IOTHUB_DEVICE_DPS_DEVICE_ID: enrolled.registrationId,
    IOTHUB_DEVICE_DPS_DEVICE_KEY: enrolled.symmetricKey,
  };
  const { stdout, stderr } = await pnp(
    ["simulate", controller, "--rate", "50", "--rounds", "1", "--transport", "amqp"],
    { env },
  );
  expect(JSON.parse(stdout)).toEqual({ device: "assigned", modelId: controller, rounds: 1 });
  expect(stderr).toContain(`provisioned as assigned at ${hub.hostName}`);
  expect(hub.telemetry("assigned")).toHaveLength(3);
  const several = await pnp(["simulate", controller, "--devices", "2"], { env });
  expect(several.exitCode).toBe(2);
  expect(several.stderr).toContain("one device only");
  const wrong = { ...env, IOTHUB_DEVICE_DPS_DEVICE_KEY: "" };
  const missing = await pnp(["simulate", controller], { env: wrong });
  expect(missing.stderr).toContain("IOTHUB_DEVICE_DPS_DEVICE_KEY is not set");
});

test("tells that the connection was lost and stands again, and ends with the signal", async () => {
  const hub = await startHub();
  onTestFinished(() => hub.close());
  hub.redirect();
  const end = new AbortController();
  const running = pnp(["simulate", controller, "--device", "sim", "--interval", "0.05"], {
    env: { IOTHUB_CONNECTION_STRING: hub.connectionString },
    signal: end.signal,
  });
  const messages = () => hub.telemetry("sim").length;
  await expect.poll(messages, { timeout: 10_000 }).toBeGreaterThan(0);
  const rival = await connectDevice(hub.deviceConnectionString("sim"));
  await rival.close();
  const before = messages();
  await expect.poll(messages, { timeout: 10_000 }).toBeGreaterThan(before + 10);
  end.abort();
  const { stderr } = await running;
  expect(stderr).toContain("sim lost its connection; trying again");
  expect(stderr).toContain("sim is connected again");
});
