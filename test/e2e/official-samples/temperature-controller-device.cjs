// The calls of the official temperature controller: a device of two thermostats and device information.
const { Message } = require("azure-iot-device");
const { connectDevice, report, respond } = require("./connect-device.cjs");

const thermostats = ["thermostat1", "thermostat2"];

function ofComponent(component, values) {
  return { [component]: { __t: "c", ...values } };
}

async function sendTelemetry(client, values, component) {
  const message = new Message(JSON.stringify(values));
  if (component) message.properties.add("$.sub", component);
  message.contentType = "application/json";
  message.contentEncoding = "utf-8";
  await client.sendEvent(message);
}

async function main() {
  const client = await connectDevice("dtmi:com:example:TemperatureController;1");

  const onCommand = (request, response) => {
    if (request.methodName === "reboot") respond(response, 200);
    else respond(response, 200, { maxTemp: 24, minTemp: 20, of: request.methodName });
  };
  for (const component of thermostats) {
    client.onDeviceMethod(`${component}*getMaxMinReport`, onCommand);
  }
  client.onDeviceMethod("reboot", onCommand);

  const twin = await client.getTwin();
  twin.on("properties.desired", async (delta) => {
    const version = delta.$version;
    for (const [name, value] of Object.entries(delta)) {
      if (name === "$version") continue;
      if (value?.__t !== "c") {
        await report(twin, { [name]: { value, ac: 200, av: version } });
        continue;
      }
      for (const [property, desired] of Object.entries(value)) {
        if (property === "__t") continue;
        await report(
          twin,
          ofComponent(name, { [property]: { value: desired, ac: 200, av: version } }),
        );
      }
    }
  });

  await report(twin, { serialNumber: "alwinexlepaho8329" });
  await report(twin, ofComponent("deviceInformation", { manufacturer: "Contoso", totalMemory: 8 }));
  for (const component of thermostats) {
    await report(twin, ofComponent(component, { maxTempSinceLastReboot: 24 }));
    await sendTelemetry(client, { temperature: 21 }, component);
  }
  await sendTelemetry(client, { workingSet: 4096 });
  console.log("ready");
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
