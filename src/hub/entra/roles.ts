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

/** The built-in roles of IoT Hub. */
export type HubRole =
  | "IoT Hub Data Contributor"
  | "IoT Hub Data Reader"
  | "IoT Hub Registry Contributor"
  | "IoT Hub Twin Contributor";

interface RoleDefinition {
  readonly actions: RegExp;
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
};

/** The roles there are. */
export const hubRoles: readonly HubRole[] = Object.keys(definitions) as HubRole[];

/** Whether a text names one of the roles. */
export function isHubRole(role: unknown): role is HubRole {
  return typeof role === "string" && Object.hasOwn(definitions, role);
}

/** Whether one of the roles includes the action. */
export function rolesAllow(roles: readonly HubRole[], action: DataAction): boolean {
  return roles.some((role) => definitions[role].actions.test(action));
}

/** The permissions that go with the roles. */
export function rolePermissions(roles: readonly HubRole[]): readonly Permission[] {
  return [...new Set(roles.flatMap((role) => definitions[role].permissions))];
}
