import type { JsonRecord } from "../convention/record.js";
import type { AccessRules } from "./access.js";
import type { HubClock, HubIds } from "./clock.js";
import { Configurations } from "./configurations.js";
import { type DeviceMessageSettings, DeviceMessages } from "./device-messages.js";
import { desiredChangeOf, digitalTwinOf } from "./digital-twins.js";
import { SignIn } from "./entra/sign-in.js";
import { EventLog, type EventSettings } from "./events/log.js";
import { Jobs } from "./jobs.js";
import { type MethodAnswer, type MethodRequest, Methods } from "./methods.js";
import { Notifications } from "./notifications/notifications.js";
import { createPolicies } from "./policies.js";
import { Provisioning } from "./provisioning/provisioning.js";
import { type Identity, Registry } from "./registry.js";
import { type Session, Sessions } from "./sessions.js";
import { type Target, targetOf } from "./target.js";
import { Telemetry } from "./telemetry.js";
import { identityDocument, twinDocument } from "./twin-document.js";
import { checkTwinEtag, type TwinState, Twins, twinEtag } from "./twins.js";
import { DeviceAuthorities } from "./x509-authorities.js";

/** A client without the redirect may ask for the hub by these. */
const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

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
  readonly access: AccessRules;
  readonly signIn: SignIn;
  readonly configurations: Configurations;
  readonly provisioning: Provisioning;
  readonly clock: HubClock;
  readonly ids: HubIds;
  /** Lower-case; also the name of the Event Hub that its events are read from. */
  readonly hubName: string;
  /** `<hub name>.azure-devices.test`: `.test` is reserved, so that no such host exists anywhere. */
  readonly hostName: string;
  /** Host of the Event Hubs-compatible endpoint. */
  readonly eventHost: string;

  constructor(
    clock: HubClock,
    ids: HubIds,
    hubName: string,
    deviceMessages?: DeviceMessageSettings,
    events?: EventSettings,
  ) {
    this.clock = clock;
    this.ids = ids;
    this.hubName = hubName;
    this.hostName = `${hubName}.azure-devices.test`;
    this.eventHost = `${hubName}.servicebus.test`;
    this.registry = new Registry(clock, ids);
    this.sessions = new Sessions(clock);
    this.events = new EventLog(clock, events);
    this.notifications = new Notifications(this.events, clock, ids, this.hubName);
    this.twins = new Twins(
      clock,
      (target, patch) => this.sessions.find(target)?.deliverDesired(patch),
      (change) => this.notifications.twinChanged(change),
    );
    this.methods = new Methods(this.sessions, clock);
    this.jobs = new Jobs(clock, {
      find: (condition) =>
        this.registry
          .devices()
          .filter((device) => condition(this.twinDocument(device)))
          .map(({ deviceId }) => deviceId),
      updateTwin: (deviceId, update) => void this.twins.patch({ deviceId }, update),
      invokeMethod: (deviceId, method) => this.invokeMethod({ deviceId }, method),
    });
    this.telemetry = new Telemetry(this.events, this.registry);
    this.deviceMessages = new DeviceMessages(this.registry, clock, ids, deviceMessages);
    this.configurations = new Configurations(clock);
    this.signIn = new SignIn(clock, ids, this.hostName);
    this.provisioning = new Provisioning(clock, ids, this.hostName, this);
    this.access = {
      registry: this.registry,
      policies: createPolicies(ids),
      entra: this.signIn.tokens,
      deviceAuthorities: new DeviceAuthorities(),
      clock,
      hosts: [this.hostName, ...loopbackNames],
    };
  }

  createIdentity(target: Target, body: unknown): Identity {
    const identity = this.registry.create(target, body);
    this.twins.create(target);
    this.notifications.created(targetOf(target));
    return identity;
  }

  /** A disabled device and its modules are cut off at once. */
  updateIdentity(target: Target, body: unknown, ifMatch: string): Identity {
    const identity = this.registry.update(target, body, ifMatch);
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
      if (gone.moduleId === undefined) this.deviceMessages.forget(gone.deviceId);
    }
  }

  identityDocument(identity: Identity): JsonRecord {
    const presence = this.sessions.presence(identity);
    return identityDocument(identity, presence, this.#waitingMessages(identity));
  }

  twinDocument(target: Target, twin: TwinState = this.twins.get(target)): JsonRecord {
    const identity = this.registry.get(target);
    const presence = this.sessions.presence(target);
    return twinDocument(identity, presence, twin, this.#waitingMessages(target));
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
    checkTwinEtag(before, ifMatch);
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
  }

  closeSession(session: Session): void {
    if (!this.sessions.close(session)) return;
    this.methods.gone(session.target);
    this.notifications.connectionChanged(session.target, false);
  }
}
