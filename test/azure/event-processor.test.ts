import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import azureIotDevice from "azure-iot-device";
import { expect, onTestFinished, test } from "vitest";
import { createMemoryCheckpointStore } from "../../src/azure/checkpoint-store.js";
import { connectHub } from "../../src/azure/connect-hub.js";
import { processEvents } from "../../src/azure/event-processor.js";
import type { Hub } from "../../src/hub/index.js";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";
import { connectedDevice, type DeviceClient, testHub } from "../hub/sdk.js";
import { type BlobContainer, blobContainer } from "./azurite.js";

const childFile = fileURLToPath(new URL("processor-child.mjs", import.meta.url));

/** A processor in a process of its own, and what it has printed. */
interface Child {
  readonly process: ChildProcessByStdio<null, Readable, null>;
  readonly handled: Set<string>;
  readonly failures: string[];
  partitions: readonly string[];
  readonly ended: Promise<void>;
}

function startChild(hub: Hub, { account, name }: BlobContainer): Child {
  const args = [childFile, hub.connectionString, hub.emulatorConnectionString, account, name];
  const running = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void running.kill("SIGKILL"));
  const child: Child = {
    process: running,
    handled: new Set(),
    failures: [],
    partitions: [],
    ended: new Promise((resolve) => running.once("exit", () => resolve())),
  };
  createInterface({ input: running.stdout }).on("line", (line) => {
    const { handled, partitions, failure } = JSON.parse(line);
    if (handled !== undefined) child.handled.add(handled);
    if (failure !== undefined) child.failures.push(failure);
    if (partitions !== undefined) child.partitions = partitions;
  });
  return child;
}

async function send(devices: readonly DeviceClient[], rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await Promise.all(
      devices.map((device) => device.sendEvent(new azureIotDevice.Message('{"temperature":1}'))),
    );
  }
}

test("two processors share the partitions, and the death of one loses no event", async () => {
  const hub = await testHub();
  const container = await blobContainer();
  const one = startChild(hub, container);
  const two = startChild(hub, container);
  // While they come to terms, both may have the same ones.
  const shares = () => ({
    counts: [one.partitions.length, two.partitions.length],
    all: [...one.partitions, ...two.partitions].sort(),
  });
  await expect
    .poll(shares, { timeout: 40_000 })
    .toEqual({ counts: [2, 2], all: ["0", "1", "2", "3"] });

  const devices: DeviceClient[] = [];
  for (let count = 0; count < 8; count++) {
    hub.createDevice(`dev${count}`);
    devices.push(await connectedDevice(hub.deviceConnectionString(`dev${count}`), Thermostat.id));
  }
  await send(devices, 5);
  await expect.poll(() => one.handled.size, { timeout: 20_000 }).toBeGreaterThan(0);
  one.process.kill("SIGKILL");
  await one.ended;
  await send(devices, 5);

  const all = hub
    .events()
    .map(({ partition, sequenceNumber }) => `${hub.name}/${partition}/${sequenceNumber}`);
  expect(all.length).toBeGreaterThanOrEqual(80);
  const missing = () => all.filter((key) => !one.handled.has(key) && !two.handled.has(key));
  await expect.poll(missing, { timeout: 40_000, interval: 200 }).toEqual([]);
  expect([...one.handled].every((key) => all.includes(key))).toBe(true);

  two.process.kill("SIGTERM");
  await two.ended;
  expect(two.process.exitCode).toBe(0);
}, 120_000);

test("events whose handler fails come again, and only handled ones are passed over by the next processor", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const device = await connectedDevice(hub.deviceConnectionString("dev1"), Thermostat.id);
  const connection = connectHub(hub.connectionString);
  onTestFinished(() => connection.close());
  const checkpointStore = createMemoryCheckpointStore();
  const attempts: number[] = [];
  const failures: unknown[] = [];
  const seen: string[] = [];
  const first = await processEvents(connection, {
    model: Thermostat,
    checkpointStore,
    handler: (events, { attempt }) => {
      attempts.push(attempt);
      if (attempt === 1 && attempts.length === 1) throw new Error("not now");
      seen.push(...events.map(({ deliveryKey }) => deliveryKey));
    },
    onFailure: ({ error }) => failures.push(error),
  });
  await send([device], 1);
  await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(hub.events().length);
  expect(attempts.slice(0, 2)).toEqual([1, 2]);
  expect(failures).toEqual([new Error("not now")]);
  await first.close();

  await send([device], 1);
  const values: unknown[] = [];
  await using _second = await processEvents(connection, {
    model: Thermostat,
    checkpointStore,
    handler: (events) => {
      for (const event of events)
        if (event.kind === "telemetry" && event.valid) values.push(event.values);
    },
  });
  await expect.poll(() => values, { timeout: 10_000 }).toEqual([{ temperature: 1 }]);
});

test("a handler that runs when the processor closes is waited for, and counts as done", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const connection = connectHub(hub.connectionString);
  onTestFinished(() => connection.close());
  const checkpointStore = createMemoryCheckpointStore();
  let finish: () => void = () => {};
  let started = false;
  await processEvents(connection, {
    checkpointStore,
    handler: () => {
      started = true;
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    },
  });
  await expect.poll(() => started, { timeout: 10_000 }).toBe(true);
  let closed = false;
  // Closing the connection to the hub closes what reads by it.
  const closing = connection.close().then(() => {
    closed = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(closed).toBe(false);
  finish();
  await closing;
  const checkpoints = await checkpointStore.listCheckpoints(
    `${hub.name}.servicebus.test`,
    hub.name,
    "$Default",
  );
  expect(checkpoints).toHaveLength(1);
});

test("what a handler had not done when its processor closed comes again to the next one", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const connection = connectHub(hub.connectionString);
  onTestFinished(() => connection.close());
  const checkpointStore = createMemoryCheckpointStore();
  let tries = 0;
  const failing = await processEvents(connection, {
    checkpointStore,
    handler: () => {
      tries += 1;
      throw new Error("never");
    },
  });
  await expect.poll(() => tries, { timeout: 10_000 }).toBeGreaterThan(0);
  await failing.close();
  const kinds: string[] = [];
  await using _next = await processEvents(connection, {
    checkpointStore,
    handler: (events) => void kinds.push(...events.map(({ kind }) => kind)),
  });
  await expect.poll(() => kinds, { timeout: 10_000 }).toEqual(["deviceLifecycle"]);
});

test("a store that is gone is told as a failure, and the processor closes all the same", async () => {
  const hub = await testHub();
  const connection = connectHub(hub.connectionString);
  const failures: unknown[] = [];
  const processor = await processEvents(connection, {
    checkpointStore: {
      ...createMemoryCheckpointStore(),
      listOwnership: async () => {
        throw new Error("the store is gone");
      },
    },
    handler: () => {},
    onFailure: ({ error }) => failures.push(error),
  });
  await processor.close();
  expect(failures.at(-1)).toMatchObject({
    name: "PnpError",
    message: expect.stringContaining("give the partitions back"),
  });
  await connection.close();
});

test.each([{ maxBatchSize: 0 }, { balanceSeconds: Number.NaN }, { takeOverSeconds: 0 }])(
  "a processor is refused by %j",
  async (wrong) => {
    const connection = connectHub(
      "HostName=localhost:1;SharedAccessKeyName=p;SharedAccessKey=a2V5",
    );
    const checkpointStore = createMemoryCheckpointStore();
    await expect(
      processEvents(connection, { checkpointStore, handler: () => {}, ...wrong }),
    ).rejects.toMatchObject({ code: "PNP_USAGE" });
    await connection.close();
  },
);

test("a processor without a handler or a store is refused", async () => {
  const connection = connectHub("HostName=localhost:1;SharedAccessKeyName=p;SharedAccessKey=a2V5");
  const handler = (): void => {};
  const wrong = [{ handler }, { checkpointStore: createMemoryCheckpointStore() }];
  for (const options of wrong) {
    await expect(processEvents(connection, options as never)).rejects.toMatchObject({
      code: "PNP_USAGE",
    });
  }
  await connection.close();
});
