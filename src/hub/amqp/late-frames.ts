import type { Connection, EventContext } from "rhea";

interface Frame {
  readonly channel: number;
}

/** What rhea calls for each frame of a session; not in its types. */
type FrameHandlers = Record<string, (frame: Frame) => void>;

const late = ["flow", "transfer", "disposition", "detach"];

/**
 * Drops what a client still says on a session that it has ended. It may not (AMQP 1.0, 2.5.6), but the Event Hubs SDK
 * settles deliveries a moment after it has closed their receiver. rhea would break the connection for it, and the SDK
 * then waits a minute before it believes that.
 */
export function dropLateFrames(connection: Connection): void {
  const ended = new Set<number>();
  const channelOf = ({ session }: EventContext): number | undefined =>
    (session as unknown as { readonly remote?: { readonly channel?: number } })?.remote?.channel;
  connection.on("session_open", (context: EventContext) => {
    const channel = channelOf(context);
    if (channel !== undefined) ended.delete(channel);
  });
  connection.on("session_close", (context: EventContext) => {
    const channel = channelOf(context);
    if (channel !== undefined) ended.add(channel);
  });
  const handlers = connection as unknown as FrameHandlers;
  for (const name of late) {
    const handle = handlers[`on_${name}`];
    handlers[`on_${name}`] = function (this: unknown, frame) {
      if (ended.has(frame.channel)) return;
      handle?.call(this, frame);
    };
  }
}
