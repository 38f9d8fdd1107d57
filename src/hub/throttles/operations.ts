/** What is counted, each by a limit of its own. */
export type Operation =
  | "identity"
  | "connect"
  | "telemetry"
  | "fileUpload"
  | "messageToDevice"
  | "receiveByHttp"
  | "method"
  | "query"
  | "twinRead"
  | "twinUpdate"
  | "job"
  | "jobOnDevice"
  | "configuration";

/** What people call it. */
export const operationNames: Readonly<Record<Operation, string>> = {
  identity: "identity registry operations",
  connect: "device connections",
  telemetry: "device-to-cloud sends",
  fileUpload: "file uploads",
  messageToDevice: "cloud-to-device sends",
  receiveByHttp: "cloud-to-device receives",
  method: "direct methods",
  query: "queries",
  twinRead: "twin reads",
  twinUpdate: "twin updates",
  job: "job operations",
  jobOnDevice: "job device operations",
  configuration: "configurations",
};

/** What the Basic tiers do not have. */
export const standardOnly: ReadonlySet<Operation> = new Set([
  "messageToDevice",
  "receiveByHttp",
  "method",
  "twinRead",
  "twinUpdate",
  "job",
  "jobOnDevice",
  "configuration",
]);

/** What counts as messages of the day. */
export const charged: ReadonlySet<Operation> = new Set([
  "telemetry",
  "messageToDevice",
  "method",
  "twinRead",
  "twinUpdate",
]);
