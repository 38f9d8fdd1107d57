import type { Permission } from "../policies.js";

/** What a service call does, in the words of Entra's role definitions: the end of `Microsoft.Devices/IotHubs/…`. */
export type DataAction =
  | "devices/read"
  | "devices/write"
  | "devices/delete"
  | "twins/read"
  | "twins/write"
  | "jobs/read"
  | "jobs/write"
  | "jobs/delete"
  | "directMethods/invoke/action"
  | "cloudToDeviceMessages/send/action"
  | "cloudToDeviceMessages/feedback/action"
  | "cloudToDeviceMessages/queue/purge/action"
  | "fileUpload/notifications/action"
  | "configurations/read"
  | "configurations/write"
  | "configurations/delete"
  | "configurations/testQueries/action"
  | "configurations/applyToEdgeDevice/action"
  | "statistics/read";

/** The same for the provisioning service: the end of `Microsoft.Devices/provisioningServices/…`. */
export type ProvisioningAction =
  | "enrollments/read"
  | "enrollments/write"
  | "enrollments/delete"
  | "enrollmentGroups/read"
  | "enrollmentGroups/write"
  | "enrollmentGroups/delete"
  | "attestationmechanism/details/action"
  | "registrationStates/read"
  | "registrationStates/delete";

/** The built-in roles of IoT Hub and of its provisioning service. */
export type HubRole =
  | "IoT Hub Data Contributor"
  | "IoT Hub Data Reader"
  | "IoT Hub Registry Contributor"
  | "IoT Hub Twin Contributor"
  | "Device Provisioning Service Data Contributor"
  | "Device Provisioning Service Data Reader";

interface RoleDefinition {
  /** On the hub; absent: none. */
  readonly actions?: RegExp;
  /** On the provisioning service; absent: none. */
  readonly provisioning?: RegExp;
  /** What else of a policy's permissions it comes with, for what has no action of its own, such as reading events. */
  readonly permissions: readonly Permission[];
}

const definitions: Readonly<Record<HubRole, RoleDefinition>> = {
  "IoT Hub Data Contributor": {
    actions: /^/,
    permissions: ["RegistryRead", "RegistryWrite", "ServiceConnect"],
  },
  "IoT Hub Data Reader": {
    actions: /\/read$|^fileUpload\/notifications\/action$/,
    permissions: ["RegistryRead"],
  },
  "IoT Hub Registry Contributor": {
    actions: /^devices\//,
    permissions: ["RegistryRead", "RegistryWrite"],
  },
  "IoT Hub Twin Contributor": { actions: /^twins\//, permissions: [] },
  "Device Provisioning Service Data Contributor": { provisioning: /^/, permissions: [] },
  "Device Provisioning Service Data Reader": { provisioning: /\/read$/, permissions: [] },
};

/** The roles that together allow everything. */
export const ownerRoles: readonly HubRole[] = [
  "IoT Hub Data Contributor",
  "Device Provisioning Service Data Contributor",
];

/** The roles there are. */
export const hubRoles: readonly HubRole[] = Object.keys(definitions) as HubRole[];

/** Whether a text names one of the roles. */
export function isHubRole(role: unknown): role is HubRole {
  return typeof role === "string" && Object.hasOwn(definitions, role);
}

/** Whether one of the roles includes the action. */
export function rolesAllow(roles: readonly HubRole[], action: DataAction): boolean {
  return roles.some((role) => definitions[role].actions?.test(action));
}

/** The same for an action of the provisioning service. */
export function rolesAllowProvisioning(
  roles: readonly HubRole[],
  action: ProvisioningAction,
): boolean {
  return roles.some((role) => definitions[role].provisioning?.test(action));
}

/** The permissions that go with the roles. */
export function rolePermissions(roles: readonly HubRole[]): readonly Permission[] {
  return [...new Set(roles.flatMap((role) => definitions[role].permissions))];
}
