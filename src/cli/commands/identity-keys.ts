import type { KeyName } from "../../azure/service.js";
import { withHub } from "../connection.js";
import { type IdentityKind, type RegistryOptions, targetOf } from "../identity-options.js";
import type { Io } from "../io.js";
import { outputFormat, printResult } from "../output.js";
import { printPlanned } from "../planned-request.js";

interface KeysOptions extends RegistryOptions {
  readonly regenerate?: KeyName | "both";
  readonly dryRun?: boolean;
}

/** `pnp device keys`, `pnp module keys`: both keys, on request made new first. */
export async function showKeys(
  kind: IdentityKind,
  id: string,
  options: KeysOptions,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  const target = targetOf(kind, id, options);
  await withHub(options, io, async ({ registry }) => {
    const call = { signal: io.signal };
    if (options.regenerate !== undefined && options.dryRun) {
      const fresh = { authentication: { type: "sas" } } as const;
      printPlanned(await registry["~prepareUpdate"](target, fresh, call), format, io);
      return;
    }
    const keys =
      options.regenerate === undefined
        ? await registry.keys(target, call)
        : await registry.regenerateKeys(target, options.regenerate, call);
    const { primaryKey, secondaryKey } = keys;
    printResult(io, format, { ...target, primaryKey, secondaryKey }, () =>
      [`primary    ${primaryKey}`, `secondary  ${secondaryKey}`].join("\n"),
    );
  });
}

interface ConnectionStringOptions extends RegistryOptions {
  readonly key: KeyName;
}

/** `pnp device connection-string`, `pnp module connection-string`. */
export async function showConnectionString(
  kind: IdentityKind,
  id: string,
  options: ConnectionStringOptions,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  const target = targetOf(kind, id, options);
  await withHub(options, io, async ({ registry }) => {
    const call = { signal: io.signal, key: options.key };
    const connectionString = await registry.connectionString(target, call);
    printResult(io, format, { ...target, connectionString }, () => connectionString);
  });
}
