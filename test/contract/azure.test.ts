import { afterAll, beforeAll } from "vitest";
import { connectDevice, connectModule } from "../../src/azure/device.js";
import { connectHub, type HubConnection } from "../../src/azure/service.js";
import type { DeviceTransport } from "../../src/client/transport.js";
import { type Hub, startHub } from "../../src/hub/index.js";
import { type DeviceWorld, describeDeviceTransport } from "./device-transport.js";
import { describeServiceTransport } from "./service-transport.js";

let hub: Hub;
let connection: HubConnection;
let undo: () => void;
let devices = 0;

beforeAll(async () => {
  hub = await startHub();
  undo = hub.redirect();
  connection = connectHub(hub.connectionString);
});
afterAll(async () => {
  await connection.close();
  undo();
  await hub.close();
});

/** One hub serves the file; a new device makes each test's world a fresh one. */
function newDevice(): string {
  const id = `dev${++devices}`;
  hub.createDevice(id);
  return id;
}

describeServiceTransport("The Azure SDK", async () => {
  const id = newDevice();
  const connected: DeviceTransport[] = [];
  return {
    target: connection.device(id),
    async connect() {
      const device = await connectDevice(hub.deviceConnectionString(id));
      connected.push(device);
      return device;
    },
    async close() {
      for (const device of connected) await device.close();
    },
  };
});

const protocols = ["mqtt", "mqtt-ws", "amqp", "amqp-ws"] as const;
const modelId = "dtmi:com:example:Thermostat;1";

for (const transport of protocols) {
  const isMqtt = transport.startsWith("mqtt");
  const options = { transport, modelId, onWarning: () => undefined };

  describeDeviceTransport(`The Azure SDK over ${transport}`, async () => {
    const id = newDevice();
    const device = await connectDevice(hub.deviceConnectionString(id), options);
    return {
      device,
      target: connection.device(id),
      modelId: isMqtt ? modelId : "",
      telemetry: () => telemetryOf(id),
      close: () => device.close(),
    };
  });

  describeDeviceTransport(`The Azure SDK over ${transport} for a module`, async () => {
    const id = newDevice();
    hub.createModule(id, "m1");
    const device = await connectModule(hub.deviceConnectionString(id, "m1"), options);
    return {
      device,
      target: connection.module(id, "m1"),
      modelId: isMqtt ? modelId : "",
      telemetry: () => telemetryOf(id),
      close: () => device.close(),
    };
  });
}

function telemetryOf(id: string): ReturnType<DeviceWorld["telemetry"]> {
  return hub.telemetry(id).map(({ body, systemProperties, applicationProperties }) => {
    const component = systemProperties["dt-subject"];
    const text = Buffer.from(body).toString("utf8");
    const messageId = systemProperties["message-id"];
    return {
      body: text,
      ...(component === undefined ? {} : { component }),
      ...(messageId === undefined ? {} : { messageId }),
      properties: applicationProperties,
    };
  });
}
