import azureIotDevice from "azure-iot-device";
import azureIotDeviceMqtt from "azure-iot-device-mqtt";

/** A device that connects, says one thing, and leaves; answers what the hub has seen of it. */
export async function deviceStory(hub) {
  hub.redirect();
  hub.createDevice("dev1");
  const client = azureIotDevice.Client.fromConnectionString(
    hub.deviceConnectionString("dev1"),
    azureIotDeviceMqtt.Mqtt,
  );
  const seen = hub.next("telemetry", { deviceId: "dev1" });
  await client.open();
  await client.sendEvent(new azureIotDevice.Message('{"temperature":21.5}'));
  const { payload } = await seen;
  await client.close();
  return payload;
}
