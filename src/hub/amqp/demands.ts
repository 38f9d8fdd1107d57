import type { DataAction } from "../entra/roles.js";
import type { Audience } from "../entra/tokens.js";
import type { Permission } from "../policies.js";
import type { AddressKind, AmqpAddress } from "./addresses.js";

/** Addresses that belong to the hub as a whole: policies and Entra roles open them, devices' keys do not. */
export type ServiceAddress = Exclude<
  AmqpAddress,
  { readonly kind: "cbs" | "registration" } | { readonly target: unknown }
>;

/** What it takes to use one kind of address. */
export interface AmqpDemand {
  /** Of a policy. */
  readonly permission: Permission;
  /** Of an Entra role; absent where the roles have no action for it and the permission decides. */
  readonly action?: DataAction;
  /** What an Entra token must have been issued for. */
  readonly audience: Audience;
}

const hub = { permission: "ServiceConnect", audience: "https://iothubs.azure.net" } as const;
const events = { permission: "ServiceConnect", audience: "https://eventhubs.azure.net" } as const;

/** What opens the service's addresses. */
export const serviceDemands: Readonly<
  Record<Extract<AddressKind, ServiceAddress["kind"]>, AmqpDemand>
> = {
  serviceMessages: { ...hub, action: "cloudToDeviceMessages/send/action" },
  feedback: { ...hub, action: "cloudToDeviceMessages/feedback/action" },
  fileNotifications: { ...hub, action: "fileUpload/notifications/action" },
  eventsRedirect: hub,
  eventHubManagement: events,
  partition: events,
};

/** What a shared access signature may be made for to open the address, or for anything above it. */
export function wantedResources(
  address: ServiceAddress,
  eventHub: string,
): readonly (readonly string[])[] {
  const builtIn = ["messages", "events"];
  switch (address.kind) {
    case "serviceMessages":
      return [["messages", "devicebound"]];
    case "feedback":
      return [["messages", "servicebound", "feedback"]];
    case "fileNotifications":
      return [["messages", "servicebound", "filenotifications"]];
    case "eventsRedirect":
      return [builtIn];
    case "eventHubManagement":
      return [builtIn, [eventHub, "$management"]];
    case "partition": {
      const { consumerGroup, partition } = address;
      return [
        builtIn,
        [address.eventHub, "ConsumerGroups", consumerGroup, "Partitions", partition],
      ];
    }
  }
}
