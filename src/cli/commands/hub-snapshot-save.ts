import { isRecord } from "../../convention/record.js";
import { PnpError } from "../../errors.js";
import { saveSnapshot } from "../../hub/store/snapshot.js";
import { confirmReplacing } from "../confirm-loss.js";
import { type HubDataChoice, runningDataFolder, snapshotFile } from "../hub-data-folder.js";
import type { Io } from "../io.js";
import { type OutputFormat, outputFormat, printResult } from "../output.js";

interface Options extends HubDataChoice {
  readonly yes?: boolean;
  readonly output?: OutputFormat;
}

/** `pnp hub snapshot save`: the whole state of a hub in one file, whether it runs or not. */
export async function hubSnapshotSave(name: string, options: Options, io: Io): Promise<void> {
  const data = await runningDataFolder(options, io);
  const snapshot = await snapshotFile(name, io);
  const { hub, records } = await save(data, snapshot, options.yes === true);
  const facts = { hub, data, snapshot, records };
  printResult(io, outputFormat(options.output, io), facts, () =>
    [
      `${snapshot} holds the hub ${hub}: ${records} records, keys among them`,
      `get it back: pnp hub snapshot restore ${name}`,
    ].join("\n"),
  );
}

async function save(data: string, snapshot: string, yes: boolean): ReturnType<typeof saveSnapshot> {
  try {
    confirmReplacing(snapshot, yes);
    return await saveSnapshot(data, snapshot);
  } catch (error) {
    throw unwritable(snapshot, error) ?? error;
  }
}

/** Where the system has refused the file itself, not the data. */
function unwritable(path: string, cause: unknown): PnpError | undefined {
  if (!isRecord(cause)) return undefined;
  const isAboutFile = cause.syscall === "write" || String(cause.path ?? "").startsWith(path);
  if (!isAboutFile) return undefined;
  return new PnpError("PNP_USAGE", `The snapshot ${path} cannot be written (${cause.code}).`, {
    hint: "Name a file in a folder that exists, is yours and has room.",
    cause,
  });
}
