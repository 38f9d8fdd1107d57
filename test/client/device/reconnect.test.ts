import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import {
  createInMemoryHub,
  type DeviceClientOptions,
  type DeviceTransport,
  deviceClient,
  noModel,
} from "../../../src/index.js";
import { breakable } from "../fixtures/breakable-connection.js";
import { Odd } from "../fixtures/odd-1.js";

async function startOdd(options: DeviceClientOptions<Odd> = {}) {
  const hub = createInMemoryHub();
  const target = hub.create("dev1");
  const connection = breakable(hub.connect("dev1", { modelId: Odd.id }));
  const calls: unknown[][] = [];
  const device = deviceClient(
    Odd,
    connection,
    {
      level: (value) => {
        calls.push(["level", value]);
        return value > 9 ? { code: 400, description: "too much" } : undefined;
      },
      settings: (value) => void calls.push(["settings", value]),
      then$: () => {},
      count: () => 0,
    },
    options,
  );
  await device.$ready();
  const desire = (desired: Record<string, unknown>) => hub.transport.patchTwin(target, { desired });
  const reported = async () => (await hub.transport.readTwin(target)).properties.reported;
  return { hub, connection, device, calls, desire, reported };
}

test("acts after a broken connection on what changed meanwhile, and on nothing twice", async () => {
  const { connection, calls, desire, reported } = await startOdd();
  await desire({ level: 1, settings: { a: 1 } });
  await expect.poll(() => calls).toHaveLength(2);
  connection.breakDown();
  await desire({ level: 2 });
  await desire({ level: 3 });
  connection.restore();
  await expect.poll(() => calls.slice(2)).toEqual([["level", 3n]]);
  await expect.poll(reported).toMatchObject({ level: { value: 3, ac: 200, av: 4 } });
  await desire({ level: 4 });
  await expect
    .poll(() => calls.slice(2))
    .toEqual([
      ["level", 3n],
      ["level", 4n],
    ]);
});

test("answers for a value that was written again while the connection was broken", async () => {
  const { connection, calls, desire, reported } = await startOdd();
  await desire({ level: 1 });
  await expect.poll(() => calls).toHaveLength(1);
  connection.breakDown();
  await desire({ level: 2 });
  await desire({ level: 1 });
  connection.restore();
  await expect.poll(reported).toMatchObject({ level: { value: 1, ac: 200, av: 4 } });
  expect(calls).toHaveLength(1);
});

test("sends an acknowledgement that the broken connection did not carry", async () => {
  const { connection, calls, desire, reported } = await startOdd();
  await desire({ level: 1 });
  connection.breakDown();
  await expect.poll(() => calls).toHaveLength(1);
  connection.restore();
  await expect.poll(reported).toMatchObject({ level: { value: 1, ac: 200, av: 2 } });
  expect(calls).toHaveLength(1);
});

test("reports first values with code 203 and version 0, but none where something is desired", async () => {
  const hub = createInMemoryHub();
  const target = hub.create("dev1");
  await hub.transport.patchTwin(target, { desired: { level: 7 } });
  const device = deviceClient(
    Odd,
    hub.connect("dev1", { modelId: Odd.id }),
    { level: () => {}, settings: () => {}, then$: () => {}, count: () => 0 },
    { initial: { level: 1, settings: { a: 1 } } },
  );
  await device.$ready();
  const { reported } = (await hub.transport.readTwin(target)).properties;
  expect(reported).toMatchObject({
    level: { value: 7, ac: 200, av: 2 },
    settings: { value: { a: 1 }, ac: 203, av: 0 },
  });
});

test("hands all desired values of a patch to one handler, whose failure is told of each", async () => {
  const hub = createInMemoryHub();
  const target = hub.create("dev1");
  const seen: unknown[] = [];
  const device = deviceClient(Odd, hub.connect("dev1", { modelId: Odd.id }), {
    $desired: (values, { version }) => {
      seen.push([version, values]);
      if (values.level === 3n) throw new Error("no");
    },
    then$: () => {},
    count: () => 0,
  });
  await device.$ready();
  await hub.transport.patchTwin(target, { desired: { level: 2, settings: { a: 1 } } });
  await hub.transport.patchTwin(target, { desired: { level: 3 } });
  await expect
    .poll(async () => (await hub.transport.readTwin(target)).properties.reported)
    .toMatchObject({ level: { ac: 500, av: 3, ad: "no" }, settings: { ac: 200, av: 2 } });
  expect(seen).toEqual([
    [2, { level: 2n, settings: { a: 1 } }],
    [3, { level: 3n }],
  ]);
});

test("a report gives up with its caller while there is no connection", async () => {
  const { connection, device, reported } = await startOdd();
  connection.breakDown();
  const late = device.$report({ level: 1 }, { timeoutSeconds: 0.01 });
  await expect(late).rejects.toMatchObject({ code: "PNP_TIMEOUT" });
  const aborted = device.$raw.report({ a: 1 }, { signal: AbortSignal.abort() });
  await expect(aborted).rejects.toMatchObject({ code: "PNP_ABORTED" });
  connection.restore();
  await device.$report({ level: 2 });
  expect(await reported()).toMatchObject({ level: { value: 2, ac: 203, av: 0 } });
});

test("tells of a connection only when that changes, and survives who fails to listen", async () => {
  const heard: boolean[] = [];
  const errors: unknown[] = [];
  const { connection, calls, desire } = await startOdd({
    onConnectionChange: (connected) => {
      heard.push(connected);
      throw new Error("no display");
    },
    onError: (error) => errors.push(error),
  });
  connection.restore(); // Replaced without having been missed.
  connection.breakDown();
  await desire({ level: 4 });
  connection.restore();
  await expect.poll(() => calls).toEqual([["level", 4n]]);
  expect(heard).toEqual([false, true]);
  expect(errors).toEqual([new Error("no display"), new Error("no display")]);
});

test("a report's time runs while it waits for earlier ones", async () => {
  const hub = createInMemoryHub();
  hub.create("dev1");
  const left: (number | undefined)[] = [];
  const connection: DeviceTransport = {
    ...hub.connect("dev1"),
    reportProperties: async (_, options) => {
      left.push(options?.timeoutSeconds);
      await setTimeout(50);
    },
  };
  const device = deviceClient(noModel, connection, {});
  await device.$ready();
  await Promise.all([
    device.$raw.report({ n: 1 }),
    device.$raw.report({ n: 2 }),
    device.$raw.report({ n: 3 }, { timeoutSeconds: 10 }),
  ]);
  const [first = 0, second = 0, third = 0] = left;
  expect(first).toBeLessThanOrEqual(30);
  expect(second).toBeLessThan(first - 0.03);
  expect(third).toBeLessThan(10 - 0.06);
  expect(third).toBeGreaterThan(5);
});
