import type { PnpError } from "../errors.js";
import type { ActivityKind, DeviceActivity, NextOptions } from "./activity.js";
import {
  emulatorConnectionString,
  eventHubsConnectionString,
  identityConnectionString,
  policyConnectionString,
} from "./connection-strings.js";
import { describeHub, type HubDescription } from "./description.js";
import type { ClientApp, ClientAppOptions } from "./entra/client-apps.js";
import { type HubRole, ownerRoles } from "./entra/roles.js";
import { type HubTokenCredential, tokenCredential } from "./entra/token-credential.js";
import type { HubEvent } from "./events/event.js";
import type { UploadedFile } from "./files/file-upload.js";
import type { HubCore } from "./hub-core.js";
import type { HubLogLevel, HubLogLine } from "./log-line.js";
import type { PolicyName } from "./policies.js";
import type { HubPorts } from "./ports.js";
import {
  type DeviceEnrollment,
  deviceEnrollment,
  firstEnrollment,
  type GroupEnrollment,
  groupEnrollment,
  type NewEnrollment,
  type NewEnrollmentGroup,
} from "./provisioning/device-enrollment.js";
import { installRedirect } from "./redirect-sockets.js";
import type { Identity } from "./registry.js";
import type { HubData } from "./store/hub-data.js";
import type { TelemetryEvent } from "./telemetry.js";

/** What to create an identity with; the form is the REST API's. */
export interface NewIdentity {
  readonly status?: "enabled" | "disabled";
  readonly authentication?: Readonly<Record<string, unknown>>;
}

/** A running local hub: what tests, `pnp` and other processes do with one. */
export class Hub {
  readonly name: string;
  /** `<name>.azure-devices.test`: a reserved name, reached by {@link Hub.redirect}. */
  readonly hostName: string;
  /** PEM. */
  readonly caCertificate: string;
  /** Whether it began with nothing; false for one that goes on with its data. */
  readonly isNew: boolean;
  readonly #core: HubCore;
  readonly #ports: HubPorts;
  readonly #data: HubData;
  readonly #undo = new Set<() => void>();

  /**
   * Resolves when the disk has refused what the hub was to keep. The hub has acknowledged nothing since, and its ports
   * are closed.
   */
  readonly failure: Promise<PnpError>;

  /** Use `startHub`. */
  constructor(core: HubCore, ports: HubPorts, caCertificate: string, data: HubData) {
    this.#data = data;
    this.isNew = data.isNew;
    this.failure = new Promise((resolve) => {
      void data.failure?.then(async (error) => {
        await ports.close();
        resolve(error);
      });
    });
    this.name = core.hubName;
    this.hostName = core.hostName;
    this.caCertificate = caCertificate;
    this.#core = core;
    this.#ports = ports;
  }

  /** The TLS port. */
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
    return emulatorConnectionString(this.#core, this.#ports.plain);
  }

  /** For the hub's provisioning service: the policy `provisioningserviceowner`, which may do everything there. */
  get provisioningConnectionString(): string {
    return this.#core.provisioning.connectionString;
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

  /** What one device or all have done besides telemetry, in its order: at most the latest 1,000 acts. */
  activity(deviceId?: string): readonly DeviceActivity[] {
    return this.#core.activities.items(deviceId);
  }

  /**
   * The next telemetry, connection, reported change, answer to a direct method or settled message, from now on: call it,
   * let the device act, then await it. Rejects with `PNP_TIMEOUT` after 5 seconds, or as many as are given.
   */
  next<Kind extends ActivityKind>(
    kind: Kind,
    options?: NextOptions<Kind>,
  ): Promise<DeviceActivity<Kind>> {
    return this.#core.activities.next(kind, options);
  }

  /** The log: the latest 2,000 refusals, each with its rule and advice, and 2,000 lines of who came and went. */
  logs(level?: HubLogLevel): readonly HubLogLine[] {
    return this.#core.log.lines(level);
  }

  /** Tells lines of the log as they come, down to a level. The answer stops it. */
  onLog(level: HubLogLevel, listener: (line: HubLogLine) => void): () => void {
    return this.#core.log.listen(level, listener);
  }

  /** What `pnp hub stop` does: end the process that runs the hub. Without it nobody stops the hub from outside. */
  onStop(stop: () => void): void {
    this.#core.control.stop = stop;
  }

  /** The files that devices have uploaded and told of, as they are now, of one device or of all. */
  files(deviceId?: string): readonly UploadedFile[] {
    return this.#core.files.files(deviceId);
  }

  /**
   * For Azure's storage SDK: the account that devices' files go to, and that identities can be imported from and
   * exported to. Its host is redirected like the hub's own.
   */
  get storageConnectionString(): string {
    return this.#core.files.blobs.connectionString;
  }

  /** A sign-in as Azure's identity library would give, good for this hub only. Default: all data roles. */
  credential(roles: readonly HubRole[] = ownerRoles): HubTokenCredential {
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

  /** The same for any number of devices, whose keys are derived from the group's or whose certificates it has signed. */
  addEnrollmentGroup(group: NewEnrollmentGroup): GroupEnrollment {
    return groupEnrollment(this.#core.provisioning, group);
  }

  /**
   * Makes an authority known to the provisioning service, PEM, for groups that refer to it by a name (`caReferences`).
   * Throws `PNP_USAGE` as {@link Hub.addDeviceCa} does.
   */
  addProvisioningCa(name: string, pem: string): void {
    this.#core.provisioning.addAuthority(name, pem);
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
    return describeHub(
      this.#core,
      this.#ports,
      this.caCertificate,
      firstEnrollment(this.#core.provisioning),
      this.#data.folder,
    );
  }

  /** Cuts all connections and frees the ports. What the hub knew is gone, or in its data folder. */
  async close(): Promise<void> {
    for (const undo of this.#undo) undo();
    this.#undo.clear();
    this.#core.activities.end();
    this.#core.sessions.endAll("the hub closes");
    await this.#ports.close();
    await this.#core.store.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
