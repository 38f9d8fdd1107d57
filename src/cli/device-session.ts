import type { HubConnection } from "../azure/service.js";
import { type Descriptor, descriptorOf } from "../client/descriptor.js";
import type { ServiceTarget, TargetId, Twin } from "../client/transport.js";
import { PnpError } from "../errors.js";
import { type ConnectionOptions, openHub } from "./connection.js";
import type { Io } from "./io.js";
import { type LoadedInterface, loadInterface, type ModelOptions } from "./models.js";

/** Options of every command that acts on a device. */
export interface DeviceOptions extends ConnectionOptions, ModelOptions {
  /** Act on this module of the device. */
  readonly module?: string;
}

/** A device or module together with its twin and its model. */
export interface DeviceSession extends LoadedInterface {
  readonly target: ServiceTarget;
  readonly descriptor: Descriptor;
  /** The twin as it was when the session began. */
  readonly twin: Twin;
}

/** Opens the hub, reads the twin, loads the model and hands all to `act`; closes the hub afterwards. */
export async function withDevice<T>(
  deviceId: string,
  options: DeviceOptions,
  io: Io,
  act: (session: DeviceSession) => Promise<T>,
): Promise<T> {
  const hub = await openHub(options, io);
  try {
    const target = targetOf(hub, deviceId, options);
    const twin = await target.transport.readTwin(target);
    const { model, root } = await loadInterface(modelName(twin, options), options, io);
    return await act({ target, twin, model, root, descriptor: descriptorOf(root) });
  } finally {
    await hub.close();
  }
}

function targetOf(hub: HubConnection, deviceId: string, options: DeviceOptions): ServiceTarget {
  return options.module === undefined ? hub.device(deviceId) : hub.module(deviceId, options.module);
}

function modelName(twin: Twin, options: DeviceOptions): string {
  if (options.model !== undefined) return options.model;
  if (twin.modelId) return twin.modelId;
  throw new PnpError("PNP_MODEL_NOT_FOUND", `${shownName(twin)} announced no model.`, {
    hint: "Name its model with --model FILE or --model DTMI.",
  });
}

/** The device's or module's part of a REST path: `mydevice`, or `mydevice/modules/mymodule`. */
export function restPath({ deviceId, moduleId }: TargetId): string {
  const device = encodeURIComponent(deviceId);
  return moduleId === undefined ? device : `${device}/modules/${encodeURIComponent(moduleId)}`;
}

/** `mydevice`, or `mydevice/mymodule`. */
export function shownName({ deviceId, moduleId }: TargetId): string {
  return moduleId === undefined ? deviceId : `${deviceId}/${moduleId}`;
}
