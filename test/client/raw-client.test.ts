import { expect, test } from "vitest";
import {
  createInMemoryHub,
  rawClient,
  type ServiceTransport,
  serviceClient,
} from "../../src/index.js";
import { failure } from "./fixtures/controller-device.js";
import { TemperatureController } from "./fixtures/temperature-controller-1.js";

function plainDevice() {
  const hub = createInMemoryHub();
  const connection = hub.connect("plain");
  const target = hub.device("plain");
  return { hub, connection, target, raw: rawClient(target) };
}

test("reads and sets values by path on a device without a model, with no marker added", async () => {
  const { connection, raw } = plainDevice();
  await connection.reportProperties({ iothubDM: { reboot: { lastReboot: "now" } } });
  expect(await raw.reported("iothubDM.reboot.lastReboot")).toBe("now");
  expect(await raw.reported("iothubDM.firmware")).toBeUndefined();
  expect(await raw.reported("toString")).toBeUndefined();
  const before = await raw.twin();
  const { etag, twin } = await raw.set("climate.minTemperature", 5);
  expect(etag).toBe(before.etag);
  expect(twin.properties.desired).toMatchObject({ climate: { minTemperature: 5 } });
  await raw.set("climate.minTemperature", null);
  expect(await raw.desired("climate")).toEqual({});
});

test.each(["", "a..b", "$version", "a.$b", ".a", "__proto__.x"])(
  "refuses the path %j of a value to set",
  async (path) => {
    const { raw } = plainDevice();
    expect(await failure(raw.set(path, 1))).toMatchObject({ code: "PNP_USAGE" });
  },
);

test("merges tags, and replaces tags and desired properties together", async () => {
  const { raw } = plainDevice();
  await raw.tags({ site: "b7", floor: 3 });
  expect((await raw.tags({ floor: null })).twin.tags).toEqual({ site: "b7" });
  const { twin } = await raw.replaceTwin({ tags: { site: "b8" }, desired: { a: 1 } });
  expect(twin.tags).toEqual({ site: "b8" });
  expect(twin.properties.desired).toMatchObject({ a: 1 });
});

test("refuses a replacement that leaves a part out, which would empty it, and an empty patch", async () => {
  const { raw } = plainDevice();
  const partial = { desired: { a: 1 } } as unknown as Parameters<typeof raw.replaceTwin>[0];
  expect(await failure(raw.replaceTwin(partial))).toMatchObject({ code: "PNP_USAGE" });
  expect(await failure(raw.patchTwin({}))).toMatchObject({ code: "PNP_USAGE" });
});

test("guards its writes by the etag just read and repeats them as often as allowed", async () => {
  const { hub, target } = plainDevice();
  let rivals = 2;
  const transport: ServiceTransport = {
    ...hub.transport,
    patchTwin: async (id, change, options) => {
      if (rivals-- > 0) await hub.transport.patchTwin(id, { tags: { rival: rivals } });
      return hub.transport.patchTwin(id, change, options);
    },
  };
  const raw = rawClient({ ...target, transport });
  expect(await failure(raw.set("a", 1))).toMatchObject({ code: "PNP_CONFLICT" });
  expect((await raw.set("a", 1, { retry: 1 })).twin.properties.desired.a).toBe(1);
});

test("invokes any command, with null where no payload is given, and takes any status", async () => {
  const { connection, raw } = plainDevice();
  await connection.onCommand(async (name, payload) => ({
    status: 418,
    payload: { name, payload },
  }));
  expect(await raw.command("firmware*update")).toEqual({
    status: 418,
    payload: { name: "firmware*update", payload: null },
  });
});

test("sends a JSON Patch as it is, and refuses one that the service would refuse", async () => {
  const { raw } = plainDevice();
  await raw.patchDigitalTwin([{ op: "add", path: "/rate", value: 5 }]);
  expect(await raw.desired("rate")).toBe(5);
  for (const patch of [
    [{ op: "add", path: "/thermostat1/targetTemperature", value: 5 }],
    [{ op: "add", path: "/list", value: [1] }],
    [{ op: "replace", path: "rate", value: 5 }],
  ] as const) {
    expect(await failure(raw.patchDigitalTwin(patch))).toMatchObject({
      code: "PNP_PAYLOAD_INVALID",
      hint: expect.stringContaining("Nothing was sent"),
    });
  }
});

test("typed calls refuse a device that announced no model or another, unless they are told to assume it", async () => {
  const { hub, target } = plainDevice();
  const commands: string[] = [];
  await hub.connect("plain").onCommand(async (name) => {
    commands.push(name);
    return { status: 200, payload: null };
  });
  const { etag } = await target.transport.readTwin(target);
  const controller = serviceClient(TemperatureController, target);
  const values = { thermostat1: { targetTemperature: 20 } };
  const refused = {
    code: "PNP_MODEL_NOT_FOUND",
    message: expect.stringContaining("plain announced no model"),
    hint: expect.stringMatching(/--model.*--raw/),
  };
  for (const call of [
    controller.$read(),
    controller.serialNumber.$get(),
    controller.thermostat1.targetTemperature.$get(),
    controller.thermostat1.targetTemperature.$set(20),
    controller.thermostat1.targetTemperature.$set(20, { etag }),
    controller.thermostat1.targetTemperature.$waitFor({ version: 1 }),
    controller.$update(values),
    controller.$update(values, { etag }),
    controller.$replace(values),
    controller.$updateDigitalTwin(values),
    controller.reboot(5),
    controller.thermostat1.getMaxMinReport(new Date(0)),
  ]) {
    expect(await failure(call)).toMatchObject(refused);
  }
  expect(commands).toEqual([]);
  expect((await target.transport.readTwin(target)).properties.desired.$version).toBe(1);

  const assuming = serviceClient(TemperatureController, target, { assumeModel: true });
  await assuming.$update(values);
  await assuming.$updateDigitalTwin(values);
  await assuming.reboot(5);
  expect(commands).toEqual(["reboot"]);
  expect((await assuming.$read()).thermostat1.targetTemperature).toMatchObject({ desired: 20 });

  hub.connect("plain", { modelId: "dtmi:com:example:Other;1" });
  expect(await failure(controller.$read())).toMatchObject({
    code: "PNP_MODEL_NOT_FOUND",
    message: expect.stringContaining("announced the model dtmi:com:example:Other;1"),
  });
  expect(await controller.$raw.desired("thermostat1.targetTemperature")).toBe(20);
});
