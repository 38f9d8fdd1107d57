import { createModelRepository, type ModelRepository } from "./model-repository.js";

/**
 * A model repository in a folder: `dtmi:com:example:Thermostat;1` is in `dtmi/com/example/thermostat-1.json` under
 * `dir`. As a resolver it leaves out what is not there; a file that cannot be read, that a link takes from elsewhere, or
 * that holds another identifier throws `PNP_MODEL_NOT_FOUND`.
 */
export function folderRepository(dir: string): ModelRepository {
  return createModelRepository([dir]);
}
