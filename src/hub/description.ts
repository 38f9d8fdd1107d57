import {
  emulatorConnectionString,
  eventHubsConnectionString,
  policyConnectionString,
} from "./connection-strings.js";
import type { HubControl } from "./control.js";
import type { ClientApp } from "./entra/client-apps.js";
import type { HubCore } from "./hub-core.js";
import { policyNames } from "./policies.js";
import type { HubPorts, StandardPorts } from "./ports.js";
import type { DeviceEnrollment } from "./provisioning/device-enrollment.js";
import type { RedirectTarget } from "./redirect-sockets.js";

/** Everything that another process needs to use a hub. It holds keys: keep it as you keep a password. */
export interface HubDescription extends RedirectTarget {
  readonly version: 1;
  readonly name: string;
  /** `<name>.azure-devices.test` */
  readonly hostName: string;
  /** The process that runs the hub. */
  readonly pid: number;
  /** Where it keeps its state; absent: in memory. */
  readonly data?: string;
  /** Those of the ports 443, 8883, 5671 and 5672 that the hub has too. */
  readonly standardPorts?: StandardPorts;
  /** How `pnp hub status`, `logs` and `stop` reach it. */
  readonly control?: HubControl;
  /** By policy: `iothubowner`, `service`, `device`, `registryRead`, `registryReadWrite`. */
  readonly connectionStrings: Readonly<Record<string, string>>;
  /** A client app that may do everything, to sign in by `@azure/identity`. */
  readonly clientApp?: ClientApp;
  /** For service applications of the provisioning service. */
  readonly provisioningConnectionString?: string;
  /** A device that may register with the provisioning service, and how. */
  readonly provisioning?: DeviceEnrollment;
  /** For Azure's storage SDK: where devices' files go, and identities come from and go to. */
  readonly storageConnectionString?: string;
  /** How events are read: over TLS by the redirected name, and without TLS in the form for Event Hubs' emulator. */
  readonly eventHubs: {
    readonly connectionString: string;
    readonly emulatorConnectionString: string;
  };
}

/** Describes a hub that listens on these ports. */
export function describeHub(
  core: HubCore,
  ports: HubPorts,
  caCertificate: string,
  provisioning: DeviceEnrollment,
  data?: string,
): HubDescription {
  const { eventHost, files, signIn, control } = core;
  return {
    version: 1,
    name: core.hubName,
    hostName: core.hostName,
    pid: process.pid,
    ...(data === undefined ? {} : { data }),
    hosts: [core.hostName, eventHost, files.blobs.host, signIn.host, core.provisioning.host],
    address: "127.0.0.1",
    port: ports.tls,
    plainPort: ports.plain,
    standardPorts: ports.standard,
    control: { host: control.host, token: control.token },
    caCertificate,
    connectionStrings: Object.fromEntries(
      policyNames.map((policy) => [policy, policyConnectionString(core, policy)]),
    ),
    storageConnectionString: files.blobs.connectionString,
    eventHubs: {
      connectionString: eventHubsConnectionString(core, `sb://${eventHost}/`),
      emulatorConnectionString: emulatorConnectionString(core, ports.plain),
    },
    clientApp: signIn.firstApp,
    provisioningConnectionString: core.provisioning.connectionString,
    provisioning,
  };
}
