import type { DeviceIdentity, ModuleIdentity } from "../../azure/service.js";
import { withHub } from "../connection.js";
import { type IdentityKind, type RegistryOptions, targetOf } from "../identity-options.js";
import { identityText } from "../identity-text.js";
import type { Io } from "../io.js";
import { outputFormat, printResult } from "../output.js";
import { alignColumns } from "../text-table.js";

/** `pnp device list`, `pnp module list`: all identities, without keys. */
export async function listIdentities(
  kind: IdentityKind,
  options: RegistryOptions,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  await withHub(options, io, async ({ registry }) => {
    const call = { signal: io.signal };
    const found =
      kind === "device" ? registry.list(call) : registry.listModules(options.device ?? "", call);
    const all: (DeviceIdentity | ModuleIdentity)[] = [];
    for await (const identity of found) {
      if (format === "ndjson") printResult(io, format, identity, () => "");
      else all.push(identity);
    }
    if (format !== "ndjson") printResult(io, format, all, () => table(kind, all));
  });
}

function table(kind: IdentityKind, all: readonly (DeviceIdentity | ModuleIdentity)[]): string {
  if (all.length === 0) return `no ${kind}s`;
  const rows = all.map((one) =>
    "status" in one
      ? [one.deviceId, one.status, one.connectionState, one.authentication.type, one.modelId ?? ""]
      : [one.moduleId ?? "", one.connectionState, one.authentication.type, managedBy(one)],
  );
  const head =
    kind === "device"
      ? ["DEVICE", "STATUS", "CONNECTION", "SIGN-IN", "MODEL"]
      : ["MODULE", "CONNECTION", "SIGN-IN", "MANAGED BY"];
  return alignColumns([head, ...rows]).join("\n");
}

function managedBy(one: DeviceIdentity | ModuleIdentity): string {
  return "managedBy" in one ? (one.managedBy ?? "") : "";
}

/** `pnp device show`, `pnp module show`. */
export async function showIdentity(
  kind: IdentityKind,
  id: string,
  options: RegistryOptions,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  await withHub(options, io, async ({ registry }) => {
    const { deviceId, moduleId } = targetOf(kind, id, options);
    const call = { signal: io.signal };
    const identity =
      moduleId === undefined
        ? await registry.get(deviceId, call)
        : await registry.getModule(deviceId, moduleId, call);
    printResult(io, format, identity, () => identityText(identity));
  });
}
