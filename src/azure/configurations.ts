import { type CallOptions, sharedTime } from "../client/call-options.js";
import { systemClock } from "../client/clock.js";
import { requireEtag } from "../client/etag.js";
import { requireObject } from "../client/require-argument.js";
import { isPnpError, PnpError } from "../errors.js";
import type { Attempt, AttemptOptions } from "./attempt.js";
import {
  type Configuration,
  type ConfigurationChange,
  configurationOf,
  configurationPath,
  createConfigurationRequest,
  type NewConfiguration,
  type WireConfiguration,
  wireChange,
} from "./configuration.js";
import { quoted } from "./entity-tag.js";
import type { HubClients } from "./hub-clients.js";
import { queryInvalid } from "./query-invalid.js";
import type { PlannedRequest } from "./registry-requests.js";
import type { GuardedCall } from "./registry-types.js";

/** The automatic configurations of one hub. `PNP_NAME_UNKNOWN` for one that does not exist. */
export interface Configurations {
  /** At most 100, the most a hub can have. */
  list(options?: CallOptions): AsyncIterable<Configuration>;
  get(id: string, options?: CallOptions): Promise<Configuration>;
  /** `PNP_CONFLICT` when there is one of this id. */
  create(id: string, settings: NewConfiguration, options?: CallOptions): Promise<Configuration>;
  /** Changes what is named and keeps the rest; guarded by the etag given, else by the one just read. */
  update(id: string, change: ConfigurationChange, options?: GuardedCall): Promise<Configuration>;
  delete(id: string, options?: GuardedCall): Promise<void>;
  /** The request that an update would send: for whoever shows it first. */
  "~prepareUpdate"(
    id: string,
    change: ConfigurationChange,
    options?: GuardedCall,
  ): Promise<PlannedRequest>;
}

type SdkConfiguration = Parameters<HubClients["registry"]["addConfiguration"]>[0];

/** {@link Configurations} over the Registry of azure-iothub. */
export function createConfigurations(attempt: Attempt): Configurations {
  /** The hub answers a missing one with 404, which elsewhere means a device. */
  const call = async <T>(
    id: string,
    what: AttemptOptions,
    act: (clients: HubClients) => Promise<T>,
  ): Promise<T> => {
    if (typeof id !== "string" || id === "") {
      throw new PnpError("PNP_USAGE", "The id of the configuration is empty.");
    }
    try {
      return await attempt(what, act);
    } catch (error) {
      if (!isPnpError(error, "PNP_DEVICE_NOT_FOUND")) throw error;
      throw new PnpError("PNP_NAME_UNKNOWN", `There is no configuration ${id}.`, {
        hint: "List the configurations to see their ids.",
        cause: error,
      });
    }
  };

  const read = async (id: string, options: CallOptions): Promise<WireConfiguration> => {
    const what = { action: `read configuration ${id}`, repeatable: true, reads: true, options };
    const answer = await call(id, what, ({ registry }) => registry.getConfiguration(id));
    return answer.responseBody as unknown as WireConfiguration;
  };

  const prepareUpdate = async (
    id: string,
    change: ConfigurationChange,
    { etag, ...options }: GuardedCall = {},
  ): Promise<PlannedRequest<WireConfiguration>> => {
    requireEtag(etag);
    requireObject(change, "The change");
    if ("content" in change) {
      throw new PnpError("PNP_USAGE", `The content of configuration ${id} cannot be changed.`, {
        hint: "Make a configuration with another id, and delete this one.",
      });
    }
    const changed = wireChange(change);
    const before = await read(id, options);
    const guard = etag ?? String(before.etag);
    const body = { ...before, ...changed, etag: guard };
    return { method: "PUT", path: configurationPath(id), ifMatch: quoted(guard), body };
  };

  return {
    "~prepareUpdate": prepareUpdate,
    list: (options = {}) => listAll(attempt, options),

    async get(id, options = {}) {
      return configurationOf(await read(id, options));
    },

    async create(id, settings, options = {}) {
      const what = { action: `create configuration ${id}`, repeatable: false, options };
      const { body } = createConfigurationRequest(id, settings);
      const answer = await call(id, what, ({ registry }) =>
        registry.addConfiguration(body as unknown as SdkConfiguration),
      ).catch(namingCondition(settings));
      return configurationOf(answer.responseBody as unknown as WireConfiguration);
    },

    async update(id, change, { etag, ...options } = {}) {
      const time = sharedTime(options, systemClock);
      const { body } = await prepareUpdate(id, change, {
        ...time(),
        ...(etag !== undefined && { etag }),
      });
      const what = {
        action: `update configuration ${id}`,
        repeatable: etag !== "*",
        options: time(),
      };
      const answer = await call(id, what, ({ registry }) =>
        registry.updateConfiguration(body as unknown as SdkConfiguration, etag === "*"),
      ).catch(namingCondition(change));
      return configurationOf(answer.responseBody as unknown as WireConfiguration);
    },

    async delete(id, { etag, ...options } = {}) {
      requireEtag(etag);
      const what = { action: `delete configuration ${id}`, repeatable: false, options };
      await call(id, what, ({ request }) =>
        request({
          method: "DELETE",
          path: configurationPath(id),
          ...(etag === undefined ? {} : { ifMatch: quoted(etag) }),
        }),
      );
    },
  };
}

/** A condition that the hub does not understand is told as any other query. */
function namingCondition({ targetCondition }: ConfigurationChange): (error: unknown) => never {
  return (error) => {
    const isQuery =
      targetCondition !== undefined &&
      isPnpError(error, "PNP_PAYLOAD_INVALID") &&
      / at line \d+/.test(error.message);
    throw isQuery ? queryInvalid(targetCondition, error) : error;
  };
}

async function* listAll(
  attempt: Attempt,
  options: CallOptions,
): AsyncGenerator<Configuration, void, undefined> {
  const what = { action: "list the configurations", repeatable: true, reads: true, options };
  const answer = await attempt(what, ({ registry }) => registry.getConfigurations());
  yield* (answer.responseBody as unknown as readonly WireConfiguration[]).map(configurationOf);
}
