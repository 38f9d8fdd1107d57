import type { JsonRecord } from "../convention/record.js";
import type { Identity } from "./registry.js";
import type { Presence } from "./sessions.js";
import { type TwinProperties, type TwinState, twinEtag } from "./twins.js";

/** A twin as service clients see it, with the number of cloud-to-device messages that wait. */
export function twinDocument(
  identity: Identity,
  presence: Presence,
  twin: TwinState,
  waitingMessages: number,
): JsonRecord {
  const { deviceId, moduleId, authentication, status, statusReason } = identity;
  return {
    deviceId,
    ...(moduleId === undefined ? {} : { moduleId }),
    etag: twinEtag(twin),
    deviceEtag: identity.etag,
    status,
    ...(statusReason === null ? {} : { statusReason }),
    statusUpdateTime: zoned(identity.statusUpdatedTime),
    connectionState: connectionState(presence),
    lastActivityTime: zoned(presence.lastActivity),
    cloudToDeviceMessageCount: waitingMessages,
    authenticationType: authentication.type,
    x509Thumbprint: thumbprints(identity),
    modelId: twin.modelId,
    version: twin.version,
    tags: twin.tags,
    properties: propertyDocuments(twin),
    capabilities: { iotEdge: false },
  };
}

/** A twin as the device sees it: without tags and metadata. */
export function deviceTwinDocument({ desired, reported }: TwinState): JsonRecord {
  return {
    desired: { ...desired.values, $version: desired.version },
    reported: { ...reported.values, $version: reported.version },
  };
}

/** An identity as service clients see it, keys included, with the number of messages that wait for it. */
export function identityDocument(
  identity: Identity,
  presence: Presence,
  waitingMessages: number,
): JsonRecord {
  const { deviceId, moduleId, authentication, generationId, etag, status, statusReason } = identity;
  const sas = authentication.type === "sas" ? authentication : undefined;
  const common = {
    generationId,
    etag,
    connectionState: connectionState(presence),
    connectionStateUpdatedTime: presence.changed,
    lastActivityTime: presence.lastActivity,
    cloudToDeviceMessageCount: waitingMessages,
    authentication: {
      symmetricKey: {
        primaryKey: sas?.primaryKey ?? null,
        secondaryKey: sas?.secondaryKey ?? null,
      },
      x509Thumbprint: thumbprints(identity),
      type: authentication.type,
    },
  };
  if (moduleId !== undefined) {
    return { deviceId, moduleId, managedBy: identity.managedBy, ...common };
  }
  const { statusUpdatedTime } = identity;
  const capabilities = { iotEdge: false };
  return { deviceId, status, statusReason, statusUpdatedTime, capabilities, ...common };
}

/** Desired and reported properties with what the hub keeps about them. */
export function propertyDocuments({ desired, reported }: TwinState): JsonRecord {
  const whole = ({ values, metadata, version }: TwinProperties): JsonRecord => ({
    ...values,
    $metadata: metadata,
    $version: version,
  });
  return { desired: whole(desired), reported: whole(reported) };
}

function connectionState({ connected }: Presence): "Connected" | "Disconnected" {
  return connected ? "Connected" : "Disconnected";
}

function thumbprints({ authentication }: Identity): JsonRecord {
  const { primaryThumbprint = null, secondaryThumbprint = null } =
    authentication.type === "sas" ? {} : authentication;
  return { primaryThumbprint, secondaryThumbprint };
}

function zoned(time: string): string {
  return `${time}Z`;
}
