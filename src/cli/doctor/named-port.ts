import { type Finding, ok, skipped } from "./finding.js";
import { type PortsFound, unreached, untrusted } from "./ports.js";
import { reach } from "./reach.js";

/**
 * Looks at the one port that HostName names, as of a local hub: it speaks every protocol there. Which clients go to a
 * port in HostName is said too, since the others look for the hub at 443.
 */
export async function checkNamedPort(
  host: string,
  port: number,
  patience?: number,
): Promise<PortsFound> {
  const found = await reach(host, port, patience);
  const isOpen = found.stage === "open";
  return {
    findings: [limits(host, port), ...portFindings()],
    isOpen: { https: isOpen, mqtts: isOpen, amqps: isOpen },
  };

  function portFindings(): readonly Finding[] {
    if (found.stage === "open") {
      return [
        ok("https", `port ${port} is open`),
        ok("certificate", "trusted"),
        ok("mqtt", `port ${port} is open`),
        ok("amqp", `port ${port} is open`),
      ];
    }
    const isDistrust = found.stage === "untrusted";
    const seen = isDistrust
      ? [ok("https", `port ${port} is open`), untrusted("certificate", found)]
      : [
          unreached("https", port, found, advice),
          skipped("certificate", "not seen: the hub is not reached"),
        ];
    const why = `not asked: the same port, ${isDistrust ? "the same certificate" : "not reached"}`;
    return [...seen, skipped("mqtt", why), skipped("amqp", why)];
  }
}

const advice =
  "Is the hub running, and at this port? `pnp hub status` says so for the local hub; a hub in the cloud has no port in its HostName.";

function limits(host: string, port: number): Finding {
  return {
    ...ok(
      "port",
      `HostName names ${host}:${port}: devices over MQTT and AMQP, digital twins and readers of events go there; the SDKs' Registry, jobs, direct methods and WebSockets take port 443 all the same`,
    ),
    advice:
      "For those use the hub's own name (`pnp hub env`) in a program started by `pnp hub exec` or with `--import twinplug/redirect`, or start the hub at 443 (`--standard-ports`).",
  };
}
