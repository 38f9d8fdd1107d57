import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign as signBytes,
  verify as verifyBytes,
} from "node:crypto";
import { isRecord, type JsonRecord } from "../../convention/record.js";
import type { HubClock } from "../clock.js";
import type { Permission } from "../policies.js";
import type { Store } from "../store/store.js";
import { jwtPart, readJwt } from "./jwt.js";
import {
  type DataAction,
  type HubRole,
  isHubRole,
  type ProvisioningAction,
  rolePermissions,
  rolesAllow,
  rolesAllowProvisioning,
} from "./roles.js";

/** What a token is for: the hub's service API, its event endpoint, or the API of its provisioning service. */
export type Audience = (typeof audiences)[number];

const audiences = [
  "https://iothubs.azure.net",
  "https://eventhubs.azure.net",
  "https://azure-devices-provisioning.net",
] as const;
const lifetimeSeconds = 3600;

/** What a bearer token allows; `expiry` is in seconds since the epoch. */
export interface BearerGrant {
  readonly roles: readonly HubRole[];
  /** What a policy with the same rights would have; for calls that are told by permission only. */
  readonly permissions: readonly Permission[];
  readonly expiry: number;
  allows(action: DataAction): boolean;
  allowsProvisioning(action: ProvisioningAction): boolean;
}

/** A token and the time when it ends, in milliseconds since the epoch. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresOnTimestamp: number;
}

/** Who a token is for and what it allows. */
export interface TokenSubject {
  readonly roles: readonly HubRole[];
  /** The client app that signed in; absent for tokens that the hub hands out itself. */
  readonly clientId?: string;
}

/** Makes and checks the hub's own sign-in tokens (JWT, ES256). No token that another has signed is ever accepted. */
export class EntraTokens {
  readonly issuer: string;
  readonly #tenantId: string;
  readonly #clock: HubClock;
  readonly #store: Store;
  #keys: { readonly privateKey: KeyObject; readonly publicKey: KeyObject } | undefined;

  constructor(clock: HubClock, issuer: string, tenantId: string, store: Store) {
    this.#store = store;
    this.#clock = clock;
    this.issuer = issuer;
    this.#tenantId = tenantId;
  }

  /** A token for an hour. */
  issue({ roles, clientId }: TokenSubject, audience: Audience): IssuedToken {
    const now = Math.floor(this.#clock.now().getTime() / 1000);
    const exp = now + lifetimeSeconds;
    const head = { alg: "ES256", typ: "JWT", kid };
    const claims = {
      aud: audience,
      iss: this.issuer,
      tid: this.#tenantId,
      iat: now,
      nbf: now,
      exp,
      ...(clientId === undefined ? {} : { sub: clientId, oid: clientId, azp: clientId }),
      idtyp: "app",
      ver: "2.0",
      roles,
    };
    const text = `${jwtPart(head)}.${jwtPart(claims)}`;
    const key = { key: this.#pair().privateKey, dsaEncoding: "ieee-p1363" } as const;
    const signature = signBytes("sha256", Buffer.from(text), key).toString("base64url");
    return { token: `${text}.${signature}`, expiresOnTimestamp: exp * 1000 };
  }

  /** What the token allows; nothing when it is not the hub's, for something else, or over. */
  verify(token: string, audience: Audience = "https://iothubs.azure.net"): BearerGrant | undefined {
    const jwt = readJwt(token);
    if (jwt?.header.alg !== "ES256") return undefined;
    const key = { key: this.#pair().publicKey, dsaEncoding: "ieee-p1363" } as const;
    if (!verifyBytes("sha256", Buffer.from(jwt.signed), key, jwt.signature)) return undefined;
    const { aud, iss, exp, roles } = jwt.claims;
    if (typeof aud !== "string" || withoutSlash(aud) !== audience || iss !== this.issuer)
      return undefined;
    if (typeof exp !== "number" || exp * 1000 <= this.#clock.now().getTime()) return undefined;
    const known = Array.isArray(roles) ? roles.filter(isHubRole) : [];
    return {
      roles: known,
      permissions: rolePermissions(known),
      expiry: exp,
      allows: (action) => rolesAllow(known, action),
      allowsProvisioning: (action) => rolesAllowProvisioning(known, action),
    };
  }

  /** The public key as a JSON Web Key Set, for whoever wants to check a token. */
  keySet(): JsonRecord {
    const jwk: unknown = this.#pair().publicKey.export({ format: "jwk" });
    return { keys: [{ ...(isRecord(jwk) ? jwk : {}), kid, use: "sig", alg: "ES256" }] };
  }

  #pair(): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
    // Made when first needed: most hubs are used with connection strings only.
    this.#keys ??= readPair(this.#store.setting("token signing key", makeKey));
    return this.#keys;
  }
}

const kid = "local";

/** A private key as PEM. */
function makeKey(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ format: "pem", type: "pkcs8" }).toString();
}

function readPair(pem: string): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  return { privateKey: createPrivateKey(pem), publicKey: createPublicKey(pem) };
}

/** What a token of this scope would be for; nothing when the hub offers no such thing. */
export function audienceOfScope(scope: string): Audience | undefined {
  const resource = withoutSlash(scope.replace(/\/\.default$/, ""));
  return audiences.find((audience) => audience === resource);
}

/** The Event Hubs SDK asks for `https://eventhubs.azure.net//.default`, with a slash of the resource's own. */
function withoutSlash(resource: string): string {
  return resource.replace(/\/$/, "");
}
