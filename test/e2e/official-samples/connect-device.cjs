// How the official samples connect: with a connection string, or by the provisioning service.
const { Mqtt } = require("azure-iot-device-mqtt");
const { Client } = require("azure-iot-device");
const { SymmetricKeySecurityClient } = require("azure-iot-security-symmetric-key");
const { ProvisioningDeviceClient } = require("azure-iot-provisioning-device");
const { Mqtt: ProvisioningMqtt } = require("azure-iot-provisioning-device-mqtt");

async function connectionString(modelId) {
  const { env } = process;
  if (env.IOTHUB_DEVICE_SECURITY_TYPE !== "DPS") return env.IOTHUB_DEVICE_CONNECTION_STRING;
  const security = new SymmetricKeySecurityClient(
    env.IOTHUB_DEVICE_DPS_DEVICE_ID,
    env.IOTHUB_DEVICE_DPS_DEVICE_KEY,
  );
  const provisioning = ProvisioningDeviceClient.create(
    env.IOTHUB_DEVICE_DPS_ENDPOINT,
    env.IOTHUB_DEVICE_DPS_ID_SCOPE,
    new ProvisioningMqtt(),
    security,
  );
  provisioning.setProvisioningPayload({ modelId });
  const { assignedHub, deviceId } = await provisioning.register();
  return `HostName=${assignedHub};DeviceId=${deviceId};SharedAccessKey=${env.IOTHUB_DEVICE_DPS_DEVICE_KEY}`;
}

/** A connected client of a model; it ends with the standard input. */
exports.connectDevice = async (modelId) => {
  const client = Client.fromConnectionString(await connectionString(modelId), Mqtt);
  await client.setOptions({ modelId });
  await client.open();
  process.stdin.resume();
  process.stdin.on("end", () => client.close(() => process.exit(0)));
  return client;
};

/** Reports properties; settles as the SDK calls back. */
exports.report = (twin, patch) =>
  new Promise((resolve, reject) => {
    twin.properties.reported.update(patch, (error) => (error ? reject(error) : resolve()));
  });

/** The answer to a command. */
exports.respond = (response, status, payload) =>
  response.send(status, payload, (error) => {
    if (error) console.error(error.message);
  });
