import { once } from "node:events";
import { request } from "node:https";
import { connect } from "node:tls";
import fc from "fast-check";
import { expect, test } from "vitest";
import { connectDevice } from "../../src/azure/device.js";
import { connectHub } from "../../src/azure/service.js";
import { createSasToken, type Hub } from "../../src/hub/index.js";
import { testHub } from "./sdk.js";

/*
 * What real SDKs have said to a hub is said to it again, on connections of its own and with mistakes in it. The tokens in
 * it are good, so that the mistakes come before a client has signed in as well as after.
 */

const json = { contentType: "application/json", contentEncoding: "utf-8" } as const;

/** Everything that one connection has sent. */
type Conversation = Buffer;

/** One mistake in a conversation. Places count as parts of its length, so that they fit every one. */
type Mistake =
  | { readonly kind: "byte"; readonly place: number; readonly value: number }
  | { readonly kind: "cut"; readonly place: number; readonly length: number }
  | { readonly kind: "repeat"; readonly place: number; readonly length: number }
  | { readonly kind: "insert"; readonly place: number; readonly bytes: Uint8Array }
  | { readonly kind: "end"; readonly place: number };

const place = fc.double({ min: 0, max: 1, noNaN: true });
const length = fc.integer({ min: 1, max: 64 });
/** Bytes that mean something in one of the protocols: lengths, types, ends. */
const tellingByte = fc.constantFrom(0, 1, 2, 16, 64, 69, 127, 128, 192, 208, 224, 240, 255);
const mistakes: fc.Arbitrary<readonly Mistake[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant("byte" as const),
      place,
      value: fc.oneof(tellingByte, fc.nat(255)),
    }),
    fc.record({ kind: fc.constant("cut" as const), place, length }),
    fc.record({ kind: fc.constant("repeat" as const), place, length }),
    fc.record({
      kind: fc.constant("insert" as const),
      place,
      bytes: fc.uint8Array({ minLength: 1, maxLength: 64 }),
    }),
    fc.record({ kind: fc.constant("end" as const), place }),
  ),
  { minLength: 1, maxLength: 4 },
);

function withMistake(said: Buffer, mistake: Mistake): Buffer {
  const at = Math.floor(mistake.place * said.length);
  const [before, after] = [said.subarray(0, at), said.subarray(at)];
  switch (mistake.kind) {
    case "byte":
      return Buffer.concat([before, Buffer.from([mistake.value]), after.subarray(1)]);
    case "cut":
      return Buffer.concat([before, after.subarray(mistake.length)]);
    case "repeat":
      return Buffer.concat([before, after.subarray(0, mistake.length), after]);
    case "insert":
      return Buffer.concat([before, mistake.bytes, after]);
    case "end":
      return before;
  }
}

/** A hub, and what SDKs have said to it over each of its protocols. */
async function recorded(): Promise<{ hub: Hub; conversations: readonly Conversation[] }> {
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
  return { hub, conversations: [...heard.values()].map((chunks) => Buffer.concat(chunks)) };
}

/** Says this to the hub on a connection of its own, and hangs up. */
async function say(hub: Hub, words: Buffer): Promise<void> {
  const socket = connect({ host: hub.hostName, port: 8883 });
  socket.on("error", () => {});
  socket.resume();
  await once(socket, "secureConnect");
  const closed = new Promise((resolve) => socket.once("close", resolve));
  // The hub has read everything when it has closed in turn.
  socket.end(words);
  await closed;
}

test("whatever a peer says, before it has signed in or after, the hub goes on", async () => {
  const { hub, conversations } = await recorded();
  await fc.assert(
    fc.asyncProperty(fc.nat(), mistakes, async (which, made) => {
      const said = conversations[which % conversations.length] ?? Buffer.alloc(0);
      await say(hub, made.reduce(withMistake, said));
    }),
  );
  const device = await connectDevice(hub.deviceConnectionString("dev1"));
  await device.sendTelemetry({ ...json, body: '"still there"' });
  await device.close();
  expect(hub.telemetry("dev1").at(-1)?.body.toString()).toBe('"still there"');
});

/** Requests as they should be; `{}` stands for an id. */
const requests: readonly (readonly [method: string, path: string, body: unknown])[] = [
  ["PUT", "/devices/{}", { deviceId: "dev1", status: "enabled", authentication: { type: "sas" } }],
  ["POST", "/devices", [{ id: "dev3", importMode: "create", tags: { site: "lab" } }]],
  ["PATCH", "/twins/{}", { tags: { site: "lab" }, properties: { desired: { rate: [1, "x"] } } }],
  ["PUT", "/twins/{}", { tags: {}, properties: { desired: { rate: 5 } } }],
  [
    "POST",
    "/twins/{}/methods",
    { methodName: "x", payload: { a: 1 }, responseTimeoutInSeconds: 5 },
  ],
  ["PATCH", "/digitaltwins/{}", [{ op: "add", path: "/a", value: { $metadata: {}, b: 1 } }]],
  ["POST", "/devices/query", { query: "SELECT tags.site AS s FROM devices WHERE tags.rate > 1" }],
  [
    "PUT",
    "/jobs/v2/{}",
    {
      jobId: "j",
      type: "scheduleUpdateTwin",
      updateTwin: { etag: "*", tags: { site: "lab" } },
      queryCondition: "deviceId = 'dev1'",
      startTime: null,
      maxExecutionTimeInSeconds: 60,
    },
  ],
  [
    "PUT",
    "/configurations/{}",
    {
      id: "c1",
      content: { deviceContent: { "properties.desired.a": { b: 1 } } },
      labels: { a: "b" },
      metrics: { queries: { m: "SELECT deviceId FROM devices" } },
      targetCondition: "*",
      priority: 1,
    },
  ],
  [
    "POST",
    "/configurations/testQueries",
    { targetCondition: "*", customMetricQueries: { a: "x" } },
  ],
];

/** Stands for arrays in one another, more than any stack is deep. */
const abyss = "abyss";
const abyssText = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;
const wrongValue = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, true, -1, 1.5, 2 ** 53, "", "__proto__", "\0", "\ud800", "x".repeat(5000)],
    ...[[], {}, [[[[[[[[[[[[]]]]]]]]]]]], JSON.parse('{"__proto__":{"a":1},"toString":1,"a.b":1}')],
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
const wrongId = fc.constantFrom("dev1", "j", "__proto__", "constructor", "%00", "%", "a%2Fb", "..");

/** The value with another in one of its places, counted from the outside in. */
function withValueAt(value: unknown, at: number, wrong: unknown): unknown {
  const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const choice = at % (names.length + 1);
  const name = names[choice - 1];
  if (name === undefined) return wrong;
  const inner = (value as Readonly<Record<string, unknown>>)[name];
  const changed = withValueAt(inner, Math.floor(at / (names.length + 1)), wrong);
  if (Array.isArray(value)) return value.map((one, index) => (`${index}` === name ? changed : one));
  return { ...(value as object), [name]: changed };
}

function statusOf(hub: Hub, method: string, path: string, body: string): Promise<number> {
  const key = /SharedAccessKey=(.*)$/.exec(hub.connectionString)?.[1] ?? "";
  const authorization = createSasToken(hub.hostName, key, 4_000_000_000, "iothubowner");
  return new Promise((resolve, reject) => {
    const headers = { authorization, "content-length": Buffer.byteLength(body) };
    request({ host: hub.hostName, method, path: `${path}?api-version=2021-04-12`, headers })
      .on("response", (answer) => resolve(answer.resume().statusCode ?? 0))
      .on("error", reject)
      .end(body);
  });
}

test("whatever stands in a request, the hub does it or says what is wrong with it", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  await fc.assert(
    fc.asyncProperty(fc.nat(), wrongId, fc.nat(), wrongValue, async (which, id, at, wrong) => {
      const [method, path, body] = requests[which % requests.length] ?? ["GET", "/", ""];
      const text = JSON.stringify(withValueAt(body, at, wrong));
      expect(await statusOf(hub, method, path.replace("{}", id), text)).toBeLessThan(500);
    }),
  );
  for (const path of ["/twins/dev1", "/devices", "/configurations", "/jobs/v2/query"]) {
    expect(await statusOf(hub, "GET", path, "")).toBe(200);
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test("a body with arrays in one another without end is refused", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  for (const [method, path, body] of requests) {
    for (let at = 0; at < 12; at += 1) {
      const text = JSON.stringify(withValueAt(body, at, abyss)).replace(`"${abyss}"`, abyssText);
      expect(await statusOf(hub, method, path.replace("{}", "dev1"), text)).toBe(400);
    }
  }
});

test.each<readonly [what: string, method: string, path: string, body: unknown, status: number]>([
  [
    "an import mode that every object has",
    "POST",
    "/devices",
    [{ id: "dev1", importMode: "constructor" }],
    400,
  ],
  [
    "a job id that cannot be text",
    "PUT",
    "/jobs/v2/j",
    { jobId: { toString: 1 }, type: "scheduleUpdateTwin", updateTwin: { tags: {} } },
    400,
  ],
  [
    "a metric that cannot be text",
    "POST",
    "/configurations/testQueries",
    { targetCondition: "*", customMetricQueries: { m: { toString: 1 } } },
    200,
  ],
])("%s is judged as it stands", async (_what, method, path, body, status) => {
  const hub = await testHub();
  hub.createDevice("dev1");
  expect(await statusOf(hub, method, path, JSON.stringify(body))).toBe(status);
});
