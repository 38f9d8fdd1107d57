import { isRecord, type JsonRecord } from "../convention/record.js";
import { parseExactJson } from "./exact-json.js";
import type { HubCore } from "./hub-core.js";
import type { Identity } from "./registry.js";
import { ServiceError } from "./service-error.js";

/** A device or module, with its twin, as a line of an exported file. */
export function identityLine(core: HubCore, identity: Identity, withoutKeys: boolean): string {
  const { deviceId, moduleId } = identity;
  const document = core.identityDocument(identity);
  const twin = core.twinDocument(identity);
  const { desired, reported } = core.twins.get(identity);
  const authentication = isRecord(document.authentication) ? document.authentication : {};
  return JSON.stringify({
    id: deviceId,
    ...(moduleId === undefined ? {} : { moduleId }),
    eTag: identity.etag,
    status: identity.status,
    statusReason: identity.statusReason,
    authentication: withoutKeys ? { ...authentication, symmetricKey: null } : authentication,
    twinETag: twin.etag,
    ...(twin.modelId === "" ? {} : { modelId: twin.modelId }),
    tags: twin.tags,
    properties: { desired: desired.values, reported: reported.values },
    ...(isRecord(document.capabilities) ? { capabilities: document.capabilities } : {}),
  });
}

/** A line of a file to import, as an entry of a bulk call: a line without a mode creates or updates. */
export function bulkEntry(core: HubCore, line: string): JsonRecord {
  const entry = parseExactJson(line, "The line");
  if (!isRecord(entry) || typeof entry.id !== "string") {
    throw new ServiceError("ArgumentInvalid", "A line of the file is a JSON object with an id");
  }
  const mode = entry.importMode ?? "createOrUpdate";
  const rest = typeof mode === "string" ? /^createOrUpdate(IfMatchETag)?$/i.exec(mode) : null;
  if (!rest) return entry;
  const { id: deviceId, moduleId } = entry;
  const target = typeof moduleId === "string" && moduleId ? { deviceId, moduleId } : { deviceId };
  const update = `update${rest[1] ?? ""}`;
  return { ...entry, importMode: core.registry.find(target) ? update : "create" };
}
