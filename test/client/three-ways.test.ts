import { readFileSync } from "node:fs";
import { expect, expectTypeOf, test } from "vitest";
import {
  changedProperties,
  createEventReader,
  createInMemoryHub,
  type DescriptorOrTypedImport,
  defineModel,
  deviceClient,
  type FleetHub,
  findCommand,
  findProperty,
  type ImportedModel,
  type InMemoryHub,
  invokeCommand,
  invokeFleet,
  prepareReplacement,
  prepareUpdate,
  propertyStates,
  type QueryResult,
  readDigitalTwinState,
  readPropertyState,
  readState,
  replaceDesired,
  updateDesired,
  updateDigitalTwin,
  updateFleet,
} from "../../src/index.js";
import type { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";
import { rawEvent } from "./events/raw.js";

function load(path: string): object {
  return JSON.parse(readFileSync(new URL(`../../models/dtmi/${path}`, import.meta.url), "utf8"));
}

const imported = load("com/example/thermostat-1.json") as ImportedModel<Thermostat>;
const inferred = defineModel({
  "@context": "dtmi:dtdl:context;2",
  "@id": "dtmi:com:example:Thermostat;1",
  "@type": "Interface",
  contents: [
    { "@type": "Telemetry", name: "temperature", schema: "double" },
    { "@type": "Property", name: "targetTemperature", schema: "double", writable: true },
    { "@type": "Property", name: "maxTempSinceLastReboot", schema: "double" },
    {
      "@type": "Command",
      name: "getMaxMinReport",
      request: { name: "since", schema: "dateTime" },
      response: {
        name: "tempReport",
        schema: {
          "@type": "Object",
          fields: [
            { name: "maxTemp", schema: "double" },
            { name: "minTemp", schema: "double" },
            { name: "avgTemp", schema: "double" },
            { name: "startTime", schema: "dateTime" },
            { name: "endTime", schema: "dateTime" },
          ],
        },
      },
    },
  ],
})["dtmi:com:example:Thermostat;1"];

/** One Interface by each of the three ways. */
const ways = [
  ["generated", Thermostat],
  ["imported", imported],
  ["inferred", inferred],
] as const;

/** A fleet of one device. */
function fleetOf(hub: InMemoryHub, deviceId: string): FleetHub {
  const row = { deviceId, modelId: Thermostat.id };
  return {
    device: hub.device,
    jobs: {} as FleetHub["jobs"],
    query: <T>() =>
      ({
        async *[Symbol.asyncIterator]() {
          yield row;
        },
      }) as unknown as QueryResult<T>,
  };
}

/** A hub with a thermostat `t` that runs. */
async function running(): Promise<InMemoryHub> {
  const hub = createInMemoryHub();
  const connection = hub.connect("t", { modelId: Thermostat.id });
  const device = deviceClient(Thermostat, connection, {
    targetTemperature: () => undefined,
    getMaxMinReport: () => ({ maxTemp: 30 }),
  });
  await device.$ready();
  return hub;
}

const path = "targetTemperature";
const write = { property: path, value: 21 };

test.each(ways)("functions on a device take a model that is %s", async (_, model) => {
  const hub = await running();
  const target = hub.device("t");
  await updateDesired(target, model, [write]);
  await updateDigitalTwin(target, model, [{ property: path, value: 22 }]);
  await replaceDesired(target, model, [write]);
  await expect(
    invokeCommand(target, model, { command: "getMaxMinReport" }, new Date(0)),
  ).resolves.toMatchObject({ response: { maxTemp: 30 } });
  expect(prepareUpdate(model, [write])).toEqual({ patch: { targetTemperature: 21 } });
  expect(prepareReplacement(model, [write])).toEqual({ targetTemperature: 21 });

  const twin = await hub.transport.readTwin(target);
  const state = { desired: 21 };
  expect(readState(twin, model).targetTemperature).toMatchObject(state);
  expect(readPropertyState(twin, model, path)).toMatchObject(state);
  expect(propertyStates(twin, model).find((row) => row.path === path)?.state).toMatchObject(state);
  const { digitalTwin } = await hub.transport.readDigitalTwin(target);
  expect(readDigitalTwinState(digitalTwin, model).targetTemperature).toMatchObject(state);
  expect(findProperty(model, path).owner.id).toBe(Thermostat.id);
  expect(findCommand(model, "getMaxMinReport").owner.id).toBe(Thermostat.id);
  const desired = { values: { targetTemperature: 21 }, version: 2 };
  expect(changedProperties({ desired }, model)).toMatchObject([{ path, value: 21 }]);
});

test.each(ways)("functions on a fleet take a model that is %s", async (_, model) => {
  const hub = await running();
  const fleet = fleetOf(hub, "t");
  const direct = { via: "direct" } as const;
  const values = { targetTemperature: 23 };
  await expect(updateFleet(fleet, model, "*", values, direct)).resolves.toMatchObject({ ok: true });
  // @ts-expect-error the property is a number
  const wrong = updateFleet(fleet, model, "*", { targetTemperature: "hot" }, direct);
  await expect(wrong).rejects.toMatchObject({ code: "PNP_PAYLOAD_INVALID" });
  const result = await invokeFleet(fleet, model, "*", "getMaxMinReport", new Date(0), direct);
  expectTypeOf(result.devices[0]?.response?.maxTemp).toEqualTypeOf<number | undefined>();
  expect(result.devices).toMatchObject([{ outcome: "succeeded", response: { maxTemp: 30 } }]);
});

test.each(ways)("events are typed by a model that is %s", async (_, model) => {
  const raw = rawEvent({ body: { temperature: 21.5 }, system: { "dt-dataschema": Thermostat.id } });
  for (const read of [
    createEventReader({ model }),
    createEventReader({ models: [model] }),
    createEventReader({ models: () => model as DescriptorOrTypedImport<Thermostat> }),
  ]) {
    const event = await read(raw);
    expect(event).toMatchObject({ valid: true, values: { temperature: 21.5 } });
  }
  const event = await createEventReader({ model })(raw);
  if (event.kind !== "telemetry" || !event.valid) throw new Error("not valid");
  expectTypeOf(event.values.temperature).toEqualTypeOf<number | undefined>();
});

const controller = load(
  "com/example/temperaturecontroller-1.json",
) as ImportedModel<TemperatureController>;
const deviceInformation = load(
  "azure/devicemanagement/deviceinformation-1.json",
) as ImportedModel<unknown>;
const models = [imported, deviceInformation];
const forComponent = { component: "thermostat1", ...write };

test("functions take the documents that an imported one refers to", async () => {
  const hub = createInMemoryHub();
  hub.connect("c", { modelId: "dtmi:com:example:TemperatureController;1" });
  const target = hub.device("c");
  await expect(
    updateDesired(target, controller, [forComponent], { models }),
  ).resolves.toMatchObject({ version: 2 });
  await expect(
    updateFleet(
      { ...fleetOf(hub, "c") },
      controller,
      "*",
      { thermostat1: { [path]: 1 } },
      {
        models,
        dryRun: true,
      },
    ),
  ).resolves.toMatchObject({ ok: true });
  const read = createEventReader({ models: [controller, ...models] });
  const event = await read(
    rawEvent({
      body: { temperature: 21 },
      system: {
        "dt-dataschema": "dtmi:com:example:TemperatureController;1",
        "dt-subject": "thermostat1",
      },
    }),
  );
  expect(event).toMatchObject({ valid: true, interfaceId: Thermostat.id });
});

test("a document whose others are missing is refused by their names, with what to do", async () => {
  const hub = createInMemoryHub();
  await expect(updateDesired(hub.create("d"), controller, [forComponent])).rejects.toMatchObject({
    code: "PNP_MODEL_NOT_FOUND",
    hint: expect.stringContaining("models: ["),
  });
});
