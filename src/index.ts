/** The pure core: models, schemas, validators, conventions, and typed clients over two transport interfaces. */

export type { CallOptions } from "./client/call-options.js";
export type { Clock } from "./client/clock.js";
export { type DefinedModel, defineModel, type InterfaceLiteral } from "./client/define-model.js";
export { type Descriptor, defineInterface, descriptorOf } from "./client/descriptor.js";
export { type Accepted, accepted } from "./client/device/accepted.js";
export type {
  CommandContext,
  CommandHandler,
  CommandResult,
  DesiredOf,
  DeviceClient,
  DeviceClientOptions,
  DeviceHandlers,
  PartContext,
  PartHandler,
  PropertyAnswer,
  PropertyContext,
  PropertyHandler,
} from "./client/device/device-types.js";
export type {
  RawAnswer,
  RawChange,
  RawCommandHandler,
  RawListener,
  RawTelemetryOptions,
  RawTwin,
} from "./client/device/raw-types.js";
export type {
  TelemetryMethods,
  TelemetryOptions,
  TelemetryOutcome,
  TelemetryQueueOptions,
  TelemetryStats,
} from "./client/device/telemetry-types.js";
export { deviceClient } from "./client/device-client.js";
export { type ChangedProperty, changedProperties } from "./client/events/changed-properties.js";
export { readDigitalTwinState } from "./client/events/digital-twin-state.js";
export type { EventModels, ModelLookup, ShapeOf } from "./client/events/event-models.js";
export type {
  ConnectionStateEvent,
  DeviceLifecycleEvent,
  DigitalTwinChangeEvent,
  EventKind,
  HubEvent,
  NotificationEvent,
  PropertiesChange,
  TelemetryEvent,
  TelemetryProblem,
  TelemetryReading,
  TwinChangeEvent,
  UnfitTelemetry,
  UnknownEvent,
  ValidTelemetry,
} from "./client/events/hub-event.js";
export type { EventProperties, RawEvent } from "./client/events/raw-event.js";
export { createEventReader, type EventReader } from "./client/events/read-event.js";
export type {
  FleetHub,
  FleetOptions,
  FleetOutcome,
  FleetProgress,
  FleetRequest,
  FleetResult,
  FleetRoute,
  FleetRow,
} from "./client/fleet/fleet-types.js";
export { type InvokeFleetOptions, invokeFleet } from "./client/fleet/invoke-fleet.js";
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
} from "./client/fleet/job-types.js";
export type { QueryOptions, QueryPage, QueryResult, QueryRow } from "./client/fleet/query-types.js";
export { invokeRawFleet, patchFleet } from "./client/fleet/raw-fleet.js";
export { requireAll } from "./client/fleet/require-all.js";
export { updateFleet } from "./client/fleet/update-fleet.js";
export {
  type DescriptorOrTypedImport,
  describeImport,
  type ImportedModel,
  type ImportedModels,
  type ImportOptions,
  type InterfaceChoice,
  resolveImport,
} from "./client/imported-model.js";
export {
  type ConnectOptions,
  createInMemoryHub,
  type InMemoryHub,
  type ReceivedTelemetry,
} from "./client/in-memory.js";
export type { JsonObject, JsonValue } from "./client/json.js";
export type { CloudMessage, MessageAck, MessageBody } from "./client/messages/cloud-message.js";
export type {
  DeviceMessage,
  MessageHandler,
  MessageOptions,
  MessageTransport,
  MessageVerdict,
} from "./client/messages/device-message.js";
export type {
  FeedbackOptions,
  HubMessages,
  MessageFeedback,
  MessageOutcome,
  SentMessage,
} from "./client/messages/hub-messages.js";
export { type NoModel, noModel } from "./client/no-model.js";
export { type RawClient, type RawCommandOptions, rawClient } from "./client/raw-client.js";
export { type CommandFailure, commandFailure } from "./client/service/command-failure.js";
export {
  type CommandPath,
  type FoundCommand,
  type FoundProperty,
  findCommand,
  findProperty,
  type PropertyPath,
} from "./client/service/find-path.js";
export type { GuardOptions } from "./client/service/guarded.js";
export {
  type CommandRoute,
  type InvokeOptions,
  type InvokeResult,
  invokeCommand,
} from "./client/service/invoke.js";
export {
  type PropertyStateRow,
  propertyStates,
  readPropertyState,
  readState,
} from "./client/service/read.js";
export {
  prepareReplacement,
  type ReplaceOptions,
  replaceDesired,
} from "./client/service/replace.js";
export type { ModelOptions } from "./client/service/require-model.js";
export type {
  ReadOnlyProperty,
  ServiceClient,
  ServiceClientOptions,
  ServiceCommand,
  SetOptions,
  WaitForOptions,
  WritableProperty,
} from "./client/service/service-types.js";
export { type TwinWriteResult, updateTags } from "./client/service/tags.js";
export {
  prepareUpdate,
  type UpdateOptions,
  type UpdateResult,
  updateDesired,
  type WritesFor,
} from "./client/service/update.js";
export {
  type DigitalTwinUpdateResult,
  updateDigitalTwin,
} from "./client/service/update-digital-twin.js";
export {
  type AcknowledgementOptions,
  waitForAcknowledgement,
} from "./client/service/wait.js";
export { waitForReported } from "./client/service/wait-reported.js";
export type { WaitOptions } from "./client/service/watch-twin.js";
export { serviceClient } from "./client/service-client.js";
export type {
  Acknowledgement,
  Command,
  DateTime,
  DateTimeInput,
  Duration,
  Input,
  LocalDate,
  LocalTime,
  PatchOf,
  PropertyState,
  Relationship,
  ReportOf,
  Shape,
  TelemetryOf,
  TwinOf,
} from "./client/shape.js";
export {
  type TelemetryClient,
  type TelemetryClientOptions,
  telemetryClient,
} from "./client/telemetry-client.js";
export type {
  CommandAnswer,
  CommandTimeouts,
  DeviceTransport,
  DeviceTwin,
  DigitalTwinCommandCall,
  DigitalTwinPatched,
  DigitalTwinRead,
  MethodCall,
  ServiceTarget,
  ServiceTransport,
  TargetId,
  TelemetryMessage,
  TelemetryTransport,
  Twin,
  TwinChange,
  TwinContent,
  WriteOptions,
} from "./client/transport.js";
export {
  buildAck,
  initialAck,
  parseAck,
  type WritablePropertyAck,
} from "./convention/ack.js";
export {
  type CommandName,
  formatCommandName,
  parseCommandName,
} from "./convention/command-name.js";
export type { DigitalTwin } from "./convention/digital-twin.js";
export {
  buildDigitalTwinPatch,
  type DigitalTwinPatchResult,
  splitDigitalTwinPatch,
} from "./convention/digital-twin-patch.js";
export type { Operation } from "./convention/json-patch.js";
export { buildReportedPatch, splitReportedPatch } from "./convention/reported-patch.js";
export { buildTelemetry, parseTelemetry, type TelemetryValues } from "./convention/telemetry.js";
export {
  buildDesiredPatch,
  type DesiredPatchParts,
  type PropertyWrite,
  splitDesiredPatch,
  type TwinPatch,
} from "./convention/twin-patch.js";
export { type Child, childrenOf } from "./dtdl/children.js";
export { type DtmiParts, dtmiParts, dtmiPath, isDtmi } from "./dtdl/dtmi.js";
export type { ElementKind, ElementOfKind } from "./dtdl/element-roles.js";
export { differencesBetween, equalModels } from "./dtdl/equal.js";
export { type InstanceIssue, validateInstance } from "./dtdl/instance.js";
export type { DtdlIssue, IssueFields } from "./dtdl/issue.js";
export type * from "./dtdl/model.js";
export {
  type ModelInput,
  type ParseOptions,
  type ParseResult,
  parseModel,
  safeParseModel,
} from "./dtdl/parse.js";
export type { Quirk } from "./dtdl/parse-options.js";
export { type PrintOptions, printInterface, printModel } from "./dtdl/print.js";
export { resolveModel } from "./dtdl/resolve.js";
export type { ModelResolver, ModelText } from "./dtdl/resolver.js";
export {
  type Visit,
  type Visitor,
  type WalkOptions,
  type Way,
  walkElement,
  walkModel,
} from "./dtdl/walk.js";
export {
  type DeviceResponse,
  errorCodes,
  type Issue,
  type IssueLocation,
  isPnpError,
  PnpError,
  type PnpErrorCode,
} from "./errors.js";
export { describeInterface } from "./schema/describe.js";
export { type InterfacePart, interfaceDocument } from "./schema/interface-document.js";
export {
  type CommandJsonSchemas,
  type InterfaceJsonSchemas,
  payloadSchemas,
} from "./schema/interface-json-schema.js";
export type {
  CommandPayloadSchema,
  CommandSchema,
  ContentInfo,
  InterfaceSchema,
  PayloadSchema,
  PrimitiveCode,
  PropertySchema,
  TelemetrySchema,
  ValueForms,
} from "./schema/interface-schema.js";
export { type JsonSchema, toJsonSchema } from "./schema/json-schema.js";
export type { CheckTools, PayloadChecks } from "./validate/payload-checks.js";
export type { ValueCheck } from "./validate/primitive-checks.js";
export type { StandardSchema } from "./validate/standard-schema.js";
export { createValidator, type PayloadValidator } from "./validate/validator.js";
export type { ChangedValue, ModelChange } from "./views/diff/change.js";
export { diffInterfaces, type InterfaceDiff, type ModelDiff } from "./views/diff/diff-models.js";
export { dotText } from "./views/graph/dot.js";
export { mermaidText } from "./views/graph/mermaid.js";
export {
  type GraphEdge,
  type GraphNode,
  type GraphOptions,
  graphOf,
  type ModelGraph,
} from "./views/graph/model-graph.js";
