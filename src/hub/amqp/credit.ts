import type { Receiver } from "rhea";

/** Lets the client send so many messages ahead, and as many again as they are taken. */
export function openWindow(receiver: Receiver, size: number): void {
  receiver.set_credit_window(size);
  // The window is topped up as messages come; the first credit is given here, because the link is open already.
  receiver.add_credit(size);
}
