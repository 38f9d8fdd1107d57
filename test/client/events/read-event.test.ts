import { expect, expectTypeOf, test } from "vitest";
import { defineInterface } from "../../../src/client/descriptor.js";
import { createEventFilter } from "../../../src/client/events/event-filter.js";
import type { HubEvent } from "../../../src/client/events/hub-event.js";
import { createEventReader } from "../../../src/client/events/read-event.js";
import { TemperatureController } from "../../fixtures/generated/com/example/temperaturecontroller-1.js";
import { Thermostat } from "../../fixtures/generated/com/example/thermostat-1.js";
import { notification, rawEvent } from "./raw.js";

const Counter = defineInterface("dtmi:com:example:Counter;1", {
  telemetry: { count: { schema: "long" }, valueOf: { schema: "string" } },
});

const controllerEvent = (body: unknown, component?: string) =>
  rawEvent({
    body,
    system: {
      "dt-dataschema": TemperatureController.id,
      ...(component === undefined ? {} : { "dt-subject": component }),
    },
  });

test("telemetry of a component is typed by the component's Interface, units at hand", () => {
  const event = createEventReader({ model: TemperatureController })(
    controllerEvent({ temperature: 21.5 }, "thermostat1"),
  );
  expect(event).toMatchObject({
    kind: "telemetry",
    valid: true,
    deviceId: "dev1",
    modelId: TemperatureController.id,
    interfaceId: Thermostat.id,
    component: "thermostat1",
    values: { temperature: 21.5 },
    readings: [
      {
        name: "temperature",
        value: 21.5,
        unit: "degreeCelsius",
        semanticType: "Temperature",
        displayName: "Temperature",
      },
    ],
  });
});

test("telemetry of the root has no component", () => {
  const event = createEventReader({ model: TemperatureController })(
    controllerEvent({ workingSet: 64.5 }),
  );
  expect(event).toMatchObject({ valid: true, component: undefined, values: { workingSet: 64.5 } });
});

test("the types of values follow component and model", () => {
  const read = createEventReader({ models: [TemperatureController, Thermostat] });
  const event = read(controllerEvent({})) as Awaited<ReturnType<typeof read>>;
  if (event.kind !== "telemetry" || !event.valid) throw new Error("not valid");
  if (event.modelId === "dtmi:com:example:TemperatureController;1") {
    if (event.component === "thermostat2") {
      expectTypeOf(event.values.temperature).toEqualTypeOf<number | undefined>();
    } else if (event.component === undefined) {
      expectTypeOf(event.values.workingSet).toEqualTypeOf<number | undefined>();
    }
  } else {
    expectTypeOf(event.values.temperature).toEqualTypeOf<number | undefined>();
  }
  expectTypeOf<HubEvent["kind"]>().toEqualTypeOf<
    | "telemetry"
    | "twinChange"
    | "digitalTwinChange"
    | "deviceLifecycle"
    | "connectionState"
    | "unknown"
  >();
});

test("a long is read exactly, as bigint", () => {
  const read = createEventReader({ models: [Counter] });
  const system = { "dt-dataschema": Counter.id };
  expect(
    read(rawEvent({ body: '{"count":9007199254740993,"valueOf":"x"}', system })),
  ).toMatchObject({
    valid: true,
    values: { count: 9007199254740993n, valueOf$: "x" },
  });
  expect(read(rawEvent({ body: '{"count":3}', system }))).toMatchObject({ values: { count: 3n } });
});

test("a value that breaks its schema is delivered as invalid, with its place", () => {
  const event = createEventReader({ model: TemperatureController })(
    controllerEvent({ temperature: "warm", pressure: 1 }, "thermostat1"),
  );
  expect(event).toMatchObject({
    kind: "telemetry",
    valid: false,
    problem: "invalid",
    interfaceId: Thermostat.id,
    payload: { temperature: "warm", pressure: 1 },
    issues: [
      { code: "type", path: "/temperature" },
      { code: "telemetryUnknown", path: "/pressure" },
    ],
  });
});

test.each([
  ["noModel", rawEvent({ body: { temperature: 1 } })],
  ["modelUnknown", rawEvent({ body: { a: 1 }, system: { "dt-dataschema": "dtmi:com:x:Y;1" } })],
  ["notJson", rawEvent({ body: "no json", system: { "dt-dataschema": Thermostat.id } })],
  [
    "notJson",
    rawEvent({
      body: { temperature: 1 },
      system: { "dt-dataschema": Thermostat.id, "content-type": "text/plain" },
    }),
  ],
  [
    "notJson",
    rawEvent({ bytes: Uint8Array.of(0xff, 0xfe), system: { "dt-dataschema": Thermostat.id } }),
  ],
  [
    "componentUnknown",
    rawEvent({ system: { "dt-dataschema": Thermostat.id, "dt-subject": "constructor" } }),
  ],
  [
    "telemetryUnknown",
    rawEvent({ body: { temprature: 1 }, system: { "dt-dataschema": Thermostat.id } }),
  ],
  ["invalid", rawEvent({ body: [1], system: { "dt-dataschema": Thermostat.id } })],
])("unmodelled telemetry is delivered with its reason: %s", (problem, raw) => {
  const event = createEventReader({ models: [Thermostat] })(raw);
  expect(event).toMatchObject({ kind: "telemetry", valid: false, problem, body: raw.body });
  expect(event).toHaveProperty("issues.0.message");
});

test("a misspelled telemetry name gets the right one as a hint", () => {
  const raw = rawEvent({ body: { temprature: 1 }, system: { "dt-dataschema": Thermostat.id } });
  expect(createEventReader({ models: [Thermostat] })(raw)).toMatchObject({
    issues: [{ hint: 'Did you mean "temperature"?' }],
  });
});

test("the one model given is taken for events that name none, but not for those of another model", () => {
  const read = createEventReader({ model: Thermostat });
  expect(read(rawEvent({ body: { temperature: 1 } }))).toMatchObject({ valid: true });
  const other = rawEvent({ body: { temperature: 1 }, system: { "dt-dataschema": "dtmi:o:O;1" } });
  expect(read(other)).toMatchObject({ valid: false, problem: "modelUnknown" });
});

test("a lookup is asked once for each model, and its failure is told", async () => {
  const asked: string[] = [];
  const read = createEventReader({
    models: async (dtmi) => {
      asked.push(dtmi);
      if (dtmi === Thermostat.id) return Thermostat;
      throw new Error("the repository is away");
    },
  });
  const known = rawEvent({ body: { temperature: 1 }, system: { "dt-dataschema": Thermostat.id } });
  const events = await Promise.all([read(known), read(known)]);
  expect(events).toMatchObject([{ valid: true }, { valid: true }]);
  expect(read(known)).toMatchObject({ valid: true });
  const other = rawEvent({ system: { "dt-dataschema": "dtmi:o:O;1" } });
  expect(await read(other)).toMatchObject({
    problem: "modelUnknown",
    issues: [{ message: expect.stringContaining("the repository is away") }],
  });
  expect(asked).toEqual([Thermostat.id, "dtmi:o:O;1"]);
});

test("every event keeps what the endpoint said of it", () => {
  const raw = rawEvent({
    body: { temperature: 1 },
    system: {
      "dt-dataschema": Thermostat.id,
      "user-id": Uint8Array.of(1, 2),
      "absolute-expiry-time": new Date(5),
    },
    application: { alert: "yes" },
  });
  expect(createEventReader()(raw)).toMatchObject(raw);
});

test("properties of the device's own choice do not make its telemetry that of a module", () => {
  const application = { opType: "updateTwin", moduleId: "climate", deviceId: "other" };
  const event = createEventReader()(rawEvent({ application }));
  expect(event).toMatchObject({ kind: "telemetry", deviceId: "dev1" });
  expect(event).not.toHaveProperty("moduleId");
  expect(createEventFilter({ module: "climate" })(rawEvent({ application }))).toBe(false);
});

test("a twin change is told by its parts, instants with all their digits", () => {
  const event = createEventReader()(
    notification("twinChangeEvents", "updateTwin", {
      version: 4,
      tags: { floor: 3 },
      properties: {
        reported: {
          thermostat1: { __t: "c", maxTempSinceLastReboot: 98.34, gone: null },
          $metadata: { $lastUpdated: "2026-10-21T14:13:39.36491Z" },
          $version: 3,
        },
      },
    }),
  );
  expect(event).toMatchObject({
    kind: "twinChange",
    deviceId: "dev1",
    operation: "updateTwin",
    operationTimestamp: "2026-11-20T08:00:00.1234560+00:00",
    version: 4,
    tags: { floor: 3 },
    reported: {
      values: { thermostat1: { __t: "c", maxTempSinceLastReboot: 98.34, gone: null } },
      version: 3,
      metadata: { $lastUpdated: "2026-10-21T14:13:39.36491Z" },
    },
  });
  expect(event).not.toHaveProperty("desired");
});

test("a digital twin change carries its JSON Patch", () => {
  const patch = [{ op: "replace", path: "/thermostat1/targetTemperature", value: 21 }];
  const event = createEventReader()(notification("digitalTwinChangeEvents", "updateTwin", patch));
  expect(event).toMatchObject({ kind: "digitalTwinChange", patch });
});

test("lifecycle and connection state are told, of modules too", () => {
  const read = createEventReader();
  expect(
    read(notification("deviceLifecycleEvents", "createModuleIdentity", { deviceId: "dev1" })),
  ).toMatchObject({ kind: "deviceLifecycle", operation: "created", twin: { deviceId: "dev1" } });
  expect(
    read(
      notification("deviceConnectionStateEvents", "moduleDisconnected", { sequenceNumber: "0A" }),
    ),
  ).toMatchObject({ kind: "connectionState", state: "disconnected", sequence: "0A" });
});

test.each([
  ["a source nobody knows", notification("fileUploads", "x", {})],
  [
    "a digital twin change that is no patch",
    notification("digitalTwinChangeEvents", "u", { a: 1 }),
  ],
  [
    "an operation without a value",
    notification("digitalTwinChangeEvents", "u", [{ op: "add", path: "/a" }]),
  ],
  ["a twin change that is no object", notification("twinChangeEvents", "updateTwin", [])],
  ["a lifecycle event without an operation", notification("deviceLifecycleEvents", "", {})],
  ["no source at all", rawEvent({ system: { "iothub-message-source": undefined } })],
  ["telemetry of nobody", rawEvent({ system: { "iothub-connection-device-id": undefined } })],
])("%s comes as unknown, with the reason and its bytes", (_, raw) => {
  const event = createEventReader()(raw);
  expect(event).toMatchObject({ kind: "unknown", reason: expect.any(String), body: raw.body });
});
