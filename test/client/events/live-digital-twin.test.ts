import { expect, test } from "vitest";
import { createEventStream } from "../../../src/client/events/event-stream.js";
import { liveDigitalTwin } from "../../../src/client/events/live-digital-twin.js";
import type { ServiceTransport } from "../../../src/client/transport.js";
import { TemperatureController } from "../../fixtures/generated/com/example/temperaturecontroller-1.js";
import { fakeSource } from "./fake-source.js";
import { notification } from "./raw.js";

const at = (second: number) => `2026-11-20T08:00:0${second}.1Z`;

/** A digital twin at the hub, its changes under the test's control. */
function world(documents: readonly Readonly<Record<string, unknown>>[]) {
  const left = [...documents];
  let reads = 0;
  const transport = {
    readDigitalTwin: async () => {
      reads += 1;
      return { digitalTwin: left.shift() ?? {}, etag: "1" };
    },
  } as Partial<ServiceTransport> as ServiceTransport;
  const source = fakeSource();
  return {
    source,
    target: { deviceId: "dev1", transport },
    events: createEventStream(source),
    change: (...patch: readonly Readonly<Record<string, unknown>>[]) =>
      void source
        .request()
        .onEvents([notification("digitalTwinChangeEvents", "updateTwin", patch)]),
    reads: () => reads,
  };
}

const fresh = { $dtId: "dev1", $metadata: { $model: TemperatureController.id } };

test("a live digital twin starts with the document and follows every change, typed", async () => {
  const { target, events, change, source } = world([fresh]);
  const live = liveDigitalTwin(target, events, { model: TemperatureController });
  expect((await live.next()).value).toMatchObject({ by: "read", digitalTwin: fresh });

  change({
    op: "add",
    path: "/thermostat1",
    value: {
      $metadata: { targetTemperature: { desiredValue: 21.5, desiredVersion: 4 } },
    },
  });
  expect((await live.next()).value).toMatchObject({
    by: "patch",
    state: { thermostat1: { targetTemperature: { desired: 21.5, pending: true } } },
  });

  change(
    { op: "add", path: "/thermostat1/$metadata/targetTemperature/ackCode", value: 200 },
    { op: "add", path: "/thermostat1/$metadata/targetTemperature/ackVersion", value: 4 },
    { op: "add", path: "/thermostat1/targetTemperature", value: 21.5 },
  );
  expect((await live.next()).value).toMatchObject({
    state: {
      thermostat1: {
        targetTemperature: { reported: 21.5, pending: false, ack: { ac: 200, av: 4 } },
      },
    },
  });
  await live.return();
  expect(source.closed).toBe(1);
});

test("a change that does not apply makes it read the hub again", async () => {
  const healed = { ...fresh, serialNumber: "s-2" };
  const { target, events, change, reads } = world([fresh, healed]);
  const live = liveDigitalTwin(target, events);
  await live.next();
  change({ op: "replace", path: "/serialNumber", value: "s-1" });
  expect((await live.next()).value).toMatchObject({
    by: "read",
    digitalTwin: healed,
    event: { kind: "digitalTwinChange" },
  });
  expect(reads()).toBe(2);
  await live.return();
});

test("a change from before the document was read is passed over", async () => {
  const document = {
    ...fresh,
    serialNumber: "new",
    $metadata: { ...fresh.$metadata, serialNumber: { lastUpdateTime: at(5) } },
  };
  const { target, events, change } = world([document]);
  const live = liveDigitalTwin(target, events);
  await live.next();
  change(
    { op: "replace", path: "/$metadata/serialNumber/lastUpdateTime", value: at(4) },
    { op: "replace", path: "/serialNumber", value: "old" },
  );
  change(
    { op: "replace", path: "/$metadata/serialNumber/lastUpdateTime", value: at(6) },
    { op: "replace", path: "/serialNumber", value: "newer" },
  );
  expect((await live.next()).value).toMatchObject({ digitalTwin: { serialNumber: "newer" } });
  await live.return();
});

test("names such as constructor and __proto__ are ordinary members of a digital twin", async () => {
  const { target, events, change } = world([fresh]);
  const live = liveDigitalTwin(target, events);
  await live.next();
  change({ op: "add", path: "/constructor", value: 1 });
  expect((await live.next()).value).toMatchObject({ by: "patch" });
  change({ op: "add", path: "/__proto__", value: { polluted: true } });
  await live.next();
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  await live.return();
});
