/** A local IoT Hub that the Azure SDKs connect to as they are. */

export type { HubCertificates } from "./certificates.js";
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
export { type Hub, type NewIdentity, startHub } from "./hub.js";
export type { HubOptions } from "./hub-options.js";
export type { Authentication } from "./identity.js";
export type { Tap, TapInfo } from "./listener.js";
export type { PolicyName } from "./policies.js";
export type { DeviceEnrollment, GroupEnrollment } from "./provisioning/device-enrollment.js";
export type { NewEnrollment, NewEnrollmentGroup } from "./provisioning/enrollments.js";
export { installRedirect, type RedirectTarget } from "./redirect-sockets.js";
export type { Identity } from "./registry.js";
export { createSasToken } from "./sas-token.js";
export { readStateFile, removeStateFile, stateFilePath, writeStateFile } from "./state-file.js";
export type { TelemetryEvent } from "./telemetry.js";
export type { HubTrace, HubTraceEvent, MqttPacketName } from "./trace.js";
