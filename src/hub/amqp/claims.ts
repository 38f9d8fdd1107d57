import type { X509Certificate } from "node:crypto";
import { type AccessRules, authorizeDevice, type DeviceGrant } from "../access.js";
import { bareHost } from "../bare-host.js";
import {
  isExpired,
  isSignedBy,
  isSignedByText,
  parseSasToken,
  type SasToken,
} from "../sas-token.js";
import { ServiceError } from "../service-error.js";
import type { Target } from "../target.js";
import type { AmqpAddress } from "./addresses.js";
import { type ServiceAddress, serviceDemands, wantedResources } from "./demands.js";

/** One token that a client has shown and that was good. */
interface Claim {
  /** When it ends, in milliseconds since the epoch. */
  readonly until: number;
  /** Whether it opens an address of the service. */
  opens(address: ServiceAddress): boolean;
  /** As shown; devices' rights are looked up anew for each link, because identities change. */
  readonly text: string;
}

/** More names than any client uses on one connection. */
const mostClaims = 1000;

function refuse(problem: string): never {
  throw new ServiceError("IotHubUnauthorizedAccess", `Unauthorized: ${problem}`);
}

/** What the client of one connection has proved, token by token. A newer token under a name replaces the older. */
export class Claims {
  readonly #claims = new Map<string, Claim>();
  readonly #rules: AccessRules;
  readonly #eventHub: string;
  readonly #certificate: X509Certificate | undefined;

  constructor(rules: AccessRules, eventHub: string, certificate: X509Certificate | undefined) {
    this.#rules = rules;
    this.#eventHub = eventHub;
    this.#certificate = certificate;
  }

  /** Takes a token, or throws `IotHubUnauthorizedAccess`. What it is for stands in it, not in its name. */
  present(name: string, text: string): void {
    const claim = this.#judge(text);
    if (this.#claims.size >= mostClaims && !this.#claims.has(name)) {
      refuse(`${mostClaims} tokens are enough for one connection`);
    }
    this.#claims.set(name, claim);
  }

  /** Throws `IotHubUnauthorizedAccess` unless the client may use the address now. */
  check(address: AmqpAddress): void {
    // Who registers proves it to the provisioning service.
    if (address.kind === "cbs" || address.kind === "registration") return;
    if ("target" in address) {
      this.grantFor(address.target);
      return;
    }
    if (this.#live().some((claim) => claim.opens(address))) return;
    refuse("no valid token on this connection allows to use this address");
  }

  /** The client's right to act as the device or module: by a token, or by the certificate of the connection. */
  grantFor(target: Target): DeviceGrant {
    let problem: unknown;
    for (const text of [...this.#live().map((claim) => claim.text), ""]) {
      if (text === "" && !this.#certificate) continue;
      try {
        return authorizeDevice(this.#rules, target, text, this.#certificate);
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        problem ??= error;
      }
    }
    throw problem ?? refuse("show a token first: put-token to $cbs");
  }

  /** When the next token ends; nothing when there is none that will. */
  get nextEnd(): number | undefined {
    const ends = this.#live().map((claim) => claim.until);
    return ends.length === 0 ? undefined : Math.min(...ends);
  }

  #live(): readonly Claim[] {
    const now = this.#rules.clock.now().getTime();
    for (const [name, { until }] of this.#claims) {
      if (until <= now) this.#claims.delete(name);
    }
    return [...this.#claims.values()];
  }

  #judge(shown: string): Claim {
    const text = shown.trim();
    const token = parseSasToken(text);
    if (!token) return this.#judgeBearer(text.replace(/^Bearer /i, ""));
    if (isExpired(token, this.#rules.clock.now())) refuse("the token has expired");
    return token.policy === undefined
      ? this.#judgeDevice(text, token)
      : this.#judgePolicy(text, token, token.policy);
  }

  #judgeDevice(text: string, token: SasToken): Claim {
    const [word, deviceId, moduleWord, moduleId] = resourceOf(token).path;
    if (word !== "devices" || !deviceId) refuse("the token names neither a policy nor a device");
    const device = this.#registered({ deviceId }, { deviceId: decoded(deviceId) });
    const target =
      moduleWord === "modules" && moduleId
        ? this.#registered({ ...device, moduleId }, { ...device, moduleId: decoded(moduleId) })
        : device;
    const { until } = authorizeDevice(this.#rules, target, text);
    return { until, text, opens: () => false };
  }

  /** An id may have percent signs of its own, or be encoded once more than needed, as some SDKs do. */
  #registered(asWritten: Target, decodedOnceMore: Target): Target {
    return this.#rules.registry.find(asWritten) ? asWritten : decodedOnceMore;
  }

  #judgePolicy(text: string, token: SasToken, name: string): Claim {
    const policy = this.#rules.policies.get(name);
    if (!policy) refuse("the token names no policy of this hub");
    const keys = [policy.primaryKey, policy.secondaryKey];
    if (!isSignedBy(token, keys) && !isSignedByText(token, keys)) refuse("the signature is wrong");
    const { scheme, host, path } = resourceOf(token);
    // Event Hubs clients may have reached the hub by another name than the one they sign for.
    if (scheme !== "sb" && !this.#rules.hosts.includes(host))
      refuse("the token is for another hub");
    return {
      until: Number(token.expiry) * 1000,
      text,
      opens: (address) =>
        policy.permissions.includes(serviceDemands[address.kind].permission) &&
        wantedResources(address, this.#eventHub).some((wanted) => isPrefix(path, wanted)),
    };
  }

  #judgeBearer(text: string): Claim {
    const { entra } = this.#rules;
    const forHub = entra.verify(text);
    const grant = forHub ?? entra.verify(text, "https://eventhubs.azure.net");
    if (!grant)
      refuse("the token is no shared access signature and not one that this hub has issued");
    return {
      until: grant.expiry * 1000,
      text,
      opens: ({ kind }) => {
        const { audience, permission, action } = serviceDemands[kind];
        if ((audience === "https://iothubs.azure.net") !== (forHub !== undefined)) return false;
        return action ? grant.allows(action) : grant.permissions.includes(permission);
      },
    };
  }
}

/** What a token was signed for: `host/path`, or a URL. The port of the host does not count. */
function resourceOf(token: SasToken): {
  readonly scheme: string | undefined;
  readonly host: string;
  readonly path: readonly string[];
} {
  const isUrl = token.path[1] === "" && token.path[0]?.endsWith(":");
  const [authority = "", ...path] = isUrl ? token.path.slice(2) : token.path;
  return {
    scheme: isUrl ? token.path[0]?.slice(0, -1).toLowerCase() : undefined,
    host: bareHost(authority),
    path: path.at(-1) === "" ? path.slice(0, -1) : path,
  };
}

function isPrefix(path: readonly string[], wanted: readonly string[]): boolean {
  return (
    path.length <= wanted.length &&
    path.every((segment, index) => segment.toLowerCase() === wanted[index]?.toLowerCase())
  );
}

/** As it stands when its percent signs encode nothing. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
