import { createHmac, timingSafeEqual } from "node:crypto";
import { isRecord } from "../convention/record.js";
import type { HubClock, HubIds } from "./clock.js";
import type { Permission } from "./policies.js";

const audience = "https://iothubs.azure.net";
const lifetimeSeconds = 3600;

/** The built-in roles that the hub honours in a token. */
export type HubRole =
  | "IoT Hub Data Contributor"
  | "IoT Hub Data Reader"
  | "IoT Hub Registry Contributor"
  | "IoT Hub Twin Contributor";

const granted: Readonly<Record<HubRole, readonly Permission[]>> = {
  "IoT Hub Data Contributor": ["RegistryRead", "RegistryWrite", "ServiceConnect", "TwinRead"],
  "IoT Hub Data Reader": ["RegistryRead", "TwinRead"],
  "IoT Hub Registry Contributor": ["RegistryRead", "RegistryWrite"],
  "IoT Hub Twin Contributor": ["ServiceConnect", "TwinRead"],
};

/** What a bearer token allows; `expiry` is in seconds since the epoch. */
export interface BearerGrant {
  readonly permissions: readonly Permission[];
  readonly expiry: number;
}

/** Makes and checks the hub's own sign-in tokens. No token that another has signed is ever accepted. */
export class EntraTokens {
  readonly #secret: Buffer;
  readonly #clock: HubClock;

  constructor(clock: HubClock, ids: HubIds) {
    this.#clock = clock;
    this.#secret = ids.bytes(32);
  }

  /** A token for an hour, and the time in milliseconds when it ends. */
  issue(roles: readonly HubRole[]): {
    readonly token: string;
    readonly expiresOnTimestamp: number;
  } {
    const now = Math.floor(this.#clock.now().getTime() / 1000);
    const exp = now + lifetimeSeconds;
    const head = part({ alg: "HS256", typ: "JWT" });
    const body = part({ aud: audience, iat: now, nbf: now, exp, roles });
    const token = `${head}.${body}.${this.#sign(`${head}.${body}`).toString("base64url")}`;
    return { token, expiresOnTimestamp: exp * 1000 };
  }

  /** What the token allows; nothing when it is not the hub's, not for a hub, or over. */
  verify(token: string): BearerGrant | undefined {
    const [head, body, signature, ...rest] = token.split(".");
    if (!head || !body || !signature || rest.length > 0) return undefined;
    const expected = this.#sign(`${head}.${body}`);
    const given = Buffer.from(signature, "base64url");
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const claims: unknown = JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
    if (!isRecord(claims) || claims.aud !== audience || typeof claims.exp !== "number")
      return undefined;
    if (claims.exp * 1000 <= this.#clock.now().getTime()) return undefined;
    const roles = Array.isArray(claims.roles) ? claims.roles.filter(isRole) : [];
    return { permissions: roles.flatMap((role) => granted[role]), expiry: claims.exp };
  }

  #sign(text: string): Buffer {
    return createHmac("sha256", this.#secret).update(text).digest();
  }
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function isRole(role: unknown): role is HubRole {
  return typeof role === "string" && Object.hasOwn(granted, role);
}
