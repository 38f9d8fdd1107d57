// The calls of the official service samples, one after the other; what they answer is printed as JSON.
const { Client, DigitalTwinClient, IoTHubTokenCredentials, Registry } = require("azure-iothub");

const connectionString = process.env.IOTHUB_CONNECTION_STRING;
const deviceId = process.env.IOTHUB_DEVICE_ID;
const timeouts = { connectTimeoutInSeconds: 30, responseTimeoutInSeconds: 30 };

const digitalTwins = () => new DigitalTwinClient(new IoTHubTokenCredentials(connectionString));
const registry = () => Registry.fromConnectionString(connectionString);

const calls = {
  getDigitalTwin: () => digitalTwins().getDigitalTwin(deviceId),
  updateDigitalTwin: (patch) => digitalTwins().updateDigitalTwin(deviceId, patch),
  invokeCommand: (name, payload) => digitalTwins().invokeCommand(deviceId, name, payload, timeouts),
  invokeComponentCommand: (component, name, payload) =>
    digitalTwins().invokeComponentCommand(deviceId, component, name, payload, timeouts),
  getTwin: async () => (await registry().getTwin(deviceId)).responseBody,
  updateTwin: async (patch) => {
    const twin = (await registry().getTwin(deviceId)).responseBody;
    return (await twin.update(patch)).responseBody;
  },
  invokeDeviceMethod: async (methodName, payload) => {
    const client = Client.fromConnectionString(connectionString);
    const options = { methodName, payload, ...timeouts };
    return (await client.invokeDeviceMethod(deviceId, options)).result;
  },
};

async function main() {
  const answers = [];
  for (const [call, ...given] of JSON.parse(process.argv[2])) {
    answers.push((await calls[call](...given)) ?? null);
  }
  // The SDK puts its own response, which is no JSON, beside what was answered.
  const plain = (key, value) => (key === "_response" ? undefined : value);
  console.log(JSON.stringify(answers, plain));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
