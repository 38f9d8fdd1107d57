import { expect, expectTypeOf, test } from "vitest";
import {
  type Acknowledgement,
  accepted,
  createInMemoryHub,
  type DeviceClient,
  type DeviceHandlers,
  deviceClient,
  type PropertyState,
  type ServiceClient,
  serviceClient,
  type UpdateResult,
} from "../../src/index.js";
import { type Odd, Odd as odd } from "./fixtures/odd-1.js";
import { TemperatureController } from "./fixtures/temperature-controller-1.js";
import type { Thermostat, ThermostatTempReport } from "./fixtures/thermostat-1.js";

type Controller = ServiceClient<TemperatureController>;

/** Compiled, never run. */
function compiled(_use: () => unknown): void {}

declare const controller: Controller;
declare const oddClient: ServiceClient<Odd>;
declare const device: DeviceClient<TemperatureController>;

test("the compiler refuses to write a read-only property", () => {
  compiled(() => [
    // @ts-expect-error maxTempSinceLastReboot is not writable
    controller.$update({ thermostat1: { maxTempSinceLastReboot: 1 } }),
    // @ts-expect-error serialNumber is not writable
    controller.serialNumber.$set("x"),
  ]);
  expectTypeOf<keyof Controller["serialNumber"]>().toEqualTypeOf<"$get">();
});

test("the compiler refuses a misspelt component", () => {
  compiled(() => [
    // @ts-expect-error thermostat3 does not exist
    controller.$update({ thermostat3: { targetTemperature: 1 } }),
    // @ts-expect-error thermostat3 does not exist
    controller.thermostat3,
  ]);
});

test("the compiler refuses a value of the wrong type", () => {
  compiled(() => [
    // @ts-expect-error a number is needed
    controller.thermostat1.targetTemperature.$set("22"),
    // @ts-expect-error a number is needed
    controller.thermostat1.$update({ targetTemperature: "22" }),
    controller.thermostat1.$update({ targetTemperature: null }),
  ]);
});

test("the compiler refuses a command without its request", () => {
  compiled(() => [
    // @ts-expect-error since is missing
    controller.thermostat1.getMaxMinReport(),
    // @ts-expect-error the options are no request
    controller.reboot({ responseTimeoutSeconds: 5 }),
  ]);
});

test("the compiler refuses telemetry of another interface", () => {
  compiled(() => [
    // @ts-expect-error temperature is telemetry of the components
    device.$telemetry({ temperature: 1 }),
    device.thermostat1.$telemetry({ temperature: 1 }),
    device.$telemetry({ workingSet: 1 }),
  ]);
});

test("the compiler refuses handlers that are not complete", () => {
  const connection = createInMemoryHub().connect("dev1");
  const thermostat: DeviceHandlers<Thermostat> = {
    getMaxMinReport: (since) => ({ startTime: since }),
    targetTemperature: () => {},
  };
  compiled(() =>
    // @ts-expect-error thermostat2 is missing
    deviceClient(TemperatureController, connection, { reboot: () => {}, thermostat1: thermostat }),
  );
  compiled(() =>
    deviceClient(TemperatureController, connection, {
      reboot: () => {},
      thermostat1: thermostat,
      // @ts-expect-error targetTemperature is missing
      thermostat2: { getMaxMinReport: () => ({}) },
    }),
  );
});

test("the compiler refuses a handler with the wrong response", () => {
  const thermostat: DeviceHandlers<Thermostat> = {
    // @ts-expect-error maxTemp is a number
    getMaxMinReport: () => ({ maxTemp: "hot" }),
    targetTemperature: () => {},
  };
  expect(thermostat).toBeDefined();
});

test("handlers written in place know the types of their parameters", () => {
  compiled(() =>
    deviceClient(odd, createInMemoryHub().connect("dev1"), {
      level: (value, context) => {
        expectTypeOf(value).toEqualTypeOf<bigint>();
        expectTypeOf(context.version).toEqualTypeOf<number>();
      },
      settings: async (value) => {
        expectTypeOf(value).toEqualTypeOf<{ readonly [key: string]: number }>();
        return { code: 203, value: { a: 1 } };
      },
      then$: (context) => {
        expectTypeOf(context.command).toEqualTypeOf<string>();
      },
      count: (from, context) => {
        expectTypeOf(from).toEqualTypeOf<bigint | null | undefined>();
        expectTypeOf(context.command).toEqualTypeOf<string>();
        return 5;
      },
    }),
  );
});

test("commands take their request and options and give their response", () => {
  type Report = Controller["thermostat1"]["getMaxMinReport"];
  expectTypeOf<Report>().returns.resolves.toEqualTypeOf<ThermostatTempReport>();
  expectTypeOf<Report>().parameter(0).toEqualTypeOf<string | Date>();
  expectTypeOf<ServiceClient<Odd>["count"]>().returns.resolves.toEqualTypeOf<bigint>();
  compiled(() => [oddClient.count(), oddClient.count(5, {}), oddClient.then$()]);
});

test("a set that waits gives the acknowledgement, any other the update", () => {
  compiled(() => {
    const { targetTemperature } = controller.thermostat1;
    expectTypeOf(targetTemperature.$set(1, { wait: true })).resolves.toEqualTypeOf<
      Acknowledgement<number>
    >();
    expectTypeOf(targetTemperature.$set(1)).resolves.toEqualTypeOf<UpdateResult>();
  });
});

test("a typed twin has a state for every property", () => {
  compiled(async () => {
    const twin = await controller.$read();
    expectTypeOf(twin.thermostat1.targetTemperature).toEqualTypeOf<PropertyState<number>>();
    expectTypeOf(twin.deviceInformation.totalStorage).toEqualTypeOf<PropertyState<bigint>>();
  });
});

test("a client without a shape takes unknown payloads", () => {
  const target = createInMemoryHub().create("dev1");
  compiled(() => {
    const client = serviceClient<unknown>(TemperatureController, target);
    return [
      client.$update({ any: 1 }),
      client.reboot?.(5),
      client.thermostat1?.targetTemperature?.$set(1),
    ];
  });
});

test("a handler for all desired values of a part knows their types and stands in for the others", () => {
  compiled(() =>
    deviceClient(TemperatureController, createInMemoryHub().connect("dev1"), {
      reboot: (delay) => {
        expectTypeOf(delay).toEqualTypeOf<number>();
        return accepted(undefined);
      },
      $desired: (values) => {
        expectTypeOf(values.thermostat1?.targetTemperature).toEqualTypeOf<number | undefined>();
      },
      thermostat1: {
        $desired: ({ targetTemperature }) => {
          expectTypeOf(targetTemperature).toEqualTypeOf<number | undefined>();
        },
        getMaxMinReport: (since) => accepted({ startTime: since }),
      },
      thermostat2: {
        // @ts-expect-error the response has no such member
        getMaxMinReport: () => accepted({ hottest: 5 }),
        targetTemperature: () => undefined,
      },
    }),
  );
});
