import type { DeviceTransport, DeviceTwin } from "../client/transport.js";
import type { AnyMethodClient } from "./any-method-client.js";
import { promised } from "./promised.js";

type Listener = Parameters<DeviceTransport["onDesiredPatch"]>[0];

/** Desired patches of one connection. */
export interface DesiredPatches {
  /** Resolves when the subscription stands. */
  listen(listener: Listener): Promise<void>;
  stop(): void;
}

/**
 * Desired patches, as the hub sends them. The SDK's Twin is not asked for them, because it announces the whole of
 * the desired properties as if it were a patch whenever it is read or listened to. The hub keeps no patches for a
 * device that is away, so after a reconnection the desired properties are read again, and handed on when they moved.
 */
export function followDesired(
  { client, transport }: AnyMethodClient,
  readTwin: () => Promise<DeviceTwin>,
): DesiredPatches {
  let listener: Listener | undefined;
  let lastVersion: unknown;
  const deliver: Listener = (patch) => {
    lastVersion = patch.$version;
    listener?.(patch);
  };
  const catchUp = (): void => {
    readTwin().then(
      ({ desired }) => {
        if (desired.$version !== lastVersion) deliver(desired);
      },
      // The connection broke again; the next one catches up.
      () => undefined,
    );
  };

  return {
    async listen(next) {
      const first = listener === undefined;
      listener = next;
      if (!first) return;
      transport.on("twinDesiredPropertiesUpdate", deliver);
      // With a listener on its Twin the SDK connects again by itself after a broken connection.
      const twin = await client.getTwin();
      lastVersion = twin.properties.desired.$version;
      twin.on("error", () => undefined);
      twin.on("properties.desired", () => undefined);
      await promised((done) => transport.enableTwinDesiredPropertiesUpdates(done));
      client.on("connect", catchUp);
    },
    stop() {
      listener = undefined;
      client.removeListener("connect", catchUp);
      transport.removeListener("twinDesiredPropertiesUpdate", deliver);
    },
  };
}
