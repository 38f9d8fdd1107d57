import { type Answer, ask, type Question } from "./ask.js";
import { type Finding, ok, problem, skipped } from "./finding.js";
import { checkPermissions, type SignInKind } from "./permissions.js";
import { checkName, codeOf, type Reach, reach, untrusted } from "./reach.js";

/** The hub to look at, and the sign-in to look with. */
export interface DoctorTarget {
  readonly host: string;
  readonly kind: SignInKind;
  /** Whether the name is redirected to loopback, so that nobody looks it up. */
  readonly isLocal: boolean;
  readonly ports: DoctorPorts;
  /** The `Authorization` header; rejects where there is no token to be had. */
  authorization(): Promise<string>;
}

export interface DoctorPorts {
  readonly https: number;
  readonly mqtts: number;
  readonly amqps: number;
}

/** Those of the service; a redirect changes them on the way. */
export const servicePorts: DoctorPorts = { https: 443, mqtts: 8883, amqps: 5671 };

/** Shared access signatures forgive this much, in milliseconds. */
const mostSkew = 5 * 60_000;

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
  if (!target.isLocal) add(await checkName(target.host));
  if (findings.some(({ state }) => state === "problem")) return findings;
  const { https, mqtts, amqps } = target.ports;
  const [web, mqtt, amqp] = await Promise.all(
    [https, mqtts, amqps].map((port) => reach(target.host, port)),
  );
  const isWebOpen = web?.stage === "open";
  if (web) add(...webFindings(web, https));
  if (mqtt) add(deviceFinding("mqtt", mqtts, mqtt, isWebOpen, "MqttWs", "mqtt-ws"));
  if (amqp) add(deviceFinding("amqp", amqps, amqp, isWebOpen, "AmqpWs", "amqp-ws"));
  if (!isWebOpen) {
    add(skipped("sign-in", "not asked: the hub is not reached"));
    return findings;
  }
  add(...(await serviceFindings(target)));
  return findings;
}

function webFindings(web: Reach, port: number): readonly Finding[] {
  if (web.stage === "closed") {
    const closed = problem(
      "https",
      "PNP_TRANSPORT",
      `port ${port} is not reached: ${web.code}`,
      "Let the firewall or network pass connections to this port: everything that a service does needs it.",
    );
    return [closed, skipped("certificate", "not seen: the hub is not reached")];
  }
  const open = ok("https", `port ${port} is open: service calls, and WebSockets of devices`);
  if (web.stage === "untrusted") return [open, untrusted("certificate", web)];
  return [open, ok("certificate", "trusted")];
}

function deviceFinding(
  check: "mqtt" | "amqp",
  port: number,
  found: Reach,
  isWebOpen: boolean,
  transport: string,
  option: string,
): Finding {
  if (found.stage === "open") return ok(check, `port ${port} is open`);
  if (found.stage === "untrusted") return untrusted(check, found);
  const instead = isWebOpen
    ? `Use WebSockets on port 443, which is open: the transport ${transport} of the SDK, \`--transport ${option}\` of pnp.`
    : "Let the firewall or network pass connections to this port, or to 443 for WebSockets.";
  return problem(check, "PNP_TRANSPORT", `port ${port} is blocked: ${found.code}`, instead);
}

async function serviceFindings(target: DoctorTarget): Promise<readonly Finding[]> {
  const { host, kind, ports } = target;
  let authorization: string;
  try {
    authorization = await target.authorization();
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
    const answer = await ask(host, ports.https, authorization, question);
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

function clockFinding(date: Date | undefined): Finding {
  if (date === undefined) return skipped("clock", "the hub did not tell its time");
  const skew = Date.now() - date.getTime();
  const seconds = Math.round(Math.abs(skew) / 1000);
  if (Math.abs(skew) < mostSkew) return ok("clock", `within ${seconds + 1} seconds of the hub's`);
  return problem(
    "clock",
    "PNP_CHECK_FAILED",
    `this machine's clock is ${seconds} seconds ${skew > 0 ? "ahead of" : "behind"} the hub's`,
    "Set the clock: tokens made here are over, or not yet good, when they arrive.",
  );
}
