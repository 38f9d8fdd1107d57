import { Duplex } from "node:stream";
import { createServer, type Server, type TLSSocket } from "node:tls";
import type { HubCertificates } from "./certificates.js";

/** Where a chunk belongs: connections count from 1; `in` is from the client. */
export interface TapInfo {
  readonly connection: number;
  readonly direction: "in" | "out";
}

/** Sees all bytes of all connections, decrypted. They include tokens. */
export type Tap = (chunk: Uint8Array, info: TapInfo) => void;

/** What takes over a connection once its first byte has told the protocol. */
export interface Protocols {
  http(connection: Duplex): void;
  mqtt(connection: Duplex): void;
  /** Bytes that begin no protocol the hub speaks. The listener ends the connection. */
  unknown(firstBytes: string): void;
}

const mqttConnect = 0x10;
const firstBytesWithin = 30_000;

/** A TLS port on loopback that serves all protocols: the client always speaks first, and its first byte tells. */
export class Listener {
  readonly #server: Server;
  readonly #sockets = new Set<TLSSocket>();
  readonly #protocols: Protocols;
  readonly #tap: Tap | undefined;
  #connections = 0;

  constructor(certificates: HubCertificates, protocols: Protocols, tap: Tap | undefined) {
    this.#protocols = protocols;
    this.#tap = tap;
    this.#server = createServer(
      {
        cert: certificates.certificate,
        key: certificates.privateKey,
        minVersion: "TLSv1.2",
        // Devices may have certificates; none is needed, and a self-signed one is no reason to fail here.
        requestCert: true,
        rejectUnauthorized: false,
      },
      (socket) => this.#accept(socket),
    );
    // A client that does not trust the CA ends the handshake; that is its business.
    this.#server.on("tlsClientError", () => {});
  }

  /** Binds to loopback; port 0 takes a free one. Resolves with the port. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", () => {
        this.#server.off("error", reject);
        const address = this.#server.address();
        resolve(typeof address === "object" && address !== null ? address.port : port);
      });
    });
  }

  /** Stops listening and cuts what is still connected. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      for (const socket of this.#sockets) socket.destroy();
    });
  }

  #accept(socket: TLSSocket): void {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.setNoDelay(true);
    socket.setTimeout(firstBytesWithin, () => socket.destroy());
    this.#connections += 1;
    const connection = this.#connections;
    socket.once("data", (first: Buffer) => {
      socket.setTimeout(0);
      socket.pause();
      socket.unshift(first);
      const tap = this.#tap;
      const stream = tap
        ? tapped(socket, (chunk, direction) => tap(chunk, { connection, direction }))
        : socket;
      this.#dispatch(first, stream, socket);
    });
  }

  #dispatch(first: Buffer, stream: Duplex, socket: TLSSocket): void {
    if (first[0] === mqttConnect) {
      this.#protocols.mqtt(stream);
    } else if (/^[A-Z]+ /.test(first.toString("latin1", 0, 16))) {
      this.#protocols.http(stream);
    } else {
      this.#protocols.unknown(first.toString("latin1", 0, 4));
      socket.end(() => socket.destroy());
    }
  }
}

/** The same connection, with somebody watching. */
function tapped(
  socket: TLSSocket,
  watch: (chunk: Uint8Array, direction: TapInfo["direction"]) => void,
): Duplex {
  const stream = new Duplex({
    read: () => void socket.resume(),
    write(chunk: Buffer, _encoding, done) {
      watch(chunk, "out");
      socket.write(chunk, done);
    },
    final: (done) => void socket.end(() => done()),
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  socket.on("data", (chunk: Buffer) => {
    watch(chunk, "in");
    if (!stream.push(chunk)) socket.pause();
  });
  socket.once("end", () => stream.push(null));
  socket.once("close", () => stream.destroy());
  return stream;
}
