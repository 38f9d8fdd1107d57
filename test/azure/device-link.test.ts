import { expect, onTestFinished, test } from "vitest";
import { type LinkOptions, type OpenClient, openDeviceLink } from "../../src/azure/device-link.js";
import { reconnectPauses } from "../../src/azure/reconnect-pauses.js";
import type { Clock } from "../../src/client/clock.js";

/** A clock whose sleeps take no time, but for deadlines, which never come. */
function quickClock(slept: number[]): Clock {
  return {
    now: () => 0,
    sleep: (milliseconds, signal) =>
      milliseconds >= 5000
        ? new Promise((resolve) => signal?.addEventListener("abort", () => resolve()))
        : new Promise((resolve) => {
            if (milliseconds > 0) slept.push(milliseconds);
            setImmediate(resolve);
          }),
  };
}

interface FakeClient {
  readonly number: number;
  lose(): void;
  replace(): void;
  closed: boolean;
}

async function startLink(
  openings: readonly ("opens" | "fails")[] = [],
  more: Pick<LinkOptions, "answerSeconds"> = {},
) {
  const clients: FakeClient[] = [];
  const slept: number[] = [];
  const errors: unknown[] = [];
  const heard: boolean[] = [];
  const rest = [...openings];
  const open = async (): Promise<OpenClient> => {
    if (rest.shift() === "fails") throw new Error("no hub");
    const listeners = new Set<(reason: unknown) => void>();
    let isLost = false;
    let replaced = (): void => undefined;
    const fake: FakeClient = {
      number: clients.length + 1,
      closed: false,
      lose: () => {
        isLost = true;
        for (const listener of [...listeners]) listener(new Error("lost"));
      },
      replace: () => replaced(),
    };
    clients.push(fake);
    const client: Partial<OpenClient> = {
      onLost(listener) {
        if (isLost) listener(new Error("lost"));
        else listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      onReplaced: (listener) => {
        replaced = listener;
      },
      onMessage: () => undefined,
      close: async () => {
        fake.closed = true;
      },
    };
    return Object.assign(client as OpenClient, { fake });
  };
  const options: LinkOptions = {
    host: "hub",
    target: { deviceId: "d1" },
    open,
    pauses: reconnectPauses({ firstSeconds: 1, longestSeconds: 4 }, () => 0),
    onReconnectError: (error) => errors.push(error),
    clock: quickClock(slept),
    ...more,
  };
  const link = await openDeviceLink(options);
  link.onChange((connected) => heard.push(connected));
  onTestFinished(() => link.close());
  return { link, clients, slept, errors, heard };
}

const numberOf = async (client: OpenClient): Promise<number> =>
  (client as OpenClient & { fake: FakeClient }).fake.number;

test("connects again with pauses that double up to the longest, until it succeeds", async () => {
  const { clients, slept, errors, heard } = await startLink([
    "opens",
    "fails",
    "fails",
    "fails",
    "opens",
  ]);
  clients[0]?.lose();
  await expect.poll(() => heard).toEqual([false, true]);
  expect(slept).toEqual([1000, 2000, 4000, 4000]);
  expect(errors).toHaveLength(3);
  expect(clients[0]?.closed).toBe(true);
});

test("sets each new connection up before anybody uses it", async () => {
  const { link, clients, heard } = await startLink();
  const setUp: number[] = [];
  await link.onEveryConnection(async (client) => void setUp.push(await numberOf(client)));
  clients[0]?.lose();
  await expect.poll(() => heard).toEqual([false, true]);
  expect(setUp).toEqual([1, 2]);
});

test("a repeatable call waits for the connection, and is done again when it broke meanwhile", async () => {
  const { link, clients } = await startLink();
  const seen: number[] = [];
  const what = { action: "read", repeatable: true };
  const outcome = link.call(what, async (client) => {
    const number = await numberOf(client);
    seen.push(number);
    if (number === 1) return new Promise<number>(() => undefined);
    return number;
  });
  await expect.poll(() => seen).toEqual([1]);
  clients[0]?.lose();
  expect(await outcome).toBe(2);
});

test("a repeatable call under way is done again when the connection was replaced, any other is left alone", async () => {
  const { link, clients, heard } = await startLink();
  const runs = { read: 0, send: 0 };
  const read = link.call({ action: "read", repeatable: true }, () =>
    ++runs.read === 1 ? new Promise<string>(() => undefined) : Promise.resolve("answer"),
  );
  let acknowledge: (outcome: string) => void = () => undefined;
  const send = link.call({ action: "send", repeatable: false }, () => {
    runs.send++;
    return new Promise<string>((resolve) => {
      acknowledge = resolve;
    });
  });
  await expect.poll(() => runs).toEqual({ read: 1, send: 1 });
  clients[0]?.replace();
  expect(await read).toBe("answer");
  acknowledge("acknowledged");
  expect(await send).toBe("acknowledged");
  expect(runs).toEqual({ read: 2, send: 1 });
  expect(heard).toEqual([true]);
});

test("a connection over which the hub does not answer counts as broken", async () => {
  const { link, clients, heard } = await startLink([], { answerSeconds: 0.05 });
  const what = { action: "send", repeatable: false, options: { timeoutSeconds: 5 } };
  const unanswered = link.call(what, () => new Promise<void>(() => undefined));
  await expect(unanswered).rejects.toMatchObject({ code: "PNP_TRANSPORT" });
  await expect.poll(() => heard).toEqual([false, true]);
  expect(clients.map(({ closed }) => closed)).toEqual([true, false]);
});

test("a call that must not be done twice fails with the connection, and at once without one", async () => {
  const { link, clients } = await startLink(["opens", "fails", "fails", "fails", "fails", "opens"]);
  const what = { action: "send", repeatable: false };
  const under = link.call(what, () => new Promise<void>(() => undefined));
  clients[0]?.lose();
  await expect(under).rejects.toMatchObject({ code: "PNP_TRANSPORT" });
  await expect(link.call(what, async () => undefined)).rejects.toMatchObject({
    code: "PNP_TRANSPORT",
    message: expect.stringContaining("not connected"),
  });
});

test("ends for good when it is closed, and fails what waits", async () => {
  const { link, clients, heard } = await startLink(["opens", ...Array(1000).fill("fails")]);
  clients[0]?.lose();
  const waiting = link.call({ action: "read", repeatable: true }, async () => undefined);
  await link.close();
  await expect(waiting).rejects.toMatchObject({ code: "PNP_TRANSPORT" });
  expect(heard).toEqual([false]);
  expect(clients).toHaveLength(1);
});

test("a connection that lasted starts the pauses over, one that broke at once does not", () => {
  const pauses = reconnectPauses({ firstSeconds: 1, longestSeconds: 8 }, () => 0);
  expect([pauses.next(), pauses.next()]).toEqual([1000, 2000]);
  pauses.stood(500);
  expect(pauses.next()).toBe(4000);
  pauses.stood(8000);
  expect(pauses.next()).toBe(1000);
});
