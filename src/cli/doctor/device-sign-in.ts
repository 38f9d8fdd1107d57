import { randomUUID } from "node:crypto";
import { type DeviceConnectionString, keyOf } from "../../azure/connection-string.js";
import { connectDevice, connectModule, type TwinProtocol } from "../../azure/device.js";
import { isPnpError } from "../../errors.js";
import { createSasToken } from "../../hub/sas-token.js";
import { type Answer, ask } from "./ask.js";
import { clockFinding } from "./clock.js";
import { deviceRefusal, nameOf } from "./device-refusal.js";
import { type Finding, ok, problem, skipped } from "./finding.js";
import type { PortsFound } from "./ports.js";
import { codeOf } from "./reach.js";
import { splitPort } from "./split-port.js";
import { isStranger, strangerFinding } from "./stranger.js";

/** The device or module to sign in as, and where. */
export interface DeviceAsker {
  /** Without a port, and of the gateway where there is one. */
  readonly host: string;
  readonly httpsPort: number;
  /** Whether HostName names a port: WebSockets do not go there. */
  readonly isPortNamed: boolean;
  readonly device: DeviceConnectionString;
}

const tokenSeconds = 300;

/**
 * Whether the hub lets the device in. A device is asked about over HTTPS where that is open, by settling a message that
 * there is not: this connects nobody. A module, and a device without HTTPS, has to connect.
 */
export async function checkDeviceSignIn(
  asker: DeviceAsker,
  isOpen: PortsFound["isOpen"],
): Promise<readonly Finding[]> {
  const { device } = asker;
  if (device.proof === "x509") {
    return [skipped("sign-in", "not asked: it takes the device's certificate (x509=true)")];
  }
  try {
    if (isOpen.https && device.moduleId === undefined && device.gateway === undefined) {
      const answer = await askAsDevice(asker);
      return [clockFinding(answer.date), judge(device, answer)];
    }
    const clock = skipped("clock", "not compared: it is told over HTTPS, to devices");
    return [clock, await connectOnce(asker, isOpen)];
  } catch (error) {
    return [unanswered(codeOf(error))];
  }
}

function askAsDevice({ host, httpsPort, device }: DeviceAsker): Promise<Answer> {
  const { deviceId } = device;
  return ask(host, httpsPort, tokenOf(device), {
    method: "DELETE",
    path: `/devices/${encodeURIComponent(deviceId)}/messages/devicebound/${randomUUID()}`,
  });
}

function tokenOf(device: DeviceConnectionString): string {
  const { host, deviceId, token, text } = device;
  if (token !== undefined) return token;
  const [, policy] = /SharedAccessKeyName=([^;]*)/.exec(text) ?? [];
  const resource = `${splitPort(host).host}/devices/${encodeURIComponent(deviceId)}`;
  return createSasToken(
    resource,
    keyOf(device),
    Math.floor(Date.now() / 1000) + tokenSeconds,
    policy,
  );
}

/** Any other refusal than these is about the message, of one who was let in. */
function judge(device: DeviceConnectionString, answer: Answer): Finding {
  const { status, error, number, message } = answer;
  const said = [error, message].filter(Boolean).join(": ") || String(status);
  if (number === 403_010 || /Tier/.test(error)) return letIn(device, "");
  if (status === 401 || status === 403 || error === "DeviceNotFound" || number === 404_001) {
    return deviceRefusal(device, said);
  }
  if (status === 429) {
    const detail = `the hub is too busy to say: ${said}`;
    return problem("sign-in", "PNP_THROTTLED", detail, "Wait, then try again.");
  }
  if (status >= 500) return unanswered(said);
  if (isStranger(answer)) return strangerFinding(answer);
  return letIn(device, "asked over HTTPS, so nothing was connected");
}

const openings: readonly (readonly [port: keyof PortsFound["isOpen"], over: TwinProtocol])[] = [
  ["mqtts", "mqtt"],
  ["amqps", "amqp"],
  ["https", "mqtt-ws"],
];

async function connectOnce(
  { device, isPortNamed }: DeviceAsker,
  isOpen: PortsFound["isOpen"],
): Promise<Finding> {
  const [, transport] =
    openings.find(([port, over]) => isOpen[port] && !(isPortNamed && over === "mqtt-ws")) ?? [];
  if (transport === undefined) return skipped("sign-in", "not asked: the hub is not reached");
  const connect = device.moduleId === undefined ? connectDevice : connectModule;
  try {
    const connection = await connect(device.text, { transport });
    await connection.close();
  } catch (error) {
    if (!isPnpError(error)) throw error;
    return error.code === "PNP_UNAUTHORIZED" || error.code === "PNP_DEVICE_NOT_FOUND"
      ? deviceRefusal(device, error.message)
      : unanswered(error.message);
  }
  return letIn(
    device,
    `connected over ${transport} for a moment, which changed nothing else, but may have ended another connection of the same id`,
  );
}

function letIn(device: DeviceConnectionString, how: string): Finding {
  return ok("sign-in", `the hub lets ${nameOf(device)} in${how && `: ${how}`}`);
}

function unanswered(reason: string): Finding {
  const advice = "Try again; if it stays, look for a proxy or firewall that cuts connections.";
  return problem("sign-in", "PNP_TRANSPORT", `no answer came: ${reason}`, advice);
}
