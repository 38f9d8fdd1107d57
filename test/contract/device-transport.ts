import { describe, expect, test } from "vitest";
import type { DeviceTransport, ServiceTarget } from "../../src/client/transport.js";
import { buildTelemetry } from "../../src/convention/telemetry.js";

/** Telemetry as the hub has it. */
export interface ReceivedMessage {
  readonly body: string;
  readonly component?: string;
  readonly messageId?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** What the suite needs of a hub: a fresh one for every test. */
export interface DeviceWorld {
  readonly device: DeviceTransport;
  /** The same device from the service side. */
  readonly target: ServiceTarget;
  /** Telemetry that reached the hub so far, its text and component. */
  telemetry(): readonly ReceivedMessage[];
  /** What the hub knows of the model that the device was connected with: AMQP cannot carry it. */
  readonly modelId: string;
  close(): Promise<void>;
}

/** What every DeviceTransport must do, whatever carries it. */
export function describeDeviceTransport(name: string, makeWorld: () => Promise<DeviceWorld>): void {
  const inWorld = (title: string, run: (world: DeviceWorld) => Promise<void>): void => {
    test(title, async () => {
      const world = await makeWorld();
      try {
        await run(world);
      } finally {
        await world.close();
      }
    });
  };

  describe(`${name} as a device transport`, () => {
    inWorld("reads both sides of the twin, versions included", async ({ device, target }) => {
      await target.transport.patchTwin(target, { desired: { rate: 5 } });
      await device.reportProperties({ serialNumber: "s-1" });
      expect(await device.readTwin()).toEqual({
        desired: { rate: 5, $version: 2 },
        reported: { serialNumber: "s-1", $version: 2 },
      });
    });

    inWorld("merges reported properties and removes by null", async ({ device, target }) => {
      await device.reportProperties({ c: { __t: "c", a: 1, b: [1, 2] }, gone: true });
      await device.reportProperties({ c: { __t: "c", a: 2 }, gone: null });
      const { reported } = (await target.transport.readTwin(target)).properties;
      expect(reported).toMatchObject({ c: { __t: "c", a: 2, b: [1, 2] }, $version: 3 });
      expect(reported).not.toHaveProperty("gone");
    });

    inWorld(
      "hands over desired patches in order, with their version and with null",
      async ({ device, target }) => {
        const patches: unknown[] = [];
        await device.onDesiredPatch((patch) => {
          patches.push(patch);
        });
        await target.transport.patchTwin(target, { desired: { c: { __t: "c", a: 1 }, rate: 5 } });
        await target.transport.patchTwin(target, { desired: { rate: null } });
        await expect
          .poll(() => patches)
          .toEqual([
            { c: { __t: "c", a: 1 }, rate: 5, $version: 2 },
            { rate: null, $version: 3 },
          ]);
      },
    );

    inWorld("hands over patches that are the listener's own", async ({ device, target }) => {
      let seen = 0;
      await device.onDesiredPatch((patch) => {
        (patch.list as unknown[]).push("changed");
        seen++;
      });
      await target.transport.patchTwin(target, { desired: { list: [1] } });
      await expect.poll(() => seen).toBe(1);
      expect((await device.readTwin()).desired.list).toEqual([1]);
    });

    inWorld(
      "hands over commands by their name on the wire and sends the answer",
      async ({ device, target }) => {
        await device.onCommand(async (command, payload) => ({
          status: 202,
          payload: [command, payload],
        }));
        const call = { name: "thermostat1*getMaxMinReport", payload: null };
        const answer = { status: 202, payload: ["thermostat1*getMaxMinReport", null] };
        expect(await target.transport.invokeMethod(target, call)).toEqual(answer);
      },
    );

    inWorld("replaces a command handler by a later one", async ({ device, target }) => {
      await device.onCommand(async () => ({ status: 200, payload: "first" }));
      await device.onCommand(async () => ({ status: 200, payload: "second" }));
      const call = { name: "anything", payload: null };
      expect((await target.transport.invokeMethod(target, call)).payload).toBe("second");
    });

    inWorld("answers 500 when a command handler throws", async ({ device, target }) => {
      await device.onCommand(async () => {
        throw new Error("out of paper");
      });
      const call = { name: "print", payload: null };
      expect(await target.transport.invokeMethod(target, call)).toEqual({
        status: 500,
        payload: { message: "out of paper" },
      });
    });

    inWorld("answers null when a command handler gives no payload", async ({ device, target }) => {
      await device.onCommand(async () => ({ status: 200, payload: undefined }));
      const call = { name: "print", payload: null };
      const answer = { status: 200, payload: null };
      expect(await target.transport.invokeMethod(target, call)).toEqual(answer);
    });

    inWorld("replaces a listener of desired patches by a later one", async ({ device, target }) => {
      const first: unknown[] = [];
      const second: unknown[] = [];
      await device.onDesiredPatch((patch) => first.push(patch));
      await device.onDesiredPatch((patch) => second.push(patch));
      await target.transport.patchTwin(target, { desired: { rate: 5 } });
      await expect.poll(() => second).toEqual([{ rate: 5, $version: 2 }]);
      expect(first).toEqual([]);
    });

    inWorld(
      "sends telemetry of the root and of a component, large integers exact",
      async ({ device, telemetry }) => {
        await device.sendTelemetry(buildTelemetry(undefined, { workingSet: 9007199254740993n }));
        await device.sendTelemetry(buildTelemetry("thermostat1", { temperature: 21.5 }));
        await expect.poll(telemetry).toHaveLength(2);
        const [root, component] = telemetry();
        expect(root?.body).toBe('{"workingSet":9007199254740993}');
        expect(root?.component).toBeUndefined();
        expect(component).toMatchObject({ body: '{"temperature":21.5}', component: "thermostat1" });
      },
    );

    inWorld("sends what goes with a message", async ({ device, telemetry }) => {
      const message = buildTelemetry("thermostat1", { temperature: 21.5 });
      await device.sendTelemetry({
        ...message,
        messageId: "m-1",
        properties: { alarm: "yes & no" },
      });
      await expect.poll(telemetry).toHaveLength(1);
      expect(telemetry()[0]).toMatchObject({
        component: "thermostat1",
        messageId: "m-1",
        properties: { alarm: "yes & no" },
      });
    });

    inWorld("announces its model where the protocol can", async ({ target, modelId }) => {
      expect((await target.transport.readTwin(target)).modelId ?? "").toBe(modelId);
    });

    inWorld("gives a call up when its caller does", async ({ device }) => {
      const signal = AbortSignal.abort();
      await expect(device.readTwin({ signal })).rejects.toMatchObject({ code: "PNP_ABORTED" });
    });
  });
}
