import type { CallOptions } from "../client/call-options.js";
import type { TargetId } from "../client/transport.js";

/** Protocols over which a device has a twin and takes commands; `-ws` runs through WebSockets on port 443. */
export type TwinProtocol = "mqtt" | "mqtt-ws" | "amqp" | "amqp-ws";

/** Protocols of a device. HTTP carries telemetry and cloud-to-device messages only. */
export type DeviceProtocol = TwinProtocol | "http";

/** A client certificate with its key, in PEM. */
export interface DeviceCertificate {
  readonly cert: string;
  /** A secret. */
  readonly key: string;
  /** Of an encrypted key. A secret. */
  readonly passphrase?: string;
}

/** A shared access signature, or where to get a new one each time one is needed. */
export type TokenSource = string | (() => string | Promise<string>);

/** Whom to connect as, where there is no connection string. */
export interface DeviceAddress extends TargetId {
  /** Host name of the hub. */
  readonly host: string;
  /** Host name of the gateway to connect through. */
  readonly gateway?: string;
}

/** How tokens are renewed while a connection stands. */
export interface TokenRenewal {
  /** Seconds that a token is good for, where it is made from a key. Default 3600. */
  readonly validSeconds?: number;
  /** Seconds before its end at which the next one is used. Default 900. */
  readonly marginSeconds?: number;
}

/** How a connection is taken up again after it broke: each pause is about twice the one before, with jitter. */
export interface Reconnecting {
  /** Seconds. Default 0.2. */
  readonly firstSeconds?: number;
  /** Seconds. Default 30. */
  readonly longestSeconds?: number;
}

/** How a device or module connects. `signal` and `timeoutSeconds` (default 20) are about the first connection. */
export interface ConnectOptions extends CallOptions {
  /** DTMI that the device announces when it connects; without one it is a device without a model. */
  readonly modelId?: string;
  /** Default `mqtt`. */
  readonly transport?: DeviceProtocol;
  /** Signs in with a certificate, for addresses and for connection strings with `x509=true`. */
  readonly x509?: DeviceCertificate;
  /** Signs in with a token instead of a key. A function is asked at each connection and before each token's end. */
  readonly sasToken?: TokenSource;
  readonly tokenRenewal?: TokenRenewal;
  readonly reconnect?: Reconnecting;
  /** Told once what works less well than asked for. Default: a warning of the process. */
  readonly onWarning?: (message: string) => void;
  /** Told why an attempt to connect again failed; further attempts follow. */
  readonly onReconnectError?: (error: unknown) => void;
}
