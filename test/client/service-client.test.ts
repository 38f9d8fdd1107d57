import { expect, test } from "vitest";
import { createInMemoryHub, type ServiceTransport, serviceClient } from "../../src/index.js";
import { failure, startController } from "./fixtures/controller-device.js";
import { Odd } from "./fixtures/odd-1.js";
import { TemperatureController } from "./fixtures/temperature-controller-1.js";

test("sets properties of two components in one desired patch with the etag just read", async () => {
  const { target } = await startController();
  const before = await target.transport.readTwin(target);
  const controller = serviceClient(TemperatureController, target);
  const result = await controller.$update({
    thermostat1: { targetTemperature: 22.5 },
    thermostat2: { targetTemperature: 19 },
  });
  expect(result).toMatchObject({ etag: before.etag, version: 2 });
  expect(result.patch).toEqual({
    thermostat1: { __t: "c", targetTemperature: 22.5 },
    thermostat2: { __t: "c", targetTemperature: 19 },
  });
});

test("resolves a set that waits with the acknowledgement", async () => {
  const { target } = await startController();
  const controller = serviceClient(TemperatureController, target);
  const { targetTemperature } = controller.thermostat1;
  expect(await targetTemperature.$set(22.5, { wait: true })).toEqual({
    value: 22.5,
    ac: 200,
    av: 2,
  });
  expect(await targetTemperature.$get()).toEqual({
    desired: 22.5,
    reported: 22.5,
    ack: { value: 22.5, ac: 200, av: 2 },
    pending: false,
  });
});

test("fails a set that waits when the device refuses the value, with the acknowledgement", async () => {
  const { target } = await startController();
  const controller = serviceClient(TemperatureController, target);
  const error = await failure(controller.thermostat2.targetTemperature.$set(41, { wait: true }));
  expect(error).toMatchObject({
    code: "PNP_REFUSED",
    message: 'The device refused "thermostat2.targetTemperature" with code 400: above 40.',
    response: { status: 400, payload: { ac: 400, av: 2, ad: "above 40" } },
  });
});

test("sends nothing when a value does not fit, and names every problem", async () => {
  const { target, calls } = await startController();
  const client = serviceClient<unknown>(TemperatureController, target);
  const error = await failure(
    client.$update({ thermostat1: { targetTemperature: "warm" }, thermostat2: { targetTemp: 1 } }),
  );
  expect(error).toMatchObject({
    code: "PNP_NAME_UNKNOWN",
    issues: [{ path: "/thermostat1/targetTemperature" }, { path: "/thermostat2/targetTemp" }],
  });
  expect((await target.transport.readTwin(target)).properties.desired.$version).toBe(1);
  expect(calls).toEqual([]);
});

test("refuses to write a read-only property", async () => {
  const { target } = await startController();
  const client = serviceClient<unknown>(TemperatureController, target);
  expect(await failure(client.$update({ serialNumber: "x" }))).toMatchObject({
    code: "PNP_PROPERTY_READ_ONLY",
  });
});

test("makes a JSON Patch that adds a component the digital twin lacks, and replaces a shown property", async () => {
  const { target, device } = await startController();
  const controller = serviceClient(TemperatureController, target);
  const values = { thermostat1: { targetTemperature: 22.5 } };
  expect(controller.$jsonPatch(values, await controller.$digitalTwin())).toEqual([
    { op: "add", path: "/thermostat1", value: { $metadata: {}, targetTemperature: 22.5 } },
  ]);
  await device.thermostat1.$report({ targetTemperature: 20 });
  expect(
    controller.thermostat1.$jsonPatch({ targetTemperature: 22.5 }, await controller.$digitalTwin()),
  ).toEqual([{ op: "replace", path: "/thermostat1/targetTemperature", value: 22.5 }]);
});

test("sets properties through the digital twin, so that the device acts on them", async () => {
  const { target, calls } = await startController();
  const controller = serviceClient(TemperatureController, target);
  const { patch, etag } = await controller.thermostat1.$updateDigitalTwin({
    targetTemperature: 21,
  });
  expect(patch).toHaveLength(1);
  expect(etag).toBe("AAAAAAAAAAE=");
  await expect.poll(() => calls).toEqual([["thermostat1", "targetTemperature", 21, 2]]);
});

test("sends no JSON Patch where there is nothing to do", async () => {
  const { target } = await startController();
  const controller = serviceClient(TemperatureController, target);
  const { etag } = await target.transport.readTwin(target);
  const values = { thermostat1: { targetTemperature: null } };
  expect(await controller.$updateDigitalTwin(values)).toMatchObject({ patch: [] });
  expect((await target.transport.readTwin(target)).etag).toBe(etag);
});

test("invokes commands of the root and of a component, a Date as request", async () => {
  const { target, calls } = await startController();
  const controller = serviceClient(TemperatureController, target);
  await controller.reboot(5);
  const report = await controller.thermostat1.getMaxMinReport(new Date(0), {
    responseTimeoutSeconds: 30,
  });
  expect(report).toEqual({ maxTemp: 24.5, startTime: "1970-01-01T00:00:00.000Z" });
  expect(calls).toEqual([
    ["reboot", 5],
    ["thermostat1", "getMaxMinReport", "1970-01-01T00:00:00.000Z"],
  ]);
});

test("repeats an update that met a conflict as often as allowed", async () => {
  const { hub, target } = await startController();
  let conflicts = 2;
  const transport: ServiceTransport = {
    ...hub.transport,
    patchTwin: async (id, change, options) => {
      if (conflicts-- > 0) await hub.transport.patchTwin(id, { desired: { other: conflicts } });
      return hub.transport.patchTwin(id, change, options);
    },
  };
  const values = { thermostat1: { targetTemperature: 20 } };
  const contested = { ...target, transport };
  const impatient = serviceClient(TemperatureController, contested, { retry: 0 });
  expect(await failure(impatient.$update(values))).toMatchObject({ code: "PNP_CONFLICT" });
  const patient = serviceClient(TemperatureController, contested, { retry: 1 });
  expect((await patient.$update(values)).patch).toMatchObject(values);
});

test("reads the state of every property by component", async () => {
  const { target, device } = await startController();
  await device.$report({ serialNumber: "SN-1", deviceInformation: { totalStorage: 256n } });
  const controller = serviceClient(TemperatureController, target);
  const twin = await controller.$read();
  expect(twin.serialNumber).toEqual({ reported: "SN-1", pending: false });
  expect(twin.deviceInformation.totalStorage).toEqual({ reported: 256n, pending: false });
  expect(twin.thermostat1.targetTemperature).toEqual({ pending: false });
});

test("gives members that the language would call a trailing $ and leaves the wire name", async () => {
  const hub = createInMemoryHub();
  const connection = hub.connect("odd", { modelId: Odd.id });
  const names: string[] = [];
  await connection.onCommand(async (name) => {
    names.push(name);
    return { status: 200, payload: null };
  });
  await connection.reportProperties({ constructor: "made" });
  const odd = serviceClient(Odd, hub.device("odd"));
  expect(Object.getPrototypeOf(odd)).toBeNull();
  expect(await odd).toBe(odd);
  await odd.then$();
  expect(names).toEqual(["then"]);
  expect((await odd.$read()).constructor$).toEqual({ reported: "made", pending: false });
});

test("tells values anew from the state that stands when somebody else was first", async () => {
  const { hub, target } = await startController();
  let rivals = 1;
  const transport: ServiceTransport = {
    ...hub.transport,
    patchTwin: async (id, change, options) => {
      const rival = { thermostat1: { __t: "c", targetTemperature: 30 } };
      if (rivals-- > 0) await hub.transport.patchTwin(id, { desired: rival });
      return hub.transport.patchTwin(id, change, options);
    },
  };
  const controller = serviceClient(TemperatureController, { ...target, transport }, { retry: 1 });
  const seen: unknown[] = [];
  const { patch } = await controller.thermostat1.$updateFrom(({ targetTemperature }) => {
    seen.push(targetTemperature.desired);
    return { targetTemperature: (targetTemperature.desired ?? 20) + 1 };
  });
  expect(seen).toEqual([undefined, 30]);
  expect(patch).toEqual({ thermostat1: { __t: "c", targetTemperature: 31 } });
});

test("gives up when it is aborted, by every call", async () => {
  const { target } = await startController();
  const controller = serviceClient(TemperatureController, target);
  const { targetTemperature } = controller.thermostat1;
  const options = { signal: AbortSignal.abort() };
  const values = { thermostat1: { targetTemperature: 1 } };
  for (const call of [
    controller.$read(options),
    controller.$digitalTwin(options),
    controller.$update(values, options),
    controller.$updateDigitalTwin(values, options),
    controller.$replace(values, options),
    controller.$tags({ a: 1 }, options),
    controller.reboot(5, options),
    targetTemperature.$get(options),
    targetTemperature.$set(1, options),
    targetTemperature.$set(1, { ...options, wait: true }),
    targetTemperature.$waitFor(options),
    controller.$raw.twin(options),
    controller.$raw.command("reboot", 5, options),
    controller.$raw.patchTwin({ tags: {} }, options),
    controller.$raw.patchDigitalTwin([], options),
  ]) {
    expect(await failure(call)).toMatchObject({ code: "PNP_ABORTED" });
  }
  expect((await controller.$raw.twin()).version).toBe(2);
});

test("refuses integers that a twin cannot keep, by place and with the limits of twins", async () => {
  const hub = createInMemoryHub();
  hub.connect("odd", { modelId: Odd.id });
  const odd = serviceClient(Odd, hub.device("odd"));
  for (const level of [2n ** 52n, -(2n ** 52n) - 1n, 2 ** 60]) {
    expect(await failure(odd.$update({ level }))).toMatchObject({
      code: "PNP_PAYLOAD_INVALID",
      message: expect.stringContaining("from -2^52 to 2^52 - 1"),
      issues: [{ code: "twinInteger", path: "/level", got: String(level) }],
    });
  }
  expect((await odd.$update({ level: 2n ** 52n - 1n })).patch).toEqual({ level: 2 ** 52 - 1 });
});
