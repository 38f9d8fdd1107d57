export type {
  ServiceClient,
  ServiceClientOptions,
} from "../client/service/service-types.js";
export { serviceClient } from "../client/service-client.js";
export type {
  CommandAnswer,
  CommandTimeouts,
  ServiceTarget,
  ServiceTransport,
  TargetId,
  Twin,
} from "../client/transport.js";
export { connectHub, type HubConnection } from "./connect-hub.js";
export type { DeviceIdentity, DeviceRegistry, EnsuredIdentity } from "./device-registry.js";
export type { HubCredential } from "./hub-clients.js";
