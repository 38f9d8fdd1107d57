import { expect, test } from "vitest";
import { createEventStream } from "../../../src/client/events/event-stream.js";
import type { Silence } from "../../../src/client/events/silence.js";
import { isPnpError, PnpError } from "../../../src/errors.js";
import { Thermostat } from "../../fixtures/generated/com/example/thermostat-1.js";
import { fakeSource } from "./fake-source.js";
import { notification, rawEvent } from "./raw.js";

const telemetry = (temperature: unknown, device = "dev1", component?: string) =>
  rawEvent({
    body: { temperature },
    system: {
      "dt-dataschema": Thermostat.id,
      "iothub-connection-device-id": device,
      ...(component === undefined ? {} : { "dt-subject": component }),
    },
  });

test("events come in order, and leaving the loop closes the source", async () => {
  const source = fakeSource();
  const events = createEventStream(source, { model: Thermostat });
  await events.ready();
  void source.request().onEvents([telemetry(1), telemetry(2), telemetry(3)]);
  const seen: unknown[] = [];
  for await (const event of events) {
    if (event.kind === "telemetry" && event.valid) seen.push(event.values);
    if (seen.length === 2) break;
  }
  expect(seen).toEqual([{ temperature: 1 }, { temperature: 2 }]);
  expect(source.closed).toBe(1);
  expect(await events.next()).toEqual({ done: true, value: undefined });
});

test("`await using` closes the source, also of a stream that is never read", async () => {
  const source = fakeSource();
  {
    await using events = createEventStream(source);
    await events.ready();
  }
  expect(source.closed).toBe(1);
  const unread = createEventStream(fakeSource());
  await unread.close();
  await expect(unread.ready()).rejects.toMatchObject({ code: "PNP_USAGE" });
});

test("only what is asked for comes: device, module, component, kind", async () => {
  const all = [
    telemetry(1, "a"),
    telemetry(2, "b"),
    telemetry(3, "a", "thermostat1"),
    notification("twinChangeEvents", "updateTwin", {}),
    rawEvent({
      body: { temperature: 4 },
      system: { "iothub-connection-device-id": "a", "iothub-connection-module-id": "m" },
    }),
  ];
  const count = async (options: Parameters<typeof createEventStream>[1]) => {
    const source = fakeSource();
    const events = createEventStream(source, options);
    await events.ready();
    await source.request().onEvents(all);
    let taken = 0;
    const counting = (async () => {
      for await (const _ of events) taken += 1;
    })();
    await events.close();
    await counting;
    return taken;
  };
  expect(await count({})).toBeLessThanOrEqual(5);
  for (const [options, expected] of [
    [{ device: "a" }, 3],
    [{ device: "a", module: "m" }, 1],
    [{ component: "thermostat1" }, 1],
    [{ kinds: ["twinChange"] as const }, 1],
    [{ device: "dev1", kinds: ["telemetry"] as const }, 0],
  ] as const) {
    const source = fakeSource();
    const events = createEventStream(source, options);
    await events.ready();
    void source.request().onEvents(all);
    void source.request().onEvents([]);
    for (let left = expected; left > 0; left--) expect((await events.next()).done).toBe(false);
    const more = events.next();
    await events.close();
    expect(await more).toEqual({ done: true, value: undefined });
  }
});

test("who pushes more than the buffer holds waits until it is taken", async () => {
  const source = fakeSource();
  const events = createEventStream(source, { bufferSize: 2 });
  await events.ready();
  let released = false;
  const pushed = source
    .request()
    .onEvents([telemetry(1), telemetry(2)])
    .then(() => {
      released = true;
    });
  await new Promise((resolve) => setImmediate(resolve));
  expect(released).toBe(false);
  await events.next();
  await pushed;
  expect(released).toBe(true);
  await events.close();
});

test("an aborted signal ends the stream with PNP_ABORTED and closes it", async () => {
  const source = fakeSource();
  const abort = new AbortController();
  const events = createEventStream(source, { signal: abort.signal });
  const next = events.next();
  await expect.poll(() => source.request()).toBeDefined();
  abort.abort();
  await expect(next).rejects.toSatisfy((error) => isPnpError(error, "PNP_ABORTED"));
  await expect.poll(() => source.closed).toBe(1);
});

test("a partition that is given up ends the stream; with a listener only the last one does", async () => {
  const error = new PnpError("PNP_UNAUTHORIZED", "no");
  const source = fakeSource();
  const events = createEventStream(source);
  await events.ready();
  source.request().onPartitionError({ partitionId: "0", error, final: false });
  const next = events.next();
  source.request().onPartitionError({ partitionId: "0", error, final: true });
  await expect(next).rejects.toBe(error);

  const told: unknown[] = [];
  const other = fakeSource();
  const going = createEventStream(other, { onPartitionError: (failure) => told.push(failure) });
  await going.ready();
  other.request().onPartitionError({ partitionId: "0", error, final: true });
  void other.request().onEvents([telemetry(1)]);
  expect((await going.next()).done).toBe(false);
  expect(told).toHaveLength(1);
  other.request().onPartitionError({ partitionId: "1", error, final: true });
  await expect(going.next()).rejects.toBe(error);
});

test.each([
  ["2026-11-20T08:00:00", /time zone/],
  ["2026-11-20 08:00", /time zone/],
  ["2026-11-20", /time zone/],
  ["yesterday", /no instant/],
  ["2026-13-40T08:00:00Z", /no instant/],
  ["2026-02-30T08:00:00Z", /no instant/],
  [new Date(Number.NaN), /invalid Date/],
  [{ "0": { sequenceNumber: 1.5 } }, /partition "0"/],
  [{ "0": { sequenceNumber: 1, offset: "2" } }, /partition "0"/],
])("a place to start from that means nothing certain is refused: %s", (from, message) => {
  expect(() => createEventStream(fakeSource(), { from })).toThrow(message);
});

test("an instant with its zone, and a place in a partition, are where reading starts", async () => {
  for (const [from, start] of [
    ["2026-11-20T09:00:00+01:00", { time: new Date("2026-11-20T08:00:00Z") }],
    [
      { "3": { sequenceNumber: 9007199254740993n } },
      { partitions: { "3": { sequenceNumber: 9007199254740993n } } },
    ],
    ["earliest", "earliest"],
  ] as const) {
    const source = fakeSource();
    const events = createEventStream(source, { from });
    await events.ready();
    expect(source.request().start).toEqual(start);
    await events.close();
  }
});

test.each([
  [{ device: "" }],
  [{ consumerGroup: "" }],
  [{ kinds: ["twinChanges" as never] }],
  [{ bufferSize: 0 }],
])("wrong options are refused at once: %o", (options) => {
  expect(() => createEventStream(fakeSource(), options)).toThrow(
    expect.objectContaining({ code: "PNP_USAGE" }),
  );
});

test("silence is explained once, by what a look at the hub finds", async () => {
  const silences: Silence[] = [];
  const source = fakeSource([{ partitionId: "0", lastSequenceNumber: 41, startedBehind: 41 }]);
  const events = createEventStream(
    source,
    {
      device: "dev9",
      kinds: ["twinChange"],
      onSilence: (silence) => silences.push(silence),
      clock: { now: () => 0, sleep: async () => {} },
    },
    async () => ({ name: "device dev9", presence: "disconnected" }),
  );
  await events.ready();
  await expect.poll(() => silences).toHaveLength(1);
  expect(silences[0]).toEqual({
    seconds: 30,
    causes: [
      "device dev9 is not connected.",
      'Reading started behind the latest event: 42 older ones are skipped. Start from "earliest" or from a time to see them.',
      'Without a route only telemetry reaches the built-in endpoint: the hub needs a route from TwinChangeEvents to "events".',
    ],
  });
  await events.close();
});
