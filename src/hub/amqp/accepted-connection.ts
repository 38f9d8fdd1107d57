import type { Duplex } from "node:stream";
import rhea, {
  type Connection,
  type ConnectionOptions,
  type EventContext,
  type Receiver,
  type Sender,
  type Session,
} from "rhea";
import { boundCounts } from "./bounded-reader.js";
import { waitingBytes } from "./frames.js";
import { dropLateFrames } from "./late-frames.js";
import { offerMechanisms } from "./sasl.js";

/** The hub's end of a link. */
export type Link = Sender | Receiver;

/** What happens on a connection, sorted out of rhea's events. */
export interface ConnectionHandlers {
  /** A SASL user and password; answers whether they are good. */
  signIn(userName: string, password: string): boolean;
  opened(): void;
  sessionOpened(): void;
  sessionClosed(session: Session): void;
  attached(link: Link): void;
  detached(link: Link): void;
  /** The client has broken AMQP or a limit. The connection is cut. */
  broken(rule: string, detail: string): void;
  /** Once, whatever ended it. */
  gone(): void;
}

const idleTimeout = 120_000;
/** Of a frame, and of an unfinished delivery; what serves a link judges the size of its messages. */
const largestPiece = 1_048_576;
const options = {
  reconnect: false,
  idle_time_out: idleTimeout,
  max_frame_size: 65_536,
  receiver_options: { autoaccept: false, credit_window: 0 },
} satisfies Partial<ConnectionOptions>;

/** Speaks AMQP on a stream that a client has opened. Nothing that the client does is thrown. */
export function acceptConnection(
  stream: Duplex,
  name: string,
  handlers: ConnectionHandlers,
): Connection {
  boundCounts();
  const container = rhea.create_container({ id: name });
  offerMechanisms(
    container,
    (userName, password) => handlers.signIn(userName, password),
    // After the outcome has been sent.
    () => setImmediate(() => stream.end(() => stream.destroy())),
  );
  // rhea's type asks for an address to connect to; this connection is accepted instead.
  const connection = container.create_connection(options as ConnectionOptions);
  const broken = (rule: string, detail: string): void => {
    handlers.broken(rule, detail);
    stream.destroy();
  };
  dropLateFrames(connection);
  listen(connection, handlers);
  for (const event of ["protocol_error", "error"]) {
    connection.on(event, (error: unknown) =>
      broken("malformed", error instanceof Error ? error.message : "the AMQP makes no sense"),
    );
  }
  connection.on("disconnected", () => stream.destroy());
  // Not in rhea's types: takes over a socket that somebody else has accepted.
  connection.accept(stream);
  stream.on("data", () => {
    if (largestWaiting(connection) <= largestPiece) return;
    broken("tooLarge", `more than ${largestPiece} bytes in one piece`);
  });
  stream.once("close", () => {
    // Stops rhea's heartbeats; by itself it only notices a socket that ends, not one that is cut.
    connection.eof();
    handlers.gone();
  });
  stream.resume();
  return connection;
}

function listen(connection: Connection, handlers: ConnectionHandlers): void {
  const on = (event: string, listener: (context: EventContext) => void): void =>
    void connection.on(event, listener);
  on("connection_open", () => handlers.opened());
  on("session_open", () => handlers.sessionOpened());
  on("session_close", ({ session }) => session && handlers.sessionClosed(session));
  on("sender_open", ({ sender }) => sender && handlers.attached(sender));
  on("receiver_open", ({ receiver }) => receiver && handlers.attached(receiver));
  on("sender_close", ({ sender }) => sender && handlers.detached(sender));
  on("receiver_close", ({ receiver }) => receiver && handlers.detached(receiver));
  // What an error event tells, the close event that follows tells too; but unheard ones would be thrown.
  for (const event of ["connection_error", "session_error", "sender_error", "receiver_error"]) {
    on(event, () => {});
  }
  on("connection_close", () => {});
}

/** rhea keeps what comes until a frame or message is whole; a client must not decide how much that is. */
function largestWaiting(connection: Connection): number {
  let largest = Number(connection.frame_size ?? 0);
  connection.each_receiver((receiver: Receiver) => {
    largest = Math.max(largest, waitingBytes(receiver));
  });
  return largest;
}
