/** A local IoT Hub that the Azure SDKs connect to as they are. */

export type {
  ActivityDetails,
  ActivityKind,
  DeviceActivity,
  NextOptions,
} from "./activity.js";
export type { HubCertificates } from "./certificates.js";
export type { HubControl } from "./control.js";
export type { HubDescription } from "./description.js";
export {
  type DeviceCertificate,
  type DeviceCertificateOptions,
  makeDeviceCertificate,
} from "./device-certificate.js";
export type { DeviceMessageSettings } from "./device-messages.js";
export type { ClientApp, ClientAppOptions } from "./entra/client-apps.js";
export type { HubRole } from "./entra/roles.js";
export type { HubTokenCredential } from "./entra/token-credential.js";
export type { EventSource, HubEvent } from "./events/event.js";
export type { EventRoute, EventSettings } from "./events/log.js";
export type { FileUploadSettings, UploadedFile } from "./files/file-upload.js";
export type { Hub, NewIdentity } from "./hub.js";
export type { HubOptions } from "./hub-options.js";
export type { Authentication } from "./identity.js";
export type { Tap, TapInfo } from "./listener.js";
export type { HubLogLevel, HubLogLine } from "./log-line.js";
export type { PolicyName } from "./policies.js";
export type {
  DeviceEnrollment,
  EnrollmentDefaults,
  GroupEnrollment,
  NewEnrollment,
  NewEnrollmentGroup,
} from "./provisioning/device-enrollment.js";
export type { ReprovisionPolicy } from "./provisioning/records.js";
export { installRedirect, type RedirectTarget } from "./redirect-sockets.js";
export type { Identity } from "./registry.js";
export { createSasToken } from "./sas-token.js";
export type { HubSeed, SeedConfiguration, SeedDevice, SeedModule } from "./seed.js";
export { startHub } from "./start-hub.js";
export { readStateFile, removeStateFile, stateFilePath, writeStateFile } from "./state-file.js";
export type { TelemetryEvent } from "./telemetry.js";
export type { Tier } from "./throttles/tiers.js";
export type {
  HubProtocol,
  HubTrace,
  HubTraceEvent,
  MqttPacketName,
  RefusedEvent,
} from "./trace.js";
