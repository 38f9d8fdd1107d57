import { PnpError, type PnpErrorCode } from "../errors.js";

/** Which of the hub's three JSON forms tells of an error; see `error-body.ts`. */
export type ErrorShape = "registry" | "detail" | "method";

interface Row {
  readonly status: number;
  readonly number: number;
  readonly shape: ErrorShape;
  readonly code: PnpErrorCode;
}

function row(
  number: number,
  code: PnpErrorCode,
  shape: ErrorShape = "registry",
  status: number = Math.floor(number / 1000),
): Row {
  return { status, number, shape, code };
}

/** The hub's own name of a refusal; it travels in the header `iothub-errorcode`. */
export type ServiceErrorName =
  | "GenericBadRequest"
  | "InvalidProtocolVersion"
  | "ArgumentInvalid"
  | "ArgumentNull"
  | "IotHubFormatError"
  | "BlobContainerValidationError"
  | "DeviceDefinedMultipleTimes"
  | "ConnectionForcefullyClosedOnNewConnection"
  | "InvalidDeviceScope"
  | "InvalidFileUploadCorrelationId"
  | "ExpiredFileUploadCorrelationId"
  | "InvalidConfigurationTargetCondition"
  | "InvalidConfigurationContent"
  | "InvalidConfigurationCustomMetricsQuery"
  | "InvalidDigitalTwinJsonPatch"
  | "InvalidDigitalTwinPayload"
  | "InvalidDigitalTwinPatch"
  | "InvalidDigitalTwinPatchPath"
  | "IotHubUnauthorizedAccess"
  | "IotHubQuotaExceeded"
  | "DeviceMaximumQueueDepthExceeded"
  | "DeviceMaximumActiveFileUploadLimitExceeded"
  | "InvalidMessageExpiryTime"
  | "OperationNotAvailableInCurrentTier"
  | "DeviceMaximumInflightMethodExceeded"
  | "JobQuotaExceeded"
  | "GenericNotFound"
  | "JobNotFound"
  | "JobAlreadyExists"
  | "CustomAllocationFailed"
  | "EnrollmentNotFound"
  | "RegistrationNotFound"
  | "EnrollmentAlreadyExists"
  | "DeviceNotFound"
  | "ModuleNotFound"
  | "DeviceNotOnline"
  | "DeviceConnectionClosedRemotely"
  | "MethodNotAllowed"
  | "ConfigurationNotFound"
  | "ConfigurationAlreadyExists"
  | "DeviceAlreadyExists"
  | "ModuleAlreadyExistsOnDevice"
  | "PreconditionFailed"
  | "DeviceMessageLockLost"
  | "MessageTooLarge"
  | "TooManyDevices"
  | "TooManyModulesOnDevice"
  | "ThrottlingBacklogTimeout"
  | "ServerError"
  | "GenericBadGateway"
  | "GatewayTimeout";

const rows: Readonly<Record<ServiceErrorName, Row>> = {
  GenericBadRequest: row(400000, "PNP_USAGE"),
  InvalidProtocolVersion: row(400001, "PNP_USAGE"),
  ArgumentInvalid: row(400004, "PNP_USAGE"),
  ArgumentNull: row(400005, "PNP_USAGE"),
  IotHubFormatError: row(400006, "PNP_USAGE"),
  BlobContainerValidationError: row(400008, "PNP_USAGE"),
  DeviceDefinedMultipleTimes: row(400012, "PNP_USAGE"),
  // Told to nobody: it is why a connection was cut.
  ConnectionForcefullyClosedOnNewConnection: row(400027, "PNP_CONFLICT"),
  InvalidDeviceScope: row(400028, "PNP_USAGE"),
  InvalidFileUploadCorrelationId: row(400015, "PNP_USAGE"),
  ExpiredFileUploadCorrelationId: row(400016, "PNP_USAGE"),
  InvalidConfigurationTargetCondition: row(400401, "PNP_USAGE"),
  InvalidConfigurationContent: row(400402, "PNP_USAGE"),
  InvalidConfigurationCustomMetricsQuery: row(400404, "PNP_USAGE"),
  InvalidDigitalTwinJsonPatch: row(400505, "PNP_USAGE"),
  InvalidDigitalTwinPayload: row(400506, "PNP_USAGE"),
  InvalidDigitalTwinPatch: row(400507, "PNP_USAGE"),
  InvalidDigitalTwinPatchPath: row(400508, "PNP_USAGE"),
  IotHubUnauthorizedAccess: row(401002, "PNP_UNAUTHORIZED"),
  IotHubQuotaExceeded: row(403002, "PNP_THROTTLED"),
  DeviceMaximumQueueDepthExceeded: row(403004, "PNP_THROTTLED"),
  DeviceMaximumActiveFileUploadLimitExceeded: row(403006, "PNP_THROTTLED"),
  InvalidMessageExpiryTime: row(403009, "PNP_USAGE"),
  OperationNotAvailableInCurrentTier: row(403010, "PNP_REFUSED"),
  DeviceMaximumInflightMethodExceeded: row(403800, "PNP_THROTTLED"),
  JobQuotaExceeded: row(403003, "PNP_THROTTLED"),
  GenericNotFound: row(404000, "PNP_USAGE"),
  JobNotFound: row(404002, "PNP_NAME_UNKNOWN"),
  JobAlreadyExists: row(409104, "PNP_CONFLICT"),
  CustomAllocationFailed: row(400207, "PNP_USAGE"),
  EnrollmentNotFound: row(404201, "PNP_NAME_UNKNOWN"),
  RegistrationNotFound: row(404202, "PNP_NAME_UNKNOWN"),
  EnrollmentAlreadyExists: row(409201, "PNP_CONFLICT"),
  DeviceNotFound: row(404001, "PNP_DEVICE_NOT_FOUND"),
  ModuleNotFound: row(404010, "PNP_MODULE_NOT_FOUND"),
  DeviceNotOnline: row(404103, "PNP_DEVICE_OFFLINE", "method"),
  DeviceConnectionClosedRemotely: row(404104, "PNP_DEVICE_OFFLINE", "method"),
  MethodNotAllowed: row(405000, "PNP_USAGE"),
  ConfigurationNotFound: row(404301, "PNP_NAME_UNKNOWN"),
  ConfigurationAlreadyExists: row(409401, "PNP_CONFLICT"),
  DeviceAlreadyExists: row(409001, "PNP_CONFLICT"),
  ModuleAlreadyExistsOnDevice: row(409301, "PNP_CONFLICT", "detail"),
  PreconditionFailed: row(412001, "PNP_CONFLICT"),
  DeviceMessageLockLost: row(412002, "PNP_CONFLICT"),
  MessageTooLarge: row(413001, "PNP_USAGE"),
  TooManyDevices: row(413002, "PNP_USAGE"),
  TooManyModulesOnDevice: row(413003, "PNP_USAGE"),
  ThrottlingBacklogTimeout: row(429003, "PNP_THROTTLED"),
  ServerError: row(500001, "PNP_TRANSPORT"),
  GenericBadGateway: row(502000, "PNP_COMMAND_FAILED", "method"),
  GatewayTimeout: row(504101, "PNP_TIMEOUT", "method"),
};

/** All of them. */
export const serviceErrorNames: readonly ServiceErrorName[] = Object.keys(
  rows,
) as ServiceErrorName[];

/** The six digits that go with the name of a refusal; nothing for other names. */
export function errorNumber(name: string): number | undefined {
  return Object.hasOwn(rows, name) ? rows[name as ServiceErrorName].number : undefined;
}

/** A refusal by the hub. What it says goes to the client as it is. */
export class ServiceError extends PnpError {
  readonly reason: ServiceErrorName;
  /** HTTP status. */
  readonly status: number;
  /** Six digits that begin with the status. */
  readonly number: number;
  readonly shape: ErrorShape;

  constructor(reason: ServiceErrorName, message: string) {
    super(rows[reason].code, message);
    this.reason = reason;
    this.status = rows[reason].status;
    this.number = rows[reason].number;
    this.shape = rows[reason].shape;
  }
}
