import type { Container } from "rhea";

/** What rhea wants of the server's side of a mechanism. */
interface Mechanism {
  outcome: boolean | undefined;
  username?: string;
  start(response: Buffer | undefined): void;
}

/**
 * Offers what Azure's endpoints offer. Only `PLAIN` proves something: its password is a token. With the others the
 * client proves itself later (put-token), or has done so already (certificate).
 */
export function offerMechanisms(container: Container, signIn: (password: string) => boolean): void {
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
      this.outcome = signIn(password);
    },
  });
  Object.assign(container.sasl_server_mechanisms, {
    MSSBCBS: open,
    PLAIN: plain,
    ANONYMOUS: open,
    EXTERNAL: open,
  });
}
