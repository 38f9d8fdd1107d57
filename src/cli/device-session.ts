import type { HubConnection } from "../azure/service.js";
import { type Descriptor, descriptorOf } from "../client/descriptor.js";
import type { ServiceTarget, TargetId, Twin } from "../client/transport.js";
import { PnpError } from "../errors.js";
import { type ConnectionOptions, withHub } from "./connection.js";
import type { Io } from "./io.js";
import type { ModelOptions } from "./model-locations.js";
import { type LoadedInterface, loadInterface } from "./models.js";

/** Options of every command that acts on a device or module, model or not. */
export interface TargetOptions extends ConnectionOptions {
  /** Act on this module of the device. */
  readonly module?: string;
}

/** Options of every command that acts on a device in the words of its model. */
export interface DeviceOptions extends TargetOptions, ModelOptions {}

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
  return withTarget(deviceId, options, io, async (target) => {
    const twin = await target.transport.readTwin(target, { signal: io.signal });
    const { model, root } = await loadInterface(modelName(twin, options), options, io);
    return act({ target, twin, model, root, descriptor: descriptorOf(root) });
  });
}

/** Opens the hub and hands the device or module to `act`, whatever its model; closes the hub afterwards. */
export async function withTarget<T>(
  deviceId: string,
  options: TargetOptions,
  io: Io,
  act: (target: ServiceTarget) => Promise<T>,
): Promise<T> {
  return withHub(options, io, (hub) => act(targetOf(hub, deviceId, options)));
}

function targetOf(hub: HubConnection, deviceId: string, options: TargetOptions): ServiceTarget {
  return options.module === undefined ? hub.device(deviceId) : hub.module(deviceId, options.module);
}

function modelName(twin: Twin, options: DeviceOptions): string {
  if (options.model !== undefined) return options.model;
  if (twin.modelId) return twin.modelId;
  throw new PnpError("PNP_MODEL_NOT_FOUND", `${shownName(twin)} announced no model.`, {
    hint: "Name its model with --model FILE or --model DTMI, or act without one with --raw.",
  });
}

/** Refuses options beside `--raw` that need a model; `given` are their names and what was given. */
export function refuseBesideRaw(given: Readonly<Record<string, unknown>>): void {
  const [name] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
  if (name === undefined) return;
  throw new PnpError("PNP_USAGE", `--raw uses no model, and ${name} needs one.`, {
    hint: `Leave out --raw or ${name}.`,
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
