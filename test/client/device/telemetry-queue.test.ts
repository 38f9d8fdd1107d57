import { expect, test } from "vitest";
import {
  createInMemoryHub,
  deviceClient,
  noModel,
  type TelemetryQueueOptions,
} from "../../../src/index.js";
import { breakable } from "../fixtures/breakable-connection.js";

async function start(telemetryQueue: TelemetryQueueOptions = {}) {
  const hub = createInMemoryHub();
  const connection = breakable(hub.connect("dev1"));
  const errors: unknown[] = [];
  const device = deviceClient(
    noModel,
    connection,
    {},
    {
      telemetryQueue,
      onError: (error) => errors.push(error),
    },
  );
  await device.$ready();
  const send = (n: number) => device.$raw.telemetry({ n });
  const arrived = () => hub.telemetry.map(({ message }) => JSON.parse(message.body).n as number);
  return { hub, connection, device, send, arrived, errors };
}

test("keeps telemetry while there is no connection and sends it in order afterwards", async () => {
  const { connection, device, send, arrived } = await start();
  expect(await send(1)).toBe("sent");
  connection.breakDown();
  expect(await Promise.all([send(2), send(3)])).toEqual(["queued", "queued"]);
  expect(device.$telemetryStats()).toEqual({ sent: 1, pending: 2, dropped: 0 });
  connection.restore();
  await device.$flush();
  expect(arrived()).toEqual([1, 2, 3]);
  expect(device.$telemetryStats()).toEqual({ sent: 3, pending: 0, dropped: 0 });
});

test("sends a message again whose acknowledgement was lost, and no other", async () => {
  const { connection, device, send, arrived } = await start();
  await send(1);
  connection.loseNextAcknowledgement();
  expect(await send(2)).toBe("queued");
  connection.restore();
  await device.$flush();
  expect(arrived()).toEqual([1, 2, 2]);
});

test.each([
  ["drop-oldest", ["dropped"], [2, 3]],
  ["drop-newest", ["dropped"], [1, 2]],
] as const)("%s: what gives way is counted", async (onFull, _, expected) => {
  const { connection, device, send, arrived } = await start({ limit: 2, onFull });
  connection.breakDown();
  await Promise.all([send(1), send(2), send(3)]);
  expect(device.$telemetryStats()).toEqual({ sent: 0, pending: 2, dropped: 1 });
  connection.restore();
  await device.$flush();
  expect(arrived()).toEqual(expected);
});

test("refuse: sending fails when there is no room, and nothing is dropped", async () => {
  const { connection, device, send, arrived } = await start({ limit: 1, onFull: "refuse" });
  connection.breakDown();
  await send(1);
  await expect(send(2)).rejects.toMatchObject({ code: "PNP_TRANSPORT" });
  expect(device.$telemetryStats()).toEqual({ sent: 0, pending: 1, dropped: 0 });
  connection.restore();
  await device.$flush();
  expect(arrived()).toEqual([1]);
});

test("tells what was never sent when the client is closed", async () => {
  const { connection, device, send, errors } = await start();
  connection.breakDown();
  await send(1);
  await device.$close();
  expect(device.$telemetryStats()).toEqual({ sent: 0, pending: 0, dropped: 1 });
  expect(errors).toMatchObject([{ message: expect.stringContaining("1 telemetry message") }]);
});

test("a flush that is given up leaves no timer and no listener behind", async () => {
  const { connection, device, send } = await start();
  connection.breakDown();
  await send(1);
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const before = timers();
  const stop = new AbortController();
  const flushed = device.$flush({ timeoutSeconds: 3600, signal: stop.signal });
  expect(timers()).toBe(before + 1);
  stop.abort();
  await expect(flushed).rejects.toMatchObject({ code: "PNP_ABORTED" });
  expect(timers()).toBe(before);
  await expect(
    device.$flush({ timeoutSeconds: 0.01, signal: new AbortController().signal }),
  ).rejects.toMatchObject({ code: "PNP_TIMEOUT" });
});

test("sends a great many messages at once in their order", async () => {
  const { device, send, arrived } = await start({ limit: 10 });
  const numbers = Array.from({ length: 500 }, (_, n) => n);
  expect(new Set(await Promise.all(numbers.map(send)))).toEqual(new Set(["sent"]));
  expect(arrived()).toEqual(numbers);
  expect(device.$telemetryStats()).toEqual({ sent: 500, pending: 0, dropped: 0 });
});

test("refuses application properties whose names are taken or whose values are no text", async () => {
  const { device, arrived } = await start();
  for (const properties of [
    { "dt-subject": "x" },
    { "$.sub": "x" },
    { "DT-dataschema": "dtmi:com:example:Lamp;1" },
    { "": "x" },
    { n: 5 as never },
  ]) {
    const sent = device.$raw.telemetry({ n: 1 }, { properties });
    await expect(sent).rejects.toMatchObject({ code: "PNP_USAGE" });
  }
  expect(arrived()).toEqual([]);
});
