import { PnpError } from "../../errors.js";
import { withHub } from "../connection.js";
import {
  type IdentityKind,
  type RegistryOptions,
  type SettingsOptions,
  settingsOf,
  targetOf,
} from "../identity-options.js";
import { identityText } from "../identity-text.js";
import type { Io } from "../io.js";
import { outputFormat, printResult } from "../output.js";
import { printPlanned } from "../planned-request.js";

interface Options extends RegistryOptions, SettingsOptions {
  readonly ifMatch?: string;
  readonly dryRun?: boolean;
}

/** `pnp device update`, `pnp module update`: changes what the options name, guarded by the etag. */
export async function updateIdentity(
  kind: IdentityKind,
  id: string,
  options: Options,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  const change = settingsOf(options, io);
  if (Object.keys(change).length === 0) {
    throw new PnpError("PNP_USAGE", "Nothing to change was named.", {
      hint: `See \`pnp ${kind} update --help\`.`,
    });
  }
  await withHub(options, io, async ({ registry }) => {
    const { deviceId, moduleId } = targetOf(kind, id, options);
    const guard = {
      signal: io.signal,
      ...(options.ifMatch === undefined ? {} : { etag: options.ifMatch }),
    };
    if (options.dryRun) {
      const target = moduleId === undefined ? { deviceId } : { deviceId, moduleId };
      printPlanned(await registry["~prepareUpdate"](target, change, guard), format, io);
      return;
    }
    const identity =
      moduleId === undefined
        ? await registry.update(deviceId, change, guard)
        : await registry.updateModule(deviceId, moduleId, change, guard);
    printResult(io, format, identity, () => identityText(identity));
  });
}
