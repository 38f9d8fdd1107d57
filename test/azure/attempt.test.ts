import { expect, test } from "vitest";
import { type AttemptOptions, createAttempt } from "../../src/azure/attempt.js";
import type { Later } from "../../src/azure/given-up.js";
import type { HubClients } from "../../src/azure/hub-clients.js";
import type { Clock } from "../../src/client/clock.js";
import { PnpError } from "../../src/errors.js";

/** Time that passes by pauses between tries; deadlines wait for `pass`. */
interface HandClock extends Clock {
  readonly later: Later;
  readonly pauses: number[];
  pass(milliseconds: number): void;
}

function handClock(): HandClock {
  let now = 0;
  const deadlines = new Map<() => void, number>();
  const pauses: number[] = [];
  const pass = (milliseconds: number): void => {
    now += milliseconds;
    for (const [act, at] of deadlines) if (at <= now) act();
  };
  return {
    pauses,
    pass,
    now: () => now,
    sleep: async (milliseconds) => {
      pauses.push(milliseconds);
      pass(milliseconds);
    },
    later: (milliseconds, act) => {
      deadlines.set(act, now + milliseconds);
      return () => deadlines.delete(act);
    },
  };
}

const noClients = async () => ({}) as HubClients;
const read: AttemptOptions = { action: "read the twin", repeatable: true, reads: true };
const write: AttemptOptions = { action: "change the twin", repeatable: false };

function attemptWith(clock = handClock(), random = () => 0.5) {
  return {
    clock,
    attempt: createAttempt("hub.test", noClients, { clock, random, later: clock.later }),
  };
}

/** A call that fails by these errors in turn and then answers. */
function failing(...errors: unknown[]) {
  const calls = { count: 0 };
  const call = async (): Promise<string> => {
    const error = errors[calls.count++];
    if (error !== undefined) throw error;
    return "done";
  };
  return { calls, call };
}

const answered = (statusCode: number, name = "Error"): Error =>
  Object.assign(new Error(`status ${statusCode}`), { name, response: { statusCode } });
const socket = (code: string): Error => Object.assign(new Error(`read ${code}`), { code });

test("tries a read again after transient answers, with pauses that may double", async () => {
  const { attempt, clock } = attemptWith();
  const { call, calls } = failing(answered(500), socket("ECONNRESET"), answered(503));
  expect(await attempt(read, call)).toBe("done");
  expect(calls.count).toBe(4);
  expect(clock.pauses).toEqual([100, 200, 400]);
});

test("draws each pause between nothing and its bound", async () => {
  const draws = [0, 0.99, 0.25];
  const { attempt, clock } = attemptWith(handClock(), () => draws.shift() ?? 1);
  await attempt(read, failing(answered(503), answered(503), answered(503)).call);
  expect(clock.pauses).toEqual([0, 396, 200]);
});

test("repeats any call that was throttled, since nothing was done", async () => {
  const { attempt, clock } = attemptWith();
  const { call, calls } = failing(answered(429, "ThrottlingError"), answered(429));
  expect(await attempt(write, call)).toBe("done");
  expect(calls.count).toBe(3);
  expect(clock.pauses).toEqual([500, 1000]);
});

test("gives up on a throttled hub before the deadline and says how often it tried", async () => {
  const { attempt, clock } = attemptWith();
  const call = async () => Promise.reject(answered(429, "ThrottlingError"));
  const outcome = attempt({ ...write, options: { timeoutSeconds: 30 } }, call);
  await expect(outcome).rejects.toMatchObject({
    code: "PNP_THROTTLED",
    message: expect.stringMatching(/\(tried \d+ times\)$/),
  });
  expect(clock.now()).toBeLessThan(30_000);
  expect(clock.pauses.length).toBeGreaterThan(3);
});

test.each([
  ["a dropped socket", socket("ECONNRESET"), "PNP_TRANSPORT"],
  ["503", answered(503), "PNP_TRANSPORT"],
  ["504", answered(504), "PNP_TIMEOUT"],
])("never repeats a write whose outcome is unknown: %s", async (_, error, code) => {
  const { attempt } = attemptWith();
  const { call, calls } = failing(error);
  await expect(attempt(write, call)).rejects.toMatchObject({
    code,
    message: expect.stringContaining("Its outcome is unknown."),
    hint: expect.stringContaining("read before you repeat it"),
  });
  expect(calls.count).toBe(1);
});

test("repeats a write that an etag guards, and says whose change a conflict may be", async () => {
  const { attempt } = attemptWith();
  const guarded = { ...write, repeatable: true };
  expect(await attempt(guarded, failing(socket("EPIPE")).call)).toBe("done");
  const { call } = failing(socket("EPIPE"), answered(412, "InvalidEtagError"));
  await expect(attempt(guarded, call)).rejects.toMatchObject({
    code: "PNP_CONFLICT",
    hint: expect.stringContaining("may have made the change itself"),
  });
});

test("repeats a write whose request cannot have left", async () => {
  const { attempt } = attemptWith();
  expect(await attempt(write, failing(socket("EAI_AGAIN")).call)).toBe("done");
});

test.each([
  ["400", answered(400)],
  ["401", answered(401)],
  ["404", answered(404)],
  ["412", answered(412)],
  ["502", answered(502)],
  ["a name that does not exist", socket("ENOTFOUND")],
  ["a port that nobody serves", socket("ECONNREFUSED")],
  [
    "the daily quota",
    Object.assign(answered(403), { responseBody: '{"errorCode":403002,"message":"quota"}' }),
  ],
  ["an error of twinplug", new PnpError("PNP_PAYLOAD_INVALID", "no")],
])("does not repeat what another try would meet again: %s", async (_, error) => {
  const { attempt } = attemptWith();
  const { call, calls } = failing(error);
  await expect(attempt(read, call)).rejects.toMatchObject({ name: "PnpError" });
  expect(calls.count).toBe(1);
});

test("tries five times at most when the hub keeps failing", async () => {
  const { attempt } = attemptWith();
  const { call, calls } = failing(...Array.from({ length: 9 }, () => answered(500)));
  await expect(attempt(read, call)).rejects.toMatchObject({
    code: "PNP_TRANSPORT",
    message: expect.not.stringContaining("outcome"),
  });
  expect(calls.count).toBe(5);
});

test("stops at the deadline without waiting for the answer, and says that the outcome is unknown", async () => {
  const { attempt, clock } = attemptWith();
  const outcome = attempt(write, () => new Promise(() => {}));
  const reading = attempt(
    { ...read, options: { timeoutSeconds: 30 } },
    () => new Promise(() => {}),
  );
  await new Promise(setImmediate);
  clock.pass(60_000);
  await expect(outcome).rejects.toMatchObject({
    code: "PNP_TIMEOUT",
    message:
      "Could not change the twin at hub.test: no answer within 60 s. Its outcome is unknown.",
  });
  await expect(reading).rejects.toMatchObject({
    code: "PNP_TIMEOUT",
    message: "Could not read the twin at hub.test: no answer within 30 s.",
  });
});

test("gives a call up at once when its signal is aborted, before and while it runs", async () => {
  const { attempt } = attemptWith();
  const { call, calls } = failing();
  const early = attempt({ ...write, options: { signal: AbortSignal.abort() } }, call);
  await expect(early).rejects.toMatchObject({ code: "PNP_ABORTED", hint: "Nothing was sent." });
  expect(calls.count).toBe(0);
  const abort = new AbortController();
  const running = attempt({ ...write, options: { signal: abort.signal } }, () => {
    queueMicrotask(() => abort.abort());
    return new Promise(() => {});
  });
  await expect(running).rejects.toMatchObject({
    code: "PNP_ABORTED",
    message: expect.stringContaining("Its outcome is unknown."),
  });
});

test("sends nothing when it is aborted while the SDK is loaded", async () => {
  const abort = new AbortController();
  const attempt = createAttempt("hub.test", async () => {
    abort.abort();
    return noClients();
  });
  const { call, calls } = failing();
  const outcome = attempt({ ...write, options: { signal: abort.signal } }, call);
  await expect(outcome).rejects.toMatchObject({ code: "PNP_ABORTED", hint: "Nothing was sent." });
  expect(calls.count).toBe(0);
});

test("stops trying again when it is aborted during a pause", async () => {
  const abort = new AbortController();
  const clock = handClock();
  const { attempt } = attemptWith({
    ...clock,
    sleep: async () => abort.abort(),
  });
  const { call, calls } = failing(answered(503));
  const outcome = attempt({ ...write, repeatable: true, options: { signal: abort.signal } }, call);
  await expect(outcome).rejects.toMatchObject({
    code: "PNP_ABORTED",
    message: expect.stringContaining("Its outcome is unknown."),
  });
  expect(calls.count).toBe(1);
});

test.each([0, -1, Number.NaN])("refuses a time-out of %s seconds", async (timeoutSeconds) => {
  const { attempt } = attemptWith();
  const outcome = attempt({ ...read, options: { timeoutSeconds } }, failing().call);
  await expect(outcome).rejects.toMatchObject({ code: "PNP_USAGE" });
});
