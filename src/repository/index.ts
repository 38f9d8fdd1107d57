/** Model repositories for Node: models by identifier from folders and https servers, with a cache. */

export { chainRepositories } from "./chain.js";
export {
  createModelRepository,
  type DependencyMode,
  type GetModelsOptions,
  type ModelRepository,
  type ModelRepositoryOptions,
} from "./model-repository.js";
