import type { X509Certificate } from "node:crypto";
import { authorizeDevice, type DeviceGrant } from "../access.js";
import { bareHost } from "../bare-host.js";
import type { HubCore } from "../hub-core.js";
import { ServiceError } from "../service-error.js";
import { parseClientId } from "../target.js";
import { parsePropertyBag } from "./property-bag.js";

/** What a client says when it connects. */
export interface ConnectRequest {
  readonly protocolLevel: number;
  readonly clientId: string;
  readonly userName: string;
  readonly password: string;
  readonly certificate: X509Certificate | undefined;
}

/** Return codes of CONNACK (MQTT 3.1.1, section 3.2.2.3). */
export const connectCodes = { accepted: 0, protocol: 1, unavailable: 3, notAuthorized: 5 } as const;

/** Let in, with who it is; or not, with the code and the reason that goes to the trace. */
export type ConnectOutcome =
  | { readonly ok: true; readonly grant: DeviceGrant; readonly modelId?: string }
  | {
      readonly ok: false;
      readonly code: number;
      readonly reason: string;
      /** Where the hub has a name for it. */
      readonly rule?: string;
    };

const longestModelId = 256;
/** Its protocol level in CONNECT. */
export const mqtt311 = 4;

/** Decides about a connection. It changes nothing. */
export function judgeConnect(core: HubCore, request: ConnectRequest): ConnectOutcome {
  if (request.protocolLevel !== mqtt311) {
    return {
      ok: false,
      code: connectCodes.protocol,
      reason: `MQTT 3.1.1 (level ${mqtt311}) only, not level ${request.protocolLevel}`,
    };
  }
  const refused = (reason: string): ConnectOutcome => ({
    ok: false,
    code: connectCodes.notAuthorized,
    reason,
  });
  const target = parseClientId(request.clientId);
  if (!target) return refused(`the client id ${JSON.stringify(request.clientId)} names no device`);
  const query = readUserName(request.userName, request.clientId, core.access.hosts);
  if (!query) return refused("the user name does not name this hub and the client id");
  const modelId = query.get("model-id") ?? undefined;
  if (modelId !== undefined && modelId.length > longestModelId) {
    return refused(`the model id is longer than ${longestModelId} characters`);
  }
  try {
    const grant = authorizeDevice(core.access, target, request.password, request.certificate);
    core.throttles?.admit("connect");
    return modelId ? { ok: true, grant, modelId } : { ok: true, grant };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { message: reason, reason: rule } = error;
    const { notAuthorized, unavailable } = connectCodes;
    const code = error.status === 429 ? unavailable : notAuthorized;
    return { ok: false, code, reason, rule };
  }
}

/** The host of a user name, as the hub's names are written. */
export function hostOf(name: string): string {
  return bareHost(name);
}

/** `<host>/<client id>/?api-version=…&model-id=…`; the question mark is missing in an older form. */
function readUserName(
  userName: string,
  clientId: string,
  hosts: readonly string[],
): ReadonlyMap<string, string | null> | undefined {
  const slash = userName.indexOf("/");
  const host = hostOf(userName.slice(0, slash));
  const rest = userName.slice(slash + 1);
  if (slash < 0 || !hosts.includes(host)) return undefined;
  if (rest === clientId) return new Map();
  return rest.startsWith(`${clientId}/`)
    ? parsePropertyBag(rest.slice(clientId.length + 1))
    : undefined;
}
