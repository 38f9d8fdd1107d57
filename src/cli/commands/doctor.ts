import { maskSecrets } from "../../client/mask-secrets.js";
import { installRedirect } from "../../hub/redirect-sockets.js";
import { readStateFile, stateFilePath } from "../../hub/state-file.js";
import type { ConnectionOptions } from "../connection.js";
import { findTarget } from "../doctor/find-target.js";
import type { Finding } from "../doctor/finding.js";
import { runDoctor } from "../doctor/run-doctor.js";
import { done, exitCodes } from "../exit-codes.js";
import type { Io } from "../io.js";
import { type OutputFormat, outputFormat, printResult, withoutControls } from "../output.js";

interface Options extends ConnectionOptions {
  readonly output?: OutputFormat;
}

/**
 * `pnp doctor`: looks at the way to a hub, the sign-in of a service or a device, and what it allows, one check a line.
 * Answers the exit code of the first problem.
 */
export async function doctor(options: Options, io: Io): Promise<number> {
  const format = outputFormat(options.output, io);
  const running = await readStateFile(stateFilePath(io.env));
  if (running) installRedirect([running]);
  const target = await findTarget(options, running, io);
  const isForPeople = format === "human";
  const show = (finding: Finding): void => {
    if (isForPeople) io.stdout.write(`${withoutControls(maskSecrets(findingText(finding)))}\n`);
  };
  if ("state" in target) show(target);
  const checks = "state" in target ? [target] : await runDoctor(target, show);
  if (!isForPeople) {
    const hub = "host" in target ? { host: target.host } : {};
    printResult(io, format, JSON.parse(maskSecrets(JSON.stringify({ ...hub, checks }))), () => "");
  }
  const first = checks.find(({ state }) => state === "problem");
  return first?.code === undefined ? done : exitCodes[first.code];
}

function findingText({ check, state, detail, advice }: Finding): string {
  const line = `${state.padEnd(8)} ${check.padEnd(12)} ${detail}`;
  return advice === undefined ? line : `${line}\n${" ".repeat(22)}help: ${advice}`;
}
