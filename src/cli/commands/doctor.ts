import { parseServiceConnectionString } from "../../azure/connection-string.js";
import { hubHostName } from "../../azure/host-name.js";
import { maskSecrets } from "../../client/mask-secrets.js";
import type { HubDescription } from "../../hub/description.js";
import { installRedirect } from "../../hub/redirect-sockets.js";
import { createSasToken } from "../../hub/sas-token.js";
import { readStateFile, stateFilePath } from "../../hub/state-file.js";
import { type ConnectionOptions, credentialFor, policyConnectionString } from "../connection.js";
import { type Finding, problem } from "../doctor/finding.js";
import { type DoctorTarget, runDoctor, servicePorts } from "../doctor/run-doctor.js";
import { done, exitCodes } from "../exit-codes.js";
import type { Io } from "../io.js";
import { type OutputFormat, outputFormat, printResult, withoutControls } from "../output.js";

interface Options extends ConnectionOptions {
  readonly output?: OutputFormat;
}

const tokenSeconds = 300;
const reserved = ".azure-devices.test";

/**
 * `pnp doctor`: looks at the way to a hub, the sign-in, and what it allows, one check a line. Answers the exit code of
 * the first problem.
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

/** The hub that other commands would connect to; or why there is none. */
async function findTarget(
  options: ConnectionOptions,
  running: HubDescription | undefined,
  io: Io,
): Promise<DoctorTarget | Finding> {
  const text = await policyConnectionString(options, io);
  if (text === undefined && options.hub === undefined) {
    return problem(
      "local hub",
      "PNP_TRANSPORT",
      `no local hub is running (${stateFilePath(io.env)}), and no other hub was named`,
      "Start one: `pnp hub start`. For another hub set IOTHUB_CONNECTION_STRING, or give --login or --hub.",
    );
  }
  const parsed = text === undefined ? undefined : parseServiceConnectionString(text);
  const host = parsed?.host ?? hubHostName(options.hub ?? "");
  const isLocal = running?.hosts.includes(host.toLowerCase()) ?? false;
  if (!isLocal && host.toLowerCase().endsWith(reserved)) {
    return problem(
      "local hub",
      "PNP_TRANSPORT",
      `${host} is a local hub, and it is not running`,
      running
        ? `Another one is: ${running.hostName}. Use its connection string: \`pnp hub env\`.`
        : "Start it: `pnp hub start`.",
    );
  }
  const common = { host, isLocal, ports: servicePorts };
  if (parsed) {
    const [, key = ""] = /SharedAccessKey=([^;]*)/.exec(parsed.text) ?? [];
    const expiry = (): number => Math.floor(Date.now() / 1000) + tokenSeconds;
    return {
      ...common,
      kind: "policy",
      authorization: async () => createSasToken(host, key, expiry(), parsed.policy),
    };
  }
  return {
    ...common,
    kind: "role",
    authorization: async () => {
      const credential = await credentialFor(host, running, io);
      const token = await credential.getToken("https://iothubs.azure.net/.default");
      if (token === null) throw new Error("the credential gave none");
      return `Bearer ${token.token}`;
    },
  };
}
