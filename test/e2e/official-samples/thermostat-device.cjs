// The calls of the official thermostat: a device without components.
const { Message } = require("azure-iot-device");
const { connectDevice, report, respond } = require("./connect-device.cjs");

async function main() {
  const client = await connectDevice("dtmi:com:example:Thermostat;1");
  const temperatures = [21.5, 24];

  client.onDeviceMethod("getMaxMinReport", (request, response) => {
    const { length } = temperatures;
    respond(response, 200, {
      maxTemp: Math.max(...temperatures),
      minTemp: Math.min(...temperatures),
      avgTemp: temperatures.reduce((sum, one) => sum + one, 0) / length,
      startTime: request.payload,
      endTime: new Date().toISOString(),
    });
  });

  const twin = await client.getTwin();
  twin.on("properties.desired", async (delta) => {
    const { $version, targetTemperature } = delta;
    if (targetTemperature === undefined) return;
    await report(twin, {
      targetTemperature: { value: targetTemperature, ac: 200, av: $version, ad: "done" },
    });
    await report(twin, { maxTempSinceLastReboot: Math.max(...temperatures) });
  });
  await report(twin, { serialNumber: "alwinexlepaho8329" });

  const message = new Message(JSON.stringify({ temperature: temperatures[0] }));
  message.contentType = "application/json";
  message.contentEncoding = "utf-8";
  await client.sendEvent(message);
  console.log("ready");
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
