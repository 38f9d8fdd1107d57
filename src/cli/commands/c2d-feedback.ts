import { isPnpError } from "../../errors.js";
import { type ConnectionOptions, withHub } from "../connection.js";
import type { Io } from "../io.js";
import { type OutputFormat, outputFormat, printResult, say } from "../output.js";

interface Options extends ConnectionOptions {
  readonly count?: number;
  readonly interval: number;
  readonly output?: OutputFormat;
}

/** `pnp c2d feedback`: one line for each message that has come to its end. */
export async function c2dFeedback(options: Options, io: Io): Promise<void> {
  const asked = outputFormat(options.output, io);
  // A stream has no end, so it is no document: programs get one object a line.
  const format = asked === "human" ? asked : "ndjson";
  await withHub(options, io, async ({ host, messages }) => {
    say(io, `waiting for feedback at ${host}; Ctrl-C ends it`);
    const records = messages.feedback({
      signal: io.signal,
      pollSeconds: options.interval,
      ...(options.count !== undefined && { limit: options.count }),
    });
    try {
      for await (const record of records) {
        const { messageId, status, deviceId, time } = record;
        printResult(io, format, record, () => `${time}  ${deviceId}  ${messageId}  ${status}`);
      }
    } catch (error) {
      // Ctrl-C is how waiting ends.
      if (!(io.signal.aborted && isPnpError(error, "PNP_ABORTED"))) throw error;
    }
  });
}
