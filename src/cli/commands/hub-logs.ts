import { createInterface } from "node:readline";
import type { HubLogLevel, HubLogLine } from "../../hub/index.js";
import { askHub, runningHub } from "../hub-control.js";
import type { Io } from "../io.js";
import { logLineText } from "../log-line-text.js";
import { jsonText, type OutputFormat, outputFormat, withoutControls } from "../output.js";

interface Options {
  readonly follow?: boolean;
  readonly level: HubLogLevel;
  readonly output?: OutputFormat;
}

/** `pnp hub logs`: the latest lines of the running hub's log, with `--follow` those to come too; one JSON object a line. */
export async function hubLogs(options: Options, io: Io): Promise<void> {
  const hub = await runningHub(io);
  const isForPeople = outputFormat(options.output, io) === "human";
  const query = new URLSearchParams({
    level: options.level,
    ...(options.follow && { follow: "" }),
  });
  const answer = await askHub(hub, "GET", `/logs?${query}`, io.signal);
  try {
    for await (const text of createInterface({
      input: answer,
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      const line = JSON.parse(text) as HubLogLine;
      io.stdout.write(`${isForPeople ? withoutControls(logLineText(line)) : jsonText(line)}\n`);
    }
  } catch (error) {
    // Ctrl-C, or the hub has stopped: the log is at its end.
    if (!options.follow) throw error;
  }
}
