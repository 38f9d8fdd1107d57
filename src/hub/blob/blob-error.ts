/** How the blob endpoint refuses, in the words of Azure's blob service; each name has its HTTP status. */
const statuses = {
  InvalidQueryParameterValue: 400,
  InvalidHeaderValue: 400,
  InvalidUri: 400,
  InvalidMetadata: 400,
  InvalidXmlDocument: 400,
  InvalidResourceName: 400,
  InvalidBlobOrBlock: 400,
  InvalidBlockId: 400,
  InvalidBlockList: 400,
  BlockListTooLong: 400,
  Md5Mismatch: 400,
  NoAuthenticationInformation: 401,
  AuthenticationFailed: 403,
  AuthorizationPermissionMismatch: 403,
  BlobNotFound: 404,
  ContainerNotFound: 404,
  UnsupportedHttpVerb: 405,
  ContainerAlreadyExists: 409,
  BlobAlreadyExists: 409,
  BlockCountExceedsLimit: 409,
  ConditionNotMet: 412,
  RequestBodyTooLarge: 413,
  InvalidRange: 416,
  InternalError: 500,
} as const;

/** The name that travels in the header `x-ms-error-code`. */
export type BlobErrorCode = keyof typeof statuses;

/** A refusal by the blob endpoint. What it says goes to the client as it is. */
export class BlobError extends Error {
  readonly code: BlobErrorCode;
  /** HTTP status. */
  readonly status: number;

  constructor(code: BlobErrorCode, message: string) {
    super(message);
    this.code = code;
    this.status = statuses[code];
  }
}
