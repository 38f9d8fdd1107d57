import { existsSync } from "node:fs";
import { recordFile } from "../../hub/store/data-folder.js";
import { lockFolder } from "../../hub/store/folder-lock.js";
import { removeRecords } from "../../hub/store/snapshot.js";
import { confirmLoss } from "../confirm-loss.js";
import { type HubDataChoice, runningDataFolder } from "../hub-data-folder.js";
import type { Io } from "../io.js";
import { type OutputFormat, outputFormat, printResult } from "../output.js";

interface Options extends HubDataChoice {
  readonly yes?: boolean;
  readonly output?: OutputFormat;
}

/** `pnp hub reset`: forgets all that a hub has kept; its next start is its first. */
export async function hubReset(options: Options, io: Io): Promise<void> {
  const data = await runningDataFolder(options, io);
  const found = existsSync(recordFile(data));
  if (found) {
    const lock = await lockFolder(data);
    try {
      confirmLoss(data, options.yes === true);
      removeRecords(data);
    } finally {
      await lock.release();
    }
  }
  printResult(io, outputFormat(options.output, io), { data, removed: found }, () =>
    found ? `${data} is empty: the hub begins anew` : `there is no hub's data in ${data}`,
  );
}
