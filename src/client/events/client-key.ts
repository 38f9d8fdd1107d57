import type { TargetId } from "../transport.js";

/** One text for each device or module; ids contain no slash. */
export function clientKey({ deviceId, moduleId }: Partial<TargetId>): string {
  return moduleId === undefined ? `${deviceId}` : `${deviceId}/${moduleId}`;
}
