import type { Socket } from "node:net";

type Written = (error?: Error | null) => void;

/** What every writable stream of Node has underneath; a socket has both. */
interface Sink {
  _write(chunk: unknown, encoding: BufferEncoding, written: Written): void;
  _writev(chunks: readonly unknown[], written: Written): void;
}

/**
 * Holds back what the hub says on a connection until everything it knew by then is committed, so that nobody outside
 * hears of what a crash could take back. The stream's own buffer keeps the order and tells writers when it is full;
 * nothing that speaks on the connection needs to know.
 */
export function holdUntilCommitted(
  socket: Socket,
  committed: () => Promise<void> | undefined,
): void {
  const sink = socket as unknown as Sink;
  const write = sink._write.bind(socket);
  const writev = sink._writev.bind(socket);
  sink._write = (chunk, encoding, written) => {
    const waiting = committed();
    if (waiting) void waiting.then(() => write(chunk, encoding, written));
    else write(chunk, encoding, written);
  };
  sink._writev = (chunks, written) => {
    const waiting = committed();
    if (waiting) void waiting.then(() => writev(chunks, written));
    else writev(chunks, written);
  };
}
