import { randomBytes, randomUUID } from "node:crypto";
import { PnpError } from "../errors.js";
import { type HubCertificates, sharedCertificates } from "./certificates.js";
import { type HubIds, systemClock } from "./clock.js";
import type { HubDescription } from "./description.js";
import type { DeviceMessageSettings } from "./device-messages.js";
import { createEdges } from "./edges.js";
import type { ClientApp, ClientAppOptions } from "./entra/client-apps.js";
import type { HubRole } from "./entra/roles.js";
import { audienceOfScope } from "./entra/tokens.js";
import type { HubEvent } from "./events/event.js";
import type { EventSettings } from "./events/log.js";
import { HubCore } from "./hub-core.js";
import { Listener, type Tap } from "./listener.js";
import { type PolicyName, policyNames } from "./policies.js";
import {
  type DeviceEnrollment,
  deviceEnrollment,
  type GroupEnrollment,
  groupEnrollment,
} from "./provisioning/device-enrollment.js";
import type { NewEnrollment, NewEnrollmentGroup } from "./provisioning/enrollments.js";
import { installRedirect } from "./redirect-sockets.js";
import type { Identity } from "./registry.js";
import type { Target } from "./target.js";
import type { TelemetryEvent } from "./telemetry.js";
import type { HubTrace } from "./trace.js";

/** How a local hub is started. */
export interface HubOptions extends EventSettings {
  /** First label of its host name: lower-case letters, digits and hyphens. Default: `hub-` and six random digits. */
  readonly name?: string;
  /** TLS port on 127.0.0.1 for all protocols; default 0: a free one. */
  readonly port?: number;
  /** A second such port, for devices that know only MQTT's own; default: none. */
  readonly mqttPort?: number;
  /** Plain port on 127.0.0.1 for readers of events that know only Event Hubs' emulator; default 0: a free one. */
  readonly plainPort?: number;
  /** Where the hub takes the time from; default: the computer's clock. */
  readonly clock?: () => Date;
  /** How cloud-to-device messages wait and are tried; default: as the cloud does, with quick feedback. */
  readonly deviceMessages?: DeviceMessageSettings;
  /** Told everything that crosses the hub's edge and every refusal; never a secret. */
  readonly trace?: HubTrace;
  /** Sees the decrypted bytes of all connections, tokens included. */
  readonly tap?: Tap;
  /** Default: made once in a process, shared by its hubs. */
  readonly certificates?: HubCertificates;
  /** Authorities whose signature on a device's certificate counts, each as PEM; see {@link Hub.addDeviceCa}. */
  readonly deviceCa?: readonly string[];
}

/** What the hub's own sign-in answers: fits the Azure SDKs' `TokenCredential`. */
export interface HubCredential {
  /** Default scope: the hub's service API. Rejects with `PNP_USAGE` for a scope that the hub does not offer. */
  getToken(
    scopes?: string | readonly string[],
  ): Promise<{ readonly token: string; readonly expiresOnTimestamp: number }>;
}

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
  const certificates = options.certificates ?? (await sharedCertificates());
  const hub = new Hub(name, certificates, options);
  await hub["~listen"](options);
  return hub;
}

const address = "127.0.0.1";
const localNames = ["localhost", address, "[::1]"];

/** A running local hub. */
export class Hub {
  readonly name: string;
  /** `<name>.azure-devices.test`: a reserved name, reached by {@link Hub.redirect}. */
  readonly hostName: string;
  /** PEM. */
  readonly caCertificate: string;
  readonly #core: HubCore;
  readonly #listeners: Listener[] = [];
  readonly #undo = new Set<() => void>();
  readonly #makeListener: () => Listener;
  readonly #makePlainListener: () => Listener;
  #port = 0;
  #mqttPort: number | undefined;
  #plainPort = 0;
  #enrolled: DeviceEnrollment | undefined;

  /** Use {@link startHub}. */
  constructor(name: string, certificates: HubCertificates, options: HubOptions) {
    this.name = name;
    this.hostName = `${name}.azure-devices.test`;
    this.caCertificate = certificates.caCertificate;
    const trace = options.trace ?? (() => {});
    const hosts = [this.hostName, ...localNames];
    this.#core = new HubCore(
      systemClock(options.clock),
      systemIds,
      hosts,
      options.deviceMessages,
      options,
    );
    for (const pem of options.deviceCa ?? []) this.addDeviceCa(pem);
    const { tls, plain } = createEdges(this.#core, trace);
    this.#makeListener = () => new Listener(certificates, tls, options.tap);
    this.#makePlainListener = () => new Listener(undefined, plain, options.tap);
  }

  /** The TLS port on 127.0.0.1. */
  get port(): number {
    return this.#port;
  }

  /** For everything: the policy `iothubowner`. */
  get connectionString(): string {
    return this.policyConnectionString("iothubowner");
  }

  /** For readers of events, such as Azure's Event Hubs SDK; its host is redirected like the hub's own. */
  get eventHubsConnectionString(): string {
    return this.#eventHubsConnectionString(`sb://${this.#eventHost}/`);
  }

  /** The same without TLS and without a redirect, in the form for Event Hubs' emulator. */
  get emulatorConnectionString(): string {
    const endpoint = `sb://localhost:${this.#plainPort}`;
    return `${this.#eventHubsConnectionString(endpoint)};UseDevelopmentEmulator=true`;
  }

  #eventHubsConnectionString(endpoint: string): string {
    const policy = "service";
    const key = this.#core.access.policies.get(policy)?.primaryKey ?? "";
    return `Endpoint=${endpoint};SharedAccessKeyName=${policy};SharedAccessKey=${key};EntityPath=${this.name}`;
  }

  get #eventHost(): string {
    return `${this.name}.servicebus.test`;
  }

  /** For what a policy allows. */
  policyConnectionString(policy: PolicyName): string {
    const key = this.#core.access.policies.get(policy)?.primaryKey;
    if (key === undefined) {
      throw new PnpError("PNP_USAGE", `The hub has no policy ${JSON.stringify(policy)}.`, {
        hint: `There are ${policyNames.join(", ")}.`,
      });
    }
    return `HostName=${this.hostName};SharedAccessKeyName=${policy};SharedAccessKey=${key}`;
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
    const target: Target = moduleId === undefined ? { deviceId } : { deviceId, moduleId };
    const { authentication } = this.#core.registry.get(target);
    const module = moduleId === undefined ? "" : `;ModuleId=${moduleId}`;
    const proof =
      authentication.type === "sas" ? `SharedAccessKey=${authentication.primaryKey}` : "x509=true";
    return `HostName=${this.hostName};DeviceId=${deviceId}${module};${proof}`;
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
  credential(roles: readonly HubRole[] = ["IoT Hub Data Contributor"]): HubCredential {
    return {
      getToken: async (scopes = "https://iothubs.azure.net/.default") => {
        const audience = [scopes].flat().map(audienceOfScope).find(Boolean);
        if (audience === undefined) {
          throw new PnpError(
            "PNP_USAGE",
            `The hub has no tokens for ${[scopes].flat().join(", ")}.`,
          );
        }
        return this.#core.signIn.tokens.issue({ roles }, audience);
      },
    };
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
    return {
      version: 1,
      name: this.name,
      hostName: this.hostName,
      pid: process.pid,
      hosts: [this.hostName, this.#eventHost, this.#core.signIn.host, this.#core.provisioning.host],
      address,
      port: this.#port,
      ...(this.#mqttPort === undefined ? {} : { mqttPort: this.#mqttPort }),
      caCertificate: this.caCertificate,
      connectionStrings: Object.fromEntries(
        policyNames.map((policy) => [policy, this.policyConnectionString(policy)]),
      ),
      eventHubs: {
        connectionString: this.eventHubsConnectionString,
        emulatorConnectionString: this.emulatorConnectionString,
      },
      clientApp: this.#core.signIn.firstApp,
      provisioning: this.#firstEnrollment,
    };
  }

  /** Cuts all connections and frees the ports. What the hub knew is gone. */
  async close(): Promise<void> {
    for (const undo of this.#undo) undo();
    this.#undo.clear();
    this.#core.sessions.endAll("the hub closes");
    await Promise.all(this.#listeners.map((listener) => listener.close()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** For {@link startHub} only. */
  async "~listen"(options: HubOptions): Promise<void> {
    try {
      this.#port = await this.#open(options.port ?? 0);
      this.#plainPort = await this.#open(options.plainPort ?? 0, this.#makePlainListener());
      if (options.mqttPort !== undefined) this.#mqttPort = await this.#open(options.mqttPort);
    } catch (error) {
      await this.close();
      const reason = error instanceof Error ? error.message : String(error);
      throw new PnpError("PNP_USAGE", `The hub can not listen: ${reason}`, {
        hint: "Choose another port, or 0 for a free one.",
        cause: error,
      });
    }
  }

  async #open(port: number, listener: Listener = this.#makeListener()): Promise<number> {
    const taken = await listener.listen(port);
    this.#listeners.push(listener);
    return taken;
  }
}

const systemIds: HubIds = { uuid: randomUUID, bytes: randomBytes };
