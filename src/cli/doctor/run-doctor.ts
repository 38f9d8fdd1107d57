import type { DeviceConnectionString } from "../../azure/connection-string.js";
import { type Answer, ask, type Question } from "./ask.js";
import { clockFinding } from "./clock.js";
import { checkDeviceSignIn } from "./device-sign-in.js";
import { type Finding, problem, skipped } from "./finding.js";
import { checkNamedPort } from "./named-port.js";
import { checkPermissions, type SignInKind } from "./permissions.js";
import { checkPorts, type DoctorPorts } from "./ports.js";
import { checkName, codeOf } from "./reach.js";

/** The hub to look at, and the sign-in to look with. */
export type DoctorTarget = DoctorPlace & (ServiceAsker | DeviceAsker);

interface DoctorPlace {
  /** Without a port. */
  readonly host: string;
  /** Whether the name is redirected to loopback, so that nobody looks it up. */
  readonly isLocal: boolean;
  readonly ports: DoctorPorts;
  /** The one that HostName names, instead of those. */
  readonly namedPort?: number;
  /** Milliseconds for each connection. */
  readonly patience?: number;
}

interface ServiceAsker {
  readonly kind: SignInKind;
  /** The `Authorization` header; rejects where there is no token to be had. */
  authorization(): Promise<string>;
}

interface DeviceAsker {
  readonly kind: "device";
  readonly device: DeviceConnectionString;
}

/** Makes every check that can be made, in the order in which one depends on another. */
export async function runDoctor(
  target: DoctorTarget,
  tell: (finding: Finding) => void,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const add = (...found: readonly Finding[]): void => {
    for (const finding of found) {
      findings.push(finding);
      tell(finding);
    }
  };
  const { host, namedPort, patience } = target;
  if (!target.isLocal) add(await checkName(host));
  if (findings.some(({ state }) => state === "problem")) return findings;
  const { findings: found, isOpen } =
    namedPort === undefined
      ? await checkPorts(host, target.ports, patience)
      : await checkNamedPort(host, namedPort, patience);
  add(...found);
  const httpsPort = namedPort ?? target.ports.https;
  if (target.kind === "device") {
    const isReached = Object.values(isOpen).some(Boolean);
    const asker = { host, httpsPort, device: target.device, isPortNamed: namedPort !== undefined };
    add(...(isReached ? await checkDeviceSignIn(asker, isOpen) : [unasked]));
  } else {
    add(...(isOpen.https ? await serviceFindings(target, httpsPort) : [unasked]));
  }
  return findings;
}

const unasked = skipped("sign-in", "not asked: the hub is not reached");

async function serviceFindings(
  { host, kind, authorization: authorize }: DoctorPlace & ServiceAsker,
  port: number,
): Promise<readonly Finding[]> {
  let authorization: string;
  try {
    authorization = await authorize();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [
      problem(
        "sign-in",
        "PNP_UNAUTHORIZED",
        `no token for the hub: ${reason.split("\n", 1)[0]}`,
        "Sign in first, for example with `az login`, or give a connection string.",
      ),
    ];
  }
  let date: Date | undefined;
  const put = async (question: Question): Promise<Answer> => {
    const answer = await ask(host, port, authorization, question);
    date ??= answer.date;
    return answer;
  };
  try {
    const found = await checkPermissions(kind, put);
    return [clockFinding(date), ...found];
  } catch (error) {
    const advice = "Try again; if it stays, look for a proxy or firewall that cuts connections.";
    return [problem("sign-in", "PNP_TRANSPORT", `no answer came: ${codeOf(error)}`, advice)];
  }
}
