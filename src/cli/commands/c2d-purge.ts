import { requireTargetId } from "../../client/target-id.js";
import { type ConnectionOptions, withHub } from "../connection.js";
import type { Io } from "../io.js";
import { type OutputFormat, outputFormat, printResult } from "../output.js";

interface Options extends ConnectionOptions {
  readonly dryRun?: boolean;
  readonly output?: OutputFormat;
}

/** `pnp c2d purge`: throws out what waits for a device. */
export async function c2dPurge(device: string, options: Options, io: Io): Promise<void> {
  const format = outputFormat(options.output, io);
  requireTargetId({ deviceId: device });
  if (options.dryRun) {
    const path = `/devices/${encodeURIComponent(device)}/commands`;
    const planned = { sent: false, request: { method: "DELETE", path } };
    printResult(io, format, planned, () => `DELETE ${path}\n  nothing was sent`);
    return;
  }
  await withHub(options, io, async ({ messages }) => {
    const purged = await messages.purge(device, { signal: io.signal });
    printResult(io, format, { deviceId: device, purged }, () => {
      return `${purged} ${purged === 1 ? "message" : "messages"} of ${device} purged`;
    });
  });
}
