import type { Receiver, Sender } from "rhea";

/** The parts of the hub's attach frame that rhea sends as they are, but leaves out of its types. */
interface AttachFrame {
  snd_settle_mode?: number;
  rcv_settle_mode?: number;
  max_message_size?: number;
  offered_capabilities?: string | readonly string[];
  properties?: Readonly<Record<string, unknown>>;
}

/** What the hub says about a link besides its two ends. */
export type AttachAnswer = Pick<
  AttachFrame,
  "max_message_size" | "offered_capabilities" | "properties"
>;

/** Echoes the client's source, target and settle modes: nothing of that is open to negotiation here. */
export function echoAttach(link: Sender | Receiver): void {
  const { source, target } = link;
  if (source) {
    const { address, filter } = source;
    link.set_source(filter ? { address, filter } : { address });
  }
  if (target) link.set_target({ address: target.address });
  const frame = attachFrame(link);
  frame.snd_settle_mode = link.snd_settle_mode;
  frame.rcv_settle_mode = link.rcv_settle_mode;
}

/** Adds to the hub's attach frame; of use only before the frame leaves, so in a link server's own call. */
export function answerAttach(link: Sender | Receiver, answer: AttachAnswer): void {
  Object.assign(attachFrame(link), answer);
}

/** How many bytes rhea holds of a delivery whose end has not come yet. */
export function waitingBytes(link: Sender | Receiver): number {
  const { _incomplete: delivery } = link as unknown as {
    readonly _incomplete?: { readonly frames: readonly Buffer[] };
  };
  return delivery?.frames.reduce((sum, frame) => sum + frame.length, 0) ?? 0;
}

/** rhea's record of the deliveries of a session that are not settled on both sides. */
interface Outgoing {
  readonly next_pending_delivery: number;
  readonly deliveries: { readonly entries: readonly (OutgoingDelivery | undefined)[] };
}

interface OutgoingDelivery {
  readonly id: number;
  readonly link: unknown;
  settled: boolean;
  remote_settled: boolean;
}

/**
 * Forgets what was sent on a link that is gone: nobody will settle it any more, and what is not settled takes the
 * room of the session's other links.
 */
export function forgetDeliveries(link: Sender | Receiver): void {
  if (!link.is_sender()) return;
  const { outgoing } = link.session as unknown as { readonly outgoing: Outgoing };
  for (const delivery of outgoing.deliveries.entries) {
    if (delivery?.link !== link || delivery.id >= outgoing.next_pending_delivery) continue;
    delivery.settled = true;
    delivery.remote_settled = true;
  }
}

function attachFrame(link: Sender | Receiver): AttachFrame {
  return (link as unknown as { readonly local: { readonly attach: AttachFrame } }).local.attach;
}
