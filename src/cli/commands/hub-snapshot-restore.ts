import { mkdir } from "node:fs/promises";
import { checkSnapshot, restoreSnapshot } from "../../hub/store/snapshot.js";
import { confirmLoss } from "../confirm-loss.js";
import { type HubDataChoice, hubDataFolder, snapshotFile } from "../hub-data-folder.js";
import type { Io } from "../io.js";
import { type OutputFormat, outputFormat, printResult } from "../output.js";

interface Options extends Pick<HubDataChoice, "data"> {
  readonly yes?: boolean;
  readonly output?: OutputFormat;
}

/** `pnp hub snapshot restore`: a hub as it was, in the place of what it is now. */
export async function hubSnapshotRestore(name: string, options: Options, io: Io): Promise<void> {
  const snapshot = await snapshotFile(name, io);
  const { hub } = await checkSnapshot(snapshot);
  const data = hubDataFolder({ ...options, name: hub }, io);
  confirmLoss(data, options.yes === true);
  await mkdir(data, { recursive: true, mode: 0o700 });
  const { records } = await restoreSnapshot(snapshot, data);
  const facts = { hub, data, snapshot, records };
  const place =
    options.data === undefined ? `--name ${hub}` : `--data ${options.data} --name ${hub}`;
  printResult(io, outputFormat(options.output, io), facts, () =>
    [
      `${data} holds the hub ${hub} as it was: ${records} records`,
      `start it: pnp hub start ${place}`,
    ].join("\n"),
  );
}
