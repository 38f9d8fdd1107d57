import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type HubDescription, installRedirect } from "../../src/hub/index.js";

const program = fileURLToPath(new URL("durable-hub.mjs", import.meta.url));

/** A hub in a process of its own; this process's connections go to it. */
export interface HubProcess {
  readonly description: HubDescription;
  /** Ends it without a warning, in the middle of whatever it does. */
  kill(): Promise<void>;
  /** What it has complained of, when it has ended by itself. */
  complaints(): Promise<string>;
}

/** The computer that a hub process gets. */
export interface HubProcessOptions {
  /** No file of it may be larger; in KB. */
  readonly largestFile?: number;
}

/** Starts the built hub on a data folder. Rejects with what it printed when it does not come up. */
export async function startHubProcess(
  data: string,
  { largestFile }: HubProcessOptions = {},
): Promise<HubProcess> {
  const limited = `trap '' XFSZ; ulimit -f ${largestFile}; exec "$0" "$@"`;
  const shell = largestFile === undefined ? [] : ["bash", "-c", limited];
  const [command = "", ...args] = [...shell, process.execPath, program, data];
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  const gone = once(child, "exit");
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  const [first] = await Promise.race([
    once(createInterface(child.stdout), "line"),
    gone.then(([code, signal]) => {
      throw new Error(`the hub ended (${code ?? signal}): ${complaints}`);
    }),
  ]);
  const description: HubDescription = JSON.parse(String(first));
  const undo = installRedirect([description]);
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await gone;
    undo();
  };
  const said = async (): Promise<string> => {
    await gone;
    undo();
    return complaints;
  };
  return { description, complaints: said, kill };
}
