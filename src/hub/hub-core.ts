import type { JsonRecord } from "../convention/record.js";
import type { AccessRules } from "./access.js";
import { Activities, payloadOf } from "./activity.js";
import type { HubClock, HubIds } from "./clock.js";
import { ConfigurationRollout } from "./configuration-rollout.js";
import { Configurations } from "./configurations.js";
import { Control } from "./control.js";
import { type DeviceMessageSettings, DeviceMessages } from "./device-messages.js";
import { desiredChangeOf, digitalTwinOf } from "./digital-twins.js";
import { systemModules } from "./edge-scope.js";
import { SignIn } from "./entra/sign-in.js";
import { checkEtag } from "./etag.js";
import { EventLog, type EventSettings } from "./events/log.js";
import type { FileUploadSettings } from "./files/file-upload.js";
import { FileUploads } from "./files/file-uploads.js";
import { IdentityJobs } from "./identity-jobs.js";
import { Jobs } from "./jobs.js";
import { HubLog } from "./log.js";
import { type MethodAnswer, type MethodRequest, Methods } from "./methods.js";
import { Notifications } from "./notifications/notifications.js";
import { createPolicies } from "./policies.js";
import { Provisioning } from "./provisioning/provisioning.js";
import { type Identity, Registry } from "./registry.js";
import { type Session, Sessions } from "./sessions.js";
import { MemoryStore } from "./store/memory-store.js";
import type { Store } from "./store/store.js";
import { clientId, type Target, targetOf } from "./target.js";
import { Telemetry } from "./telemetry.js";
import { createThrottles, type Throttles } from "./throttles/throttles.js";
import { capacityOf, type Tier } from "./throttles/tiers.js";
import { Turn } from "./turn.js";
import { identityDocument, twinDocument } from "./twin-document.js";
import { TwinTexts } from "./twin-texts.js";
import { type TwinState, Twins, twinEtag } from "./twins.js";
import { VerifiedTokens } from "./verified-tokens.js";
import { DeviceAuthorities } from "./x509-authorities.js";

/** A client without the redirect may ask for the hub by these. */
const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

/** What may be chosen about a hub without its edges. */
export interface CoreSettings extends EventSettings {
  /**
   * How long a client may take for what it begins with: the TLS handshake, its first bytes, the head of a request, MQTT's
   * CONNECT, AMQP's open. For a whole request it may take ten times that. Milliseconds; default 30,000.
   */
  readonly patience?: number;
  /** How files of devices are treated; default: as the cloud does. */
  readonly fileUpload?: FileUploadSettings;
  /** Throttles the hub as the cloud throttles a hub of this tier, with its daily quota; default: no limits of a tier. */
  readonly tier?: Tier;
  /** Units of the tier; default 1. */
  readonly units?: number;
  /** Where the hub keeps what it knows; default: in memory only. */
  readonly store?: Store;
}

/** The hub without its edges: what happens when, in no protocol's words. Refusals are `ServiceError`s. */
export class HubCore {
  readonly registry: Registry;
  readonly twins: Twins;
  readonly sessions: Sessions;
  readonly methods: Methods;
  readonly jobs: Jobs;
  readonly events: EventLog;
  readonly notifications: Notifications;
  readonly telemetry: Telemetry;
  readonly deviceMessages: DeviceMessages;
  readonly files: FileUploads;
  readonly access: AccessRules;
  readonly signIn: SignIn;
  readonly configurations: Configurations;
  readonly rollout: ConfigurationRollout;
  readonly identityJobs: IdentityJobs;
  /** Absent: every tier's operations, as fast as they go. */
  readonly throttles: Throttles | undefined;
  readonly provisioning: Provisioning;
  /** For people. */
  readonly log: HubLog;
  /** For tests. */
  readonly activities: Activities;
  readonly control: Control;
  /** Where all of these keep what outlasts the process. */
  readonly store: Store;
  readonly clock: HubClock;
  /** For the beginnings of clients; milliseconds. */
  readonly patience: number;
  readonly ids: HubIds;
  readonly startedAt: Date;
  /** Lower-case; also the name of the Event Hub that its events are read from. */
  readonly hubName: string;
  /** `<hub name>.azure-devices.test`: `.test` is reserved, so that no such host exists anywhere. */
  readonly hostName: string;
  /** Host of the Event Hubs-compatible endpoint. */
  readonly eventHost: string;

  /** For all connections together. */
  readonly turn: Turn = new Turn();
  readonly #twinTexts: TwinTexts = new TwinTexts();

  constructor(
    clock: HubClock,
    ids: HubIds,
    hubName: string,
    deviceMessages?: DeviceMessageSettings,
    settings: CoreSettings = {},
  ) {
    const { store = new MemoryStore() } = settings;
    this.store = store;
    this.clock = clock;
    this.ids = ids;
    this.startedAt = clock.now();
    this.patience = settings.patience ?? 30_000;
    this.hubName = hubName;
    this.hostName = `${hubName}.azure-devices.test`;
    this.eventHost = `${hubName}.servicebus.test`;
    const { tier, units } = settings;
    this.throttles = createThrottles(clock, tier, units);
    this.log = new HubLog(clock);
    this.activities = new Activities(clock);
    this.control = new Control(ids, this.hostName);
    const { identities, configurations } = capacityOf(tier);
    this.registry = new Registry(clock, ids, store, identities);
    this.sessions = new Sessions(clock, store);
    this.events = new EventLog(clock, settings, store);
    this.notifications = new Notifications(this.events, clock, ids, this.hubName);
    this.twins = new Twins(
      clock,
      (target, patch) => this.sessions.find(target)?.deliverDesired(patch),
      (change) => {
        this.notifications.twinChanged(change);
        this.rollout.twinChanged(change.target);
        const { patch, target, after } = change;
        if (!patch.reported) return;
        const { version } = after.reported;
        this.activities.record("reported", target, { patch: patch.reported, version });
      },
      store,
    );
    this.methods = new Methods(this.sessions, clock, (target, method, { status, payload }) =>
      this.activities.record("answered", target, { method, status, payload: payloadOf(payload) }),
    );
    this.jobs = new Jobs(
      clock,
      {
        find: (condition) =>
          this.registry
            .devices()
            .filter((device) => condition(this.twinDocument(device)))
            .map(({ deviceId }) => deviceId),
        updateTwin: (deviceId, update) => void this.twins.patch({ deviceId }, update),
        invokeMethod: (deviceId, method) => this.invokeMethod({ deviceId }, method),
        pace: (count) => this.throttles?.pace("jobOnDevice", count) ?? 0,
      },
      store,
    );
    this.telemetry = new Telemetry(this.events, this.registry);
    this.telemetry.listen((event) => this.activities.telemetry(event));
    this.deviceMessages = new DeviceMessages(
      this.registry,
      clock,
      ids,
      deviceMessages,
      (message, outcome) => this.activities.record("settled", message, { message, outcome }),
      store,
    );
    const { fileUpload } = settings;
    this.files = new FileUploads(this.registry, clock, ids, hubName, fileUpload, store);
    this.configurations = new Configurations(
      clock,
      () => this.rollout.configurationsChanged(),
      configurations,
      store,
    );
    this.rollout = new ConfigurationRollout(
      clock,
      {
        configurations: () => this.configurations.list(),
        targets: () =>
          this.registry
            .devices()
            .flatMap((device) => [device, ...this.registry.modulesOf(device.deviceId)])
            .map(targetOf),
        exists: (target) => this.registry.find(target) !== undefined,
        twinDocument: (target) => this.twinDocument(target),
        patchDesired: (target, desired) =>
          void this.twins.patch(target, { properties: { desired } }),
      },
      store,
    );
    // What changed just before the hub last ended has not been looked at.
    if (this.configurations.size > 0) this.rollout.configurationsChanged();
    this.identityJobs = new IdentityJobs(this, store);
    this.signIn = new SignIn(clock, ids, this.hostName, store);
    this.provisioning = new Provisioning(clock, ids, this.hostName, this, store);
    this.access = {
      registry: this.registry,
      policies: createPolicies(ids, store),
      entra: this.signIn.tokens,
      deviceAuthorities: new DeviceAuthorities(store),
      tokens: new VerifiedTokens(),
      clock,
      hosts: [this.hostName, ...loopbackNames],
    };
  }

  createIdentity(target: Target, body: unknown): Identity {
    const identity = this.registry.create(target, body);
    this.#begin(identity);
    if (identity.iotEdge) this.#addSystemModules(identity);
    return identity;
  }

  #begin(identity: Identity): void {
    const target = targetOf(identity);
    this.twins.create(target);
    this.notifications.created(target);
    this.rollout.twinChanged(target);
  }

  #addSystemModules({ deviceId }: Identity): void {
    for (const module of this.registry.createSystemModules(deviceId)) this.#begin(module);
  }

  /** A disabled device and its modules are cut off at once. */
  updateIdentity(target: Target, body: unknown, ifMatch: string): Identity {
    const before = this.registry.get(target);
    const identity = this.registry.update(target, body, ifMatch);
    if (identity.iotEdge && !before.iotEdge) this.#addSystemModules(identity);
    if (before.iotEdge && !identity.iotEdge) {
      for (const module of this.registry.modulesOf(target.deviceId)) {
        if (systemModules.includes(module.moduleId ?? "")) this.deleteIdentity(module, "*");
      }
    }
    if (identity.status === "disabled") {
      const modules = target.moduleId === undefined ? this.registry.modulesOf(target.deviceId) : [];
      for (const gone of [...modules, identity]) {
        this.sessions.evict(gone, "the identity was disabled", false);
      }
    }
    return identity;
  }

  /** Removes identity and twin, for a device those of its modules too, and cuts their connections. */
  deleteIdentity(target: Target, ifMatch: string | undefined): void {
    for (const gone of this.registry.delete(target, ifMatch)) {
      this.sessions.evict(gone, "the identity was removed", true);
      this.notifications.deleted(targetOf(gone), this.twins.get(gone));
      this.twins.delete(gone);
      this.rollout.forget(targetOf(gone));
      if (gone.moduleId !== undefined) continue;
      this.deviceMessages.forget(gone.deviceId);
      this.files.forget(gone.deviceId);
    }
  }

  identityDocument(identity: Identity): JsonRecord {
    const presence = this.sessions.presence(identity);
    return identityDocument(identity, presence, this.#waitingMessages(identity));
  }

  /** The JSON text of the same document, in UTF-8. */
  twinText(target: Target, twin: TwinState): Buffer {
    return this.#twinTexts.textOf({
      identity: this.registry.get(target),
      presence: this.sessions.presence(target),
      twin,
      waiting: this.#waitingMessages(target),
      configurations: this.rollout.statuses(target),
    });
  }

  twinDocument(target: Target, twin: TwinState = this.twins.get(target)): JsonRecord {
    const identity = this.registry.get(target);
    const presence = this.sessions.presence(target);
    const waiting = this.#waitingMessages(target);
    return twinDocument(identity, presence, twin, waiting, this.rollout.statuses(target));
  }

  #waitingMessages({ deviceId, moduleId }: Target): number {
    return moduleId === undefined ? this.deviceMessages.waiting(deviceId) : 0;
  }

  digitalTwin(deviceId: string): { readonly document: JsonRecord; readonly etag: string } {
    const twin = this.twins.get({ deviceId });
    return { document: digitalTwinOf(deviceId, twin), etag: twinEtag(twin) };
  }

  /** One JSON Patch is one write of desired properties. Answers the new etag. */
  patchDigitalTwin(deviceId: string, patch: unknown, ifMatch: string | undefined): string {
    const before = this.twins.get({ deviceId });
    checkEtag("twin", twinEtag(before), ifMatch);
    return twinEtag(this.twins.change({ deviceId }, desiredChangeOf(deviceId, before, patch)));
  }

  async invokeMethod(target: Target, request: MethodRequest): Promise<MethodAnswer> {
    this.registry.get(target);
    return this.methods.invoke(target, request);
  }

  openSession(session: Session, modelId: string | undefined): void {
    // A connection without a model id keeps the one announced before: the device is still of that model.
    if (modelId !== undefined) this.twins.announceModel(session.target, modelId);
    this.methods.gone(session.target);
    const { connected } = this.sessions.presence(session.target);
    this.sessions.open(session);
    if (!connected) this.notifications.connectionChanged(session.target, true);
    this.#tellOf("connected", session, modelId);
  }

  closeSession(session: Session): void {
    if (!this.sessions.close(session)) return;
    this.methods.gone(session.target);
    this.notifications.connectionChanged(session.target, false);
    this.#tellOf("disconnected", session);
  }

  #tellOf(what: "connected" | "disconnected", session: Session, modelId?: string): void {
    const { target, protocol } = session;
    const by = protocol && { protocol };
    this.activities.record(what, target, { ...by, ...(modelId === undefined ? {} : { modelId }) });
    const model = modelId === undefined ? "" : `, its model is ${modelId}`;
    this.log.info({ message: `${what}${model}`, client: clientId(target), ...by });
  }
}
