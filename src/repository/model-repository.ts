import type { ModelResolver, ModelText } from "../dtdl/resolver.js";
import { PnpError } from "../errors.js";
import { cachedFiles } from "./cached-files.js";
import { folderFiles } from "./folder-files.js";
import { gatherModels } from "./gather-models.js";
import { httpFiles } from "./http-files.js";
import type { ModelFiles } from "./model-files.js";
import { createPlace, findFirst, type ModelPlace } from "./model-place.js";
import { isRepositoryUrl, repositoryUrl } from "./repository-url.js";

/**
 * Which models come along with the ones asked for. `enabled`: everything they depend on, from expanded files where the
 * repository says that it has them; in a folder from the single files, which are what people edit. `tryFromExpanded`:
 * the same, asking for expanded files without asking whether there are any. `disabled`: none.
 */
export type DependencyMode = "enabled" | "tryFromExpanded" | "disabled";

/** How a repository is read. */
export interface ModelRepositoryOptions {
  /** What `getModels` brings along. Default `enabled`. */
  readonly dependencies?: DependencyMode;
  /** Gives up every request with `PNP_ABORTED`. */
  readonly signal?: AbortSignal;
  /** Seconds for one file of a server; then `PNP_TIMEOUT`. Default 30. */
  readonly timeoutSeconds?: number;
  /** Requests to one server at the same time. Default 8. */
  readonly parallel?: number;
  /**
   * Folder in which models of https servers are kept; published models never change. What a server on this computer says
   * over plain http is not kept. Default: nothing is kept.
   */
  readonly cacheDir?: string;
  /** Asks no server: only folders and what the cache holds. Default false. */
  readonly offline?: boolean;
  /** Makes the requests, such as through a proxy. Default: `fetch` of the platform. */
  readonly fetch?: typeof globalThis.fetch;
}

/** What one call of `getModels` may say. */
export interface GetModelsOptions {
  /** Default: what the repository was made with. */
  readonly dependencies?: DependencyMode;
  /** Gives up with `PNP_ABORTED`. */
  readonly signal?: AbortSignal;
  /** Leave out dependencies that are nowhere instead of throwing; models asked for by name are never left out. Default false. */
  readonly incomplete?: boolean;
}

/** Finds models by identifier. As a resolver it gives a parser just what it asks for. */
export interface ModelRepository extends ModelResolver {
  /** The folders and addresses, in the order they are asked. */
  readonly locations: readonly string[];
  /**
   * The texts of models and of what they depend on, by identifier: first the ones asked for. Throws `PNP_MODEL_NOT_FOUND`
   * when one is nowhere or a file holds another identifier (case counts), `PNP_USAGE` for what is no identifier with a
   * one-part version, `PNP_DTDL_INVALID` for a file that is not JSON, `PNP_TRANSPORT`, `PNP_TIMEOUT`, `PNP_UNAUTHORIZED`,
   * `PNP_THROTTLED` and `PNP_ABORTED` when a server could not be read.
   */
  getModels(
    dtmis: string | readonly string[],
    options?: GetModelsOptions,
  ): Promise<ReadonlyMap<string, ModelText>>;
}

/**
 * A repository over folders (by path) and servers (by https address; plain http on this computer only), asked in this
 * order. `dtmi:com:example:Thermostat;1` is `dtmi/com/example/thermostat-1.json` there. Throws `PNP_USAGE` for an address
 * that is neither. Servers get no cookies and no sign-in.
 */
export function createModelRepository(
  locations: string | URL | readonly (string | URL)[],
  options: ModelRepositoryOptions = {},
): ModelRepository {
  const list = typeof locations === "string" || locations instanceof URL ? [locations] : locations;
  if (!Array.isArray(list) || list.length === 0) throw noLocation();
  const places = list.map((location) => createPlace(filesAt(location, options)));
  const modeOf = ({ dependencies = options.dependencies ?? "enabled" }: GetModelsOptions) =>
    requireMode(dependencies);
  return {
    locations: places.map(({ location }) => location),
    getModels: async (dtmis, call = {}) =>
      gatherModels(places, typeof dtmis === "string" ? [dtmis] : dtmis, {
        dependencies: modeOf(call),
        incomplete: call.incomplete ?? false,
        signal: call.signal,
      }),
    resolve: (dtmis) => resolveFrom(places, dtmis),
    tried: (dtmi) => {
      const names = places.map((place) => place.nameOf(dtmi)).filter((name) => name !== undefined);
      return names.length > 0 ? names : [`nowhere, since \`${dtmi}\` has no path in a repository`];
    },
  };
}

/** Every file once, and none for what another file of the same answer defines. */
async function resolveFrom(
  places: readonly ModelPlace[],
  dtmis: readonly string[],
): Promise<readonly ModelText[]> {
  const documents = await Promise.all(
    dtmis.map((dtmi) => findFirst(places, dtmi, "single", undefined)),
  );
  const texts: ModelText[] = [];
  const defined = new Set<string | undefined>();
  dtmis.forEach((dtmi, index) => {
    const document = documents[index];
    if (document === undefined || defined.has(dtmi)) return;
    texts.push({ source: document.source, text: document.text });
    for (const { id, nested } of document.models)
      for (const each of [id, ...nested]) defined.add(each);
  });
  return texts;
}

function filesAt(location: string | URL, options: ModelRepositoryOptions): ModelFiles {
  if (typeof location === "string" && location.trim() === "") throw noLocation();
  if (typeof location === "string" && !isRepositoryUrl(location)) return folderFiles(location);
  const url = repositoryUrl(location);
  const files = httpFiles(url, options);
  const { cacheDir, offline = false } = options;
  if (cacheDir !== undefined && url.protocol === "https:") {
    return cachedFiles(files, cacheDir, offline);
  }
  return offline ? unasked(files) : files;
}

/** A server that is not asked, and of which nothing is kept. */
function unasked({ location, nameOf }: ModelFiles): ModelFiles {
  return { location, isRemote: true, nameOf, read: async () => undefined };
}

function requireMode(mode: DependencyMode): DependencyMode {
  if (["enabled", "tryFromExpanded", "disabled"].includes(mode)) return mode;
  throw new PnpError(
    "PNP_USAGE",
    `dependencies must be enabled, tryFromExpanded or disabled; got ${String(mode)}.`,
  );
}

function noLocation(): PnpError {
  return new PnpError("PNP_USAGE", "A model repository needs a folder or an https address.", {
    hint: "Give one like models, or https://devicemodels.azure.com.",
  });
}
