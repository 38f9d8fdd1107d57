import { expect, test } from "vitest";
import type { CallOptions } from "../../src/client/call-options.js";
import {
  accepted,
  createInMemoryHub,
  type DeviceClient,
  deviceClient,
  PnpError,
  serviceClient,
} from "../../src/index.js";
import { failure, startController } from "./fixtures/controller-device.js";
import { Odd } from "./fixtures/odd-1.js";
import { TemperatureController } from "./fixtures/temperature-controller-1.js";

test("acknowledges a desired value with code 200 and the version acted on", async () => {
  const { hub, target } = await startController();
  await hub.transport.patchTwin(target, {
    desired: { thermostat1: { __t: "c", targetTemperature: 21 } },
  });
  await expect
    .poll(async () => (await hub.transport.readTwin(target)).properties.reported.thermostat1)
    .toEqual({ __t: "c", targetTemperature: { value: 21, ac: 200, av: 2 } });
});

test("acts at the start on every desired value once, or only on those without an answer", async () => {
  const hub = createInMemoryHub();
  const target = hub.create("dev1");
  await hub.transport.patchTwin(target, {
    desired: { thermostat1: { __t: "c", targetTemperature: 21 } },
  });
  const call = ["thermostat1", "targetTemperature", 21, 2];
  const first = await startController(hub);
  expect(first.calls).toEqual([call]);
  await first.device.$close();
  const second = await startController(hub);
  expect(second.calls).toEqual([call]);
  await second.device.$close();
  const third = await startController(hub, { replay: "unacknowledged" });
  expect(third.calls).toEqual([]);
});

test("acknowledges a value that does not fit with 400 and does not call the handler", async () => {
  const { hub, target, calls } = await startController();
  await hub.transport.patchTwin(target, {
    desired: {
      thermostat1: { __t: "c", targetTemperature: "warm" },
    },
  });
  await expect
    .poll(async () => (await hub.transport.readTwin(target)).properties.reported.thermostat1)
    .toMatchObject({ targetTemperature: { ac: 400, av: 2 } });
  expect(calls).toEqual([]);
});

test("acknowledges with 500 and the message when a handler throws, and forgets it with the next value", async () => {
  const { target } = await startController();
  const { targetTemperature } = serviceClient(TemperatureController, target).thermostat1;
  const error = await failure(targetTemperature.$set(30, { wait: true }));
  expect(error).toMatchObject({
    code: "PNP_REFUSED",
    response: { payload: { ac: 500, ad: "the valve is stuck" } },
  });
  // The twin merges: without care the description of the failure would stay.
  expect(await targetTemperature.$set(20, { wait: true })).toEqual({ value: 20, ac: 200, av: 3 });
});

test("acknowledges an unknown property with 404 and leaves a read-only one alone", async () => {
  const { hub, target, device } = await startController();
  await device.$report({ serialNumber: "SN-1" });
  await hub.transport.patchTwin(target, {
    desired: {
      nothing: 1,
      serialNumber: "forged",
      thermostat1: { __t: "c", nothing: 1 },
    },
  });
  await expect
    .poll(async () => (await hub.transport.readTwin(target)).properties.reported)
    .toMatchObject({
      nothing: { value: 1, ac: 404, av: 2 },
      serialNumber: "SN-1",
      thermostat1: { __t: "c", nothing: { ac: 404 } },
    });
});

test("handles neither a removed value nor a patch that came before", async () => {
  const hub = createInMemoryHub();
  const connection = hub.connect("dev1");
  let deliver: (patch: Record<string, unknown>) => void = () => {};
  const calls: unknown[] = [];
  const device = deviceClient(
    Odd,
    {
      ...connection,
      onDesiredPatch: async (listener) => {
        deliver = listener;
      },
    },
    {
      level: (value) => void calls.push(value),
      settings: () => {},
      then$: () => {},
      count: (from) => from ?? 0n,
    },
  );
  await device.$ready();
  deliver({ level: 5, $version: 2 });
  deliver({ level: 4, $version: 2 });
  deliver({ level: null, $version: 3 });
  deliver({ level: 6, $version: 4 });
  await expect.poll(() => calls).toEqual([5n, 6n]);
});

test("reads the twin again when patches were missed", async () => {
  const { hub, target } = await startController();
  const connection = hub.connect("dev1");
  let deliver: (patch: Record<string, unknown>) => void = () => {};
  const seen: unknown[] = [];
  const device = deviceClient<unknown>(
    Odd,
    {
      ...connection,
      onDesiredPatch: async (listener) => {
        deliver = listener;
      },
    },
    {
      level: (value: unknown) => seen.push(value),
      settings: (value: unknown) => seen.push(value),
      then$: () => {},
      count: () => 0n,
    },
  );
  await device.$ready();
  await hub.transport.patchTwin(target, { desired: { level: 1 } });
  await hub.transport.patchTwin(target, { desired: { settings: { a: 1 } } });
  deliver({ settings: { a: 1 }, $version: 3 });
  await expect.poll(() => seen).toEqual([1n, { a: 1 }]);
});

test("hands over the whole map when a patch holds part of it", async () => {
  const hub = createInMemoryHub();
  const seen: unknown[] = [];
  const device = deviceClient(Odd, hub.connect("dev1", { modelId: Odd.id }), {
    level: () => {},
    settings: (value) => void seen.push(value),
    then$: () => {},
    count: () => 0,
  });
  await device.$ready();
  const target = hub.device("dev1");
  await hub.transport.patchTwin(target, { desired: { settings: { a: 1, b: 2 } } });
  await hub.transport.patchTwin(target, { desired: { settings: { a: null, c: 3 } } });
  await expect
    .poll(() => seen)
    .toEqual([
      { a: 1, b: 2 },
      { b: 2, c: 3 },
    ]);
  const { settings } = serviceClient(Odd, target);
  await expect
    .poll(async () => (await settings.$get()).ack)
    .toEqual({ value: { b: 2, c: 3 }, ac: 200, av: 3 });
});

test("answers unknown commands with 404 and wrong requests with 400 and the issues", async () => {
  const { hub, target } = await startController();
  const invoke = (name: string, payload: unknown) =>
    hub.transport.invokeMethod(target, { name, payload });
  expect(await invoke("thermostat9*reboot", null)).toMatchObject({ status: 404 });
  expect(await invoke("constructor", null)).toMatchObject({ status: 404 });
  expect(await invoke("reboot", "soon")).toMatchObject({
    status: 400,
    payload: { issues: [{ path: "" }] },
  });
});

test("answers 500 without a stack when a handler throws, and lets nothing invalid leave", async () => {
  const hub = createInMemoryHub();
  const answers: (() => never)[] = [
    () => {
      throw new Error("no power");
    },
    () => "many" as never,
    () => (2n ** 60n) as never,
    () => {
      throw new PnpError("PNP_COMMAND_FAILED", "busy", {
        response: { status: 409, payload: { wait: 5 } },
      });
    },
  ];
  const device = deviceClient(Odd, hub.connect("dev1", { modelId: Odd.id }), {
    level: () => {},
    settings: () => {},
    then$: () => {},
    count: () => answers.shift()?.() ?? 0,
  });
  await device.$ready();
  const invoke = () =>
    hub.transport.invokeMethod(hub.device("dev1"), { name: "count", payload: null });
  expect(await invoke()).toEqual({ status: 500, payload: { message: "no power" } });
  expect(await invoke()).toMatchObject({ status: 500, payload: { issues: [{ path: "" }] } });
  expect(await invoke()).toMatchObject({
    status: 500,
    payload: { issues: [{ code: "unsafeInteger" }] },
  });
  expect(await invoke()).toEqual({ status: 409, payload: { wait: 5 } });
  expect(await invoke()).toEqual({ status: 200, payload: 0 });
});

test("reports writable properties as initial values, or under the answer already given", async () => {
  const { hub, target, device } = await startController();
  const reported = async () =>
    (await hub.transport.readTwin(target)).properties.reported.thermostat1;
  await device.thermostat1.$report({ targetTemperature: 20, maxTempSinceLastReboot: 25 });
  expect(await reported()).toEqual({
    __t: "c",
    targetTemperature: { value: 20, ac: 203, av: 0 },
    maxTempSinceLastReboot: 25,
  });
  await serviceClient(TemperatureController, target).thermostat1.targetTemperature.$set(22, {
    wait: true,
  });
  await device.thermostat1.$report({ targetTemperature: 21.5 });
  expect(await reported()).toMatchObject({ targetTemperature: { value: 21.5, ac: 200, av: 2 } });
});

test("reports longs as numbers where they are exact and refuses them where they are not", async () => {
  const { hub, target, device } = await startController();
  await device.deviceInformation.$report({ manufacturer: "Contoso", totalStorage: 256n });
  expect((await hub.transport.readTwin(target)).properties.reported.deviceInformation).toEqual({
    __t: "c",
    manufacturer: "Contoso",
    totalStorage: 256,
  });
  const error = await failure(device.deviceInformation.$report({ totalStorage: 2n ** 60n }));
  expect(error).toMatchObject({ code: "PNP_PAYLOAD_INVALID", issues: [{ code: "twinInteger" }] });
});

test("sends telemetry of a component with exact longs", async () => {
  const { hub, device } = await startController();
  await device.$telemetry({ workingSet: 9007199254740993n });
  await device.thermostat1.$telemetry({ temperature: 21.3 });
  expect(hub.telemetry.map(({ message }) => [message.component, message.body])).toEqual([
    [undefined, '{"workingSet":9007199254740993}'],
    ["thermostat1", '{"temperature":21.3}'],
  ]);
});

test("refuses a client without a handler for a command, and names it", () => {
  const make = () =>
    deviceClient<unknown>(TemperatureController, createInMemoryHub().connect("d"), {});
  expect(make).toThrow("has no handler for reboot, thermostat1.targetTemperature");
});

test("sends the final acknowledgement after an answer of 202", async () => {
  const hub = createInMemoryHub();
  let finish: (options?: CallOptions) => Promise<void> = async () => {};
  const device = deviceClient(Odd, hub.connect("dev1", { modelId: Odd.id }), {
    level: (_value, context) => {
      finish = (options) => context.acknowledge({ code: 200 }, options);
      return { code: 202, description: "filling" };
    },
    settings: () => {},
    then$: () => {},
    count: () => 0,
  });
  await device.$ready();
  const { level } = serviceClient(Odd, hub.device("dev1"));
  await level.$set(7);
  await expect.poll(async () => (await level.$get()).ack?.ac).toBe(202);
  await expect(finish({ timeoutSeconds: 0 })).rejects.toMatchObject({ code: "PNP_USAGE" });
  expect((await level.$get()).pending).toBe(true);
  await finish({ timeoutSeconds: 5 });
  expect(await level.$get()).toEqual({
    desired: 7n,
    reported: 7n,
    ack: { value: 7n, ac: 200, av: 2 },
    pending: false,
  });
});

test("answers 202 at once for a command that takes long, and carries it out afterwards", async () => {
  const hub = createInMemoryHub();
  const errors: unknown[] = [];
  let finish: () => void = () => {};
  let started = false;
  const device: DeviceClient<Odd> = deviceClient(
    Odd,
    hub.connect("dev1", { modelId: Odd.id }),
    {
      level: () => {},
      settings: () => {},
      then$: () => accepted(undefined, () => Promise.reject(new Error("no paper"))),
      count: () =>
        accepted(5, async () => {
          await new Promise<void>((resolve) => {
            finish = resolve;
            started = true;
          });
          await device.$report({ level: 5 });
        }),
    },
    { onError: (error) => errors.push(error) },
  );
  await device.$ready();
  const target = hub.device("dev1");
  const invoke = (name: string) => hub.transport.invokeMethod(target, { name, payload: null });
  expect(await invoke("count")).toEqual({ status: 202, payload: 5 });
  const reported = async () => (await hub.transport.readTwin(target)).properties.reported;
  expect(await reported()).not.toHaveProperty("level");
  await expect.poll(() => started).toBe(true);
  finish();
  await expect.poll(reported).toMatchObject({ level: { value: 5, ac: 203, av: 0 } });
  expect(await invoke("then")).toEqual({ status: 202, payload: null });
  await expect.poll(() => errors).toMatchObject([{ message: "no paper" }]);
});

test("keeps secrets out of what it tells of a failed handler", async () => {
  const hub = createInMemoryHub();
  const device = deviceClient(Odd, hub.connect("dev1", { modelId: Odd.id }), {
    level: () => {},
    settings: () => {},
    then$: () => {},
    count: () => {
      throw new Error("cannot open HostName=h;SharedAccessKey=c2VjcmV0");
    },
  });
  await device.$ready();
  const call = { name: "count", payload: null };
  const answer = await hub.transport.invokeMethod(hub.device("dev1"), call);
  expect(answer.payload).toEqual({ message: "cannot open HostName=h;SharedAccessKey=***" });
});
