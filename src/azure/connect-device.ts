import type { DeviceTransport } from "../client/transport.js";
import { parseDeviceConnectionString } from "./connection-string.js";

export interface ConnectOptions {
  /** DTMI that the device announces when it connects; without one it is a device without a model. */
  readonly modelId?: string;
}

/**
 * Connects a device over MQTT. Fails with `PNP_USAGE` for a string that is none, `PNP_UNAUTHORIZED` for a key the hub
 * refuses, `PNP_TRANSPORT` or `PNP_TIMEOUT` when no hub answers. Once open, it reconnects by itself.
 */
export async function connectDevice(
  connectionString: string,
  options: ConnectOptions = {},
): Promise<DeviceTransport> {
  const signIn = parseDeviceConnectionString(connectionString, "device");
  const { openDeviceConnection } = await import("./device-connection.js");
  return openDeviceConnection(signIn, options.modelId);
}

/** Connects a module of a device over MQTT; fails as {@link connectDevice} does. */
export async function connectModule(
  connectionString: string,
  options: ConnectOptions = {},
): Promise<DeviceTransport> {
  const signIn = parseDeviceConnectionString(connectionString, "module");
  const { openDeviceConnection } = await import("./device-connection.js");
  return openDeviceConnection(signIn, options.modelId);
}
