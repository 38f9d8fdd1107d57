import type { JsonRecord } from "../convention/record.js";
import type { AccessRules } from "./access.js";
import type { HubClock, HubIds } from "./clock.js";
import { desiredChangeOf, digitalTwinOf } from "./digital-twins.js";
import { EntraTokens } from "./entra-tokens.js";
import { type MethodAnswer, type MethodRequest, Methods } from "./methods.js";
import { createPolicies } from "./policies.js";
import { type Identity, Registry } from "./registry.js";
import { type Session, Sessions } from "./sessions.js";
import type { Target } from "./target.js";
import { Telemetry } from "./telemetry.js";
import { identityDocument, twinDocument } from "./twin-document.js";
import { checkTwinEtag, type TwinState, Twins, twinEtag } from "./twins.js";

/** The hub without its edges: what happens when, in no protocol's words. Refusals are `ServiceError`s. */
export class HubCore {
  readonly registry: Registry;
  readonly twins: Twins;
  readonly sessions: Sessions;
  readonly methods: Methods;
  readonly telemetry: Telemetry;
  readonly access: AccessRules;
  readonly clock: HubClock;
  readonly ids: HubIds;

  constructor(clock: HubClock, ids: HubIds, hosts: readonly string[]) {
    this.clock = clock;
    this.ids = ids;
    this.registry = new Registry(clock, ids);
    this.sessions = new Sessions(clock);
    this.twins = new Twins(clock, (target, patch) =>
      this.sessions.find(target)?.deliverDesired(patch),
    );
    this.methods = new Methods(this.sessions, clock);
    this.telemetry = new Telemetry(clock);
    this.access = {
      registry: this.registry,
      policies: createPolicies(ids),
      entra: new EntraTokens(clock, ids),
      clock,
      hosts,
    };
  }

  createIdentity(target: Target, body: unknown): Identity {
    const identity = this.registry.create(target, body);
    this.twins.create(target);
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
      this.twins.delete(gone);
    }
  }

  identityDocument(identity: Identity): JsonRecord {
    return identityDocument(identity, this.sessions.presence(identity));
  }

  twinDocument(target: Target, twin: TwinState = this.twins.get(target)): JsonRecord {
    return twinDocument(this.registry.get(target), this.sessions.presence(target), twin);
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
    this.sessions.open(session);
  }

  closeSession(session: Session): void {
    if (this.sessions.close(session)) this.methods.gone(session.target);
  }
}
