import type { JsonRecord } from "../convention/record.js";
import type { Identity } from "./registry.js";
import type { Presence } from "./sessions.js";
import { type TwinProperties, type TwinState, twinEtag } from "./twins.js";

/** A twin as service clients see it, with the number of messages that wait and what there is of configurations. */
export function twinDocument(
  identity: Identity,
  presence: Presence,
  twin: TwinState,
  waitingMessages: number,
  configurations: JsonRecord,
): JsonRecord {
  return {
    ...twinHead(identity, presence, twin, waitingMessages),
    tags: twin.tags,
    properties: propertyDocuments(twin),
    ...twinTail(identity, configurations),
  };
}

/** What stands before tags and properties. */
export function twinHead(
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
  };
}

/** What stands behind them. */
export function twinTail(identity: Identity, configurations: JsonRecord): JsonRecord {
  const members = edgeMembers(identity);
  return Object.keys(configurations).length === 0 ? members : { ...members, configurations };
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
  const edge = edgeMembers(identity);
  return { deviceId, status, statusReason, statusUpdatedTime, ...edge, ...common };
}

/** Desired and reported properties with what the hub keeps about them. */
export function propertyDocuments({ desired, reported }: TwinState): JsonRecord {
  return { desired: propertiesDocument(desired), reported: propertiesDocument(reported) };
}

/** Either of the two. */
export function propertiesDocument({ values, metadata, version }: TwinProperties): JsonRecord {
  return { ...values, $metadata: metadata, $version: version };
}

/** What an identity is to IoT Edge; no scopes where there are none. */
function edgeMembers({ iotEdge, deviceScope, parentScopes }: Identity): JsonRecord {
  return {
    capabilities: { iotEdge },
    ...(deviceScope === null ? {} : { deviceScope }),
    ...(parentScopes.length === 0 ? {} : { parentScopes }),
  };
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
