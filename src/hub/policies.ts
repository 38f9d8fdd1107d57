import type { HubIds } from "./clock.js";
import type { Store } from "./store/store.js";

/** What a policy may do; Entra's roles are finer. */
export type Permission = "RegistryRead" | "RegistryWrite" | "ServiceConnect" | "DeviceConnect";

/** The policies every hub has. */
export type PolicyName =
  | "iothubowner"
  | "service"
  | "device"
  | "registryRead"
  | "registryReadWrite";

const granted: Readonly<Record<PolicyName, readonly Permission[]>> = {
  iothubowner: ["RegistryRead", "RegistryWrite", "ServiceConnect", "DeviceConnect"],
  service: ["ServiceConnect"],
  device: ["DeviceConnect"],
  registryRead: ["RegistryRead"],
  registryReadWrite: ["RegistryRead", "RegistryWrite"],
};

/** A named pair of keys and what they allow. */
export interface Policy {
  readonly name: PolicyName;
  readonly primaryKey: string;
  readonly secondaryKey: string;
  readonly permissions: readonly Permission[];
}

/** The hub's policies, with fresh keys unless the store has theirs. */
export function createPolicies(ids: HubIds, store: Store): ReadonlyMap<string, Policy> {
  const key = (name: string): string => store.setting(name, () => ids.bytes(32).toString("base64"));
  return new Map(
    policyNames.map((name) => [
      name,
      {
        name,
        primaryKey: key(`policy ${name} primary key`),
        secondaryKey: key(`policy ${name} secondary key`),
        permissions: granted[name],
      },
    ]),
  );
}

/** Names of the policies every hub has. */
export const policyNames: readonly PolicyName[] = Object.keys(granted) as PolicyName[];
