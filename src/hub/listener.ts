import { constants, type X509Certificate } from "node:crypto";
import { createServer as createPlainServer, type Server, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { createServer, TLSSocket } from "node:tls";
import type { HubCertificates } from "./certificates.js";

/** Where a chunk belongs: connections count from 1; `in` is from the client. */
export interface TapInfo {
  readonly connection: number;
  readonly direction: "in" | "out";
}

/** Sees all bytes of all connections, decrypted. They include tokens. */
export type Tap = (chunk: Uint8Array, info: TapInfo) => void;

/**
 * What takes over a connection, with the client's certificate if it has one, once its first byte has told the
 * protocol. A port need not serve all of them.
 */
export interface Protocols {
  http?(connection: Duplex, certificate: X509Certificate | undefined): void;
  mqtt?(connection: Duplex, certificate: X509Certificate | undefined): void;
  amqp?(connection: Duplex, certificate: X509Certificate | undefined, localPort?: number): void;
  /** Bytes that begin no protocol of this port. The listener ends the connection. */
  unknown(firstBytes: string): void;
}

const mqttConnect = 0x10;
const firstBytesWithin = 30_000;

/** A port on loopback that serves all protocols: the client always speaks first, and its first byte tells. */
export class Listener {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #protocols: Protocols;
  readonly #tap: Tap | undefined;
  #connections = 0;

  /** Without certificates the port is a plain one, without TLS. */
  constructor(
    certificates: HubCertificates | undefined,
    protocols: Protocols,
    tap: Tap | undefined,
  ) {
    this.#protocols = protocols;
    this.#tap = tap;
    const accept = (socket: Socket): void => this.#accept(socket);
    this.#server = certificates
      ? createServer(
          {
            cert: certificates.certificate,
            key: certificates.privateKey,
            minVersion: "TLSv1.2",
            // Devices may have certificates; none is needed, and a self-signed one is no reason to fail here.
            requestCert: true,
            rejectUnauthorized: false,
            // A resumed session would know the client's certificate, but not those that vouch for it.
            secureOptions: constants.SSL_OP_NO_TICKET,
          },
          accept,
        )
      : createPlainServer(accept);
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

  #accept(socket: Socket): void {
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

  #dispatch(first: Buffer, stream: Duplex, socket: Socket): void {
    const { http, mqtt, amqp } = this.#protocols;
    const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
    const text = first.toString("latin1", 0, 16);
    if (mqtt && first[0] === mqttConnect) {
      mqtt(stream, certificate);
    } else if (amqp && text.startsWith("AMQP")) {
      amqp(stream, certificate, socket.localPort);
    } else if (http && /^[A-Z]+ /.test(text)) {
      http(stream, certificate);
    } else {
      this.#protocols.unknown(first.toString("latin1", 0, 4));
      socket.end(() => socket.destroy());
    }
  }
}

/** The same connection, with somebody watching. */
function tapped(
  socket: Socket,
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
