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
