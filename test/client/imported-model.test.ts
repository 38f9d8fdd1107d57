import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import {
  createInMemoryHub,
  describeImport,
  deviceClient,
  type ImportedModel,
  type ImportedModels,
  isPnpError,
  resolveImport,
  serviceClient,
  telemetryClient,
} from "../../src/index.js";
import type { TemperatureController } from "./fixtures/temperature-controller-1.js";
import type { Thermostat } from "./fixtures/thermostat-1.js";

function load(path: string): object {
  const file = fileURLToPath(new URL(`../../models/dtmi/${path}`, import.meta.url));
  return JSON.parse(readFileSync(file, "utf8")) as object;
}

// What an `import … with { type: "json" }` gives, typed as its sidecar types it.
const thermostat = load("com/example/thermostat-1.json") as ImportedModel<Thermostat>;
const controller = load(
  "com/example/temperaturecontroller-1.json",
) as ImportedModel<TemperatureController>;
const deviceInformation = load("azure/devicemanagement/deviceinformation-1.json");
const others = [thermostat, deviceInformation];

function failure(run: () => unknown): {
  code: string;
  message: string;
  hint: string;
  text: string;
} {
  try {
    run();
  } catch (error) {
    if (!isPnpError(error)) throw error;
    const { code, message, hint, issues } = error;
    return { code, message, hint, text: issues.map((issue) => issue.message).join("\n") };
  }
  throw new Error("nothing was thrown");
}

test("clients of both sides are made from an imported document", async () => {
  const hub = createInMemoryHub();
  const device = deviceClient(
    controller,
    hub.connect("building-7", { modelId: "dtmi:com:example:TemperatureController;1" }),
    {
      reboot: () => undefined,
      thermostat1: { targetTemperature: () => undefined, getMaxMinReport: () => ({ maxTemp: 21 }) },
      thermostat2: { targetTemperature: () => undefined, getMaxMinReport: () => ({ maxTemp: 22 }) },
    },
    { models: others },
  );
  await device.$ready();
  const client = serviceClient(controller, hub.device("building-7"), { models: others });
  await client.$update({ thermostat1: { targetTemperature: 22.5 } });
  await expect(client.thermostat2.getMaxMinReport(new Date(0))).resolves.toEqual({ maxTemp: 22 });
  await expect(client.thermostat1.targetTemperature.$get()).resolves.toMatchObject({
    desired: 22.5,
  });
  await device.$close();
});

test("a document that needs no other needs no list", async () => {
  const hub = createInMemoryHub();
  const connection = hub.connect("t", { modelId: "dtmi:com:example:Thermostat;1" });
  const client = telemetryClient(thermostat, connection);
  await expect(client.$telemetry({ temperature: 21 })).resolves.toBe("sent");
  await client.$close();
});

test("a document is parsed once for the same list of others", () => {
  const first = describeImport(controller, { models: [...others] });
  expect(describeImport(controller, { models: [...others] })).toBe(first);
  expect(describeImport(controller, { models: others.toReversed() })).not.toBe(first);
});

test("one list of all documents serves each of them", () => {
  const models = [controller, ...others, thermostat];
  expect(describeImport(controller, { models }).id).toBe(
    "dtmi:com:example:TemperatureController;1",
  );
  expect(describeImport(thermostat, { models }).id).toBe("dtmi:com:example:Thermostat;1");
});

test("an Interface that is missing is named, with the way to give it", () => {
  const { code, text, message, hint } = failure(() =>
    describeImport(controller, { models: [thermostat] }),
  );
  expect(code).toBe("PNP_MODEL_NOT_FOUND");
  expect(`${message}\n${text}`).toContain("dtmi:azure:DeviceManagement:DeviceInformation;1");
  expect(hint).toContain("models: [");
});

test("a resolver finds the other Interfaces", async () => {
  const asked: string[] = [];
  const descriptor = await resolveImport(controller, {
    resolve: async (dtmis) => {
      asked.push(...dtmis);
      return others.map((each, at) => ({ source: `other ${at}`, text: JSON.stringify(each) }));
    },
  });
  expect(descriptor.id).toBe("dtmi:com:example:TemperatureController;1");
  expect(asked.toSorted()).toEqual([
    "dtmi:azure:DeviceManagement:DeviceInformation;1",
    "dtmi:com:example:Thermostat;1",
  ]);
});

test("an expanded document needs no other; its first Interface is meant unless another is named", () => {
  const expanded = [controller, ...others] as unknown as ImportedModel<TemperatureController> &
    ImportedModels<{ "dtmi:com:example:Thermostat;1": Thermostat }>;
  expect(describeImport(expanded).id).toBe("dtmi:com:example:TemperatureController;1");
  const second = describeImport(expanded, { interface: "dtmi:com:example:Thermostat;1" });
  expect(second).toMatchObject({ id: "dtmi:com:example:Thermostat;1" });
  const unknown = { interface: "dtmi:com:example:Nothing;1" } as never;
  expect(failure(() => describeImport(expanded, unknown))).toMatchObject({
    code: "PNP_MODEL_NOT_FOUND",
    message: "The imported document does not define dtmi:com:example:Nothing;1.",
  });
});

test.each([
  ["undefined", undefined],
  ["a text", "dtmi:com:example:Thermostat;1"],
  ["a function", () => thermostat],
])("%s is no model", (_what, given) => {
  const hub = createInMemoryHub();
  const { code } = failure(() => serviceClient(given as never, hub.device("a")));
  expect(code).toBe("PNP_USAGE");
});

test.each([
  ["an object that is no DTDL", { id: "x" }, "PNP_DTDL_INVALID"],
  ["an empty list", [], "PNP_MODEL_NOT_FOUND"],
  [
    "a document with an element that does not exist",
    { ...thermostat, contents: [{ "@type": "Nonsense" }] },
    "PNP_DTDL_INVALID",
  ],
])("%s is refused", (_what, given, code) => {
  expect(failure(() => describeImport(given as never)).code).toBe(code);
});

test("a document that contains itself is refused", () => {
  const circle: Record<string, unknown> = { ...thermostat };
  circle.contents = [circle];
  expect(failure(() => describeImport(circle as never)).code).toBe("PNP_USAGE");
});

test("a list of models that is none is refused", () => {
  const options = { models: deviceInformation } as never;
  expect(failure(() => describeImport(thermostat, options)).code).toBe("PNP_USAGE");
});
