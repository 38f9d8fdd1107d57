import type { CallOptions } from "../client/call-options.js";
import { requireTargetId } from "../client/target-id.js";
import type { TargetId } from "../client/transport.js";
import { PnpError } from "../errors.js";
import type { Attempt } from "./attempt.js";
import type { HubClients } from "./hub-clients.js";
import type { WireIdentity } from "./registry-identity.js";
import type { PlannedRequest } from "./registry-requests.js";

/** One page of all devices, in the form of their twins. */
export interface DevicePage {
  readonly twins: readonly WireIdentity[];
  /** Absent on the last page. */
  readonly continuation?: string;
}

/** The registry's calls in the words of the REST API. What they answer holds keys. */
export interface RegistryWire {
  read(target: TargetId, options: CallOptions): Promise<WireIdentity>;
  /** `repeatable` where an identity that exists already is as good as a new one. */
  create(
    identity: WireIdentity,
    options: CallOptions & { readonly repeatable: boolean },
  ): Promise<WireIdentity>;
  /** Sends an update or deletion; answers the text of the answer. */
  send(
    action: string,
    target: TargetId,
    request: PlannedRequest,
    options: CallOptions,
  ): Promise<string>;
  modules(deviceId: string, options: CallOptions): Promise<readonly WireIdentity[]>;
  page(size: number, continuation: string | undefined, options: CallOptions): Promise<DevicePage>;
}

type Registry = HubClients["registry"];
type NewDevice = Parameters<Registry["create"]>[0];
type NewModule = Parameters<Registry["addModule"]>[0];

/** A {@link RegistryWire} over the Registry of azure-iothub, and requests of our own where it cannot guard. */
export function createRegistryWire(attempt: Attempt): RegistryWire {
  return {
    async read(target, options) {
      requireTargetId(target);
      const { deviceId, moduleId } = target;
      const what = { action: "read the identity", target, repeatable: true, reads: true, options };
      const { responseBody } = await attempt(what, ({ registry }) =>
        moduleId === undefined ? registry.get(deviceId) : registry.getModule(deviceId, moduleId),
      );
      return plain(responseBody);
    },

    async create(identity, { repeatable, ...options }) {
      const target = targetOf(identity);
      const what = { action: "create the identity", target, creates: true, repeatable, options };
      const { responseBody } = await attempt(what, ({ registry }) =>
        target.moduleId === undefined
          ? registry.create(identity as unknown as NewDevice)
          : registry.addModule(identity as unknown as NewModule),
      );
      return plain(responseBody);
    },

    // The SDK's update and deletion of a device always overwrite, so the guarded requests are made without it.
    async send(action, target, planned, options) {
      const { method, path, ifMatch, body } = planned;
      const repeatable = ifMatch !== undefined && ifMatch !== "*";
      const { text } = await attempt({ action, target, repeatable, options }, ({ request }) =>
        request({
          method,
          path,
          ...(ifMatch === undefined ? {} : { ifMatch }),
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
      return text;
    },

    async modules(deviceId, options) {
      requireTargetId({ deviceId });
      const what = {
        action: "list the modules",
        target: { deviceId },
        repeatable: true,
        reads: true,
        options,
      };
      const { responseBody } = await attempt(what, ({ registry }) =>
        registry.getModulesOnDevice(deviceId),
      );
      return (responseBody as readonly unknown[]).map(plain);
    },

    async page(size, continuation, options) {
      if (!Number.isInteger(size) || size < 1 || size > 100) {
        throw new PnpError(
          "PNP_USAGE",
          `pageSize must be a whole number from 1 to 100, not ${size}.`,
        );
      }
      const what = { action: "list the devices", repeatable: true, reads: true, options };
      return attempt(what, async ({ registry }) => {
        const query = registry.createQuery("SELECT * FROM devices", size);
        const { result } = await query.next(continuation ?? "");
        return {
          twins: (result as readonly unknown[]).map(plain),
          ...(query.continuationToken ? { continuation: query.continuationToken } : {}),
        };
      });
    },
  };
}

/** The SDK wraps what it read in objects with methods of its own. */
function plain(answer: unknown): WireIdentity {
  return JSON.parse(JSON.stringify(answer)) as WireIdentity;
}

function targetOf({ deviceId, moduleId }: WireIdentity): TargetId {
  return moduleId ? { deviceId, moduleId } : { deviceId };
}
