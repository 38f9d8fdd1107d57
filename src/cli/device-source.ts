import {
  type KeyRegistration,
  provisionDevice,
  provisioningFromEnvironment,
  type TwinProtocol,
} from "../azure/device.js";
import { PnpError } from "../errors.js";
import { installRedirect } from "../hub/redirect-sockets.js";
import { readStateFile, stateFilePath } from "../hub/state-file.js";
import { type ConnectionOptions, openHub } from "./connection.js";
import type { Io } from "./io.js";
import { say } from "./output.js";

/** Where the devices that a command runs get their connections. */
export interface DeviceSource {
  readonly ids: readonly string[];
  connectionString(id: string): Promise<string>;
  close(): Promise<void>;
}

/** Which devices a command runs, and how. */
export interface DeviceWishes extends ConnectionOptions {
  readonly ids: readonly string[];
  readonly modelId: string;
  readonly transport: TwinProtocol;
}

/**
 * Asks the provisioning service for one device where `IOTHUB_DEVICE_SECURITY_TYPE` is `DPS` and no option names a hub;
 * else the hub's registry, where missing devices are created.
 */
export async function openDeviceSource(wishes: DeviceWishes, io: Io): Promise<DeviceSource> {
  const isGiven = wishes.login !== undefined || wishes.hub !== undefined;
  const isDps = io.env.IOTHUB_DEVICE_SECURITY_TYPE?.trim().toLowerCase() === "dps";
  const settings = isDps && !isGiven ? provisioningFromEnvironment(io.env) : undefined;
  return settings?.securityType === "DPS"
    ? provisionedSource(settings.provisioning, wishes, io)
    : registrySource(wishes, io);
}

async function registrySource(wishes: DeviceWishes, io: Io): Promise<DeviceSource> {
  const hub = await openHub(wishes, io);
  return {
    ids: wishes.ids,
    async connectionString(id) {
      const identity = await hub.registry.ensure(id);
      if (identity.created) say(io, `created the device ${id}`);
      return hub.registry.connectionString(identity);
    },
    close: () => hub.close(),
  };
}

async function provisionedSource(
  registration: KeyRegistration,
  { ids, modelId, transport }: DeviceWishes,
  io: Io,
): Promise<DeviceSource> {
  if (ids.length > 1) {
    throw new PnpError("PNP_USAGE", "The environment has the provisioning of one device only.", {
      hint: "Leave out --devices, or name a hub with --login or --hub.",
    });
  }
  const running = await readStateFile(stateFilePath(io.env));
  if (running) installRedirect([running]);
  // The service is asked over MQTT, whatever the device speaks afterwards.
  const mqtt = transport.endsWith("-ws") ? "mqtt-ws" : "mqtt";
  const options = { ...registration, modelId, transport: mqtt } as const;
  const device = await provisionDevice(options, { signal: io.signal });
  say(io, `provisioned as ${device.deviceId} at ${device.host}`);
  return {
    ids: [device.deviceId],
    connectionString: async () => device.connectionString,
    close: async () => undefined,
  };
}
