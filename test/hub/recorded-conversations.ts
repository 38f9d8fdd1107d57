import { connectDevice } from "../../src/azure/device.js";
import { connectHub } from "../../src/azure/service.js";
import type { Hub } from "../../src/hub/index.js";
import { enroll, receiveOverAmqp, registerOverAll, talkOverHttp } from "./recorded-clients.js";
import { testHub } from "./sdk.js";

/** The hub's edges, told apart by the first byte as the hub itself does. WebSockets begin as HTTP. */
export const edges = ["http", "mqtt", "amqp"] as const;

export type Edge = (typeof edges)[number];

/** Everything that one connection of a real SDK has sent, valid tokens included. */
export interface Conversation {
  readonly said: Buffer;
  /** Where its sign-in is over: behind the first token; 0 where it is hidden in WebSocket frames. */
  readonly signedIn: number;
}

const json = { contentType: "application/json", contentEncoding: "utf-8" } as const;

/** A hub with the device `dev1`, and what SDKs have said to it, its storage and its provisioning over each edge. */
export async function recordConversations(): Promise<{
  readonly hub: Hub;
  readonly conversations: Readonly<Record<Edge, readonly Conversation[]>>;
}> {
  const heard = new Map<number, Buffer[]>();
  let recording = true;
  const hub = await testHub({
    tap: (chunk, { connection, direction }) => {
      if (!recording || direction !== "in") return;
      const said = heard.get(connection) ?? [];
      heard.set(connection, said);
      said.push(Buffer.from(chunk));
    },
  });
  hub.createDevice("dev1");
  const service = connectHub(hub.connectionString);
  for (const transport of ["mqtt", "mqtt-ws", "amqp", "amqp-ws"] as const) {
    const device = await connectDevice(hub.deviceConnectionString("dev1"), { transport });
    await device.readTwin();
    await device.onCommand(async () => ({ status: 200, payload: null }));
    await device.onDesiredPatch(() => {});
    await device.onMessage(() => {});
    await device.reportProperties({ rate: 5 });
    await device.sendTelemetry({ ...json, body: "{}", properties: { alert: "true" } });
    await service.transport.invokeMethod({ deviceId: "dev1" }, { name: "reboot", payload: null });
    await device.close();
  }
  await talkOverHttp(hub, service.messages);
  await receiveOverAmqp(hub);
  await registerOverAll(hub);
  await enroll(hub);
  await service.messages.send("dev1", { body: "hello", ack: "full" });
  const device = { deviceId: "dev1" };
  await service.transport.patchTwin(device, { tags: { site: "lab" }, desired: { rate: 5 } });
  await service.query("SELECT * FROM devices WHERE tags.site = 'lab'").all();
  await service.registry.createMany([{ deviceId: "dev2" }]);
  await service.jobs.scheduleTwinUpdate({ where: "deviceId = 'dev1'", desired: { rate: 6 } });
  await service.configurations.create("c1", { content: { deviceContent: {} } });
  const events = service.events();
  await events.ready();
  await service.close();
  recording = false;
  const all = [...heard.values()].map((chunks) => conversationOf(Buffer.concat(chunks)));
  const of = (edge: Edge): readonly Conversation[] =>
    all.filter(({ said }) => edgeOf(said) === edge);
  return { hub, conversations: { http: of("http"), mqtt: of("mqtt"), amqp: of("amqp") } };
}

function conversationOf(said: Buffer): Conversation {
  const token = /SharedAccessSignature [!-~]+|[?&]sig=[!-%'-~]+/.exec(said.toString("latin1"));
  return { said, signedIn: token === null ? 0 : token.index + token[0].length };
}

function edgeOf(said: Buffer): Edge {
  if (said[0] === 0x10) return "mqtt";
  return said.toString("latin1", 0, 4) === "AMQP" ? "amqp" : "http";
}
