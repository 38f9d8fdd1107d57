import type { Container } from "rhea";

/** What rhea wants of the server's side of a mechanism. */
interface Mechanism {
  outcome: boolean | undefined;
  username?: string;
  start(response: Buffer | undefined): void;
}

/**
 * Offers what Azure's endpoints offer. Only `PLAIN` proves something: its password is a token. With the others the
 * client proves itself later (put-token), or has done so already (certificate). `refused` is called when a client has
 * failed, or has asked for something else; the outcome that tells it leaves right after.
 */
export function offerMechanisms(
  container: Container,
  signIn: (userName: string, password: string) => boolean,
  refused: () => void,
): void {
  const open = (): Mechanism => ({
    outcome: undefined,
    start() {
      this.outcome = true;
    },
  });
  const plain = (): Mechanism => ({
    outcome: undefined,
    start(response) {
      // Authorisation id, user name, password, separated by zero bytes (RFC 4616).
      const [, username = "", password = ""] = response?.toString("utf8").split("\0") ?? [];
      this.username = username;
      this.outcome = signIn(username, password);
      if (!this.outcome) refused();
    },
  });
  const unknown = (): Mechanism => ({
    outcome: false,
    start() {
      refused();
    },
  });
  const offered: ReadonlyMap<unknown, () => Mechanism> = new Map([
    ["MSSBCBS", open],
    ["PLAIN", plain],
    ["ANONYMOUS", open],
    ["EXTERNAL", open],
  ]);
  // rhea offers the names it finds and calls what stands under the name the client asks for, even an inherited one.
  container.sasl_server_mechanisms = new Proxy(Object.fromEntries(offered), {
    get: (_offered, name) => offered.get(name) ?? unknown,
  });
}
