import { expect, test } from "vitest";
import type { EventInput } from "../../src/hub/events/event.js";
import { EventLog, type EventSettings } from "../../src/hub/events/log.js";
import { ManualClock } from "./fixtures.js";

function log(settings?: EventSettings): { log: EventLog; clock: ManualClock } {
  const clock = new ManualClock();
  return { log: new EventLog(clock, settings), clock };
}

function telemetry(deviceId: string, body = "{}"): EventInput {
  return {
    source: "Telemetry",
    target: { deviceId },
    body: Buffer.from(body),
    systemProperties: {},
    applicationProperties: {},
  };
}

test("each partition counts its events from 0, and offsets grow", () => {
  const { log: events } = log({ partitions: 1 });
  const taken = ["a", "b", "a"].map((deviceId) => events.append(telemetry(deviceId)));
  expect(taken.map((event) => event?.sequenceNumber)).toEqual([0, 1, 2]);
  const offsets = taken.map((event) => Number(event?.offset));
  expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
  expect(new Set(offsets).size).toBe(3);
});

test("a device's events, and its modules', are always in the same partition; devices spread", () => {
  const { log: events } = log({ partitions: 4 });
  const ids = Array.from({ length: 101 }, (_, number) => `device-${number}`);
  const first = ids.map((id) => events.append(telemetry(id))?.partition);
  const module = ids.map(
    (deviceId) =>
      events.append({ ...telemetry(deviceId), target: { deviceId, moduleId: "m" } })?.partition,
  );
  expect(module).toEqual(first);
  expect(new Set(first).size).toBe(4);
});

test("old events go away when there are too many, too large or too old ones", () => {
  const { log: events, clock } = log({ partitions: 1 });
  const [partition] = events.partitions;
  for (let count = 0; count < 50_001; count += 1) events.append(telemetry("dev1"));
  expect(partition?.firstSequenceNumber).toBe(1);
  expect(partition?.at(0)).toBeUndefined();
  expect(partition?.at(1)?.sequenceNumber).toBe(1);
  const large = "x".repeat(10 * 1024 * 1024);
  for (let count = 0; count < 7; count += 1) events.append(telemetry("dev1", large));
  expect(events.events().map(({ body }) => body.length)).toEqual(Array(6).fill(large.length));
  clock.advance(24 * 60 * 60 * 1000 + 1);
  events.append(telemetry("dev1", "fresh"));
  expect(events.events().map(({ body }) => Buffer.from(body).toString())).toEqual(["fresh"]);
  expect(partition?.firstSequenceNumber).toBe(50_008);
});

test("only a number of partitions that a hub can have is taken", () => {
  for (const partitions of [0, 33, 1.5]) {
    expect(() => log({ partitions })).toThrow(expect.objectContaining({ code: "PNP_USAGE" }));
  }
});

test("telemetry needs no route; notifications do when routes are named", () => {
  const { log: events } = log({ routes: ["TwinChangeEvents"] });
  expect(events.append(telemetry("dev1"))).toBeDefined();
  expect(events.append({ ...telemetry("dev1"), source: "twinChangeEvents" })).toBeDefined();
  expect(events.append({ ...telemetry("dev1"), source: "deviceLifecycleEvents" })).toBeUndefined();
});
