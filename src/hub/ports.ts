import { networkInterfaces } from "node:os";
import { isRecord } from "../convention/record.js";
import { PnpError } from "../errors.js";
import type { HubCertificates } from "./certificates.js";
import type { Edges } from "./edges.js";
import type { HubOptions } from "./hub-options.js";
import { Listener } from "./listener.js";

type PortOptions = Pick<HubOptions, "host" | "port" | "plainPort" | "standardPorts" | "tap">;

/** The ports that clients take when they are told none. */
export interface StandardPorts {
  readonly https?: number;
  readonly mqtts?: number;
  readonly amqps?: number;
  /** Without TLS, for readers of events. */
  readonly amqp?: number;
}

/** The ports of a running hub, by number. */
export interface HubPorts {
  /** Speaks all protocols over TLS. */
  readonly tls: number;
  /** Without TLS, for readers of events. */
  readonly plain: number;
  /** Those of the standard ports that the hub has too. */
  readonly standard: StandardPorts;
  /** Frees them and cuts what is still connected. */
  close(): Promise<void>;
}

/** As the cloud has them. */
export const standardPorts: Required<StandardPorts> = {
  https: 443,
  mqtts: 8883,
  amqps: 5671,
  amqp: 5672,
};

/** Where a hub listens unless it is told otherwise. */
export const loopback = "127.0.0.1";

const everywhere = ["0.0.0.0", "::"];

function includesLoopback(host: string): boolean {
  return host === loopback || everywhere.includes(host);
}

/** Every address of this machine that a hub on this host is reached by, for its certificate. */
export function addressesOf(host: string): readonly string[] {
  if (!everywhere.includes(host)) return [host];
  return Object.values(networkInterfaces()).flatMap((all = []) =>
    all.map(({ address }) => address),
  );
}

/** The ports that a hub was given at its last start, `tls` and `plain`, so that programs that know them find it again. */
export type LastPorts = Map<string, number>;

/**
 * Opens a hub's ports: where none is named those of the last start, if they are free. Rejects with `PNP_USAGE` when
 * one cannot be had; then none stays open.
 */
export async function openPorts(
  certificates: HubCertificates,
  edges: Edges,
  options: PortOptions,
  standard: Required<StandardPorts> = standardPorts,
  last: LastPorts = new Map(),
): Promise<HubPorts> {
  const { host = loopback, tap } = options;
  const { patience } = edges;
  const listeners: Listener[] = [];
  const bind = async (
    secure: boolean,
    wanted: number,
    address: string,
    service?: string,
  ): Promise<number> => {
    const listener = secure
      ? new Listener(certificates, edges.tls, tap, patience)
      : new Listener(undefined, edges.plain, tap, patience);
    try {
      const port = await listener.listen(wanted, address);
      listeners.push(listener);
      return port;
    } catch (cause) {
      throw refusal(address, wanted, cause, service);
    }
  };
  const listen = async (secure: boolean, wanted: number, service?: string): Promise<number> => {
    const port = await bind(secure, wanted, host, service);
    if (includesLoopback(host)) return port;
    try {
      // The redirect and `pnp` always find a hub on loopback.
      await bind(secure, port, loopback, service);
      return port;
    } catch (error) {
      await listeners.pop()?.close();
      throw error;
    }
  };
  const ifFree = (secure: boolean, wanted: number): Promise<number | undefined> =>
    listen(secure, wanted).catch(() => undefined);
  const listenAgain = async (kind: "tls" | "plain"): Promise<number> => {
    const secure = kind === "tls";
    const before = last.get(kind);
    const same = before === undefined ? undefined : await ifFree(secure, before);
    const port = same ?? (await listen(secure, 0));
    last.set(kind, port);
    return port;
  };
  const close = async (): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.close()));
    edges.close();
  };
  try {
    const tls = await (options.port ? listen(true, options.port) : listenAgain("tls"));
    const found: { -readonly [name in keyof StandardPorts]: number | undefined } = {};
    if (options.standardPorts !== undefined) {
      const open = options.standardPorts === "all" ? listen : ifFree;
      // The port that was asked for speaks all of these, so it may be one of them.
      const openTls = async (wanted: number, service: string): Promise<number | undefined> =>
        wanted === tls ? tls : open(true, wanted, service);
      if (options.standardPorts === "all") found.https = await openTls(standard.https, "HTTPS");
      found.mqtts = await openTls(standard.mqtts, "MQTT over TLS");
      found.amqps = await openTls(standard.amqps, "AMQP over TLS");
      if (options.plainPort === undefined)
        found.amqp = await open(false, standard.amqp, "AMQP without TLS");
    }
    const plain =
      found.amqp ??
      (await (options.plainPort ? listen(false, options.plainPort) : listenAgain("plain")));
    return { tls, plain, standard: withoutGaps(found), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function withoutGaps(ports: Readonly<Record<string, number | undefined>>): StandardPorts {
  return Object.fromEntries(Object.entries(ports).filter(([, port]) => port !== undefined));
}

const hints: Readonly<Record<string, string>> = {
  EACCES:
    "This system keeps ports below 1024 for administrators. Go without --standard-ports and start programs by `pnp hub exec`, or allow it: `sudo sysctl net.ipv4.ip_unprivileged_port_start=443`, or `sudo setcap cap_net_bind_service=+ep` on a copy of node.",
  EADDRINUSE: "Another program has it. Choose another port, or 0 for a free one.",
  EADDRNOTAVAIL: "Name an address that this machine has, or 0.0.0.0 for all of them.",
  ENOTFOUND: "Name an address that this machine has, or 0.0.0.0 for all of them.",
};

/** For a standard port there is no other: its service is named. */
function refusal(host: string, port: number, cause: unknown, service?: string): PnpError {
  const code = isRecord(cause) ? String(cause.code) : "";
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PnpError("PNP_USAGE", `The hub cannot listen on ${host}:${port}: ${reason}.`, {
    hint:
      (code === "EADDRINUSE" && service !== undefined
        ? standardHint(port, service)
        : hints[code]) ?? "Choose another port, or 0 for a free one.",
    cause,
  });
}

function standardHint(port: number, service: string): string {
  return `Another program has it, the standard port of ${service}. End that program, or leave out --standard-ports: then the hub goes without ${port}.`;
}
