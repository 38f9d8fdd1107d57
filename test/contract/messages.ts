import { describe, expect, test } from "vitest";
import type {
  DeviceMessage,
  HubMessages,
  MessageFeedback,
  MessageTransport,
} from "../../src/index.js";

/** What the suite needs of a hub: a new device for every test. */
export interface MessageWorld {
  readonly messages: HubMessages;
  readonly deviceId: string;
  /** Connects the device. */
  connect(): Promise<MessageTransport>;
  close(): Promise<void>;
}

/** How a transport differs from the others. */
export interface MessageTraits {
  /** Whether a message can still be rejected or abandoned once it has arrived; not over MQTT. */
  readonly settles: boolean;
}

const quick = { pollSeconds: 0.02 };

/** What every way of carrying cloud-to-device messages must do. */
export function describeMessages(
  name: string,
  { settles }: MessageTraits,
  makeWorld: () => Promise<MessageWorld>,
): void {
  const inWorld = (title: string, run: (world: MessageWorld) => Promise<void>): void => {
    test(title, async () => {
      const world = await makeWorld();
      try {
        await run(world);
      } finally {
        await world.close();
      }
    });
  };

  /** The feedback of so many messages of this device. */
  const feedback = async (
    { messages, deviceId }: MessageWorld,
    count: number,
  ): Promise<readonly string[]> => {
    const found: MessageFeedback[] = [];
    for await (const record of messages.feedback(quick)) {
      if (record.deviceId === deviceId) found.push(record);
      if (found.length === count) break;
    }
    return found.map(({ messageId, status }) => `${messageId} ${status}`);
  };

  describe(`${name} as a carrier of messages`, () => {
    inWorld(
      "delivers bytes, text and JSON exactly, with everything said about them",
      async (world) => {
        const { messages, deviceId } = world;
        const device = await world.connect();
        const received: DeviceMessage[] = [];
        await device.onMessage((message) => void received.push(message), quick);
        const bytes = new Uint8Array([0, 10, 127, 128, 254, 255]);
        await messages.send(deviceId, {
          body: bytes,
          messageId: "m-1",
          correlationId: "C-1",
          contentType: "application/octet-stream",
          contentEncoding: "none",
          ack: "positive",
          expiry: 3600,
          properties: { Color: "grün/blau =&?%", empty: "" },
        });
        const { messageId } = await messages.send(deviceId, { body: "grün \u{1f321}" });
        await messages.send(deviceId, { body: [9007199254740993n, { ok: true }] });
        await messages.send(deviceId, { body: "" });
        await expect.poll(() => received).toHaveLength(4);
        const [one, two, three, four] = received;
        expect(new Uint8Array(one?.body ?? [])).toEqual(bytes);
        expect(one).toMatchObject({
          messageId: "m-1",
          correlationId: "C-1",
          contentType: "application/octet-stream",
          contentEncoding: "none",
          ack: "positive",
          expiry: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
          properties: { Color: "grün/blau =&?%", empty: "" },
        });
        expect(() => one?.text()).toThrow(expect.objectContaining({ code: "PNP_PAYLOAD_INVALID" }));
        expect(two?.text()).toBe("grün \u{1f321}");
        expect(two?.messageId).toBe(messageId);
        expect(three?.json()).toEqual([9007199254740993n, { ok: true }]);
        expect(three?.contentType).toBe("application/json");
        expect(four?.body).toHaveLength(0);
      },
    );

    inWorld("delivers in order, the next one when the handler is done", async (world) => {
      const { messages, deviceId } = world;
      const steps: string[] = [];
      for (const body of ["1", "2", "3"]) await messages.send(deviceId, { body });
      const device = await world.connect();
      await device.onMessage(async (message) => {
        steps.push(`begin ${message.text()}`);
        await new Promise((resolve) => setImmediate(resolve));
        steps.push(`end ${message.text()}`);
      }, quick);
      await expect.poll(() => steps).toHaveLength(6);
      expect(steps).toEqual(["begin 1", "end 1", "begin 2", "end 2", "begin 3", "end 3"]);
    });

    inWorld("completes what the handler does not say otherwise about", async (world) => {
      const device = await world.connect();
      await device.onMessage(() => undefined, quick);
      await world.messages.send(world.deviceId, { body: "x", messageId: "m-1", ack: "full" });
      expect(await feedback(world, 1)).toEqual(["m-1 Success"]);
    });

    inWorld(
      settles ? "rejects by the handler's verdict" : "tells that a rejection comes too late",
      async (world) => {
        const errors: unknown[] = [];
        const device = await world.connect();
        const onError = (error: unknown): void => void errors.push(error);
        await device.onMessage(() => "reject", { ...quick, onError });
        await world.messages.send(world.deviceId, { body: "x", messageId: "m-1", ack: "full" });
        expect(await feedback(world, 1)).toEqual([settles ? "m-1 Rejected" : "m-1 Success"]);
        await expect
          .poll(() => errors)
          .toMatchObject(settles ? [] : [{ code: "PNP_USAGE", message: /MQTT/ }]);
      },
    );

    inWorld("tells of a handler that throws, and delivers again where it can", async (world) => {
      const errors: string[] = [];
      const seen: string[] = [];
      const device = await world.connect();
      const handler = (message: DeviceMessage): void => {
        seen.push(message.messageId ?? "");
        if (seen.length === 1) throw new Error("out of paper");
      };
      const onError = (error: unknown): void => void errors.push(String(error));
      await device.onMessage(handler, { ...quick, onError });
      await world.messages.send(world.deviceId, { body: "x", messageId: "m-1", ack: "full" });
      expect(await feedback(world, 1)).toEqual(["m-1 Success"]);
      expect(errors[0]).toContain("out of paper");
      expect(seen).toEqual(settles ? ["m-1", "m-1"] : ["m-1"]);
    });

    inWorld("keeps messages for a device that is away", async (world) => {
      const { messages, deviceId } = world;
      await messages.send(deviceId, { body: "kept" });
      const received: string[] = [];
      const device = await world.connect();
      await device.onMessage((message) => void received.push(message.text()), quick);
      await expect.poll(() => received).toEqual(["kept"]);
    });

    inWorld("throws out what waits, and says how much that was", async (world) => {
      const { messages, deviceId } = world;
      await messages.send(deviceId, { body: "x", messageId: "m-1", ack: "negative" });
      await messages.send(deviceId, { body: "x", messageId: "m-2", ack: "positive" });
      expect(await messages.purge(deviceId)).toBe(2);
      expect(await messages.purge(deviceId)).toBe(0);
      expect(await feedback(world, 1)).toEqual(["m-1 Purged"]);
    });

    inWorld("replaces a handler by a later one", async (world) => {
      const [first, second]: [string[], string[]] = [[], []];
      const device = await world.connect();
      await device.onMessage((message) => void first.push(message.text()), quick);
      await device.onMessage((message) => void second.push(message.text()), quick);
      await world.messages.send(world.deviceId, { body: "x" });
      await expect.poll(() => second).toEqual(["x"]);
      expect(first).toEqual([]);
    });

    inWorld("refuses a message for a device that there is not", async ({ messages }) => {
      await expect(messages.send("nobody", { body: "x" })).rejects.toMatchObject({
        code: "PNP_DEVICE_NOT_FOUND",
      });
    });
  });
}
