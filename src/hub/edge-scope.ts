import { isRecord, type JsonRecord } from "../convention/record.js";
import { ServiceError } from "./service-error.js";

/** Where a device stands among IoT Edge devices. The hub keeps that, and leaves all else to the edge itself. */
export interface EdgeScope {
  readonly iotEdge: boolean;
  /** Of an edge device its own, made by the hub; of another that of its parent, or null. */
  readonly deviceScope: string | null;
  /** That of the parent, if any. */
  readonly parentScopes: readonly string[];
}

/** Of a module, and of a device that has nothing to do with IoT Edge. */
export const noEdge: EdgeScope = { iotEdge: false, deviceScope: null, parentScopes: [] };

/** The modules that every edge device has. Nobody else can make ones that begin with $. */
export const systemModules: readonly string[] = ["$edgeAgent", "$edgeHub"];

/** What {@link readEdgeScope} goes by. */
export interface EdgeSurroundings {
  readonly deviceId: string;
  readonly now: Date;
  /** What the device is now; absent for a new one. */
  readonly before: EdgeScope | undefined;
  /** Whether a scope is that of an edge device. */
  exists(scope: string): boolean;
}

/** Reads what a service client sent about edges. Throws `InvalidDeviceScope` for the scope of nobody. */
export function readEdgeScope(body: JsonRecord, around: EdgeSurroundings): EdgeScope {
  const { deviceId, now, before, exists } = around;
  const iotEdge = readEdgeCapability(body.capabilities) ?? before?.iotEdge ?? false;
  const own = before?.iotEdge ? before.deviceScope : null;
  const scope = readScope(body.deviceScope, "deviceScope");
  // Clients send back what they have read, the own scope of an edge device too.
  const named = scope === own ? undefined : scope;
  const parent = named ?? readParent(body.parentScopes);
  if (parent !== undefined && (parent === own || !exists(parent))) {
    throw new ServiceError("InvalidDeviceScope", `${parent} is not the scope of an edge device`);
  }
  const parentScopes = parent === undefined ? [] : [parent];
  const deviceScope = iotEdge ? (own ?? newScope(deviceId, now)) : (parent ?? null);
  return { iotEdge, deviceScope, parentScopes };
}

/** `capabilities.iotEdge` of a body; nothing where it does not say. */
export function readEdgeCapability(capabilities: unknown): boolean | undefined {
  const value = isRecord(capabilities) ? capabilities.iotEdge : undefined;
  if (value === undefined || value === null || typeof value === "boolean")
    return value ?? undefined;
  throw new ServiceError("ArgumentInvalid", "capabilities.iotEdge must be true or false");
}

function readScope(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "string") return value;
  throw new ServiceError("ArgumentInvalid", `${name} must be a text`);
}

function readParent(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.length <= 1) return readScope(value[0], "parentScopes[0]");
  throw new ServiceError("ArgumentInvalid", "parentScopes must be an array of one text at most");
}

/** Tenths of microseconds since the year 1, as the service counts time in scopes. */
function newScope(deviceId: string, now: Date): string {
  const ticks = (BigInt(now.getTime()) + 62_135_596_800_000n) * 10_000n;
  return `ms-azure-iot-edge://${deviceId}-${ticks}`;
}
