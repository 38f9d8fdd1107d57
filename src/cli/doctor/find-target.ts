import {
  keyOf,
  parseDeviceConnectionString,
  parseServiceConnectionString,
} from "../../azure/connection-string.js";
import { hubHostName } from "../../azure/host-name.js";
import type { HubDescription } from "../../hub/description.js";
import { createSasToken } from "../../hub/sas-token.js";
import { stateFilePath } from "../../hub/state-file.js";
import { type ConnectionOptions, credentialFor, policyConnectionString } from "../connection.js";
import type { Io } from "../io.js";
import { type Finding, problem } from "./finding.js";
import { servicePorts } from "./ports.js";
import type { DoctorTarget } from "./run-doctor.js";
import { splitPort } from "./split-port.js";

const tokenSeconds = 300;
const reserved = ".azure-devices.test";

/** The hub that other commands would connect to, or the one of a device's connection string; or why there is none. */
export async function findTarget(
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
  const { hostName, ...asker } = askerOf(text, options, running, io);
  const { host, port } = splitPort(hostName);
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
  // A redirected name goes to the hub whatever port is asked for.
  const named = port === undefined || isLocal ? {} : { namedPort: port };
  return { host, isLocal, ports: servicePorts, ...named, ...asker };
}

type Asker = { readonly hostName: string } & (
  | Pick<Extract<DoctorTarget, { kind: "device" }>, "kind" | "device">
  | Pick<Extract<DoctorTarget, { kind: "policy" | "role" }>, "kind" | "authorization">
);

/** Who asks, and at which host: a device, a policy, or a principal of Entra. */
function askerOf(
  text: string | undefined,
  options: ConnectionOptions,
  running: HubDescription | undefined,
  io: Io,
): Asker {
  if (text === undefined) {
    const hostName = hubHostName(options.hub ?? "");
    const authorization = async (): Promise<string> => {
      const credential = await credentialFor(hostName, running, io);
      const token = await credential.getToken("https://iothubs.azure.net/.default");
      if (token === null) throw new Error("the credential gave none");
      return `Bearer ${token.token}`;
    };
    return { hostName, kind: "role", authorization };
  }
  if (/(^|;)\s*DeviceId\s*=/.test(text)) {
    const kind = /(^|;)\s*ModuleId\s*=/.test(text) ? "module" : "device";
    const device = parseDeviceConnectionString(text, kind);
    return { hostName: device.gateway ?? device.host, kind: "device", device };
  }
  const service = parseServiceConnectionString(text);
  const { host: hostName, policy } = service;
  const expiry = (): number => Math.floor(Date.now() / 1000) + tokenSeconds;
  const resource = splitPort(hostName).host;
  const authorization = async (): Promise<string> =>
    createSasToken(resource, keyOf(service), expiry(), policy);
  return { hostName, kind: "policy", authorization };
}
