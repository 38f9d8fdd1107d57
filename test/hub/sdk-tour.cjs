/*
 * One short call of every client of the unmodified SDKs, in CommonJS, as programs of others are. Run as a program it
 * prints what each call came to, as JSON; `TOUR_WORLD` says where the hub is, `TOUR_VIA` how to get there: "thread" takes
 * the tour in a worker thread, "child" in a child process; "bare thread" and "program" inherit the environment only.
 */
const { execFileSync, fork } = require("node:child_process");
const { isMainThread, parentPort, Worker, workerData } = require("node:worker_threads");

/** Each resolves with a word that proves the answer came from the hub. */
const legs = {
  registry: async ({ connectionString }) => {
    const { Registry } = require("azure-iothub");
    const { responseBody } = await Registry.fromConnectionString(connectionString).get("tour");
    return responseBody.deviceId;
  },
  "service client, REST": async ({ connectionString }) => {
    const { Client } = require("azure-iothub");
    const call = { methodName: "reboot", responseTimeoutInSeconds: 5 };
    return Client.fromConnectionString(connectionString)
      .invokeDeviceMethod("tour", call)
      .then(
        () => "answered",
        (error) => JSON.parse(error.responseBody ?? "{}").Message ?? error.message,
      );
  },
  "service client, AMQP": (world) => sendToDevice(world, require("azure-iothub").Amqp),
  "service client, AMQP over WebSockets": (world) =>
    sendToDevice(world, require("azure-iothub").AmqpWs),
  "job client": async ({ connectionString }) => {
    const { JobClient } = require("azure-iothub");
    const jobs = JobClient.fromConnectionString(connectionString);
    const id = `tour-${process.hrtime.bigint()}`;
    await jobs.scheduleTwinUpdate(id, "deviceId = 'none'", { tags: {} });
    return "scheduled";
  },
  "digital twin client": async ({ connectionString }) => {
    const { DigitalTwinClient, IoTHubTokenCredentials } = require("azure-iothub");
    const client = new DigitalTwinClient(new IoTHubTokenCredentials(connectionString));
    return (await client.getDigitalTwin("tour")).$dtId;
  },
  "device, MQTT": (world) => sendEvent(world, "mqtt", require("azure-iot-device-mqtt").Mqtt),
  "device, MQTT over WebSockets": (world) =>
    sendEvent(world, "mqtt-ws", require("azure-iot-device-mqtt").MqttWs),
  "device, AMQP": (world) => sendEvent(world, "amqp", require("azure-iot-device-amqp").Amqp),
  "device, AMQP over WebSockets": (world) =>
    sendEvent(world, "amqp-ws", require("azure-iot-device-amqp").AmqpWs),
  "device, HTTP": (world) => sendEvent(world, "http", require("azure-iot-device-http").Http),
  "event hubs, AMQP": (world) => partitions(world.eventHubs),
  "event hubs, AMQP over WebSockets": (world) =>
    partitions(world.eventHubs, { webSocketOptions: { webSocket: require("ws").WebSocket } }),
  "event hubs as its emulator": (world) => partitions(world.emulator),
  identity: async ({ host, clientApp }) => {
    const { ClientSecretCredential } = require("@azure/identity");
    const { Registry } = require("azure-iothub");
    const { clientId, clientSecret, authorityHost } = clientApp;
    const options = { authorityHost };
    const credential = new ClientSecretCredential("adfs", clientId, clientSecret, options);
    const { responseBody } = await Registry.fromTokenCredential(host, credential).get("tour");
    return responseBody.deviceId;
  },
  "provisioning, MQTT": (world) =>
    register(world, "mqtt", require("azure-iot-provisioning-device-mqtt").Mqtt),
  "provisioning, MQTT over WebSockets": (world) =>
    register(world, "mqtt-ws", require("azure-iot-provisioning-device-mqtt").MqttWs),
  "provisioning, AMQP": (world) =>
    register(world, "amqp", require("azure-iot-provisioning-device-amqp").Amqp),
  "provisioning, AMQP over WebSockets": (world) =>
    register(world, "amqp-ws", require("azure-iot-provisioning-device-amqp").AmqpWs),
  "provisioning, HTTP": (world) =>
    register(world, "http", require("azure-iot-provisioning-device-http").Http),
};

async function sendToDevice({ connectionString }, Transport) {
  const { Client } = require("azure-iothub");
  const client = Client.fromConnectionString(connectionString, Transport);
  await client.open();
  await client.send("tour", "hello");
  await client.close();
  return "sent";
}

async function sendEvent({ devices, ca }, name, Transport) {
  const { Client, Message } = require("azure-iot-device");
  const client = Client.fromConnectionString(devices[name], Transport);
  client.on("error", () => {});
  if (ca) await client.setOptions({ ca });
  await client.open();
  await client.sendEvent(new Message("{}"));
  await client.close().catch(() => {});
  return "sent";
}

async function partitions(connectionString, options) {
  const { EventHubConsumerClient } = require("@azure/event-hubs");
  const client = new EventHubConsumerClient("$Default", connectionString, options);
  const ids = await client.getPartitionIds();
  await client.close();
  return ids.join(" ");
}

async function register({ provisioning }, name, Transport) {
  const { ProvisioningDeviceClient } = require("azure-iot-provisioning-device");
  const { SymmetricKeySecurityClient } = require("azure-iot-security-symmetric-key");
  const { provisioningHost, idScope, registrationId, symmetricKey } = provisioning[name];
  const security = new SymmetricKeySecurityClient(registrationId, symmetricKey);
  const client = ProvisioningDeviceClient.create(
    provisioningHost,
    idScope,
    new Transport(),
    security,
  );
  return (await client.register()).status;
}

/** What each leg came to, by its name; errors as text. All at once. */
async function tour(world, names = Object.keys(legs)) {
  const results = names.map(async (name) => [
    name,
    await legs[name](world).catch((error) => `${error.name}: ${error.message}`),
  ]);
  return Object.fromEntries(await Promise.all(results));
}

module.exports = { legNames: Object.keys(legs), tour };

async function takeTour() {
  const world = JSON.parse(process.env.TOUR_WORLD);
  const results = await tour(world, world.legs);
  if (parentPort) parentPort.postMessage(results);
  else if (process.send) process.send(results);
  else console.log(JSON.stringify(results));
  if (isMainThread) process.exit();
}

const threadOptions = {
  thread: { env: { ...process.env, TOUR_VIA: "" }, workerData: "tour" },
  "bare thread": { execArgv: [], workerData: "tour" },
};

/** In its own thread or process, which knows of the redirect only by what it inherits. */
function sendTourist(via) {
  process.env.TOUR_VIA = "";
  if (via === "program") {
    process.stdout.write(execFileSync(process.execPath, [__filename]));
    return;
  }
  const tourist = via === "child" ? fork(__filename) : new Worker(__filename, threadOptions[via]);
  tourist.once("message", (results) => {
    console.log(JSON.stringify(results));
    process.exit();
  });
}

if (require.main === module || workerData === "tour") {
  const via = process.env.TOUR_VIA;
  if (via) sendTourist(via);
  else void takeTour();
}
