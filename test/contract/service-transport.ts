import { describe, expect, test } from "vitest";
import type { DeviceTransport, ServiceTarget } from "../../src/client/transport.js";
import { isPnpError, type PnpErrorCode } from "../../src/errors.js";

/** What the suite needs of a hub: a fresh one for every test. */
export interface ServiceWorld {
  /** A new device that exists and is not connected. */
  readonly target: ServiceTarget;
  /** Connects that device. */
  connect(): Promise<DeviceTransport>;
  close(): Promise<void>;
}

/** What every ServiceTransport must do, whatever carries it. */
export function describeServiceTransport(
  name: string,
  makeWorld: () => Promise<ServiceWorld>,
): void {
  const inWorld = (title: string, run: (world: ServiceWorld) => Promise<void>): void => {
    test(title, async () => {
      const world = await makeWorld();
      try {
        await run(world);
      } finally {
        await world.close();
      }
    });
  };

  describe(`${name} as a service transport`, () => {
    inWorld("reads the twin of a new device", async ({ target }) => {
      const twin = await target.transport.readTwin(target);
      expect(twin.deviceId).toBe(target.deviceId);
      expect(twin.etag).not.toContain('"');
      expect(twin.properties.desired.$version).toBe(1);
      expect(twin.properties.reported.$version).toBe(1);
    });

    inWorld(
      "patches desired properties in one version and answers the twin after it",
      async ({ target }) => {
        const before = await target.transport.readTwin(target);
        const patch = { thermostat1: { __t: "c", targetTemperature: 21.5 }, mode: "eco" };
        const after = await target.transport.patchTwin(
          target,
          { desired: patch },
          { etag: before.etag },
        );
        expect(after.properties.desired).toMatchObject({ ...patch, $version: 2 });
        expect(after.etag).not.toBe(before.etag);
        expect((await target.transport.readTwin(target)).etag).toBe(after.etag);
      },
    );

    inWorld("removes a desired property by null", async ({ target }) => {
      await target.transport.patchTwin(target, { desired: { mode: "eco", rate: 5 } });
      const { properties } = await target.transport.patchTwin(target, { desired: { mode: null } });
      expect(properties.desired).toMatchObject({ rate: 5 });
      expect(properties.desired).not.toHaveProperty("mode");
    });

    inWorld("merges tags and desired properties in one write", async ({ target }) => {
      const { transport } = target;
      await transport.patchTwin(target, { tags: { site: { room: "a", floor: 1 } } });
      const change = { tags: { site: { room: null, wing: "w" } }, desired: { rate: 1 } };
      const twin = await transport.patchTwin(target, change);
      expect(twin.tags).toEqual({ site: { floor: 1, wing: "w" } });
      expect(twin.properties.desired).toMatchObject({ rate: 1, $version: 2 });
      const read = await transport.readTwin(target);
      expect([read.etag, read.tags]).toEqual([twin.etag, twin.tags]);
    });

    inWorld("replaces all tags and desired properties, never reported ones", async (world) => {
      const { target } = world;
      const { transport } = target;
      const device = await world.connect();
      const patches: unknown[] = [];
      await device.onDesiredPatch((patch) => patches.push(patch));
      await device.reportProperties({ serialNumber: "s-1" });
      await transport.patchTwin(target, {
        tags: { old: true },
        desired: { old: 1, kept: 2, c: { __t: "c", a: 1 } },
      });
      const { etag } = await transport.readTwin(target);
      const content = { tags: { site: "new" }, desired: { kept: 3, c: { __t: "c", b: 2 } } };
      const twin = await transport.replaceTwin(target, content, { etag });
      expect(twin.tags).toEqual(content.tags);
      expect(twin.properties.desired).toMatchObject({ ...content.desired, $version: 3 });
      expect(twin.properties.desired).not.toHaveProperty("old");
      expect(twin.properties.desired.c).not.toHaveProperty("a");
      expect(twin.properties.reported.serialNumber).toBe("s-1");
      expect(twin.etag).not.toBe(etag);
      await expect.poll(() => patches).toHaveLength(2);
      expect(patches[1]).toMatchObject({ old: null, kept: 3, c: { a: null, b: 2 }, $version: 3 });
    });

    inWorld("empties a part that is replaced by nothing", async ({ target }) => {
      const { transport } = target;
      await transport.patchTwin(target, { tags: { a: 1 }, desired: { b: 2 } });
      const twin = await transport.replaceTwin(target, { tags: {}, desired: {} });
      expect(twin.tags).toEqual({});
      expect(twin.properties.desired).not.toHaveProperty("b");
    });

    inWorld("refuses a replacement with a stale etag as a conflict", async ({ target }) => {
      const { transport } = target;
      const { etag } = await transport.readTwin(target);
      await transport.patchTwin(target, { tags: { a: 1 } });
      const content = { tags: {}, desired: { rate: 2 } };
      await expectCode("PNP_CONFLICT", transport.replaceTwin(target, content, { etag }));
      expect((await transport.readTwin(target)).tags).toEqual({ a: 1 });
    });

    inWorld("refuses integers that a twin cannot keep, before it sends them", async (world) => {
      const { target } = world;
      const { transport } = target;
      for (const level of [2 ** 52, -(2 ** 52) - 1, 2n ** 60n]) {
        const desired = { deep: [{ level }] };
        await expectCode("PNP_PAYLOAD_INVALID", transport.patchTwin(target, { desired }));
        const content = { tags: {}, desired };
        await expectCode("PNP_PAYLOAD_INVALID", transport.replaceTwin(target, content));
        const patch = [{ op: "add", path: "/level", value: level }] as const;
        await expectCode("PNP_PAYLOAD_INVALID", transport.patchDigitalTwin(target, patch));
      }
      const kept = { most: 2n ** 52n - 1n, least: -(2 ** 52), large: 1e300, exact: 0.1 };
      const { properties } = await transport.patchTwin(target, { desired: kept });
      expect(properties.desired).toMatchObject({ ...kept, most: 2 ** 52 - 1 });
    });

    inWorld("makes no call whose signal is aborted, by any of its methods", async ({ target }) => {
      const { transport } = target;
      const options = { signal: AbortSignal.abort() };
      const method = { name: "reboot", payload: null };
      const command = { command: "reboot", payload: {} };
      const patch = [{ op: "add", path: "/rate", value: 1 }] as const;
      const content = { tags: {}, desired: { rate: 1 } };
      for (const call of [
        transport.readTwin(target, options),
        transport.patchTwin(target, content, options),
        transport.replaceTwin(target, content, options),
        transport.invokeMethod(target, method, options),
        transport.readDigitalTwin(target, options),
        transport.patchDigitalTwin(target, patch, options),
        transport.invokeDigitalTwinCommand(target, command, options),
      ]) {
        await expectCode("PNP_ABORTED", call);
      }
      expect((await transport.readTwin(target)).properties.desired.$version).toBe(1);
    });

    inWorld("answers a patch of the digital twin with the twin's new etag", async ({ target }) => {
      const { transport } = target;
      const patch = [{ op: "add", path: "/rate", value: 1 }] as const;
      const { etag } = await transport.patchDigitalTwin(target, patch);
      expect(etag).toBe((await transport.readTwin(target)).etag);
    });

    inWorld(
      "refuses a desired patch with a stale etag as a conflict and changes nothing",
      async ({ target }) => {
        const { etag } = await target.transport.readTwin(target);
        await target.transport.patchTwin(target, { desired: { rate: 1 } });
        await expectCode(
          "PNP_CONFLICT",
          target.transport.patchTwin(target, { desired: { rate: 2 } }, { etag }),
        );
        expect((await target.transport.readTwin(target)).properties.desired.rate).toBe(1);
      },
    );

    inWorld("takes * for any etag, as if none were given", async ({ target }) => {
      const { properties } = await target.transport.patchTwin(
        target,
        { desired: { rate: 1 } },
        { etag: "*" },
      );
      expect(properties.desired.rate).toBe(1);
      await target.transport.patchDigitalTwin(
        target,
        [{ op: "replace", path: "/rate", value: 2 }],
        { etag: "*" },
      );
      expect((await target.transport.readTwin(target)).properties.desired.rate).toBe(2);
    });

    inWorld(
      "merges objects, replaces arrays and keeps what has become empty",
      async ({ target }) => {
        await target.transport.patchTwin(target, {
          desired: { map: { a: 1, b: [1, 2] }, last: { a: 1 } },
        });
        const patch = { map: { b: [3], c: false }, last: { a: null } };
        const { properties } = await target.transport.patchTwin(target, { desired: patch });
        expect(properties.desired).toMatchObject({ map: { a: 1, b: [3], c: false }, last: {} });
        expect(properties.desired.last).toEqual({});
      },
    );

    inWorld("takes a twin's own $metadata and $version back unheeded", async ({ target }) => {
      const { properties } = await target.transport.patchTwin(target, { desired: { rate: 1 } });
      const again = await target.transport.patchTwin(target, { desired: properties.desired });
      expect(again.properties.desired).toMatchObject({ rate: 1, $version: 3 });
    });

    inWorld("counts every change and keeps the etag when the device reports", async (world) => {
      const { target } = world;
      const device = await world.connect();
      const before = await target.transport.readTwin(target);
      await device.reportProperties({ serialNumber: "s-1" });
      const after = await target.transport.readTwin(target);
      expect(after.etag).toBe(before.etag);
      expect([before.version, after.version]).toEqual([2, 3]);
    });

    inWorld("says at which version each desired property was set", async ({ target }) => {
      await target.transport.patchTwin(target, { desired: { c: { __t: "c", a: 1, b: 1 } } });
      const { properties } = await target.transport.patchTwin(target, { desired: { c: { a: 2 } } });
      expect(properties.desired.$metadata).toMatchObject({
        $lastUpdatedVersion: 3,
        c: {
          $lastUpdatedVersion: 3,
          a: { $lastUpdatedVersion: 3 },
          b: { $lastUpdatedVersion: 2 },
        },
      });
    });

    inWorld("knows no device that was never created", async ({ target: { transport } }) => {
      const missing = { deviceId: "never-created" };
      await expectCode("PNP_DEVICE_NOT_FOUND", transport.readTwin(missing));
      await expectCode(
        "PNP_DEVICE_NOT_FOUND",
        transport.patchTwin(missing, { desired: { rate: 1 } }),
      );
      const content = { tags: {}, desired: {} };
      await expectCode("PNP_DEVICE_NOT_FOUND", transport.replaceTwin(missing, content));
      await expectCode("PNP_DEVICE_NOT_FOUND", transport.readDigitalTwin(missing));
      const patch = [{ op: "add", path: "/rate", value: 1 }] as const;
      await expectCode("PNP_DEVICE_NOT_FOUND", transport.patchDigitalTwin(missing, patch));
      const method = { name: "reboot", payload: null };
      await expectCode("PNP_DEVICE_NOT_FOUND", transport.invokeMethod(missing, method));
      const command = { command: "reboot", payload: {} };
      await expectCode(
        "PNP_DEVICE_NOT_FOUND",
        transport.invokeDigitalTwinCommand(missing, command),
      );
    });

    inWorld("knows no module that was never created", async ({ target }) => {
      const { deviceId, transport } = target;
      const missing = { deviceId, moduleId: "never-created" };
      await expectCode("PNP_MODULE_NOT_FOUND", transport.readTwin(missing));
      await expectCode(
        "PNP_MODULE_NOT_FOUND",
        transport.patchTwin(missing, { desired: { rate: 1 } }),
      );
      const method = { name: "reboot", payload: null };
      await expectCode("PNP_MODULE_NOT_FOUND", transport.invokeMethod(missing, method));
    });

    inWorld("refuses a target without an id, by each of its calls", async ({ target }) => {
      const { deviceId, transport } = target;
      const unset = undefined as unknown as string;
      for (const missing of [{ deviceId: "" }, { deviceId: unset }, { deviceId, moduleId: "" }]) {
        await expectCode("PNP_USAGE", transport.readTwin(missing));
        await expectCode("PNP_USAGE", transport.patchTwin(missing, { desired: { rate: 1 } }));
        const method = { name: "reboot", payload: null };
        await expectCode("PNP_USAGE", transport.invokeMethod(missing, method));
        await expectCode("PNP_USAGE", transport.readDigitalTwin(missing));
        const patch = [{ op: "add", path: "/rate", value: 1 }] as const;
        await expectCode("PNP_USAGE", transport.patchDigitalTwin(missing, patch));
        const command = { command: "reboot", payload: {} };
        await expectCode("PNP_USAGE", transport.invokeDigitalTwinCommand(missing, command));
      }
    });

    inWorld("keeps digital twins of devices only", async ({ target }) => {
      const { deviceId, transport } = target;
      const module = { deviceId, moduleId: "m1" };
      await expectCode("PNP_USAGE", transport.readDigitalTwin(module));
      const patch = [{ op: "add", path: "/rate", value: 1 }] as const;
      await expectCode("PNP_USAGE", transport.patchDigitalTwin(module, patch));
      const command = { command: "reboot", payload: {} };
      await expectCode("PNP_USAGE", transport.invokeDigitalTwinCommand(module, command));
    });

    inWorld(
      "invokes a method with any JSON payload and brings back status and payload",
      async ({ target, connect }) => {
        const device = await connect();
        await device.onCommand(async (command, payload) => ({
          status: 299,
          payload: { command, payload },
        }));
        for (const payload of [null, 5, "text", { a: [1, null] }]) {
          const call = { name: "thermostat1*getMaxMinReport", payload };
          expect(await target.transport.invokeMethod(target, call)).toEqual({
            status: 299,
            payload: { command: "thermostat1*getMaxMinReport", payload },
          });
        }
      },
    );

    inWorld(
      "invokes commands through the digital twin, those of components too",
      async ({ target, connect }) => {
        const device = await connect();
        await device.onCommand(async (command, payload) => ({
          status: 418,
          payload: [command, payload],
        }));
        const { transport } = target;
        const root = await transport.invokeDigitalTwinCommand(target, {
          command: "reboot",
          payload: 5,
        });
        expect(root).toEqual({ status: 418, payload: ["reboot", 5] });
        const call = { component: "thermostat1", command: "report", payload: {} };
        expect((await transport.invokeDigitalTwinCommand(target, call)).payload).toEqual([
          "thermostat1*report",
          {},
        ]);
      },
    );

    inWorld("finds a device that is not connected offline", async ({ target }) => {
      const { transport } = target;
      await expectCode(
        "PNP_DEVICE_OFFLINE",
        transport.invokeMethod(target, { name: "reboot", payload: null }),
      );
      const call = { command: "reboot", payload: {} };
      await expectCode("PNP_DEVICE_OFFLINE", transport.invokeDigitalTwinCommand(target, call));
    });

    inWorld("finds a device that takes no commands offline", async ({ target, connect }) => {
      await connect();
      const call = { name: "reboot", payload: null };
      await expectCode("PNP_DEVICE_OFFLINE", target.transport.invokeMethod(target, call));
    });

    inWorld(
      "hands over null for a method without a payload, {} for a digital twin's command",
      async ({ target, connect }) => {
        const device = await connect();
        await device.onCommand(async (_, payload) => ({ status: 200, payload: { got: payload } }));
        const { transport } = target;
        const method = await transport.invokeMethod(target, { name: "ping", payload: undefined });
        expect(method.payload).toEqual({ got: null });
        for (const payload of [null, undefined]) {
          const answer = await transport.invokeDigitalTwinCommand(target, {
            command: "ping",
            payload,
          });
          expect(answer.payload).toEqual({ got: {} });
        }
      },
    );

    inWorld(
      "shows desired and acknowledged values in the digital twin",
      async ({ target, connect }) => {
        const device = await connect();
        await target.transport.patchTwin(target, {
          desired: {
            thermostat1: { __t: "c", targetTemperature: 21 },
          },
        });
        await device.reportProperties({
          thermostat1: {
            __t: "c",
            targetTemperature: { value: 20, ac: 202, av: 2, ad: "heating" },
          },
        });
        const { digitalTwin, etag } = await target.transport.readDigitalTwin(target);
        expect(digitalTwin).toMatchObject({
          $dtId: target.deviceId,
          thermostat1: {
            targetTemperature: 20,
            $metadata: {
              targetTemperature: {
                desiredValue: 21,
                desiredVersion: 2,
                ackVersion: 2,
                ackCode: 202,
                ackDescription: "heating",
              },
            },
          },
        });
        expect(etag).not.toBe("");
      },
    );

    inWorld("takes a JSON Patch on the digital twin as one desired patch", async ({ target }) => {
      const { etag } = await target.transport.readDigitalTwin(target);
      const value = { $metadata: {}, targetTemperature: 21 };
      await target.transport.patchDigitalTwin(
        target,
        [{ op: "add", path: "/thermostat1", value }],
        { etag },
      );
      const { desired } = (await target.transport.readTwin(target)).properties;
      expect(desired).toMatchObject({
        thermostat1: { __t: "c", targetTemperature: 21 },
        $version: 2,
      });
    });

    inWorld("refuses a JSON Patch that does not fit and changes nothing", async ({ target }) => {
      const patch = [
        { op: "add", path: "/rate", value: 2 },
        { op: "add", path: "/thermostat1/targetTemperature", value: 21 },
      ] as const;
      await expectCode("PNP_PAYLOAD_INVALID", target.transport.patchDigitalTwin(target, patch));
      const { desired } = (await target.transport.readTwin(target)).properties;
      expect(desired).not.toHaveProperty("rate");
      expect(desired.$version).toBe(1);
    });

    inWorld("refuses a JSON Patch with a stale etag as a conflict", async ({ target }) => {
      const { etag } = await target.transport.readDigitalTwin(target);
      await target.transport.patchTwin(target, { desired: { rate: 1 } });
      const patch = [{ op: "replace", path: "/rate", value: 2 }] as const;
      await expectCode("PNP_CONFLICT", target.transport.patchDigitalTwin(target, patch, { etag }));
    });
  });
}

async function expectCode(code: PnpErrorCode, promise: Promise<unknown>): Promise<void> {
  const outcome = await promise.then(
    () => "no error",
    (error: unknown) => (isPnpError(error) ? error.code : error),
  );
  expect(outcome).toBe(code);
}
