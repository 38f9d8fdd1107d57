import { expect, test } from "vitest";
import { type Clock, createInMemoryHub, waitForAcknowledgement } from "../../src/index.js";
import { failure } from "./fixtures/controller-device.js";

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
