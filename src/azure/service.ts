/** The service side over the Azure SDKs. No SDK is loaded before the first call. */

export type { CallOptions } from "../client/call-options.js";
export type { EventFilter } from "../client/events/event-filter.js";
export type { EventModels, ModelLookup, ShapeOf } from "../client/events/event-models.js";
export type { PartitionFailure } from "../client/events/event-source.js";
export type { EventStream, EventStreamOptions } from "../client/events/event-stream-types.js";
export type {
  ConnectionStateEvent,
  DeviceLifecycleEvent,
  DigitalTwinChangeEvent,
  EventKind,
  HubEvent,
  NotificationEvent,
  TelemetryEvent,
  TelemetryProblem,
  TelemetryReading,
  TwinChangeEvent,
  UnfitTelemetry,
  UnknownEvent,
  ValidTelemetry,
} from "../client/events/hub-event.js";
export {
  type LiveDigitalTwinOptions,
  type LiveDigitalTwinState,
  liveDigitalTwin,
} from "../client/events/live-digital-twin.js";
export type { RawEvent } from "../client/events/raw-event.js";
export type { Silence } from "../client/events/silence.js";
export type { PartitionPosition, StartFrom } from "../client/events/start-position.js";
export type {
  FleetHub,
  FleetOptions,
  FleetOutcome,
  FleetProgress,
  FleetRequest,
  FleetResult,
  FleetRoute,
  FleetRow,
} from "../client/fleet/fleet-types.js";
export { type InvokeFleetOptions, invokeFleet } from "../client/fleet/invoke-fleet.js";
export type {
  DeviceJob,
  HubJobs,
  Job,
  JobFilter,
  JobSettings,
  JobStatistics,
  JobStatus,
  JobType,
  JobWaitOptions,
  MethodJob,
  TwinUpdateJob,
} from "../client/fleet/job-types.js";
export type {
  QueryOptions,
  QueryPage,
  QueryResult,
  QueryRow,
} from "../client/fleet/query-types.js";
export { invokeRawFleet, patchFleet } from "../client/fleet/raw-fleet.js";
export { requireAll } from "../client/fleet/require-all.js";
export { updateFleet } from "../client/fleet/update-fleet.js";
export type { CloudMessage, MessageAck, MessageBody } from "../client/messages/cloud-message.js";
export type {
  FeedbackOptions,
  HubMessages,
  MessageFeedback,
  MessageOutcome,
  SentMessage,
} from "../client/messages/hub-messages.js";
export { type RawClient, type RawCommandOptions, rawClient } from "../client/raw-client.js";
export { type CommandFailure, commandFailure } from "../client/service/command-failure.js";
export type { GuardOptions } from "../client/service/guarded.js";
export type {
  ServiceClient,
  ServiceClientOptions,
} from "../client/service/service-types.js";
export type { TwinWriteResult } from "../client/service/tags.js";
export { waitForReported } from "../client/service/wait-reported.js";
export type { WaitOptions } from "../client/service/watch-twin.js";
export { serviceClient } from "../client/service-client.js";
export type {
  CommandAnswer,
  CommandTimeouts,
  ServiceTarget,
  ServiceTransport,
  TargetId,
  Twin,
  TwinChange,
  TwinContent,
} from "../client/transport.js";
export type { BulkDevice, BulkModule, BulkTarget } from "./bulk-registry.js";
export type { BulkResult } from "./bulk-request.js";
export { type CheckpointStore, createMemoryCheckpointStore } from "./checkpoint-store.js";
export type {
  Configuration,
  ConfigurationChange,
  ConfigurationContent,
  ConfigurationMetric,
  NewConfiguration,
} from "./configuration.js";
export type { Configurations } from "./configurations.js";
export { connectHub, type HubConnection, type HubConnectionOptions } from "./connect-hub.js";
export type { EventHubsCredential } from "./event-hubs-connection.js";
export { processEvents } from "./event-processor.js";
export type {
  DeliveredEvent,
  DeliveryContext,
  EventProcessor,
  EventProcessorOptions,
  ProcessorFailure,
} from "./event-processor-types.js";
export type { HubCredential } from "./hub-clients.js";
export type { IdentityKeys, KeyName } from "./identity-keys.js";
export type {
  DeviceIdentity,
  IdentityAuthentication,
  IdentityFacts,
  ModuleIdentity,
} from "./registry-identity.js";
export type { DeviceSettings, ModuleSettings, NewAuthentication } from "./registry-settings.js";
export type { DeviceRegistry, Ensured, GuardedCall, ListOptions } from "./registry-types.js";
export { type SasSource, type SasTokenOptions, sasToken } from "./sas-token.js";
