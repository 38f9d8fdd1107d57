import { afterAll, beforeAll, expect, test } from "vitest";
import { connectDevice, connectModule, type MessageTransport } from "../../src/azure/device.js";
import { connectHub, type HubConnection } from "../../src/azure/service.js";
import { type Hub, startHub } from "../../src/hub/index.js";
import { createInMemoryHub } from "../../src/index.js";
import { describeMessages, type MessageWorld } from "./messages.js";

let hub: Hub;
let undo: () => void;
let devices = 0;

beforeAll(async () => {
  hub = await startHub();
  undo = hub.redirect();
});
afterAll(async () => {
  undo();
  await hub.close();
});

type Connection = MessageTransport & { close(): Promise<void> };

/** A new device, and a hub of its own, since all readers of a hub's feedback compete. */
async function world(
  connect: (connectionString: string) => Promise<Connection>,
): Promise<MessageWorld> {
  const own = await startHub();
  const undoOwn = own.redirect();
  const service: HubConnection = connectHub(own.connectionString);
  own.createDevice("dev1");
  const open: Connection[] = [];
  return {
    messages: service.messages,
    deviceId: "dev1",
    async connect() {
      const device = await connect(own.deviceConnectionString("dev1"));
      open.push(device);
      return device;
    },
    async close() {
      for (const device of open) await device.close();
      await service.close();
      undoOwn();
      await own.close();
    },
  };
}

describeMessages("The in-memory hub", { settles: true }, async () => {
  const memory = createInMemoryHub();
  memory.create("dev1");
  return {
    messages: memory.messages,
    deviceId: "dev1",
    connect: async () => memory.connect("dev1"),
    close: async () => undefined,
  };
});

for (const transport of ["mqtt", "mqtt-ws", "amqp", "amqp-ws"] as const) {
  const settles = transport.startsWith("amqp");
  describeMessages(`The Azure SDK over ${transport}`, { settles }, () =>
    world((device) => connectDevice(device, { transport })),
  );
}

describeMessages("The Azure SDK over http", { settles: true }, () =>
  world((device) => connectDevice(device, { transport: "http" })),
);

test("a module has no cloud-to-device messages, in memory or over the SDK", async () => {
  const id = `dev${++devices}`;
  hub.createDevice(id);
  hub.createModule(id, "m1");
  const module = await connectModule(hub.deviceConnectionString(id, "m1"));
  await expect(module.onMessage(() => undefined)).rejects.toMatchObject({ code: "PNP_USAGE" });
  await module.close();
  const inMemory = createInMemoryHub().connect(id, { moduleId: "m1" });
  await expect(inMemory.onMessage(() => undefined)).rejects.toMatchObject({ code: "PNP_USAGE" });
});
