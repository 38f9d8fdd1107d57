import type { Receiver, Sender } from "rhea";
import type { DeviceGrant } from "../access.js";
import type { HubCore } from "../hub-core.js";
import type { Registrant } from "../provisioning/attestation.js";
import type { ServiceError } from "../service-error.js";
import type { Target } from "../target.js";
import type { HubTrace } from "../trace.js";
import type { AddressKind, AddressOf } from "./addresses.js";
import type { AmqpCondition } from "./conditions.js";

/** Why something is not done: a service error, or another rule and what it says. */
export type Refusal = ServiceError | { readonly rule: string; readonly detail: string };

/** The other end of an AMQP connection, as link servers see it. The same object for all links of the connection. */
export interface AmqpPeer {
  readonly core: HubCore;
  readonly trace: HubTrace;
  /** What the client named in its `open` frame, without the port; empty when nothing. */
  readonly hostName: string;
  /** The hub's own port that the client has reached; nothing where that is not known (WebSockets). */
  readonly localPort: number | undefined;
  /** The client's proof that it may act as the device or module. Throws `IotHubUnauthorizedAccess`. */
  grantFor(target: Target): DeviceGrant;
  /** The client, where it registers with the provisioning service; whether its proof holds is judged there. */
  registrant(registrationId: string): Registrant;
  /** Tells of something that the client asked for in vain. */
  refused(refusal: Refusal, operation: string, target?: Target): void;
  /** Ends the connection from the hub's side; `rule` names what asks for it, where the condition does not. */
  end(condition: AmqpCondition, reason: string, rule?: string): void;
}

/** A link that a client has attached, and whose address it may use. */
export interface Attachment<Kind extends AddressKind = AddressKind> {
  readonly address: AddressOf<Kind>;
  readonly peer: AmqpPeer;
}

/** What runs once, when a link is gone: detached by either side, or with its session or connection. */
export type LinkEnd = () => void;

/**
 * Serves one kind of address. The methods are called before the hub's own attach frame leaves, so that a link can
 * still be given properties, or be refused: throw a {@link ServiceError}, or close the link with a condition. A
 * direction without a method is refused.
 *
 * A receiver has no credit at first and accepts nothing by itself: call `openWindow` (`credit.ts`) and settle each
 * delivery.
 */
export interface LinkServer<Kind extends AddressKind = AddressKind> {
  /** The client sends, the hub receives. */
  receive?(receiver: Receiver, attachment: Attachment<Kind>): LinkEnd | undefined;
  /** The client receives, the hub sends. */
  send?(sender: Sender, attachment: Attachment<Kind>): LinkEnd | undefined;
}

/** Who serves what. A kind without a server is refused with `amqp:not-implemented`. */
export type LinkServers = { readonly [Kind in AddressKind]?: LinkServer<Kind> };
