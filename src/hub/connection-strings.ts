import { PnpError } from "../errors.js";
import type { HubCore } from "./hub-core.js";
import { type PolicyName, policyNames } from "./policies.js";
import type { Target } from "./target.js";

/** What a service application connects with, for what the policy allows. */
export function policyConnectionString(
  { access, hostName }: HubCore,
  policyName: PolicyName,
): string {
  const key = access.policies.get(policyName)?.primaryKey;
  if (key === undefined) {
    throw new PnpError("PNP_USAGE", `The hub has no policy ${JSON.stringify(policyName)}.`, {
      hint: `There are ${policyNames.join(", ")}.`,
    });
  }
  return `HostName=${hostName};SharedAccessKeyName=${policyName};SharedAccessKey=${key}`;
}

/** What a device or module connects with; `x509=true` stands where a certificate is its proof. */
export function identityConnectionString({ registry, hostName }: HubCore, target: Target): string {
  const { deviceId, moduleId, authentication } = registry.get(target);
  const module = moduleId === undefined ? "" : `;ModuleId=${moduleId}`;
  const proof =
    authentication.type === "sas" ? `SharedAccessKey=${authentication.primaryKey}` : "x509=true";
  return `HostName=${hostName};DeviceId=${deviceId}${module};${proof}`;
}

/** What a reader of events connects with; the endpoint is a `sb://` address. */
export function eventHubsConnectionString({ access, hubName }: HubCore, endpoint: string): string {
  const policy: PolicyName = "service";
  const key = access.policies.get(policy)?.primaryKey ?? "";
  return `Endpoint=${endpoint};SharedAccessKeyName=${policy};SharedAccessKey=${key};EntityPath=${hubName}`;
}

/** The same without TLS, on this port of loopback, in the form for Event Hubs' emulator. */
export function emulatorConnectionString(core: HubCore, port: number): string {
  return `${eventHubsConnectionString(core, `sb://localhost:${port}`)};UseDevelopmentEmulator=true`;
}
