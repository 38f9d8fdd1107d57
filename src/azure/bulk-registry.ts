import { type CallOptions, sharedTime } from "../client/call-options.js";
import { systemClock } from "../client/clock.js";
import { requireEtag } from "../client/etag.js";
import { requireList, requireObject } from "../client/require-argument.js";
import { requireTargetId } from "../client/target-id.js";
import type { TargetId } from "../client/transport.js";
import { isPnpError, PnpError } from "../errors.js";
import type { Attempt } from "./attempt.js";
import { type BulkEntry, type BulkResult, bulkEntry, sendBulk } from "./bulk-request.js";
import { targetName } from "./error-translation.js";
import type { WireIdentity } from "./registry-identity.js";
import { kindOf, newKeys, requireAuthentication } from "./registry-requests.js";
import { type DeviceSettings, type ModuleSettings, wireSettings } from "./registry-settings.js";
import type { RegistryWire } from "./registry-wire.js";

/** A device to make or change in a bulk call. */
export interface BulkDevice extends DeviceSettings {
  readonly deviceId: string;
  readonly moduleId?: undefined;
}

/** A module to make or change in a bulk call. */
export interface BulkModule extends ModuleSettings {
  readonly deviceId: string;
  readonly moduleId: string;
}

/** An identity to delete in a bulk call; with an etag only as long as it has that one. */
export interface BulkTarget extends TargetId {
  readonly etag?: string;
}

/**
 * Many identities in few requests of up to a hundred each. One that fails keeps no other from being done: the answer
 * has one result for each, in the order given. A list as a whole fails with `PNP_USAGE`, or as every call does.
 */
export interface BulkMethods {
  createMany(
    identities: readonly (BulkDevice | BulkModule)[],
    options?: CallOptions,
  ): Promise<readonly BulkResult[]>;
  /** Changes what is named and keeps the rest; guarded by the etag given, else by the one just read. */
  updateMany(
    identities: readonly ((BulkDevice | BulkModule) & { readonly etag?: string })[],
    options?: CallOptions,
  ): Promise<readonly BulkResult[]>;
  deleteMany(
    targets: readonly (string | BulkTarget)[],
    options?: CallOptions,
  ): Promise<readonly BulkResult[]>;
}

const mostInOne = 100;
const readAtOnce = 8;

type Identity = (BulkDevice | BulkModule | BulkTarget) & { readonly etag?: string };

/** One identity of a bulk call, taken apart. */
interface Item {
  readonly target: TargetId;
  readonly settings: DeviceSettings & ModuleSettings;
  readonly etag: string | undefined;
}

/** The bulk calls of one hub. */
export function createBulkMethods(host: string, attempt: Attempt, wire: RegistryWire): BulkMethods {
  /** One request for up to a hundred identities, after another. */
  const run = async (
    action: string,
    entries: readonly BulkEntry[],
    time: () => CallOptions,
  ): Promise<readonly BulkResult[]> => {
    const results: BulkResult[] = [];
    for (const some of requestsOf(entries)) {
      try {
        results.push(...(await sendBulk({ host, action, entries: some }, attempt, time())));
      } catch (error) {
        if (results.length === 0 || !isPnpError(error)) throw error;
        // What has been done already must not be lost with the error.
        const rest = entries.slice(results.length + some.length);
        const unsent = new PnpError(error.code, `Not sent, after this: ${error.message}`);
        results.push(...some.map(({ target }) => ({ ...target, done: false, error })));
        return [
          ...results,
          ...rest.map(({ target }) => ({ ...target, done: false, error: unsent })),
        ];
      }
    }
    return results;
  };

  return {
    async createMany(identities, options = {}) {
      const time = sharedTime(options, systemClock);
      return run("create the identity", createEntries(identities), time);
    },

    async updateMany(identities, options = {}) {
      const time = sharedTime(options, systemClock);
      // A bulk update replaces identities as a whole and would make new keys, so each is read before.
      const updates = itemsOf(identities).map(({ target, settings, etag }) => {
        const change = wireSettings(settings, kindOf(target));
        return async (): Promise<BulkEntry | BulkResult> => {
          try {
            const before = await wire.read(target, time());
            requireAuthentication({ ...before, ...change });
            return bulkEntry(target, "updateIfMatchETag", {
              ...kept(before),
              ...change,
              eTag: etag ?? before.etag,
            });
          } catch (error) {
            if (isPnpError(error) && isMissing(error)) return { ...target, done: false, error };
            throw error;
          }
        };
      });
      const read = await inTurns(updates, readAtOnce);
      const entries = read.filter((one) => "body" in one);
      const results = await run("update the identity", entries, time);
      const sent = results.values();
      return read.map((one) =>
        "body" in one ? (sent.next().value ?? { ...one.target, done: false }) : one,
      );
    },

    async deleteMany(targets, options = {}) {
      return run("delete the identity", deleteEntries(targets), sharedTime(options, systemClock));
    },
  };
}

/** What a bulk creation sends. */
export function createEntries(
  identities: readonly (BulkDevice | BulkModule)[],
): readonly BulkEntry[] {
  return itemsOf(identities).map(({ target, settings }) =>
    bulkEntry(target, "create", { ...newKeys, ...wireSettings(settings, kindOf(target)) }),
  );
}

/** What a bulk deletion sends. */
export function deleteEntries(targets: readonly (string | BulkTarget)[]): readonly BulkEntry[] {
  requireList(targets, "The identities");
  const named = targets.map((one) => (typeof one === "string" ? { deviceId: one } : one));
  return itemsOf(named).map(({ target, etag }) =>
    etag === undefined
      ? bulkEntry(target, "delete", {})
      : bulkEntry(target, "deleteIfMatchETag", { eTag: etag }),
  );
}

/** The same entries, cut into requests. */
export function requestsOf(entries: readonly BulkEntry[]): readonly (readonly BulkEntry[])[] {
  const count = Math.ceil(entries.length / mostInOne);
  return Array.from({ length: count }, (_, index) =>
    entries.slice(index * mostInOne, (index + 1) * mostInOne),
  );
}

function itemsOf(identities: readonly Identity[]): readonly Item[] {
  requireList(identities, "The identities");
  const items = identities.map((identity): Item => {
    requireObject(identity, "An identity of the list");
    const { deviceId, moduleId, etag, ...settings } = identity;
    requireEtag(etag);
    const target = moduleId === undefined ? { deviceId } : { deviceId, moduleId };
    requireTargetId(target);
    return { target, settings, etag };
  });
  const names = items.map(({ target }) => targetName(target));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return items;
  throw new PnpError("PNP_USAGE", `${twice} occurs twice in the list; nothing was sent.`, {
    hint: "Name each identity once.",
  });
}

/** What of an identity a bulk update has to repeat so that it stays. */
function kept(identity: WireIdentity): Readonly<Record<string, unknown>> {
  const names = ["status", "statusReason", "authentication", "capabilities"];
  const more = ["deviceScope", "parentScopes", "managedBy"];
  return Object.fromEntries(
    Object.entries(identity).filter(([name]) => [...names, ...more].includes(name)),
  );
}

function isMissing({ code }: PnpError): boolean {
  return code === "PNP_DEVICE_NOT_FOUND" || code === "PNP_MODULE_NOT_FOUND";
}

/** The outcomes of all, with so many under way at a time. */
async function inTurns<T>(calls: readonly (() => Promise<T>)[], width: number): Promise<T[]> {
  const outcomes: T[] = [];
  for (let start = 0; start < calls.length; start += width) {
    const some = calls.slice(start, start + width);
    outcomes.push(...(await Promise.all(some.map((call) => call()))));
  }
  return outcomes;
}
