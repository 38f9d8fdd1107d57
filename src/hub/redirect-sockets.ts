import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import tls from "node:tls";
import { PnpError } from "../errors.js";

/** Where connections to some names shall go instead. */
export interface RedirectTarget {
  /** Exact host names, all below a reserved suffix. */
  readonly hosts: readonly string[];
  /** Of loopback: `127.0.0.1` or `::1`. */
  readonly address: string;
  readonly port: number;
  /** Instead of it, for who asks for port 5672: that one is without TLS. */
  readonly plainPort?: number;
  /** PEM; trusted for these names and for no others. */
  readonly caCertificate: string;
}

/** Asked at each connection to a name below a reserved suffix: where, of all it knows, do connections go now? */
export type RedirectSource = () => readonly RedirectTarget[];

/** Ends of names that are redirected. No real hub has one: the TLD is kept for tests (RFC 6761). */
export const reservedSuffixes: readonly string[] = [
  ".azure-devices.test",
  ".servicebus.test",
  ".blob.test",
];
const loopback = ["127.0.0.1", "::1"];

/** By name, latest last: who redirects a name again gets it, and the former gets it back afterwards. */
const targets = new Map<string, RedirectTarget[]>();
/** Asked for the names that have no target of their own. */
const sources = new Set<RedirectSource>();
let uninstall: (() => void) | undefined;

/**
 * Sends this process's connections to the targets' names to their local ports, whatever library opens them. Only
 * names that no real hub can have are taken, and only to loopback; anything else throws `PNP_USAGE`. The answer
 * undoes it.
 */
export function installRedirect(added: readonly RedirectTarget[]): () => void {
  for (const target of added) checkTarget(target);
  for (const target of added) {
    for (const host of target.hosts.map((name) => name.toLowerCase())) {
      targets.set(host, [...(targets.get(host) ?? []), target]);
    }
  }
  uninstall ??= wrap();
  return () => {
    for (const target of added) {
      for (const host of target.hosts.map((name) => name.toLowerCase())) {
        const left = (targets.get(host) ?? []).filter((other) => other !== target);
        if (left.length > 0) targets.set(host, left);
        else targets.delete(host);
      }
    }
    if (targets.size > 0 || sources.size > 0) return;
    uninstall?.();
    uninstall = undefined;
  };
}

/**
 * The same for targets that change while the process runs, for as long as it runs. The source answers only targets that
 * {@link checkTarget} lets pass.
 */
export function installRedirectSource(source: RedirectSource): void {
  sources.add(source);
  uninstall ??= wrap();
}

/** Throws `PNP_USAGE` for a name that a real hub may have, and for an address that is not of this machine alone. */
export function checkTarget({ hosts, address, port }: RedirectTarget): void {
  for (const host of hosts) {
    if (isReserved(host)) continue;
    throw new PnpError("PNP_USAGE", `${host} is not redirected: it may be a real hub.`, {
      hint: `Use a name that ends in ${reservedSuffixes.join(" or ")}.`,
    });
  }
  if (!loopback.includes(address) || !Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new PnpError(
      "PNP_USAGE",
      `${address}:${port} is not a port of this machine's loopback.`,
      {
        hint: `Redirect to ${loopback.join(" or ")}.`,
      },
    );
  }
}

/** Puts both wraps in place; the answer takes them away, unless somebody has wrapped them since. */
function wrap(): () => void {
  const socketConnect = net.Socket.prototype.connect;
  const tlsConnect = tls.connect;
  const wrappedSocketConnect = function (this: net.Socket, ...args: unknown[]): unknown {
    return Reflect.apply(socketConnect, this, redirectedArguments(args));
  };
  const wrappedTlsConnect = (...args: unknown[]): unknown =>
    Reflect.apply(tlsConnect, tls, trustingArguments(args));
  Reflect.set(net.Socket.prototype, "connect", wrappedSocketConnect);
  Reflect.set(tls, "connect", wrappedTlsConnect);
  syncBuiltinESMExports();
  return () => {
    if (Reflect.get(net.Socket.prototype, "connect") === wrappedSocketConnect) {
      Reflect.set(net.Socket.prototype, "connect", socketConnect);
    }
    if (Reflect.get(tls, "connect") === wrappedTlsConnect) Reflect.set(tls, "connect", tlsConnect);
    syncBuiltinESMExports();
  };
}

/** The arguments of `Socket.connect`, with another address where the host is one of ours. */
function redirectedArguments(args: readonly unknown[]): readonly unknown[] {
  const [first, second] = args;
  // Node itself passes its normalised arguments: one array, recognised by a symbol, so it must stay the same one.
  if (Array.isArray(first)) {
    const moved = movedOptions(first[0]);
    if (moved) first[0] = moved;
    return args;
  }
  if (isOptions(first)) return [movedOptions(first) ?? first, ...args.slice(1)];
  const target = find(second);
  if (!target) return args;
  return [portOf(target, first), target.address, ...args.slice(2)];
}

function movedOptions(options: unknown): Record<string, unknown> | undefined {
  if (!isOptions(options)) return undefined;
  const target = find(options.host ?? options.hostname);
  return target && { ...options, host: target.address, port: portOf(target, options.port) };
}

/** AMQP's port without TLS. */
const plainAmqp = 5672;

function portOf({ port, plainPort }: RedirectTarget, wanted: unknown): number {
  return Number(wanted) === plainAmqp ? (plainPort ?? port) : port;
}

/** The arguments of `tls.connect`, with CA and server name where the host is one of ours. */
function trustingArguments(args: readonly unknown[]): readonly unknown[] {
  const given = args.findIndex(isOptions);
  const options = given < 0 ? {} : (args[given] as Record<string, unknown>);
  const host = options.host ?? (typeof args[1] === "string" ? args[1] : options.servername);
  const target = find(host);
  if (!target) return args;
  const trusted = { ...options, ...trust(target, options) };
  const named = options.servername ? trusted : { ...trusted, servername: host };
  if (given >= 0) return args.with(given, named);
  const callback = args.findIndex((argument) => typeof argument === "function");
  return callback < 0 ? [...args, named] : args.toSpliced(callback, 0, named);
}

/** What makes the secure context of a connection another one than its neighbour's. */
const contextOptions = (
  "ca cert key pfx passphrase ciphers crl dhparam ecdhCurve minVersion maxVersion secureContext secureOptions secureProtocol " +
  "sessionIdContext sigalgs"
).split(" ");
/** By the CA; Node makes a new one for each connection otherwise, which takes as long as the rest of connecting. */
const contexts = new WeakMap<RedirectTarget, tls.SecureContext>();

function trust(
  target: RedirectTarget,
  options: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { ca = [] } = options;
  const authorities = [ca, target.caCertificate].flat();
  if (contextOptions.some((name) => isGiven(options[name]))) return { ca: authorities };
  const secureContext =
    contexts.get(target) ?? tls.createSecureContext({ ca: target.caCertificate });
  contexts.set(target, secureContext);
  return { ca: authorities, secureContext };
}

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
}

function find(host: unknown): RedirectTarget | undefined {
  if (typeof host !== "string") return undefined;
  const name = host.toLowerCase();
  const own = targets.get(name)?.at(-1);
  if (own || sources.size === 0 || !isReserved(name)) return own;
  return [...sources]
    .flatMap((source) => source())
    .find(({ hosts }) => hosts.some((one) => one.toLowerCase() === name));
}

function isReserved(host: string): boolean {
  return reservedSuffixes.some((suffix) => host.toLowerCase().endsWith(suffix));
}

function isOptions(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
