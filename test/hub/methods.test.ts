import { expect, test } from "vitest";
import { Methods } from "../../src/hub/methods.js";
import { Sessions } from "../../src/hub/sessions.js";
import { ManualClock, RecordingSession } from "./fixtures.js";

const target = { deviceId: "dev1" };
const reboot = { name: "reboot", payload: "null" };

function setUp() {
  const clock = new ManualClock();
  const sessions = new Sessions(clock);
  return { clock, sessions, methods: new Methods(sessions, clock) };
}

function connected() {
  const parts = setUp();
  const session = new RecordingSession(target);
  parts.sessions.open(session);
  return { ...parts, session };
}

test("an answer belongs to the call with its request id", async () => {
  const { methods, session } = connected();
  const first = methods.invoke(target, reboot);
  const second = methods.invoke(target, reboot);
  const [one, two] = session.deliveries.map(({ requestId }) => requestId);
  methods.answer(target, two ?? "", { status: 2, payload: "2" });
  methods.answer(target, one ?? "", { status: 1, payload: "1" });
  methods.answer(target, "unknown", { status: 3, payload: "3" });
  expect(await first).toEqual({ status: 1, payload: "1" });
  expect(await second).toEqual({ status: 2, payload: "2" });
});

test("a device that is not there, or does not take methods, fails the call at once", async () => {
  const { methods, sessions } = setUp();
  await expect(methods.invoke(target, reboot)).rejects.toMatchObject({ number: 404103 });
  const deaf = new RecordingSession(target);
  deaf.takesMethods = false;
  sessions.open(deaf);
  await expect(methods.invoke(target, reboot)).rejects.toMatchObject({ number: 404103 });
});

test("a call waits for the device as long as its connect time-out says", async () => {
  const { methods, clock } = setUp();
  const call = methods.invoke(target, { ...reboot, connectTimeout: 10 });
  const refused = expect(call).rejects.toMatchObject({ number: 404103 });
  clock.advance(10_000);
  await refused;
});

test("no answer is a time-out just before the caller would give up itself", async () => {
  const { methods, clock } = connected();
  const call = methods.invoke(target, { ...reboot, responseTimeout: 5 });
  const refused = expect(call).rejects.toMatchObject({ number: 504101, status: 504 });
  clock.advance(4_999);
  await refused;
});

test("an answer that comes too late is nobody's, and the next call has one of its own", async () => {
  const { methods, clock, session } = connected();
  const given = methods.invoke(target, { ...reboot, responseTimeout: 5 });
  const refused = expect(given).rejects.toMatchObject({ number: 504101 });
  clock.advance(5_000);
  await refused;
  const call = methods.invoke(target, reboot);
  const [late, own] = session.deliveries.map(({ requestId }) => requestId);
  methods.answer(target, late ?? "", { status: 1, payload: "1" });
  methods.answer(target, own ?? "", { status: 2, payload: "2" });
  expect(await call).toEqual({ status: 2, payload: "2" });
});

test("a device that goes away fails what it has not answered", async () => {
  const { methods } = connected();
  const call = methods.invoke(target, reboot);
  methods.gone(target);
  await expect(call).rejects.toMatchObject({ number: 404104 });
});

test("an answer that is not JSON is the device's fault", async () => {
  const { methods, session } = connected();
  const call = methods.invoke(target, reboot);
  methods.answer(target, session.deliveries[0]?.requestId ?? "", { status: 200, payload: "{" });
  await expect(call).rejects.toMatchObject({ status: 502 });
});

test.each([
  { responseTimeout: 4 },
  { responseTimeout: 301 },
  { connectTimeout: -1 },
  { connectTimeout: 1.5 },
  { name: "" },
  { name: "a/b" },
])("a call with %j is refused", async (change) => {
  const { methods } = connected();
  await expect(methods.invoke(target, { ...reboot, ...change })).rejects.toMatchObject({
    status: 400,
  });
});

test("too many calls at once, and too large ones, are refused", async () => {
  const { methods } = connected();
  const payload = JSON.stringify("x".repeat(140_000));
  await expect(methods.invoke(target, { ...reboot, payload })).rejects.toMatchObject({
    status: 413,
  });
  for (let count = 0; count < 10; count += 1) void methods.invoke(target, reboot);
  await expect(methods.invoke(target, reboot)).rejects.toMatchObject({ status: 403 });
});
