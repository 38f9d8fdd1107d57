import { once } from "node:events";
import { connect } from "node:tls";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { connectDevice } from "../../src/azure/device.js";
import { connectHub } from "../../src/azure/service.js";
import type { Hub } from "../../src/hub/index.js";
import { type Conversation, edges, recordConversations } from "./recorded-conversations.js";

/*
 * What real SDKs have said to a hub is said to it again, on connections of its own and with mistakes in it: for half of the
 * inputs behind the sign-in, which is then a good one. TWINPLUG_TEST_RUNS is the number of inputs for each edge.
 */

const { TWINPLUG_TEST_RUNS: runs = "200", TWINPLUG_TEST_SEED: seed = "20261121" } = process.env;
const inputs = Number(runs);
/** So often a client without mistakes looks whether all is well. */
const roundTripEvery = Math.min(1000, Math.ceil(inputs / 2));
const atOnce = 8;
const mebibyte = 1024 * 1024;
/** Bytes in use for one event, at most. */
const eventMemory = 4096;
const json = { contentType: "application/json", contentEncoding: "utf-8" } as const;

/** One mistake in a conversation. Places count as parts of its length, so that they fit every one. */
type Mistake =
  | { readonly kind: "byte"; readonly place: number; readonly value: number }
  | { readonly kind: "cut"; readonly place: number; readonly length: number }
  | { readonly kind: "repeat"; readonly place: number; readonly length: number }
  | { readonly kind: "insert"; readonly place: number; readonly bytes: Uint8Array }
  | { readonly kind: "end"; readonly place: number };

interface Input {
  readonly which: number;
  readonly afterSignIn: boolean;
  readonly mistakes: readonly Mistake[];
}

const place = fc.double({ min: 0, max: 1, noNaN: true });
const length = fc.integer({ min: 1, max: 64 });
/** Bytes that mean something in one of the protocols: lengths, types, ends. */
const tellingByte = fc.constantFrom(0, 1, 2, 16, 64, 69, 127, 128, 192, 208, 224, 240, 255);
const input: fc.Arbitrary<Input> = fc.record({
  which: fc.nat(),
  afterSignIn: fc.boolean(),
  mistakes: fc.array(
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
  ),
});

/** All inputs, some at a time. */
function* generate(): Generator<Input, void> {
  for (let made = 0; made < inputs; made += 1000) {
    const numRuns = Math.min(1000, inputs - made);
    yield* fc.sample(input, { numRuns, seed: Number(seed) + made });
  }
}

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

/** The mistakes in the whole conversation, or only behind its sign-in. */
function withMistakes(
  { said, signedIn }: Conversation,
  mistakes: readonly Mistake[],
  afterSignIn: boolean,
): Buffer {
  const kept = afterSignIn ? signedIn : 0;
  return Buffer.concat([said.subarray(0, kept), mistakes.reduce(withMistake, said.subarray(kept))]);
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

/** A device and a service that make no mistakes: twin, method and telemetry, there and back. */
async function roundTrip(hub: Hub, count: number): Promise<void> {
  const id = `clean-${count}`;
  hub.createDevice(id);
  const target = { deviceId: id };
  const transport = (["mqtt", "amqp", "mqtt-ws", "amqp-ws"] as const)[count % 4] ?? "mqtt";
  const device = await connectDevice(hub.deviceConnectionString(id), { transport });
  const service = connectHub(hub.connectionString);
  await device.onCommand(async () => ({ status: 200, payload: count }));
  await device.reportProperties({ count });
  await device.sendTelemetry({ body: `${count}`, properties: {}, ...json });
  const answer = await service.transport.invokeMethod(target, { name: "count", payload: null });
  await service.transport.patchTwin(target, { desired: { count } });
  expect(answer.payload).toBe(count);
  expect((await service.transport.readTwin(target)).properties.reported).toMatchObject({ count });
  expect((await device.readTwin()).desired).toMatchObject({ count });
  expect(hub.telemetry(id).map(({ body }) => body.toString())).toEqual([`${count}`]);
  await device.close();
  await service.close();
}

/** Bytes in use behind a collection. */
function memoryInUse(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test.each(edges)(
  "whatever is said over %s, before a sign-in or behind it, the hub and its clients go on",
  async (edge) => {
    const { hub, conversations } = await recordConversations();
    const recorded = conversations[edge];
    hub.createDevice("steady");
    const steady = await connectDevice(hub.deviceConnectionString("steady"));
    let connections = 0;
    hub.onEvent(({ source, target }) => {
      if (source === "deviceConnectionStateEvents" && target.deviceId === "steady")
        connections += 1;
    });
    // One over each transport, so that what they load counts as being there.
    for (const count of [0, 1, 2, 3]) await roundTrip(hub, count);
    const generated = generate();
    let said = 0;
    let halfway = { memory: 0, events: 0 };
    const work = async (): Promise<void> => {
      for (const { which, afterSignIn, mistakes } of generated) {
        const conversation = recorded[which % recorded.length] as Conversation;
        await say(hub, withMistakes(conversation, mistakes, afterSignIn));
        said += 1;
        if (said === Math.floor(inputs / 2))
          halfway = { memory: memoryInUse(), events: hub.events().length };
        if (said % roundTripEvery === 0) await roundTrip(hub, said);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    expect(said).toBe(inputs);
    await steady.sendTelemetry({ body: "still there", properties: {}, ...json });
    await expect.poll(() => hub.telemetry("steady").length).toBe(1);
    expect(connections, "connects and disconnects of the device that stayed").toBe(0);
    await steady.close();
    // The log keeps up to 50,000 events; nothing else grows with what was said.
    const kept = (hub.events().length - halfway.events) * eventMemory;
    expect(memoryInUse() - halfway.memory - kept).toBeLessThan(48 * mebibyte);
    expect(Object.keys(Object.prototype)).toEqual([]);
  },
  inputs * 200 + 60_000,
);
