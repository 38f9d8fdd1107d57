import { expectTypeOf, test } from "vitest";
import type {
  Acknowledgement,
  PropertyState,
  RawClient,
  ServiceClient,
  UpdateResult,
} from "../../src/index.js";
import type { TemperatureController } from "./fixtures/temperature-controller-1.js";

type Controller = ServiceClient<TemperatureController>;

/** Compiled, never run. */
function compiled(_use: () => unknown): void {}

declare const controller: Controller;
declare const raw: RawClient;
declare const untyped: ServiceClient<unknown>;

test("tags are JSON: the compiler refuses what JSON cannot hold", () => {
  compiled(() => [
    controller.$tags({ site: "b7", floor: 3, rooms: ["a", { b: null }] }),
    // @ts-expect-error a Date is no JSON
    controller.$tags({ since: new Date() }),
    // @ts-expect-error a bigint is no JSON
    raw.tags({ count: 1n }),
    // @ts-expect-error tags are an object
    raw.patchTwin({ tags: ["a"] }),
  ]);
});

test("a replacement takes writable properties only, and raw ones name both parts", () => {
  compiled(() => [
    controller.$replace({ thermostat1: { targetTemperature: 1 } }, { tags: { site: "b7" } }),
    // @ts-expect-error serialNumber is not writable
    controller.$replace({ serialNumber: "x" }),
    // @ts-expect-error the tags would be emptied
    raw.replaceTwin({ desired: {} }),
  ]);
  expectTypeOf<Controller["$replace"]>().returns.resolves.toEqualTypeOf<UpdateResult>();
});

test("what concerns the device as a whole stands at the root, not at its components", () => {
  type RootOnly = "$raw" | "$replace" | "$tags";
  expectTypeOf<Extract<RootOnly, keyof Controller>>().toEqualTypeOf<RootOnly>();
  expectTypeOf<Extract<RootOnly, keyof Controller["thermostat1"]>>().toEqualTypeOf<never>();
});

test("an update may depend on the state just read, which is typed", () => {
  compiled(() => [
    controller.thermostat1.$updateFrom(({ targetTemperature }) => {
      expectTypeOf(targetTemperature).toEqualTypeOf<PropertyState<number>>();
      return { targetTemperature: (targetTemperature.desired ?? 20) + 1 };
    }),
    // @ts-expect-error the answer has a value of the wrong type
    controller.thermostat1.$updateFrom(() => ({ targetTemperature: "warm" })),
  ]);
});

test("waiting gives the typed acknowledgement, on writable properties only", () => {
  const { targetTemperature } = {} as Controller["thermostat1"];
  expectTypeOf<Awaited<ReturnType<typeof targetTemperature.$waitFor>>>().toEqualTypeOf<
    Acknowledgement<number>
  >();
  compiled(() => [
    // @ts-expect-error nobody sets it
    controller.serialNumber.$waitFor(),
  ]);
});

test("a client without a shape has the same members", () => {
  compiled(() => [
    untyped.$replace({ anything: 1 }),
    untyped.$raw.command("reboot"),
    untyped.thermostat1?.targetTemperature?.$waitFor(),
  ]);
});
