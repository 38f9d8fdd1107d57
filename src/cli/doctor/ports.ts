import { type Finding, ok, problem, skipped } from "./finding.js";
import { type Reach, reach } from "./reach.js";

/** Where a hub is looked for, by protocol. */
export interface DoctorPorts {
  readonly https: number;
  readonly mqtts: number;
  readonly amqps: number;
}

/** Those of the service; a redirect changes them on the way. */
export const servicePorts: DoctorPorts = { https: 443, mqtts: 8883, amqps: 5671 };

/** What there is to sign in over. */
export interface PortsFound {
  readonly findings: readonly Finding[];
  readonly isOpen: Readonly<Record<keyof DoctorPorts, boolean>>;
}

/** Looks at the port of each protocol. */
export async function checkPorts(
  host: string,
  { https, mqtts, amqps }: DoctorPorts,
  patience?: number,
): Promise<PortsFound> {
  const [web, mqtt, amqp] = await Promise.all([
    reach(host, https, patience),
    reach(host, mqtts, patience),
    reach(host, amqps, patience),
  ]);
  const isWebOpen = web.stage === "open";
  return {
    findings: [
      ...webFindings(web, https),
      deviceFinding("mqtt", mqtts, mqtt, isWebOpen, "MqttWs", "mqtt-ws"),
      deviceFinding("amqp", amqps, amqp, isWebOpen, "AmqpWs", "amqp-ws"),
    ],
    isOpen: { https: isWebOpen, mqtts: mqtt.stage === "open", amqps: amqp.stage === "open" },
  };
}

function webFindings(web: Reach, port: number): readonly Finding[] {
  const open = ok("https", `port ${port} is open: service calls, and WebSockets of devices`);
  if (web.stage === "open") return [open, ok("certificate", "trusted")];
  if (web.stage === "untrusted") return [open, untrusted("certificate", web)];
  return [
    unreached(
      "https",
      port,
      web,
      `Let the firewall or network pass connections to this port: everything that a service does needs it, and WebSockets, HTTP and file uploads of devices.`,
    ),
    skipped("certificate", "not seen: the hub is not reached"),
  ];
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
  return unreached(check, port, found, instead);
}

type Failed = Exclude<Reach, { stage: "open" }>;

/** A port behind which TLS comes to nothing. */
export function unreached(
  check: string,
  port: number,
  { stage, code }: Failed,
  advice: string,
): Finding {
  if (stage === "foreign") {
    return problem(
      check,
      "PNP_TRANSPORT",
      `what answers on port ${port} is not TLS, so it is no hub: a proxy? (${code})`,
      `Look for a proxy, a firewall or another program there. ${advice}`,
    );
  }
  if (stage === "refused") {
    return problem(
      check,
      "PNP_TRANSPORT",
      `what answers on port ${port} speaks TLS, but comes to no agreement with this machine (${code})`,
      `It takes other versions or ciphers of TLS, or does not know the host name: look for a proxy that inspects TLS, or an old one. ${advice}`,
    );
  }
  const detail =
    stage === "closed"
      ? `port ${port} is not reached: ${code}`
      : `port ${port} is blocked on the way: it opens, and TLS does not get through (${code})`;
  return problem(check, "PNP_TRANSPORT", detail, advice);
}

/** What a certificate that is not taken means, by Node's code; the first row that fits. */
const trustAdvice: readonly (readonly [code: RegExp, advice: string])[] = [
  [
    /ALTNAME|HOSTNAME/,
    "The server that answers is not this hub: look for a proxy, a hosts entry or a wrong host name.",
  ],
  [
    /EXPIRED|NOT_YET_VALID/,
    "Compare this machine's clock with the real time; else the certificate has to be renewed.",
  ],
  [
    /./,
    "For a hub or proxy with an authority of its own, name its certificate: NODE_EXTRA_CA_CERTS=ca.pem (that of the local hub is TWINPLUG_HUB_CA of `pnp hub env`). Node programs for the local hub are started by `pnp hub exec` or with `--import twinplug/redirect`.",
  ],
];

export function untrusted(check: string, { code, reason }: Failed): Finding {
  const advice = trustAdvice.find(([fits]) => fits.test(code))?.[1] ?? "";
  return problem(
    check,
    "PNP_TRANSPORT",
    `the certificate is not trusted: ${reason} (${code})`,
    advice,
  );
}
