import { constants, verify as verifyBytes, X509Certificate } from "node:crypto";
import { PnpError } from "../../errors.js";
import type { HubClock, HubIds } from "../clock.js";
import { isSameSecret } from "../same-secret.js";
import type { Store } from "../store/store.js";
import { readJwt } from "./jwt.js";
import { type HubRole, hubRoles, isHubRole, ownerRoles } from "./roles.js";

/** What to register a client app with. */
export interface ClientAppOptions {
  /** What its tokens allow; default: all data, of the hub and of its provisioning service. */
  readonly roles?: readonly HubRole[];
  /** PEM of the certificate with which it may sign in instead of the secret. */
  readonly certificate?: string;
}

/** What a program signs in with. The secret is one: keep it as you keep a password. */
export interface ClientApp {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** `https://login-<hub>.azure-devices.test`: the hub's own sign-in, reached by its redirect. */
  readonly authorityHost: string;
}

/** A client app that has proved who it is. */
export interface SignedInApp {
  readonly clientId: string;
  readonly roles: readonly HubRole[];
}

/** Why an app was not let in: OAuth's word, and the number Entra gives it. */
export interface SignInRefusal {
  readonly error: "invalid_client" | "unauthorized_client" | "invalid_request";
  readonly number: number;
  readonly text: string;
}

interface RegisteredApp extends SignedInApp {
  readonly secret: string;
  /** PEM. */
  readonly certificate?: string;
}

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** The client apps that may sign in to one hub. */
export class ClientApps {
  readonly #apps: Map<string, RegisteredApp>;
  readonly #ids: HubIds;
  readonly #clock: HubClock;

  constructor(clock: HubClock, ids: HubIds, store: Store) {
    this.#apps = store.map("client apps");
    this.#clock = clock;
    this.#ids = ids;
  }

  /** Registers an app with an id, which is answered, and a secret of its own. */
  add(options: ClientAppOptions = {}): string {
    const { roles = ownerRoles, certificate } = options;
    const unknown = roles.find((role) => !isHubRole(role));
    if (unknown !== undefined) {
      throw new PnpError("PNP_USAGE", `There is no role ${JSON.stringify(unknown)}.`, {
        hint: `There are ${hubRoles.join(", ")}.`,
      });
    }
    const clientId = this.#ids.uuid();
    const secret = this.#ids.bytes(24).toString("base64url");
    this.#apps.set(clientId, {
      clientId,
      roles,
      secret,
      ...(certificate === undefined
        ? {}
        : { certificate: new X509Certificate(certificate).toString() }),
    });
    return clientId;
  }

  /** Of a registered app. */
  secretOf(clientId: string): string {
    return this.#apps.get(clientId)?.secret ?? "";
  }

  /** The app that a token request comes from, or why it is refused. `audience` is the URL that was asked. */
  authenticate(form: URLSearchParams, audience: string): SignedInApp | SignInRefusal {
    const app = this.#apps.get(form.get("client_id") ?? "");
    if (!app) {
      return refusal("unauthorized_client", 700016, "The application was not found in the tenant.");
    }
    const secret = form.get("client_secret");
    const assertion = form.get("client_assertion");
    if (secret !== null) {
      return isSameSecret(secret, app.secret)
        ? app
        : refusal("invalid_client", 7000215, "Invalid client secret provided.");
    }
    if (assertion !== null && form.get("client_assertion_type") === assertionType) {
      return this.#isAssertedBy(app, assertion, audience)
        ? app
        : refusal("invalid_client", 700027, "The client assertion failed its checks.");
    }
    return refusal("invalid_client", 7000218, "Give a client_secret or a client_assertion.");
  }

  #isAssertedBy(app: RegisteredApp, assertion: string, audience: string): boolean {
    const jwt = readJwt(assertion);
    if (!jwt || !app.certificate) return false;
    const { aud, iss, sub, exp } = jwt.claims;
    if (iss !== app.clientId || sub !== app.clientId || aud !== audience) return false;
    if (typeof exp !== "number" || exp * 1000 <= this.#clock.now().getTime()) return false;
    const padding = paddings[String(jwt.header.alg)];
    if (padding === undefined) return false;
    const key = { key: new X509Certificate(app.certificate).publicKey, padding };
    try {
      return verifyBytes("sha256", Buffer.from(jwt.signed), key, jwt.signature);
    } catch {
      // A key of another kind than the algorithm asks for.
      return false;
    }
  }
}

/** By the algorithm a client assertion names; the identity libraries sign with RSA keys only. */
const paddings: Readonly<Record<string, number>> = {
  RS256: constants.RSA_PKCS1_PADDING,
  PS256: constants.RSA_PKCS1_PSS_PADDING,
};

function refusal(error: SignInRefusal["error"], number: number, text: string): SignInRefusal {
  return { error, number, text };
}
