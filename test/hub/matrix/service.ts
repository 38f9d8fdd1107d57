import { EventEmitter } from "node:events";
import { Readable } from "node:stream";
import azureIotCommon from "azure-iot-common";
import azureIothub from "azure-iothub";
import { expect } from "vitest";
import {
  eventually,
  heard,
  methodsOf,
  type Row,
  row,
  type Scope,
  type Section,
  staticsOf,
} from "./cell.js";
import { newDevice, newModuleClient } from "./device-client.js";
import { policyToken, type WayIn, waysIn } from "./service-sign-in.js";

type Client = InstanceType<typeof azureIothub.Client>;
type Receiver = Awaited<ReturnType<Client["getFeedbackReceiver"]>>["result"];

const transports = { Amqp: azureIothub.Amqp, AmqpWs: azureIothub.AmqpWs } as const;
type TransportName = keyof typeof transports;

const columns = (Object.keys(transports) as TransportName[]).flatMap((transport) =>
  waysIn.map((way) => `${transport}, ${way}` as const),
);
type Column = (typeof columns)[number];

/** The client over the column's transport, made in its way. */
function clientOf(scope: Scope, column: Column): Client {
  const { hub } = scope;
  const [name, way] = column.split(", ") as [TransportName, WayIn];
  const transport = transports[name];
  const factories: Record<WayIn, () => Client> = {
    fromConnectionString: () =>
      azureIothub.Client.fromConnectionString(hub.connectionString, transport),
    fromSharedAccessSignature: () =>
      azureIothub.Client.fromSharedAccessSignature(policyToken(hub, "service"), transport),
    fromTokenCredential: () =>
      azureIothub.Client.fromTokenCredential(hub.hostName, hub.credential(), transport),
  };
  const client = factories[way]();
  client.setRetryPolicy(new azureIotCommon.NoRetry());
  scope.defer(() => client.close());
  return client;
}

function serviceRow(
  call: string,
  run: (client: Client, scope: Scope) => Promise<void>,
  use?: string,
): Row {
  return row(columns, call, (column) => async (scope) => run(clientOf(scope, column), scope), use);
}

function message(body: string, ack = "none"): InstanceType<typeof azureIotCommon.Message> {
  const made = new azureIotCommon.Message(body);
  made.messageId = `of ${body}`;
  made.ack = ack;
  return made;
}

/** Sends a message that its device completes, and answers the feedback of that. */
async function feedbackOf(client: Client, scope: Scope): Promise<Receiver> {
  const device = await newDevice(scope, "Mqtt");
  device.client.on("message", (received) => void device.client.complete(received));
  await client.open();
  const { result } = await client.getFeedbackReceiver();
  await client.send(device.deviceId, message("hello", "full"));
  return result;
}

/** Uploads a file, and answers the receiver of what the hub tells of it. */
async function fileNotice(client: Client, scope: Scope): Promise<Receiver> {
  const device = await newDevice(scope, "Mqtt");
  await client.open();
  const { result } = await client.getFileNotificationReceiver();
  await device.client.uploadToBlob("a.txt", Readable.from([Buffer.from("text")]), 4);
  return result;
}

export const serviceSection: Section = {
  title: "azure-iothub, Client",
  columns,
  rows: [
    serviceRow("open", async (client) => {
      await client.open();
    }),
    serviceRow("close", async (client) => {
      await client.open();
      await client.close();
    }),
    serviceRow("setRetryPolicy", async (client) => {
      client.setRetryPolicy(new azureIotCommon.ExponentialBackOffWithJitter());
      await client.open();
    }),
    serviceRow("send", async (client, scope) => {
      const device = await newDevice(scope, "Mqtt");
      const arrival = heard(device.client, "message");
      await client.send(device.deviceId, message("hello"));
      expect(await arrival).toMatchObject([{ data: Buffer.from("hello"), messageId: "of hello" }]);
      await expect(client.send(scope.name(), message("hello"))).rejects.toMatchObject({
        name: "DeviceNotFoundError",
      });
    }),
    serviceRow(
      "invokeDeviceMethod",
      async (client, scope) => {
        const device = await newDevice(scope, "Mqtt");
        device.client.onDeviceMethod("reboot", (request, response) => {
          void response.send(200, { got: request.payload });
        });
        const call = { methodName: "reboot", payload: { in: 5 }, connectTimeoutInSeconds: 10 };
        const { result } = await client.invokeDeviceMethod(device.deviceId, call);
        expect(result).toEqual({ status: 200, payload: { got: { in: 5 } } });
      },
      "of a device",
    ),
    serviceRow(
      "invokeDeviceMethod",
      async (client, scope) => {
        const module = await newModuleClient(scope, "Amqp");
        module.client.onMethod("reboot", (request, response) => {
          void response?.send(202, { got: request?.payload });
        });
        const call = { methodName: "reboot", payload: "now", connectTimeoutInSeconds: 10 };
        const { result } = await client.invokeDeviceMethod(module.deviceId, module.moduleId, call);
        expect(result).toEqual({ status: 202, payload: { got: "now" } });
      },
      "of a module",
    ),
    row(columns, "getFeedbackReceiver", (column) => async (scope) => {
      const own = await scope.ownHub();
      const receiver = await feedbackOf(clientOf(own, column), own);
      const [feedback] = await heard(receiver as unknown as EventEmitter, "message");
      expect(JSON.parse(String((feedback as { data: Buffer }).data))).toMatchObject([
        { originalMessageId: "of hello", statusCode: "Success" },
      ]);
    }),
    row(columns, "getFileNotificationReceiver", (column) => async (scope) => {
      const own = await scope.ownHub();
      const receiver = await fileNotice(clientOf(own, column), own);
      const [notice] = await heard(receiver as unknown as EventEmitter, "message");
      expect(JSON.parse(String((notice as { data: Buffer }).data))).toMatchObject({
        blobName: expect.stringContaining("a.txt"),
        blobSizeInBytes: 4,
      });
    }),
  ],
  methods: [
    ...methodsOf(azureIothub.Client, EventEmitter.prototype),
    ...staticsOf(azureIothub.Client),
  ],
};

type Settling = "complete" | "abandon" | "reject";

const kinds = { feedback: feedbackOf, "file notifications": fileNotice } as const;
type Kind = keyof typeof kinds;

const receiverColumns = (Object.keys(kinds) as Kind[]).flatMap((kind) =>
  (Object.keys(transports) as TransportName[]).map((transport) => `${kind}, ${transport}` as const),
);

function receiverRow(call: string, run: (receiver: Receiver) => Promise<void>): Row {
  return row(receiverColumns, call, (column) => async (scope) => {
    const [kind, transport] = column.split(", ") as [Kind, TransportName];
    const own = await scope.ownHub();
    await run(await kinds[kind](clientOf(own, `${transport}, fromConnectionString`), own));
  });
}

/** Settles what came, in its handler: what a handler leaves the SDK completes. Only an abandoned message comes again. */
function settling(call: Settling): Row {
  return receiverRow(call, async (receiver) => {
    const bodies: string[] = [];
    receiver.on("message", (message: InstanceType<typeof azureIotCommon.Message>) => {
      bodies.push(message.data.toString());
      if (bodies.length === 1) void receiver[call](message);
    });
    await eventually(
      () => bodies.length,
      (value) => expect(value).toBe(call === "abandon" ? 2 : 1),
    );
    expect(new Set(bodies).size).toBe(1);
  });
}

/** What the client's two receivers answer. */
export const receiverSection: Section = {
  title: "azure-iothub, ServiceReceiver",
  columns: receiverColumns,
  rows: [
    settling("complete"),
    settling("abandon"),
    settling("reject"),
    receiverRow("detach", async (receiver) => {
      const { detach } = receiver as unknown as { detach?: () => Promise<void> };
      await detach?.call(receiver);
    }),
    receiverRow("forceDetach", async (receiver) => {
      const { forceDetach } = receiver as unknown as { forceDetach: () => void };
      forceDetach.call(receiver);
    }),
  ],
  methods: ["complete", "abandon", "reject", "detach", "forceDetach"],
};
