import azureIothub from "azure-iothub";
import { type Row, row, type Scope } from "./cell.js";
import { clientBy, waysIn } from "./service-sign-in.js";

export type Registry = InstanceType<typeof azureIothub.Registry>;

/** A row for the registry's client, which is made in each of its ways. */
export function registryRow(
  call: string,
  run: (registry: Registry, scope: Scope) => Promise<void>,
  use?: string,
): Row {
  return row(
    waysIn,
    call,
    (way) => async (scope) => run(clientBy(azureIothub.Registry, way, scope.hub), scope),
    use,
  );
}

/** A new device with the module `mod1`. */
export function deviceWithModule(scope: Scope): string {
  const deviceId = scope.device();
  scope.hub.createModule(deviceId, "mod1");
  return deviceId;
}
