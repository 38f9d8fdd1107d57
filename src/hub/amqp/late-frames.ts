import type { Connection, EventContext, Session } from "rhea";

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
 *
 * Drops as well what comes on a session that the hub has ended, until the client ends it, too (same section): an answer
 * would be said on an ended session.
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
  for (const name of [...late, "attach"]) {
    const handle = handlers[`on_${name}`];
    handlers[`on_${name}`] = function (this: unknown, frame) {
      if (isEndedHere(connection, frame) || (name !== "attach" && ended.has(frame.channel))) return;
      handle?.call(this, frame);
    };
  }
}

function isEndedHere(connection: Connection, { channel }: Frame): boolean {
  const { remote_channel_map: sessions } = connection as unknown as {
    readonly remote_channel_map: Readonly<Record<number, Session>>;
  };
  const session = sessions[channel];
  return session?.is_remote_open() === true && !session.is_open();
}
