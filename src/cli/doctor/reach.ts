import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { connect } from "node:tls";
import { isRecord } from "../../convention/record.js";
import { type Finding, ok, problem } from "./finding.js";

/** How far a connection came. */
export type Reach =
  | { readonly stage: "open" }
  | {
      /**
       * `closed`: nothing listens, or answers; `blocked`: a connection opens and TLS does not get through; `foreign`: what
       * answers speaks something else; `refused`: TLS, and the two sides do not agree on how; `untrusted`: TLS, with a
       * certificate that is not taken.
       */
      readonly stage: "closed" | "blocked" | "foreign" | "refused" | "untrusted";
      readonly code: string;
      readonly reason: string;
    };

/** Milliseconds for a connection and its handshake together. */
const usualPatience = 5000;

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

/** Opens a TLS connection and closes it. */
export function reach(
  host: string,
  port: number,
  patience: number = usualPatience,
): Promise<Reach> {
  return new Promise((resolve) => {
    let isConnected = false;
    // An address is no server name.
    const socket = connect({ host, port, servername: isIP(host) === 0 ? host : "" });
    const end = (found: Reach): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(found);
    };
    const fail = (code: string, reason: string): void =>
      end({ stage: isConnected ? stageOf(code, reason) : "closed", code, reason });
    const timer = setTimeout(() => fail("ETIMEDOUT", "no answer"), patience);
    socket.once("connect", () => {
      isConnected = true;
    });
    socket.once("secureConnect", () => end({ stage: "open" }));
    socket.on("error", (error) => fail(codeOf(error), error.message));
    socket.once("close", () => fail("ECONNRESET", "the connection ended"));
  });
}

/** Node's codes for a certificate that was looked at and not taken. */
const distrust =
  /^(UNABLE_TO_|CERT_|CRL_|ERROR_IN_C|DEPTH_ZERO_|SELF_SIGNED_|INVALID_(CA|PURPOSE)$|HOSTNAME_|PATH_LENGTH_|ERR_TLS_CERT_)/;
/** Whatever else OpenSSL ends a handshake for, an alert of the other side among it. */
const handshake = /^(ERR_SSL_|EPROTO$)/;
/** OpenSSL's words for bytes that are no TLS; as code or, with EPROTO, as text. */
const noTls =
  /wrong.version.number|unknown.protocol|http.request|https.proxy.request|packet.length|bad.record.type/i;

function stageOf(code: string, reason: string): "blocked" | "foreign" | "refused" | "untrusted" {
  if (distrust.test(code)) return "untrusted";
  if (!handshake.test(code)) return "blocked";
  return noTls.test(code === "EPROTO" ? reason : code) ? "foreign" : "refused";
}

/** Node's code of an error. */
export function codeOf(error: unknown): string {
  return isRecord(error) && typeof error.code === "string" ? error.code : String(error);
}
