import { resolve } from "node:path";
import { isRepositoryUrl } from "../repository/repository-url.js";
import type { Io } from "./io.js";

/** Where the models of a command come from. */
export interface ModelOptions {
  /** A model file or a DTMI, instead of the model the device announces. */
  readonly model?: string;
  /** Folders laid out by DTMI path and addresses of model repositories, in the order they are searched. */
  readonly repo?: readonly string[];
  /** Whether models of servers are kept for the next time; `false` by `--no-cache`. */
  readonly cache?: boolean;
  /** Asks no server. */
  readonly offline?: boolean;
}

/** Whether somebody has named a place for models. */
export function asksForModels({ repo = [] }: ModelOptions, { env }: Io): boolean {
  return repo.length > 0 || Boolean(env.PNP_MODEL_REPO);
}

/** The folders and addresses searched for models: `--repo`, else `PNP_MODEL_REPO`, else `./models`. */
export function modelLocations({ repo = [] }: ModelOptions, io: Io): readonly string[] {
  const asked = repo.length > 0 ? repo : [io.env.PNP_MODEL_REPO || "models"];
  return asked.map((each) => (isRepositoryUrl(each) ? each : resolve(io.cwd, each)));
}
