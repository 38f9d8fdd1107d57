/** The device side over the Azure SDKs. No SDK is loaded before the first call. */

export type { CallOptions } from "../client/call-options.js";
export { type Accepted, accepted } from "../client/device/accepted.js";
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
} from "../client/device/device-types.js";
export type {
  RawAnswer,
  RawChange,
  RawCommandHandler,
  RawListener,
  RawTelemetryOptions,
  RawTwin,
} from "../client/device/raw-types.js";
export type {
  TelemetryMethods,
  TelemetryOptions,
  TelemetryOutcome,
  TelemetryQueueOptions,
  TelemetryStats,
} from "../client/device/telemetry-types.js";
export { deviceClient } from "../client/device-client.js";
export type {
  DeviceMessage,
  MessageHandler,
  MessageOptions,
  MessageTransport,
  MessageVerdict,
} from "../client/messages/device-message.js";
export { noModel } from "../client/no-model.js";
export {
  type TelemetryClient,
  type TelemetryClientOptions,
  telemetryClient,
} from "../client/telemetry-client.js";
export type {
  DeviceTransport,
  DeviceTwin,
  TelemetryMessage,
  TelemetryTransport,
} from "../client/transport.js";
export {
  connectDevice,
  connectModule,
  type HttpConnectOptions,
  type TwinConnectOptions,
} from "./connect-device.js";
export type { DeviceConnection } from "./device-connection.js";
export type { TelemetryConnection } from "./device-http.js";
export type {
  ConnectOptions,
  DeviceAddress,
  DeviceCertificate,
  DeviceProtocol,
  Reconnecting,
  TokenRenewal,
  TokenSource,
  TwinProtocol,
} from "./device-options.js";
export { type ProvisionedDevice, provisionDevice } from "./provision-device.js";
export {
  type DeviceEnvironment,
  type Environment,
  provisioningFromEnvironment,
} from "./provisioning-environment.js";
export type {
  CertificateRegistration,
  KeyRegistration,
  ProvisioningOptions,
} from "./provisioning-options.js";
