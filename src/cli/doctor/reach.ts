import { lookup } from "node:dns/promises";
import { connect as connectPlain } from "node:net";
import { connect } from "node:tls";
import { isRecord } from "../../convention/record.js";
import { type Finding, ok, problem } from "./finding.js";

/** How far a connection came: nothing listens or answers; TLS fails; all is well. */
export type Reach =
  | { readonly stage: "closed" | "untrusted"; readonly reason: string; readonly code: string }
  | { readonly stage: "open" };

const patience = 5000;

/** Finds the address of a host. */
export async function checkName(host: string): Promise<Finding> {
  try {
    const { address } = await lookup(host);
    return ok("name", `${host} is ${address}`);
  } catch (error) {
    return problem(
      "name",
      "PNP_TRANSPORT",
      `${host} is not found: ${codeOf(error)}`,
      "Check the spelling of the host name, that the hub still exists, and that this machine has a network and a name server.",
    );
  }
}

/** Opens a TCP connection and then TLS over it, and closes both. */
export async function reach(host: string, port: number): Promise<Reach> {
  const plain = await attempt((done, fail) => {
    const socket = connectPlain({ host, port, timeout: patience });
    socket.once("connect", () => done(socket));
    socket.once("timeout", () => fail(socket, Object.assign(new Error(), { code: "ETIMEDOUT" })));
    socket.once("error", (error) => fail(socket, error));
  });
  if (plain) return { stage: "closed", ...plain };
  const secure = await attempt((done, fail) => {
    const socket = connect({ host, port, servername: host, timeout: patience });
    socket.once("secureConnect", () => done(socket));
    socket.once("timeout", () => fail(socket, Object.assign(new Error(), { code: "ETIMEDOUT" })));
    socket.once("error", (error) => fail(socket, error));
  });
  return secure ? { stage: "untrusted", ...secure } : { stage: "open" };
}

interface Failure {
  readonly reason: string;
  readonly code: string;
}

interface Destroyable {
  destroy(): unknown;
}

function attempt(
  run: (
    done: (socket: Destroyable) => void,
    fail: (socket: Destroyable, error: Error) => void,
  ) => void,
): Promise<Failure | undefined> {
  return new Promise((resolve) => {
    run(
      (socket) => {
        socket.destroy();
        resolve(undefined);
      },
      (socket, error) => {
        socket.destroy();
        resolve({ reason: error.message || codeOf(error), code: codeOf(error) });
      },
    );
  });
}

/** Node's code of an error. */
export function codeOf(error: unknown): string {
  return isRecord(error) && typeof error.code === "string" ? error.code : String(error);
}

/** What a failed handshake means, by Node's code; the first row that fits. */
const trustAdvice: readonly (readonly [code: RegExp, advice: string])[] = [
  [
    /ALTNAME/,
    "The server that answers is not this hub: look for a proxy, a hosts entry or a wrong host name.",
  ],
  [
    /EXPIRED|NOT_YET_VALID/,
    "Compare this machine's clock with the real time; else the certificate has to be renewed.",
  ],
  [
    /SELF_SIGNED|UNABLE_TO|CERT/,
    "For a hub or proxy with an authority of its own, name its certificate: NODE_EXTRA_CA_CERTS=ca.pem. Node programs for the local hub are started by `pnp hub exec` or with `--import twinplug/redirect`.",
  ],
];

export function untrusted(check: string, { code, reason }: Failure): Finding {
  const advice =
    trustAdvice.find(([fits]) => fits.test(code))?.[1] ??
    "What answers is not TLS as it should be: look for a proxy or a firewall on the way.";
  return problem(
    check,
    "PNP_TRANSPORT",
    `the certificate is not trusted: ${reason} (${code})`,
    advice,
  );
}
