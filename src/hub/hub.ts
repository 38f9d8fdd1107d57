import { randomBytes, randomUUID } from "node:crypto";
import { PnpError } from "../errors.js";
import { sharedCertificates } from "./certificates.js";
import { type HubIds, systemClock } from "./clock.js";
import {
  eventHubsConnectionString,
  identityConnectionString,
  policyConnectionString,
} from "./connection-strings.js";
import type { HubDescription } from "./description.js";
import { createEdges } from "./edges.js";
import type { ClientApp, ClientAppOptions } from "./entra/client-apps.js";
import type { HubRole } from "./entra/roles.js";
import { type HubTokenCredential, tokenCredential } from "./entra/token-credential.js";
import type { HubEvent } from "./events/event.js";
import { HubCore } from "./hub-core.js";
import type { HubOptions } from "./hub-options.js";
import { type PolicyName, policyNames } from "./policies.js";
import { type HubPorts, openPorts } from "./ports.js";
import {
  type DeviceEnrollment,
  deviceEnrollment,
  type GroupEnrollment,
  groupEnrollment,
} from "./provisioning/device-enrollment.js";
import type { NewEnrollment, NewEnrollmentGroup } from "./provisioning/enrollments.js";
import { installRedirect } from "./redirect-sockets.js";
import type { Identity } from "./registry.js";
import type { TelemetryEvent } from "./telemetry.js";

/** What to create an identity with; the form is the REST API's. */
export interface NewIdentity {
  readonly status?: "enabled" | "disabled";
  readonly authentication?: Readonly<Record<string, unknown>>;
}

/** Starts a hub that Azure's SDKs can talk to. Rejects with `PNP_USAGE` for a bad name or a taken port. */
export async function startHub(options: HubOptions = {}): Promise<Hub> {
  const name = options.name ?? `hub-${randomBytes(3).toString("hex")}`;
  if (!/^[a-z0-9](?:[a-z0-9-]{1,48}[a-z0-9])$/.test(name)) {
    throw new PnpError("PNP_USAGE", `${JSON.stringify(name)} is no name for a hub.`, {
      hint: "Use 3 to 50 lower-case letters, digits and hyphens.",
    });
  }
  const { clock, deviceMessages, deviceCa = [], trace = () => {} } = options;
  const certificates = options.certificates ?? (await sharedCertificates());
  const core = new HubCore(systemClock(clock), systemIds, name, deviceMessages, options);
  for (const pem of deviceCa) core.access.deviceAuthorities.add(pem);
  const ports = await openPorts(certificates, createEdges(core, trace), options);
  return new Hub(core, ports, certificates.caCertificate);
}

const systemIds: HubIds = { uuid: randomUUID, bytes: randomBytes };

/** A running local hub: what tests, `pnp` and other processes do with one. */
export class Hub {
  readonly name: string;
  /** `<name>.azure-devices.test`: a reserved name, reached by {@link Hub.redirect}. */
  readonly hostName: string;
  /** PEM. */
  readonly caCertificate: string;
  readonly #core: HubCore;
  readonly #ports: HubPorts;
  readonly #undo = new Set<() => void>();
  #enrolled: DeviceEnrollment | undefined;

  /** Use {@link startHub}. */
  constructor(core: HubCore, ports: HubPorts, caCertificate: string) {
    this.name = core.hubName;
    this.hostName = core.hostName;
    this.caCertificate = caCertificate;
    this.#core = core;
    this.#ports = ports;
  }

  /** The TLS port on 127.0.0.1. */
  get port(): number {
    return this.#ports.tls;
  }

  /** For everything: the policy `iothubowner`. */
  get connectionString(): string {
    return this.policyConnectionString("iothubowner");
  }

  /** For readers of events, such as Azure's Event Hubs SDK; its host is redirected like the hub's own. */
  get eventHubsConnectionString(): string {
    return eventHubsConnectionString(this.#core, `sb://${this.#core.eventHost}/`);
  }

  /** The same without TLS and without a redirect, in the form for Event Hubs' emulator. */
  get emulatorConnectionString(): string {
    const endpoint = `sb://localhost:${this.#ports.plain}`;
    return `${eventHubsConnectionString(this.#core, endpoint)};UseDevelopmentEmulator=true`;
  }

  /** For what a policy allows. Throws `PNP_USAGE` for a policy that no hub has. */
  policyConnectionString(policy: PolicyName): string {
    return policyConnectionString(this.#core, policy);
  }

  /** Registers a device. Throws `PNP_CONFLICT` when there is one of this id. */
  createDevice(deviceId: string, settings: NewIdentity = {}): Identity {
    return this.#core.createIdentity({ deviceId }, settings);
  }

  /** Registers a module of a device. */
  createModule(deviceId: string, moduleId: string, settings: NewIdentity = {}): Identity {
    return this.#core.createIdentity({ deviceId, moduleId }, settings);
  }

  /** What a device or module connects with. Throws `PNP_DEVICE_NOT_FOUND` or `PNP_MODULE_NOT_FOUND`. */
  deviceConnectionString(deviceId: string, moduleId?: string): string {
    const target = moduleId === undefined ? { deviceId } : { deviceId, moduleId };
    return identityConnectionString(this.#core, target);
  }

  /**
   * Lets in devices registered with `certificateAuthority` whose certificate an authority has signed, directly or
   * over others. PEM, one certificate or several; anything else throws `PNP_USAGE`.
   */
  addDeviceCa(pem: string): void {
    this.#core.access.deviceAuthorities.add(pem);
  }

  /** The latest telemetry, oldest first, of one device or of all; at most 50 000 events are kept, for a day. */
  telemetry(deviceId?: string): readonly TelemetryEvent[] {
    return this.#core.telemetry.events(deviceId);
  }

  /** Tells every telemetry event as the hub accepts it. The answer stops it. */
  onTelemetry(listener: (event: TelemetryEvent) => void): () => void {
    return this.#core.telemetry.listen(listener);
  }

  /** The latest events of all kinds, notifications too, in the order of arrival. */
  events(): readonly HubEvent[] {
    return this.#core.events.events();
  }

  /** Tells every event, notifications too, as it comes. The answer stops it. */
  onEvent(listener: (event: HubEvent) => void): () => void {
    return this.#core.events.listen(listener);
  }

  /** A sign-in as Azure's identity library would give, good for this hub only. Default: all data roles. */
  credential(roles: readonly HubRole[] = ["IoT Hub Data Contributor"]): HubTokenCredential {
    return tokenCredential(this.#core.signIn.tokens, roles);
  }

  /**
   * Registers a client app with the hub's own sign-in service, for `@azure/identity` and its like. Tell these
   * `disableInstanceDiscovery: true`, or name the tenant `adfs`: else they ask the public cloud first.
   */
  addClientApp(options?: ClientAppOptions): ClientApp {
    return this.#core.signIn.addApp(options);
  }

  /**
   * Lets a device register with the hub's provisioning service; the answer is what it needs for that. Throws
   * `PNP_CONFLICT` when there is one of this registration id, `PNP_USAGE` for an id or key that is none.
   */
  addEnrollment(enrollment: NewEnrollment): DeviceEnrollment {
    return deviceEnrollment(this.#core.provisioning, enrollment);
  }

  /** The same for any number of devices, whose keys are derived from the group's. */
  addEnrollmentGroup(group: NewEnrollmentGroup): GroupEnrollment {
    return groupEnrollment(this.#core.provisioning, group);
  }

  /** The device that every hub has enrolled. */
  get #firstEnrollment(): DeviceEnrollment {
    this.#enrolled ??= this.addEnrollment({ registrationId: "provisioned-device" });
    return this.#enrolled;
  }

  /** Sends this process's connections to {@link Hub.hostName} here. The answer undoes it; so does closing. */
  redirect(): () => void {
    const undo = installRedirect([this.describe()]);
    this.#undo.add(undo);
    return () => {
      this.#undo.delete(undo);
      undo();
    };
  }

  /** Everything that another process needs to use the hub, keys included. */
  describe(): HubDescription {
    const { eventHost, signIn, provisioning } = this.#core;
    const { mqtt } = this.#ports;
    return {
      version: 1,
      name: this.name,
      hostName: this.hostName,
      pid: process.pid,
      hosts: [this.hostName, eventHost, signIn.host, provisioning.host],
      address: "127.0.0.1",
      port: this.port,
      ...(mqtt === undefined ? {} : { mqttPort: mqtt }),
      caCertificate: this.caCertificate,
      connectionStrings: Object.fromEntries(
        policyNames.map((policy) => [policy, this.policyConnectionString(policy)]),
      ),
      eventHubs: {
        connectionString: this.eventHubsConnectionString,
        emulatorConnectionString: this.emulatorConnectionString,
      },
      clientApp: signIn.firstApp,
      provisioning: this.#firstEnrollment,
    };
  }

  /** Cuts all connections and frees the ports. What the hub knew is gone. */
  async close(): Promise<void> {
    for (const undo of this.#undo) undo();
    this.#undo.clear();
    this.#core.sessions.endAll("the hub closes");
    await this.#ports.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
