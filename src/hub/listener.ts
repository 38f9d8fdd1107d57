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
  /** A connection, before anything is said on it. */
  accepted?(socket: Socket): void;
  http?(connection: Duplex, certificate: X509Certificate | undefined): void;
  mqtt?(connection: Duplex, certificate: X509Certificate | undefined): void;
  amqp?(connection: Duplex, certificate: X509Certificate | undefined, localPort?: number): void;
  /** Bytes that begin no protocol of this port. The listener ends the connection. */
  unknown(firstBytes: string): void;
  /** The TLS handshake failed, or the client went away right after it. */
  distrusted?(reason: string): void;
}

const mqttConnect = 0x10;
/** Enough to tell the protocols apart. */
const tellingBytes = 16;

/** A port that serves all protocols: the client always speaks first, and its first byte tells. */
export class Listener {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** By {@link peerOf}: connections whose TLS handshake is not over. */
  readonly #handshakes = new Map<string, Socket>();
  readonly #protocols: Protocols;
  readonly #tap: Tap | undefined;
  readonly #patience: number;
  #connections = 0;

  /** Without certificates the port is a plain one, without TLS. */
  constructor(
    certificates: HubCertificates | undefined,
    protocols: Protocols,
    tap: Tap | undefined,
    patience: number,
  ) {
    this.#protocols = protocols;
    this.#tap = tap;
    this.#patience = patience;
    const accept = (socket: Socket): void => this.#accept(socket);
    this.#server = certificates
      ? createServer(
          {
            cert: certificates.certificate,
            key: certificates.privateKey,
            minVersion: "TLSv1.2",
            handshakeTimeout: patience,
            // Devices may have certificates; none is needed, and a self-signed one is no reason to fail here.
            requestCert: true,
            rejectUnauthorized: false,
            // A resumed session would know the client's certificate, but not those that vouch for it.
            secureOptions: constants.SSL_OP_NO_TICKET,
          },
          accept,
        )
      : createPlainServer(accept);
    // What happened shows when the socket closes, below.
    this.#server.on("tlsClientError", (_error, socket) => socket.destroy());
    if (certificates) this.#server.on("connection", (socket: Socket) => this.#shakeHands(socket));
  }

  /** Port 0 takes a free one. Resolves with the port. */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, host, () => {
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
      for (const socket of [...this.#handshakes.values(), ...this.#sockets]) socket.destroy();
    });
  }

  /** Until {@link Listener.#accept}, which is for clients whose handshake has succeeded. */
  #shakeHands(socket: Socket): void {
    const peer = peerOf(socket);
    this.#handshakes.set(peer, socket);
    socket.once("close", () => {
      const hasFailed = this.#handshakes.get(peer) === socket && this.#handshakes.delete(peer);
      // Who only looked whether the port is open has said nothing.
      if (hasFailed && socket.bytesRead > 0) this.#distrusted("the handshake failed");
    });
  }

  #distrusted(reason: string): void {
    if (this.#server.listening) this.#protocols.distrusted?.(reason);
  }

  #accept(socket: Socket): void {
    this.#handshakes.delete(peerOf(socket));
    this.#sockets.add(socket);
    this.#protocols.accepted?.(socket);
    let isSilent = socket instanceof TLSSocket;
    socket.once("close", () => {
      this.#sockets.delete(socket);
      // With TLS 1.2, Node judges the certificate when the handshake is over.
      if (isSilent) this.#distrusted("nothing came after it");
    });
    socket.on("error", () => socket.destroy());
    socket.setNoDelay(true);
    socket.setTimeout(this.#patience, () => socket.destroy());
    let first = Buffer.alloc(0);
    const take = (chunk: Buffer): void => {
      isSilent = false;
      first = Buffer.concat([first, chunk]);
      const protocol = protocolOf(first);
      if (protocol === undefined) return;
      socket.off("data", take);
      socket.setTimeout(0);
      socket.pause();
      socket.unshift(first);
      this.#hand(socket, protocol, first);
    };
    socket.on("data", take);
  }

  /** Gives the connection to what speaks its protocol. */
  #hand(socket: Socket, protocol: Protocol, first: Buffer): void {
    const { http, mqtt, amqp } = this.#protocols;
    const stream = this.#watched(socket);
    const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
    if (protocol === "mqtt" && mqtt) {
      mqtt(stream, certificate);
    } else if (protocol === "amqp" && amqp) {
      amqp(stream, certificate, socket.localPort);
    } else if (protocol === "http" && http) {
      http(stream, certificate);
    } else {
      this.#protocols.unknown(first.toString("latin1", 0, 4));
      socket.end(() => socket.destroy());
    }
  }

  #watched(socket: Socket): Duplex {
    const tap = this.#tap;
    if (!tap) return socket;
    this.#connections += 1;
    const connection = this.#connections;
    return tapped(socket, (chunk, direction) => tap(chunk, { connection, direction }));
  }
}

type Protocol = "http" | "mqtt" | "amqp" | "unknown";

/** Told by the first bytes of a client; undefined while they are too few. */
function protocolOf(first: Buffer): Protocol | undefined {
  if (first[0] === mqttConnect) return "mqtt";
  const text = first.toString("latin1", 0, tellingBytes);
  if (text.startsWith("AMQP")) return "amqp";
  if (/^[A-Z]+ /.test(text)) return "http";
  return text.length < tellingBytes && /^[A-Z]+$/.test(text) ? undefined : "unknown";
}

function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
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
