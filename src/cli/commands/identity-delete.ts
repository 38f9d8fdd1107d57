import { deleteEntries } from "../../azure/bulk-registry.js";
import { deleteRequest } from "../../azure/registry-requests.js";
import { PnpError } from "../../errors.js";
import { printBulk } from "../bulk-result.js";
import { withHub } from "../connection.js";
import { done } from "../exit-codes.js";
import { type IdentityKind, type RegistryOptions, targetOf } from "../identity-options.js";
import type { Io } from "../io.js";
import { outputFormat, printResult } from "../output.js";
import { printPlanned, printPlannedBulk } from "../planned-request.js";

interface Options extends RegistryOptions {
  readonly ifMatch?: string;
  readonly dryRun?: boolean;
}

/** `pnp device delete`, `pnp module delete`: one by its own request, several by bulk. Answers the exit code. */
export async function deleteIdentities(
  kind: IdentityKind,
  ids: readonly string[],
  options: Options,
  io: Io,
): Promise<number> {
  const format = outputFormat(options.output, io);
  const { ifMatch: etag } = options;
  const targets = ids.map((id) => targetOf(kind, id, options));
  const [only] = targets;
  if (targets.length > 1 && etag !== undefined) {
    throw new PnpError("PNP_USAGE", "--if-match goes with one identity only.");
  }
  if (options.dryRun) {
    if (targets.length > 1 || only === undefined) {
      printPlannedBulk(deleteEntries(targets), format, io);
    } else printPlanned(deleteRequest(only, etag), format, io);
    return done;
  }
  return withHub(options, io, async ({ registry }) => {
    const call = { signal: io.signal };
    if (targets.length > 1 || only === undefined) {
      return printBulk(await registry.deleteMany(targets, call), "deleted", format, io);
    }
    const guard = { ...call, ...(etag === undefined ? {} : { etag }) };
    const { deviceId, moduleId } = only;
    if (moduleId === undefined) await registry.delete(deviceId, guard);
    else await registry.deleteModule(deviceId, moduleId, guard);
    printResult(io, format, [{ ...only, done: true }], () => `deleted ${kind} ${ids[0]}`);
    return done;
  });
}
