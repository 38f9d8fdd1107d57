import type { DeviceIdentity, ModuleIdentity } from "../azure/service.js";
import { jsonText } from "./output.js";
import { alignColumns } from "./text-table.js";

/** An identity as aligned lines of name and value. */
export function identityText(identity: DeviceIdentity | ModuleIdentity): string {
  return alignColumns(
    Object.entries(identity).map(([name, value]) => [
      name,
      typeof value === "object" ? jsonText(value) : String(value),
    ]),
  ).join("\n");
}
