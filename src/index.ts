/** The pure core: models, schemas, validators, conventions, and typed clients over two transport interfaces. */

export type { Clock } from "./client/clock.js";
export { type Descriptor, defineInterface, descriptorOf } from "./client/descriptor.js";
export type {
  CommandContext,
  CommandHandler,
  DeviceClient,
  DeviceClientOptions,
  DeviceHandlers,
  PropertyAnswer,
  PropertyContext,
  PropertyHandler,
} from "./client/device/device-types.js";
export { deviceClient } from "./client/device-client.js";
export {
  type ConnectOptions,
  createInMemoryHub,
  type InMemoryHub,
  type ReceivedTelemetry,
} from "./client/in-memory.js";
export {
  type CommandPath,
  type FoundCommand,
  type FoundProperty,
  findCommand,
  findProperty,
  type PropertyPath,
} from "./client/service/find-path.js";
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
export type {
  ReadOnlyProperty,
  ServiceClient,
  ServiceClientOptions,
  ServiceCommand,
  SetOptions,
  WritableProperty,
} from "./client/service/service-types.js";
export {
  prepareUpdate,
  type UpdateOptions,
  type UpdateResult,
  updateDesired,
} from "./client/service/update.js";
export {
  type DigitalTwinUpdateResult,
  updateDigitalTwin,
} from "./client/service/update-digital-twin.js";
export { type WaitOptions, waitForAcknowledgement } from "./client/service/wait.js";
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
  ReportOf,
  Shape,
  TelemetryOf,
  TwinOf,
} from "./client/shape.js";
export type {
  CommandAnswer,
  CommandTimeouts,
  DeviceTransport,
  DeviceTwin,
  DigitalTwinCommandCall,
  DigitalTwinRead,
  MethodCall,
  ServiceTarget,
  ServiceTransport,
  TargetId,
  TelemetryMessage,
  Twin,
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
export { dtmiPath, isDtmi } from "./dtdl/dtmi.js";
export type * from "./dtdl/model.js";
export {
  type ModelInput,
  type ParseOptions,
  type ParseResult,
  parseModel,
  safeParseModel,
} from "./dtdl/parse.js";
export { resolveModel } from "./dtdl/resolve.js";
export type { ModelResolver, ModelText } from "./dtdl/resolver.js";
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
} from "./schema/interface-schema.js";
export { type JsonSchema, toJsonSchema } from "./schema/json-schema.js";
export type { StandardSchema } from "./validate/standard-schema.js";
export { createValidator, type PayloadValidator } from "./validate/validator.js";
