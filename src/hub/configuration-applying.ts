import { isRecord, type JsonRecord } from "../convention/record.js";
import { checkContent, contentKind, desiredPatch } from "./configuration-content.js";
import type { HubCore } from "./hub-core.js";
import { ServiceError } from "./service-error.js";
import { readServicePatch } from "./service-patch.js";

const wholeDesired = "properties.desired";
const edgeAgent = "$edgeAgent";

/**
 * Puts a content on one edge device: desired properties of its modules, or of the device itself. Modules that the
 * content or the edge agent's desired properties name are made when they are missing. Throws
 * `InvalidConfigurationContent`, or `ArgumentInvalid` for a device that is none of the edge.
 */
export function applyContent(core: HubCore, deviceId: string, content: JsonRecord): void {
  const { iotEdge } = core.registry.get({ deviceId });
  checkContent(content);
  if (!iotEdge) {
    throw new ServiceError(
      "ArgumentInvalid",
      `A content is applied to edge devices; ${deviceId} is no edge device (capabilities.iotEdge)`,
    );
  }
  if (contentKind(content) !== "modulesContent") {
    core.twins.patch({ deviceId }, { properties: { desired: desiredPatch(content) } });
    return;
  }
  const modules = Object.entries(isRecord(content.modulesContent) ? content.modulesContent : {});
  // All of it is looked at before any of it is done.
  const changes = modules.map(([moduleId, settings]) => changeOf(moduleId, settings));
  const named = changes.flatMap(({ moduleId, patch }) => [
    moduleId,
    ...(moduleId === edgeAgent && isRecord(patch.modules) ? Object.keys(patch.modules) : []),
  ]);
  for (const moduleId of named) {
    const target = { deviceId, moduleId };
    if (!core.registry.find(target)) core.createIdentity(target, { managedBy: "iotEdge" });
  }
  for (const { moduleId, patch, whole } of changes) {
    const target = { deviceId, moduleId };
    const { tags } = core.twins.get(target);
    const properties = { desired: patch };
    if (whole) core.twins.replace(target, { tags, properties });
    else core.twins.patch(target, { properties });
  }
}

interface ModuleChange {
  readonly moduleId: string;
  readonly patch: JsonRecord;
  /** The patch takes the place of all desired properties that there are. */
  readonly whole: boolean;
}

function changeOf(moduleId: string, settings: unknown): ModuleChange {
  if (!isRecord(settings)) {
    throw new ServiceError(
      "InvalidConfigurationContent",
      `modulesContent.${moduleId} must be an object`,
    );
  }
  const patch = desiredPatch({ moduleContent: settings });
  readServicePatch({ properties: { desired: patch } });
  return { moduleId, patch, whole: Object.hasOwn(settings, wholeDesired) };
}
