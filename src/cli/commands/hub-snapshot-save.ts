import { saveSnapshot } from "../../hub/store/snapshot.js";
import { type HubDataChoice, runningDataFolder, snapshotFile } from "../hub-data-folder.js";
import type { Io } from "../io.js";
import { type OutputFormat, outputFormat, printResult } from "../output.js";

interface Options extends HubDataChoice {
  readonly output?: OutputFormat;
}

/** `pnp hub snapshot save`: the whole state of a hub in one file, whether it runs or not. */
export async function hubSnapshotSave(name: string, options: Options, io: Io): Promise<void> {
  const data = await runningDataFolder(options, io);
  const snapshot = await snapshotFile(name, io);
  const { hub, records } = await saveSnapshot(data, snapshot);
  const facts = { hub, data, snapshot, records };
  printResult(io, outputFormat(options.output, io), facts, () =>
    [
      `${snapshot} holds the hub ${hub}: ${records} records, keys among them`,
      `get it back: pnp hub snapshot restore ${name}`,
    ].join("\n"),
  );
}
