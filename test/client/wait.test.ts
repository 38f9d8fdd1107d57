import { expect, test } from "vitest";
import {
  type Clock,
  createInMemoryHub,
  type ServiceTransport,
  serviceClient,
  waitForAcknowledgement,
  waitForReported,
} from "../../src/index.js";
import { failure, startController } from "./fixtures/controller-device.js";
import { TemperatureController } from "./fixtures/temperature-controller-1.js";

/** Time that passes only by sleeping; `onSleep` is told how often it has slept. */
function testClock(onSleep: (count: number) => void | Promise<void> = () => {}): Clock {
  let now = 0;
  let count = 0;
  return {
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
      await onSleep(++count);
    },
  };
}

const path = { component: "thermostat1", property: "targetTemperature" };
const report = (ac: number, av: number) => ({
  thermostat1: { __t: "c", targetTemperature: { value: 20, ac, av } },
});

test("waits through earlier versions and 202 for the final acknowledgement", async () => {
  const hub = createInMemoryHub();
  const device = hub.connect("dev1");
  const steps = [report(200, 2), report(202, 3), report(200, 3)];
  const clock = testClock(async (count) => {
    const step = steps[count - 1];
    if (step) await device.reportProperties(step);
  });
  const ack = await waitForAcknowledgement(hub.device("dev1"), path, 3, { clock });
  expect(ack).toEqual({ value: 20, ac: 200, av: 3 });
});

test("gives up after the time-out and says what the device last acknowledged", async () => {
  const hub = createInMemoryHub();
  await hub.connect("dev1").reportProperties(report(202, 3));
  const waiting = waitForAcknowledgement(hub.device("dev1"), path, 3, {
    clock: testClock(),
    timeoutSeconds: 5,
  });
  expect(await failure(waiting)).toMatchObject({
    code: "PNP_TIMEOUT",
    message:
      'The device did not acknowledge version 3 of "thermostat1.targetTemperature" within 5 s: its last acknowledgement has code 202 and version 3.',
  });
});

test("stops waiting when it is aborted", async () => {
  const hub = createInMemoryHub();
  const abort = new AbortController();
  const clock = testClock(() => abort.abort());
  const options = { clock, signal: abort.signal };
  const waiting = waitForAcknowledgement(hub.create("dev1"), path, 2, options);
  expect(await failure(waiting)).toMatchObject({ code: "PNP_ABORTED" });
});

test("tells of every new acknowledgement that announces another one, and of none of earlier versions", async () => {
  const hub = createInMemoryHub();
  const device = hub.connect("dev1");
  await device.reportProperties(report(202, 2));
  const steps = [report(202, 3), report(202, 3), report(102, 3), report(202, 3), report(200, 4)];
  const clock = testClock(async (count) => {
    const step = steps[count - 1];
    if (step) await device.reportProperties(step);
  });
  const pending: unknown[] = [];
  const onPending = (ack: unknown) => pending.push(ack);
  await waitForAcknowledgement(hub.device("dev1"), path, 3, { clock, onPending });
  expect(pending).toEqual([{ value: 20, ac: 202, av: 3 }]);
});

test("carries the pending acknowledgement when time is over", async () => {
  const hub = createInMemoryHub();
  await hub.connect("dev1").reportProperties(report(202, 3));
  const options = { clock: testClock(), timeoutSeconds: 5 };
  const pending = waitForAcknowledgement(hub.device("dev1"), path, 3, options);
  expect(await failure(pending)).toMatchObject({
    code: "PNP_TIMEOUT",
    response: { status: 202, payload: { ac: 202, av: 3 } },
    hint: expect.stringContaining("wait longer"),
  });
  const silent = waitForAcknowledgement(hub.device("dev1"), path, 4, options);
  expect(await failure(silent)).toMatchObject({ code: "PNP_TIMEOUT", response: undefined });
});

test("reads again at once when the transport tells of a change", async () => {
  const hub = createInMemoryHub();
  const device = hub.connect("dev1");
  // Time that never passes: only the notification can end the pause.
  const clock: Clock = {
    now: () => 0,
    sleep: (_, signal) =>
      new Promise((wake) => signal?.addEventListener("abort", () => wake(), { once: true })),
  };
  const waiting = waitForAcknowledgement(hub.device("dev1"), path, 3, { clock });
  await device.reportProperties(report(200, 2));
  await device.reportProperties(report(200, 3));
  expect(await waiting).toMatchObject({ av: 3 });
});

test("polls with growing pauses where the transport tells of no changes", async () => {
  const hub = createInMemoryHub();
  const { waitForChange: _none, ...transport }: ServiceTransport = hub.transport;
  const target = { ...hub.create("dev1"), transport };
  const pauses: number[] = [];
  const clock = testClock();
  const sleep = async (milliseconds: number) => {
    pauses.push(Math.round(milliseconds));
    await clock.sleep(milliseconds);
  };
  const timed = { ...clock, sleep };
  await failure(waitForAcknowledgement(target, path, 2, { clock: timed, timeoutSeconds: 10 }));
  expect(pauses.slice(0, 9)).toEqual([100, 150, 225, 338, 506, 759, 1139, 1709, 2000]);
  expect(Math.max(...pauses)).toBe(2000);
});

test("waits for a reported value that is absent at first, whatever its path", async () => {
  const hub = createInMemoryHub();
  const device = hub.connect("dev1");
  const clock = testClock(async (count) => {
    if (count === 1) await device.reportProperties({ iothubDM: { reboot: {} } });
    if (count === 2) await device.reportProperties({ iothubDM: { reboot: { lastReboot: "now" } } });
  });
  const target = hub.device("dev1");
  expect(await waitForReported(target, "iothubDM.reboot.lastReboot", undefined, { clock })).toBe(
    "now",
  );
});

test("waits for a reported value that the caller accepts, and says what it saw last", async () => {
  const hub = createInMemoryHub();
  const device = hub.connect("dev1");
  const clock = testClock(async (count) => device.reportProperties({ progress: count * 10 }));
  const target = hub.device("dev1");
  const half = (value: unknown) => Number(value) >= 50;
  expect(await waitForReported(target, "progress", half, { clock })).toBe(50);
  const never = waitForReported(target, "progress", () => false, { clock, timeoutSeconds: 1 });
  expect(await failure(never)).toMatchObject({
    code: "PNP_TIMEOUT",
    message: expect.stringMatching(/within 1 s: the last was \d+\.$/),
  });
  const signal = AbortSignal.abort();
  expect(await failure(waitForReported(target, "progress", half, { signal }))).toMatchObject({
    code: "PNP_ABORTED",
  });
});

test("a typed property waits for what was set before, and for a version", async () => {
  const { target, device } = await startController();
  const { targetTemperature } = serviceClient(TemperatureController, target).thermostat1;
  await targetTemperature.$set(21);
  expect(await targetTemperature.$waitFor()).toEqual({ value: 21, ac: 200, av: 2 });
  await device.$close();
  await targetTemperature.$set(22);
  const waiting = targetTemperature.$waitFor({ clock: testClock(), timeoutSeconds: 1 });
  expect(await failure(waiting)).toMatchObject({
    code: "PNP_TIMEOUT",
    message: expect.stringContaining("version 3"),
  });
  expect(await targetTemperature.$waitFor({ version: 2 })).toMatchObject({ av: 2 });
});
