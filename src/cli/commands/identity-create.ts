import { createEntries } from "../../azure/bulk-registry.js";
import { createRequest } from "../../azure/registry-requests.js";
import type {
  BulkDevice,
  BulkModule,
  DeviceIdentity,
  DeviceSettings,
  HubConnection,
  ModuleIdentity,
  ModuleSettings,
} from "../../azure/service.js";
import type { TargetId } from "../../client/transport.js";
import { printBulk } from "../bulk-result.js";
import { withHub } from "../connection.js";
import { done } from "../exit-codes.js";
import {
  type IdentityKind,
  type RegistryOptions,
  type SettingsOptions,
  settingsOf,
  targetOf,
} from "../identity-options.js";
import { identityText } from "../identity-text.js";
import type { Io } from "../io.js";
import { outputFormat, printResult, say } from "../output.js";
import { printPlanned, printPlannedBulk } from "../planned-request.js";

interface Options extends RegistryOptions, SettingsOptions {
  readonly ifMissing?: boolean;
  readonly dryRun?: boolean;
}

type Settings = DeviceSettings & ModuleSettings;

/** `pnp device create`, `pnp module create`: one by its own request, several by bulk. Answers the exit code. */
export async function createIdentities(
  kind: IdentityKind,
  ids: readonly string[],
  options: Options,
  io: Io,
): Promise<number> {
  const format = outputFormat(options.output, io);
  const settings = settingsOf(options, io);
  const targets = ids.map((id) => targetOf(kind, id, options));
  const [only] = targets;
  const several = targets.map((target) => ({ ...target, ...settings })) as readonly (
    | BulkDevice
    | BulkModule
  )[];
  if (options.dryRun) {
    if (targets.length > 1 || only === undefined) {
      printPlannedBulk(createEntries(several), format, io);
    } else printPlanned(createRequest(only, settings), format, io);
    return done;
  }
  return withHub(options, io, async (hub) => {
    if (targets.length > 1 || only === undefined) {
      const call = { signal: io.signal };
      const results = await hub.registry.createMany(several, call);
      return printBulk(
        results,
        "created",
        format,
        io,
        options.ifMissing ? "PNP_CONFLICT" : undefined,
      );
    }
    const { created, ...identity } = await createOne(hub, only, settings, options, io);
    say(io, created ? `created ${kind} ${ids[0]}` : `${kind} ${ids[0]} exists already`);
    printResult(io, format, identity, () => identityText(identity));
    return done;
  });
}

async function createOne(
  { registry }: HubConnection,
  { deviceId, moduleId }: TargetId,
  settings: Settings,
  { ifMissing }: Options,
  io: Io,
): Promise<(DeviceIdentity | ModuleIdentity) & { readonly created: boolean }> {
  const call = { signal: io.signal };
  if (moduleId === undefined) {
    return ifMissing
      ? registry.ensure(deviceId, settings, call)
      : { ...(await registry.create(deviceId, settings, call)), created: true };
  }
  return ifMissing
    ? registry.ensureModule(deviceId, moduleId, settings, call)
    : { ...(await registry.createModule(deviceId, moduleId, settings, call)), created: true };
}
